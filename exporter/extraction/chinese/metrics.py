"""What a figure measures: the noun before it (固定资产投资增长5%) or behind it (新建3个菜市场)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.verbs import CREATION, LIGHT, head
from exporter.model import Change

_NUMBERING = (
    r"(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.．] ?|\d{1,2} +(?=[\u4e00-\u9fff]{2})|"
    r"[①-⑳]|[一二三四五六七八九十]{1,2}[是要]|"
    r"第[一二三四五六七八九十][,，]|[-·•●○■◆▪*|] ?)"
)
_WHEN = (
    r"(?:(?:到|至|于|在|自|从|截至)?(?=20\d\d|今明|[今明本全当]年|年[内底末]|\d{1,2}月|[一二三四]季度|"
    r"[上下]半年|[上中下]旬|底前|末)(?:20\d\d年?度?|今明两年|今年|明年|本年度?|全年|年内|当年)?(?:\d{1,2}月\d{0,2}[日号]"
    r"?|[一二三四]季度|[上下]半年)?(?:年?[底末]|上旬|中旬|下旬|期间)?(?:之?以?前|起|内)?"
    r"|“?十[一二三四五]五”?(?:期间|时期|末)|[一二三四五六七八九十\d两]年内|未来.{1,3}年|今后.{1,3}年)[,，、]?"
)
_LEAD_IN = re.compile(
    rf"^(?:{_NUMBERING}|(?=[到至于在自从截20今明本全年当“十一二三四五六七八九两\d上下未]){_WHEN}|"
    rf"其中[:,，]?|同时[,，]?|一方面|另一方面|此外[,，]?|原则上|(?:将|要)?(?:比|较)(?:去年|"
    rf"上年|20\d\d年|[^,，;；]{{1,5}}前|[^,，;；]{{0,5}}同期)(?:底|末)?|去年|上年|全[市省区县](?=新|完|建|改)|继续|预计|预期|确保|"
    rf"力争|争取|实现|主要预期目标是:?|目标是?:?|[ ,，:：])"
)
_REACH = (
    r"每[人户亩家]每[年月]|每[人户亩家年月]|各(?:新建|建成|建设|新增|打造|培育|引进|建)|达到或超过|"
    r"达到|达|实现|完成|为|是|至|到|突破|超过|超出|超|控制在|保持在|稳定在|维持在|压缩在|"
    r"压控在|限制在|不低于|不少于|不高于|不超过|不小于|不大于|不突破|不得低于|不得高于|不得超过|"
    r"不得少于|高于|低于|大于|小于|多于|少于|至少|最低|最多"
    r"|约为|大约|(?<![签公合节条契集制])约|近|接近|将近|逾|再|各|人均|户均|均|都|分别|双双|共|总计|合计|累计|力争|"
    r"争取|预期|预计|计划|确保|拟按|拟|按|将|要|年均|月均|日均|同比|平均|以上|不|在|内|迈上|安排|"
    r"站上|跨越|跃上|了|[>=<≥≤] ?|:|：|（|\(|有望|基本|全部|任务|目标"
)
_RISE = r"增长|增幅|上涨|上升|提高|提升|增加|递增|增速|(?<![新净倍扩])增"
_FALL = r"下降|下跌|减少|降低|压减|压降|削减|减轻|缩短|压缩|缩减|下调|(?<![净核])减|(?<!核)降"
_TRAIL = gated(
    rf"(?P<level>(?:{_RISE}|{_FALL}|扩大|恢复|提速|回升)(?:到|至|为))$|(?P<rise>{_RISE})(?:速度)?$|"
    rf"(?P<fall>{_FALL})(?:率)?$|(?:(?:比|较)(?:去年|上年|20\d\d年|[^,，;；]{{0,6}}同期)(?:同期|"
    rf"底|末)?|(?:由|从)[^,，、;；\d]{{0,10}}[\d.,]+[^,，、;；\d]{{0,6}}|{_REACH})$"
)
_WHEN_LAST = gated(
    r"(?<![比较从由以])(?:[到至于在] ?)?(?<![比较从由以])(?:20\d\d|今|明|本|全) ?年"
    r"(?:\d{1,2}月)?(?:[底末]|上半年|[一二三四]季度)?(?:之?前|以前|或之前|内)?$"
)
"""森林覆盖率到2025年达到…: the date is no part of what is measured."""
_KEPT = re.compile(r"(?:涨幅|降幅|增幅|增速|增长率|增加值|增加额)$")


@dataclass(frozen=True, slots=True)
class Subject:
    """The noun before a figure without what links it to the figure; the change the link says."""

    start: int
    end: int
    change: Change | None
    each: bool
    """均, 都, 各: the figure holds for every noun of a list."""
    respectively: bool
    """分别: the figures are dealt out to the nouns in order."""


def subject(text: str, start: int, end: int) -> Subject:
    """Trim `text[start:end]`, which stands before a figure, down to a noun phrase."""
    start = skip_lead_in(text, start, end)
    start = _behind_modal(text, start, end)
    if listed := list(_LISTS.finditer(text, start, end)):
        start = listed[-1].end()
    change: Change | None = None
    each = respectively = False
    while start < end:
        if text[end - 1] in " ,，、的":
            end -= 1
            continue
        if (when := _WHEN_LAST.search(text, max(start, end - 20), end)) and when.start() > start:
            end = when.start()
            continue
        part = text[max(start, end - 16) : end]
        found = None if _KEPT.search(part) else _TRAIL.search(part)
        if not found:
            break
        word = found[0]
        if found["level"]:
            change = "level"
        elif change is None and (found["rise"] or found["fall"]):
            change = "growth" if found["rise"] else "reduction"
        each = each or word in {"均", "都", "双双"} or word.startswith("各")
        respectively = respectively or word == "分别"
        if word in {"新增", "任务", "目标", "安排"} and end - len(word) <= start:
            break
        end -= len(word)
    return Subject(start, end, change, each, respectively)


_ONLY_REACH = re.compile(rf"(?:{_REACH}|{_RISE}|{_FALL}| )+")
_LISTS = re.compile(r"(?:包括|包含|涵盖(?!率)|(?:工程|项目|任务|方面|措施)如)(?=[^,，。;；\d]{2})")
"""今年实事包括环境改善类4项: what is measured stands behind the word that opens a list."""
_INTENDS = gated(r"(?<![需主重纲概必首提])(?:将|拟|要|计划|预计)(?:在|于)?")


def _behind_modal(text: str, start: int, end: int) -> int:
    """今秋全市将新增学位 → 新增学位: what is measured stands behind the word of intent."""
    for found in _INTENDS.finditer(text, start, end):
        at = skip_lead_in(text, found.end(), end)
        if at < end and len(head(text[at:end])) > 1 and not _ONLY_REACH.fullmatch(text, at, end):
            return at
    return start


def skip_lead_in(text: str, start: int, end: int) -> int:
    """Where the noun begins behind numbering, dates and connecting words."""
    while start < end:
        found = _LEAD_IN.match(text[start:end])
        if not found or not found[0]:
            break
        start += found.end()
    return start


def skip_light(text: str, start: int, end: int) -> int:
    """Where a phrase begins behind verbs and adverbs that measure nothing (力争完成 | 旅客吞吐量)."""
    while start < end:
        word = head(text[start:end], LIGHT)
        if not word or (len(word) == 1 and word not in "将把对为向使让再还共要应拟各并"):
            break
        if text.startswith("再就业", start):
            break
        if start + len(word) >= end:
            return end
        start += len(word)
    return start


def leading_verb(text: str) -> str:
    """The chain of making-verbs a phrase begins with (提升改造, 新建), behind light ones."""
    at = skip_light(text, 0, len(text))
    begin = at
    while word := head(text[at:], CREATION):
        at += len(word)
    return text[begin:at]


_OBJECT_END = re.compile(r"[,，、;；。:：!?()（）]|(?:以上|左右)$")
_OBJECT_CUT = re.compile(r"(?:进行|予以|给予|开展)")
_GENERIC = re.compile(
    r"^(?:(?:以上|及以上|左右)?(?:的)?)?(?:建设|改造|任务|目标|工作|项目|工程|建设任务|改造任务|"
    r"任务数|目标任务|以上|左右|安排|考虑|点位)*$"
)


def is_generic(text: str) -> bool:
    """Whether a noun phrase says nothing by itself (建设任务): the topic above it must be named."""
    return bool(_GENERIC.match(text))


def object_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The noun phrase that begins behind a figure: to the next mark, quotes kept whole."""
    while start < end and text[start] in " 的":
        start += 1
    at, depth = start, 0
    while at < end:
        c = text[at]
        if c in "“《「(（":
            depth += 1
        elif c in "”》」)）":
            depth -= 1
        elif depth <= 0 and c == " " and len(head(text[at + 1 : end])) > 1:
            break  # a headline parts its halves with a space
        elif depth <= 0 and (c in ",，;；。:：!?\n" or (c == "、" and len(head(text[at + 1 : end], CREATION)) > 1)):
            break
        at += 1
    return start, at
