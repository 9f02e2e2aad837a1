"""Deadline, start and dated steps of a sentence, chosen from the dates it names."""

from __future__ import annotations

import re

from exporter.extraction.chinese.clauses import commands
from exporter.extraction.chinese.cues import turning
from exporter.extraction.chinese.dates import Moment, moments
from exporter.extraction.chinese.fold import fold, quoted_spans
from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.shapes import framed
from exporter.extraction.grammar import Around, Timing
from exporter.model import Milestone

_STARTS = re.compile(r"^[^,，;；。]{0,30}?(?:启动|开工(?!作)|动工|开建|开始(?!之)|施行|试行|生效|实施(?=[,，。;；]|$))")
_FINISHES = re.compile(
    r"完成|建成|竣工|完工|投用|交付|验收|通车|开通|达到|完毕|结束|实现|出台|印发|制定|报送|"
    r"上报|到位|投入使用|办结|清零|销号|基本"
)
_PAST_YEAR_AFTER = re.compile(
    r"(?<=年初)[^,，。;；]{0,12}(?:下达|确定|制定|提出|部署|安排|计划)的?|[年度]?(?:以来|度?(?:工作|政府工作|重点工作|预算|决算|计划执行|建成的|版|级|的基础|"
    r"基数|水平|同期|底数|实际|标准|考核结果|第\d|新增的))"
)
_NEWS = re.compile(r"[^。;；]{0,12}?(?:记者|获悉|召开|开幕|闭幕|印发|发布的|电\)|讯|消息|主持|出席|报道|电$)")
_BRACKET = gated(r"[(（〔\[][^()（）〔〕\[\]]{0,24}[)）〕\]]")


def timing(sentence: str, around: Around) -> Timing:
    """Read the dates of a sentence; nothing inherited."""
    text = fold(sentence)
    turn = turning(text)
    frame = framed(text)
    named = [m for m in moments(text, around.year, around.published) if m.start >= turn and _counts(text, m, around)]
    named = [m for m in named if m.start >= frame or m.kind != "period"]  # 3月2日的发布会上传出消息，…
    starts = [m for m in named if m.kind == "start" or _begins(text, m)]
    ends = [m for m in named if m not in starts]
    start_date = min((m.day for m in starts), default=None)
    if not ends:
        return Timing(start_date=start_date, governs=bool(starts) and _is_lead_in(text))
    dated = [m for m in ends if not m.bare_year]
    firm = [m for m in ends if not dated or not m.bare_year or m.start > dated[-1].start]
    due = max(firm, key=lambda m: m.day)
    return Timing(
        due=due.day,
        due_text=sentence[due.start : due.end].strip("，, "),
        due_basis="explicit",
        start_date=start_date,
        milestones=_steps(sentence, named, firm, starts),
        governs=_is_lead_in(text),
    )


_BASE = re.compile(r"(?:截至[该本当]?[年月]?|比|较|基于|以|相比|同比|截至|截止|相较|对比|超过|每|占)$")
_OUTLOOK = re.compile(r"未来|今后")
"""Behind a verb it says what the thing is about (公布未来十年的供应预测), not by when."""
_HELPS = re.compile(r"(?:力争|争取|计划|预计|确保|在|用|于|我们|全市|全县|全区|全省)*$")
_EVERY = re.compile(r"每(?:年|月|季度|周)$")
_BASE_LEADS = frozenset(("较", "比", "相比", "截至", "截止", "截止到"))


def _counts(text: str, moment: Moment, around: Around) -> bool:
    """Whether a date says when something will be done; a past year, a baseline or a name does not."""
    before, after = text[: moment.start], text[moment.end :]
    past = bool(around.year) and moment.day.year < (around.year or 0)
    if _OUTLOOK.match(text, moment.start) and commands(re.split(r"[,，;；:：]", _HELPS.sub("", before))[-1]):
        return False
    often = moment.kind == "recurring" or bool(_EVERY.search(before))
    base = (
        moment.tail == "以来" or moment.lead in _BASE_LEADS or (moment.kind != "start" and bool(_BASE.search(before)))
    )
    if past or often or base or _is_named(text, moment):
        return False
    if moment.kind == "period" and _NEWS.match(after):
        return False
    return _frames(text, moment, before, after) if moment.bare_year else True


def _is_named(text: str, moment: Moment) -> bool:
    """Part of a name, of a title of a work, or of a remark in brackets."""
    if _PAST_YEAR_AFTER.match(text, moment.end) or any(
        a <= moment.start and moment.end <= b for a, b in quoted_spans(text)
    ):
        return True
    bracketed = any(a <= moment.start < b for a, b in (m.span() for m in _BRACKET.finditer(text)))
    return bracketed and moment.kind != "deadline"


_YEARLY = re.compile(r"(?:的)?(?:各项|主要|重点|经济|预期|既定)*(?:目标|任务|工作任务)")
_ALL_YEAR = re.compile(r"全年(?:无休|不打烊|开放|不间断|全天候|免费开放|全覆盖|有效|可用|常态)")
"""全年无休: how, not by when."""
_DOES = re.compile(r"(?:完成|实现|达成|兑现|落实|推进|做好|确保|对照|超额|围绕|紧扣|锚定)$")
"""圆满完成全年目标任务: whose targets they are, not by when."""


def _frames(text: str, moment: Moment, before: str, after: str) -> bool:
    """A year alone is a deadline when it frames the sentence (2018年，本区将…), not inside a name (2018年预算)."""
    if text.startswith("全年", moment.start) and _ALL_YEAR.match(text, moment.start):
        return False
    if _YEARLY.match(after) and _DOES.search(before):
        return False
    if not after or after[0] in "的度版级届)）》”·":
        return False
    if (
        text[moment.start : moment.start + 2] in {"当年", "全年"}
        and before
        and before[-1] not in ",，:：;；、 "
        and "全年" not in text[moment.start : moment.end]
    ):
        return False
    if re.match(r"(?:以来|初|春|上旬)", after) or (
        moment.absolute and commands(re.split(r"[,，;；。:：]", before)[-1].rstrip("于在"))
    ):
        return False
    return not re.search(
        r"(?<!^)(?:“)$|(?:安排|总结|回顾|做好|谋划|迎接|编制|制定|确定的?|印发|根据|按照|落实|对照|参照|的|《|为|为了|对|重视|关于|围绕|聚焦|推动|部署|回应|完成|实施|推进|抓好|开展|下达|启动|附)$",
        before,
    )


def _begins(text: str, moment: Moment) -> bool:
    """7月底前开工: the date starts something and nothing in its clause finishes."""
    clause = re.match(r"[^,，;；。]*", text[moment.end :])
    words = clause[0] if clause else ""
    return not moment.bare_year and bool(_STARTS.match(words)) and not _FINISHES.search(words)


def _is_lead_in(text: str) -> bool:
    return text.rstrip().endswith((":", "："))


def _steps(sentence: str, named: list[Moment], firm: list[Moment], starts: list[Moment]) -> tuple[Milestone, ...]:
    """Each dated clause, when a sentence has two or more."""
    dated = sorted([m for m in named if m in firm or m in starts], key=lambda m: m.start)
    if len({m.day for m in dated}) < 2:  # noqa: PLR2004
        return ()
    steps = []
    for at, moment in enumerate(dated):
        stop = dated[at + 1].start if at + 1 < len(dated) else len(sentence)
        words = sentence[moment.end : stop].strip("，,、；;。：: \n|")
        words = re.sub(r"(?:,|，|、|并于|并在|于|在|到)$", "", words).strip("，,、；;。 ")
        if words.strip("0123456789.、() "):  # more than the next number (8月 2. 12月)
            steps.append(Milestone(words, moment.day))
    return tuple(steps)
