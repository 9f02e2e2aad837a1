"""Lines that speak about the text and of no work: notes, labels alone, signatures, announcements, progress."""

from __future__ import annotations

import re

from exporter.extraction.chinese.dates import moments
from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.unit_names import is_unit
from exporter.extraction.grammar import Around, Verdict

_THIS_TEXT = (
    r"(?:本(?:文|表|稿|页|图|篇|材料|资料|数据|解读|专栏|版|刊)|(?:以上|上述|文中|表中|图中|所列|所载)(?:各项)?"
    r"(?:数据|数字|内容|信息|资料|材料|金额|名称|图片|表格?|文字)|[上下]表)"
)
_META = gated(
    rf"^{_THIS_TEXT}[^。;；]{{0,40}}(?:一致|为准|参考|取自|摘自|引自|转自|四舍五入|口径|仅供|初步统计|有出入)"
    r"|[,，]?(?:最终|具体|详细|详情|实际|一切|如有[^,，]{1,8})?[^,，。;；]{0,8}?以[^,，。;；]{1,24}为准[。]?$"
    r"|^(?:以上|上述|相关|有关|本[文表])?(?:资料|数据|数字|信息|内容|图片|文字)(?:均|皆|全部)?(?:来源于|来自|源自|取自|出自|由[^,，]{2,16}提供)"
    r"|(?:引用|转载|摘编|使用)(?:时|本文|请)[^。;；]{0,20}(?:注明|为准|核对|查阅)|解释权归|由[^,，。;；]{2,24}负责解释"
    r"|^(?:(?:(?:广大)?(?:市民|群众|居民|公众|网友|读者|社会公众|参与者|社会各界(?:人士)?)|所提(?:意见)?建议|意见建议)(?:朋友)?们?可(?:以)?"
    r"|(?:请|可)?(?:登录|登陆|搜索|关注|扫描))(?:[^。;；]{0,12}(?:通过|登录|登陆|搜索|采取|扫描|拨打|关注|发送))?[^。;；]{0,80}"
    r"(?:官网|网站|二维码|微信|栏目|专栏|邮箱|邮件|电话|来信|信函|反馈)"
    r"|^(?:联系|通讯|通信|来信|办公|收件|邮寄)(?:地址|方式|电话|邮箱)[:：]|^自(?:本)?(?:公告|通告|通知|启事)(?:发布)?之日起至[^,，;；]{2,16}$"
    r"|(?:公开)?征求(?:社会|公众)?意见[,，]欢迎|[,，]欢迎[^。;；]{0,30}(?:建言献策|提出(?:宝贵)?(?:意见|建议)|踊跃参与)"
    r"|^(?:这里|在此)?(?:还|特别)?(?:要|需要?)(?:着重|特别|重点|进一步)?说明|(?:^|[,，])(?:下面|以下)(?:是|为|就是|来看)"
    r"|^(?:希望|恳请|敬请|欢迎|呼吁)(?:广大|社会各界|各位|大家|市民|群众|公众|全[市县区省]人民)"
    r"|^(?:全文|详情|更多|具体|扫码|点击)[^,，。;；]{0,8}(?:见|如下|请[见看查]|查看|参见|下载|阅读)"
)
_FIELD = gated(
    r"^[【\[(*]{0,2}(?:(?:主要)?(?:牵头|责任|主办|承办|主责|配合|协办|参与|负责|实施|协同|支持)(?:责任)?(?:单位|部门|领导|人|科室|主体)"
    r"|(?:完成|办结|工作|计划完成|目标)?(?:时限|期限)|完成时间|时间节点|截止(?:时间|日期)|进度安排|时间进度|完成情况|备注|序号)"
    r"[】\])*]{0,2}\s?[:：]?$"
)
_SIGNED = re.compile(r"(?:人民政府|政府|办公室|办公厅|委员会|党组|党委|管委会|指挥部|领导小组|[局厅部院])$")
_DAY = re.compile(r"\s*(?:(?:19|20)\d\d|二[〇○零0])")
_REMARK = re.compile(r"[(（〔\[][^()（）〔〕\[\]]{1,30}[)）〕\]]$")
_DATES = re.compile(
    r"(?:星期[一二三四五六日天]|周[一二三四五六日]|[上下]午|[\d年月日号时分点:.,，、;；。()\-—~～至到起止 ])*+"
)
_ANNOUNCES = gated(r"现(?:将|就|对)[^。;；]{2,80}(?:公示|公告|通报|公布|公开|发布|反馈|分解下达|下达|印发|转发)")
_PROGRESS = gated(
    r"^[^,，。;；:：]{0,8}(?:完成|进展|落实|办理|推进|实施|执行|整改|进行|兑现)(?:情况|情形|结果|成效|进度)[:：](?![^。]*(?:前|年底|将))"
)


def as_note(folded: str, around: Around) -> Verdict | None:
    """The verdict on a line about the text itself; None for anything that may undertake something."""
    for pattern, rule in ((_META, "a note to the reader"), (_FIELD, "a label alone")):
        if pattern.search(folded):
            return Verdict("furniture", rule=rule, words=folded[:16])
    if found := _PROGRESS.match(folded):
        return Verdict("report", rule="tells of progress", words=found[0][:16], lean=-3.0)
    if _DATES.fullmatch(folded) and any(c.isdigit() for c in folded):
        return Verdict("furniture", rule="dates alone", words=folded[:16])
    if around.alone and (rule := _lone(folded, around)):
        return Verdict("furniture", rule=rule, words=folded[:16])
    if (found := _ANNOUNCES.search(folded)) and not _dated(folded, around):
        return Verdict("report", rule="announces a text", words=found[0][:16])
    return None


def _lone(folded: str, around: Around) -> str:
    """What a line alone is when it is only a signature, a headline that breaks off or a remark in brackets."""
    if _is_signature(folded, around):
        return "a signature"
    broken = folded.endswith(("——", "……")) or bool(_REMARK.match(folded))
    return "a headline or a remark alone" if broken and not _dated(folded, around) else ""


def _dated(folded: str, around: Around) -> bool:
    return any(moment.kind == "deadline" for moment in moments(folded, around.year, around.published))


def _is_signature(folded: str, around: Around) -> bool:
    """A unit's name alone, before the day or as the last line."""
    named = bool(_SIGNED.search(folded)) and len(folded) <= _NAME and is_unit(folded)
    return named and (bool(_DAY.match(around.after)) or not around.after.strip() or folded.endswith("人民政府"))


_NAME = 30
