"""Units and measure words: what may stand behind a figure.

The set of Chinese measure words is closed enough to list (grammars count about 200); what is added are the units of
statistics and of engineering that plans use.
"""

from __future__ import annotations

import re

_MONEY = "元 美元 欧元 港元 港币 日元 英镑 人民币 块钱"
_LENGTH = "公里 千米 厘米 毫米 海里 英里 米 里 车道公里 皮长公里 芯公里 沟公里 单公里 双公里"
_AREA = "平方公里 平方千米 平方米 平方厘米 平米 ㎡ 平方 公顷 亩次 亩 km2 m2"
_VOLUME = "立方米 立方 标立方米 标方 方 升 毫升 桶 m3"
_WEIGHT = "吨标准煤 吨标煤 标准吨 标吨 吨公里 载重吨 吨 公斤 千克 毫克 微克 克 斤 蒸吨 碳吨 t"
_ENERGY = "千瓦时 兆瓦时 吉瓦时 千瓦 兆瓦 吉瓦 瓦 千伏安 兆伏安 千伏 伏 kV kW MW GW GWh MWh kWh 度电 度"
_DATA = "Mbps Gbps Tbps TB GB PB EB MB EFlops PFlops EFLOPS PFLOPS TFlops 兆 比特 机架 标准机架 P 卡"
_TRAFFIC = "标准箱 标箱 TEU 标台 标准车 车次 架次 班次 列次 航次 艘次 座次 辆次 箱 席"
_PEOPLE = "人次 人天 人日 人份 户次 家次 例次 件次 场次 个次 项次 篇次 剂次 只次 台次 套次 人"
_PERCENT = "个百分点 百分点 个基点 基点 % ‰ 倍 成 个点"
_COUNT = (
    "个 家 所 条 座 处 项 件 名 位 户 套 间 栋 幢 张 辆 台 部 架 艘 只 头 匹 羽 尾 棵 株 盏 根 块 片 场 次 例 起 宗 笔"
    " 支 种 款 册 本 篇 份 门 节 堂 对 双 副 组 队 团 班 层 站 床 顶 把 面 口 眼 孔 道 段 股 枚 颗 粒 朵 盆 筐 袋 盒"
    " 包 瓶 罐 列 趟 首 幅 尊 樘 封 卷 轮 盘 扇 口井 单 公亩 剂 针 管 门次 师 窝 穴"
    " 学时 课时 席位 床位 车位 学位 机位 泊位 批次 批 回 排 线对 端口 端 路口 通道 令 箱次 手 杆 点位 分"
)
_CLASSES = f"{_MONEY} {_LENGTH} {_AREA} {_VOLUME} {_WEIGHT} {_ENERGY} {_DATA} {_TRAFFIC} {_PEOPLE} {_PERCENT} {_COUNT}"
UNITS = tuple(sorted(set(_CLASSES.split()), key=lambda unit: (-len(unit), unit)))
TIME_UNITS = (
    "个工作日",
    "工作日",
    "个自然日",
    "个小时",
    "小时",
    "个月",
    "分钟",
    "秒",
    "天",
    "日",
    "周岁",
    "岁",
    "年",
    "周",
)

MEASURED = frozenset(f"{_MONEY} {_LENGTH} {_AREA} {_VOLUME} {_WEIGHT} {_ENERGY} {_PERCENT}".split())
"""Units that measure an amount; all others count things."""
MONEY = frozenset(_MONEY.split())
PERCENT = frozenset(_PERCENT.split())

_PER = rf"(?:/(?:每)?[百千万亿]?(?:{'|'.join(re.escape(u) for u in UNITS)}|天|日|年|月|小时|时|秒|周|人口))"
_ALTERNATIVE = r"(?:[(/](?:次|套|户|间|件|处|个|家|座|人|人次|台|组|条|名|段|只|所|项|场|批|点|栋|幢)\)?)"
_UNIT = "|".join(re.escape(unit) for unit in UNITS).replace("|个点|", "|个点(?!位)|")
UNIT = rf"(?:(?:{_UNIT})(?:{_ALTERNATIVE}|{_PER})?)"
TIME_UNIT = rf"(?:{'|'.join(TIME_UNITS)})(?!元)"

NOT_UNIT = re.compile(
    r"条件|所有|所在|方面|方式|方案|方针|方略|分钟|分之|分类|分级|分局|分管|分区|分院|分校|"
    r"分中心|分公司|分离|分开|面向|对口|对外|对接|"
    r"口岸|道路|道德|台阶|台账|部门|部署|部委|成为|成员|成立|成果|成效|成本|成绩|成功|成熟|"
    r"期间|倍增|项目(?![0-9个达])|度假|度汛|"
    r"端午|点亮|点半|元旦|元素|元宇宙|手抓|手续|把握|管理|管网|管齐|团结|层次|站点|回家|人大|"
    r"列入|首次|人制|本账|级|轮驱动|轮两翼|次全会"
)
"""Words that begin with the character of a unit: a figure before them has no unit."""


def implied(metric: str) -> str:
    """The unit a reader supplies when the figure has none: people for 就业, 元 for 产值; "" when unclear."""
    if metric.endswith(_DIMENSIONLESS):
        return ""
    for words, unit in _IMPLIED:
        if words.search(metric):
            return unit
    return ""


_DIMENSIONLESS = ("指数", "系数", "比值", "得分", "评分", "涨幅", "弹性")


_PEOPLE_NOUN = re.compile(
    r"(?:建档立卡|剩余|农村|城镇|城乡|适龄|困难|特困|残疾|失业|农业|返乡|退役|离校)*(?:贫困|"
    r"人口|群众|居民|农民|市民|村民|学生|儿童|老人|老年人|职工|劳动力|人才|高校毕业生|毕业生|"
    r"就业|党员|干部|妇女|青年|军人|游客|旅客|用户|困难)"
)


def implied_by_noun(text: str, at: int) -> bool:
    """Whether people stand behind a number without a measure word (1.2万贫困人口)."""
    return bool(_PEOPLE_NOUN.match(text, at))


_IMPLIED = (
    (re.compile(r"人次|客流|接待|访问量"), "人次"),
    (re.compile(r"人口|就业|人数|劳动力|学生|居民|农民|职工|脱贫|人员|人才|志愿者|用户|会员"), "人"),
    (
        re.compile(
            r"总值|产值|GDP|收入|支出|投资|总额|贸易额|税收|资金|贷款|增加值|财政|存款|交易额|销售额|营收|利润|进出口"
        ),
        "元",
    ),
    (re.compile(r"户数|市场主体|经营主体|农户"), "户"),
    (re.compile(r"企业|机构"), "家"),
)
