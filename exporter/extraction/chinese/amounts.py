"""Is a number an amount, or an ordinal, a name, a manner of speaking (第23届, 5A级, 三个方面, 20条举措)?"""

from __future__ import annotations

import re

from exporter.extraction.chinese.units import MEASURED, implied_by_noun

_PROGRAMMES = re.compile(r"(?:重点|重大|专项|标志性|关键|核心|惠民|民生)*(?:改革|任务|工作|行动|工程|计划|实事|事项)")


_BEFORE_DECOY = re.compile(r"(?:第|[A-Za-z]|[A-Za-z]-|前|每|[〔\[]|[^\d]\d[+×:：]|\d\.|[-+×](?=1)|国道|省道|地铁|国)$")


_AFTER_DECOY = re.compile(
    r"号|路(?!口|段)|中学|小学|中(?=[、,，])|院|[+×＋]|[A-Za-z](?<![kKmMtGTPEW㎡])|级|强|"
    r"届|后(?=[、,，的])|年代|〕|\]|世纪|:\d|：\d|月|日|年(?![以均])"
)


def is_decoy(text: str, match: re.Match[str]) -> bool:
    """Whether what stands beside a number makes it an ordinal, a year, a name or part of one."""
    start, end = match.span()
    before = text[max(0, start - 4) : start]
    if match["arabic"] and _BEFORE_DECOY.search(before) and not _after_rank(before):
        return True
    if match["chinese"] and re.search(r"(?:第|前|每|之|[零〇一二两三四五六七八九十]|统|唯|逐|万)$", before):
        return True
    if match["arabic"] and not match["unit"] and _AFTER_DECOY.match(text, end):
        return True
    if match["chinese"] and (_is_name(text, match) or _RATIO.match(text, match.start())):
        return True
    if text[end : end + 1] == "级":
        return True  # 10亿元级项目
    return bool(
        _ORDINAL_COUNT.search(text, max(0, start - 1), end) or _ORDINALS.search(text, max(0, start - 16), start)
    )


def _is_name(text: str, match: re.Match[str]) -> bool:
    """四十六所 beside 物理所 is an institute's number; so is 十四所 of a corporation."""
    kind = match["unitc"] or ""
    if kind not in _NUMBERED:
        return False
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
    return bool(
        _OF_CORPORATION.search(before)
        or re.search(rf"[\u4e00-\u9fff]{{2}}(?<![零一二两三四五六七八九十百\d]){kind}[、和及与]$", before)
        or re.match(
            rf"[、和及与][\u4e00-\u9fff]{{2,8}}(?<![零一二两三四五六七八九十百]){kind}(?:[、,，。;；等]|$)", after
        )
    )


_RATIO = re.compile(
    r"[千万百](?:名?人口?|户|亩|名?常住人口)[\u4e00-\u9fff]{0,16}?[数率量比](?=[达为到提约超保\d(（,，、]|不低|$)"
    r"|[千万百](?:[人企家户村名][进联兴助帮扶入下访改转包走]|村示范)"
    r"|[千万百]?亿?万?(?:亩|吨|斤|家|户|人|企|村)[\u4e00-\u9fff]{0,12}?(?:规划|行动|计划|工程)(?![\u4e00-\u9fff])"
)
"""千人托位数, 万人发明专利拥有量: the measure of a ratio; 千亿斤粮食产能提升行动: a name."""
_NUMBERED = frozenset("所院厂局处队团师站")
_OF_CORPORATION = re.compile(
    r"(?:中电科|中国电科|电科|中船|航天科工|航天科技|航天|中航|兵器|中科院|核工业|集团|总公司)$"
)


_ORDINAL_COUNT = re.compile(r"第\d")
_ORDINALS = re.compile(r"第\d+(?:[、和及与至-]\d+)*[、和及与至-]$")
"""第17、18件"""


def _after_rank(before: str) -> bool:
    return before.endswith("前") and before[-2:-1] in {"年", "底", "月", "日", "末", "目", "度"}


_SCHEMES = re.compile(
    r"(?:[具体重点惠企支持助政策性新制度化创一揽子针对便民利改革务实的配套]{0,8})(?:举措|"
    r"措施|意见|条例|规定|原则|方面|硬招|实招|国家(?:和|及)?(?!级)|省份)"
)


_CREATION = re.compile(
    r"(?:新建|新增|建成|建设|改造|完成|打造|培育|引进|创建|开工|新开|实施|举办|建立|设立|"
    r"新设|开通|打通|启用|投用|整治|改建|扩建|新改扩建|"
    r"提升|建好|办好|招引|引育|孵化|认定|培养|选派|至少|不少于|各|增加|增设|布局|落地|引入|"
    r"组建|签约|推出|投放|开设|开办|修建|种植|达到|共|为)[新再]?$"
)


_SMALL = 10


def amounts(text: str, match: re.Match[str], unit: str, value: float) -> bool:
    """Whether the number is an amount at all, and not a manner of speaking (一个, 三个方面, 20条举措)."""
    if _SCHEMES.match(text, match.end()) and unit in {"条", "项", "个", "大", "件"}:
        return False
    if match["chinese"]:
        return _chinese_amounts(text, match, unit, value)
    if unit:
        return True
    sized = match["magnitude"] or match["magnitude2"] or match["suffix"] or match["suffix2"]
    ends = re.match(r" ?(?:[,，、。;；)）]|$|以|左右|的|\Z)", text[match.end() :])
    return bool(sized and (ends or match["suffix"] or implied_by_noun(text, match.end())))


def _chinese_amounts(text: str, match: re.Match[str], unit: str, value: float) -> bool:
    before = text[max(0, match.start() - 8) : match.start()]
    plain = match["chinese"].lstrip("近上")
    measured = unit in MEASURED and (len(unit) > 1 or unit in "亩吨元米")
    if _PROGRAMMES.match(text, match.end()) and unit in {"项", "个", "件", "条"}:
        return False
    if value <= 1 and not before.endswith(("至少", "不少于", "各")):
        return False
    if value <= _SMALL and not measured and not _counts_small(text, match, before):
        return False
    bare = plain in {"百", "千", "万", "亿", "百万", "千万"} and plain == match["chinese"]
    return not bare or _bare_count(match, unit)


_ABSTRACT = re.compile(
    r"[\u4e00-\u9fff“”]{0,8}?(?:攻坚战|战略|战役|行动|任务|重点|目标|领域|环节|关系|问题|"
    r"清单|体系|机制|方面|关口|阶段|层面|角度|维度|转变|"
    r"统筹|坚持|确保|确立|意识|自信|维护|突破|转型|提升|创建|改革|建设|工程|计划|文明|保障|"
    r"联动|融合|循环|实事|要素|抓手|导向|优势|特色|品牌)"
)


_ENDS = frozenset(",，、。;；")
_LOOSE = frozenset("大次轮届方面手道对双种层成级分点度回")


def _counts_small(text: str, match: re.Match[str], before: str) -> bool:
    """二至十: only concrete things that somebody makes (新建两所学校), not 三个攻坚战."""
    if match["unitc"] in _LOOSE:
        return False
    if text[match.end() : match.end() + 1] in _ENDS and re.search(r"[\u4e00-\u9fff”）)]{2}$", before):
        return True  # 示范企业两家: the noun stands before
    if not _CREATION.search(before) and not (match["suffixc"] or match["suffix2c"]):
        return False
    return not _ABSTRACT.match(text, match.end())


def _bare_count(match: re.Match[str], unit: str) -> bool:
    return bool(match["morec"]) or unit in {"名", "人", "人次"} or (unit in {"元", "吨"} and len(match["chinese"]) > 1)
