"""Does a sentence undertake something, or does it report, explain, ask, name or decorate?

Evidence is weighed clause by clause. Strong words decide alone (将, 力争, 年底前 against 去年, 圆满完成, 实现了);
a bare verb-object sentence leans towards an undertaking and is settled by the mood of its surroundings (mood.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.extraction.chinese.clauses import NUMBERING, bare, commands, split_clauses
from exporter.extraction.chinese.cues import (
    ACHIEVED,
    ASKS,
    ATTRIBUTIVE,
    BOUND,
    CAUSES,
    CHARGED,
    COMPARES,
    COPULA,
    DATE_LINE,
    DEADLINE_LINE,
    DONE,
    EACH,
    EXPLAINS,
    FURNITURE,
    GOAL,
    GOAL_STATE,
    GOING_ON,
    MODAL,
    NEWS,
    PAST_FRAME,
    PREPARES,
    PREPOSITIONS,
    REGULAR,
    STATE,
    STOCK,
    TARGET_SHAPE,
    THANKS,
    TROUBLE,
    WEB,
    WITHIN,
    turning,
)
from exporter.extraction.chinese.dates import Moment, moments
from exporter.extraction.chinese.figures import aims
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.gate import gated
from exporter.extraction.chinese.headings import as_heading
from exporter.extraction.chinese.notes import as_note
from exporter.extraction.chinese.reasoning import reasons
from exporter.extraction.chinese.results import came_about, results
from exporter.extraction.chinese.shapes import framed, shapes
from exporter.extraction.grammar import Around, Speech, Verdict

_SURE = 3.0


@dataclass(slots=True)
class _Evidence:
    lean: float = 0.0
    words: str = ""
    rule: str = ""
    top: float = 0.0

    def add(self, weight: float, rule: str, words: str) -> None:
        self.lean += weight
        if abs(weight) > self.top:
            self.top, self.rule, self.words = abs(weight), rule, words


def judge(sentence: str, around: Around) -> Verdict:
    """Commitment or not; uncertain verdicts carry a lean for the mood to settle."""
    folded = fold(sentence).strip()
    plain = folded[framed(folded) :]
    plain = plain[turning(plain) :]
    special = as_note(folded, around) or _special(plain, folded, around)
    if special:
        return special
    evidence = _Evidence()
    plain = NUMBERING.sub("", plain)
    _weigh_sentence(plain, around, evidence)
    commanded = _weigh_clauses(plain, evidence, aimed=around.aimed)
    if around.aimed and not commanded and evidence.lean > -_SURE:
        evidence.add(2.0, "goes on with a goal", "")
    return _verdict(plain, evidence, commanded, around)


def _special(text: str, folded: str, around: Around) -> Verdict | None:
    """What can be told at sight: questions, furniture, thanks, headings, date lines."""
    if DEADLINE_LINE.match(folded):
        return Verdict("owners", rule="a line that names the deadline", words=folded[:12])
    if ASKS.search(folded):
        return Verdict("report", rule="question", words=folded[-1:], lean=0.0)
    if DATE_LINE.match(folded) or (FURNITURE.match(folded) and len(folded) < _LINE) or WEB.search(folded):
        return Verdict("furniture", rule="page furniture", words=folded[:12])
    if found := THANKS.search(folded):
        return Verdict("report", rule="address or thanks", words=found[0][:20])
    if _announces(text, folded):
        return Verdict("heading", rule="announces what follows", words=text[:20], lean=1.0)
    return as_heading(folded, around)


_ANNOUNCED = gated(
    r"(?:以下|如下|下列|[一二三四五六七八九十\d]+个?方面|[一二三四五六七八九十\d]+[项件])[^,，。;；]{0,10}:$"
)


def _announces(text: str, folded: str) -> bool:
    """Whether a sentence only counts what comes next (今年将采取三项举措)."""
    if PREPARES.match(NUMBERING.sub("", text).rstrip("。:： ")):
        return True
    return bool(_ANNOUNCED.search(folded)) and not aims(folded)


_LINE = 60


_ANSWERED = re.compile(
    r"\s*[(【\[]?[^,，。:：()]{0,6}(?:单位|部门)\s?[:：]|\s*[(【\[][^()（）]{2,200}(?:负责|牵头|配合|参与)(?:落实|实施)?[)】\]]"
)
"""Units that answer for it stand behind."""


def _weigh_sentence(text: str, around: Around, evidence: _Evidence) -> None:
    if _ANSWERED.match(fold(around.after)):
        evidence.add(2.0, "units answer for it", around.after[:12])
    if found := PAST_FRAME.match(NUMBERING.sub("", text)):
        bound = BOUND.search(text) and not DONE.search(text)
        evidence.add(-1.5 if bound else -4.0, "tells of the past", found[0][-12:])
    if found := EXPLAINS.search(text):
        behind = found.start() and commands(text[: found.start()]) not in _NO_ORDER  # 增加班次，这是…的办法
        evidence.add(-1.0 if behind and found[0][0] in "这是有" else -4.5, "explains", found[0][:16])
    if found := TROUBLE.search(text):
        evidence.add(-3.0, "names a difficulty", found[0][:16])
    if found := NEWS.search(text):
        evidence.add(-3.0, "news", found[0][:16])
    if found := GOAL.search(text):
        evidence.add(4.0, "states targets", found[0])
    _weigh_dates(text, around, evidence)


def _weigh_dates(text: str, around: Around, evidence: _Evidence) -> None:
    for moment in moments(text, around.year, around.published):
        past = bool(around.year) and moment.day.year < (around.year or 0)
        if past and moment.bare_year and _opens(text, moment):
            weight = -3.5 if MODAL.search(text) else -5.0
            evidence.add(weight, "tells of the past", text[moment.start : moment.end])
        elif past and moment.lead not in {"比", "较"} and not moment.bare_year:
            evidence.add(-1.5, "a past date", text[moment.start : moment.end])
        elif not past and moment.kind == "deadline" and _binds(text, moment):
            evidence.add(3.0, "a deadline", text[moment.start : moment.end])
        elif around.year and moment.day.year > around.year and moment.absolute and moment.kind != "recurring":
            evidence.add(1.5, "a year to come", text[moment.start : moment.end])


_NO_ORDER = PREPOSITIONS | {""}
_NAMED_YEAR = re.compile(r"[度的底末版级]|[^,，。;；]{0,10}(?:基础上|的)")


def _opens(text: str, moment: Moment) -> bool:
    """A year that frames the sentence (2022年，全区完成…), not one that names a thing (2022年版标准)."""
    return moment.start == 0 and moment.lead not in _BASES and not _NAMED_YEAR.match(text, moment.end)


_BASES = frozenset(("在", "比", "较", "相比", "到", "至"))


_UP_TO = re.compile(r"(?:截至|截止到?)[^,，。;；]{0,4}$|\d ?[月日年号](?:\d+[日号])?[至到]?$")
"""截至该年12月底, 1月至10月: the end of what is counted."""


def _binds(text: str, moment: Moment) -> bool:
    """年底前 binds; 年末全市人口… does not: without 前, 内, 到 something must be done at that date."""
    if moment.lead in {"截至", "截止", "截止到"} or _UP_TO.search(text, 0, moment.start):
        return False
    if text.startswith(("已", "累计"), moment.end):
        return False
    if moment.tail or moment.lead in {"到", "至"} or text[moment.start : moment.end].endswith(("内", "年底", "月底")):
        return True
    return bool(
        re.match(
            r"[^,，。;；]{0,12}?(?:完成|建成|实现|达到|力争|全面|启动|开工|投用|竣工|出台|形成|基本)",
            text[moment.end :],
        )
    )


def _weigh_clauses(text: str, evidence: _Evidence, *, aimed: bool) -> int:
    """Add the clauses' evidence; returns how many begin as orders do."""
    commanded = 0
    intended = happened = False
    aimed = aimed or evidence.rule == "states targets"  # 目标是…取得新突破: the achievement is still to come
    for start, end in split_clauses(text):
        clause = text[start:end]
        order = commands(clause)
        commanded += bool(order) and order not in PREPOSITIONS
        modal = MODAL.search(clause)
        intended = intended or bool(modal)
        if modal and not clause.endswith(("要:", "要")):
            evidence.add(_FORECAST if modal[0] == "预计" else 3.0, "intends", modal[0])
        done = DONE.search(clause)
        if done and not ATTRIBUTIVE.search(clause):
            happened = True
            evidence.add(-2.5 if not modal else -1.0, "has happened", clause[max(0, done.start() - 4) : done.end()])
        if (compared := COMPARES.search(clause)) and not modal and not re.search(r"左右|以上|以内", clause):
            evidence.add(-1.0, "compares with last year", compared[0])
        if COPULA.match(clause) and not modal:
            order = ""
            evidence.add(-1.5, "equates", clause[:16])
        if not (modal or aimed):
            _weigh_result(clause, order, evidence)
        if order:
            evidence.add(_weight(order) if commanded == 1 else 0.2, "an order", order)
    if happened and not intended:
        evidence.add(-1.0, "has happened", "")
    return commanded


def _weigh_result(clause: str, order: str, evidence: _Evidence) -> None:
    """A clause without intent that is worded as something achieved."""
    achieved = ACHIEVED.search(clause)
    if achieved and order not in CAUSES:
        evidence.add(-2.5 if not order else -1.5, "an achievement", achieved[0])
    if order:
        return
    if state := STATE.search(clause):
        evidence.add(-0.7 if state[0].startswith(GOING_ON) else -1.5, "a result", state[0])
    elif came := came_about(clause):
        evidence.add(-1.0, "came about", came[0][-8:])


_FORECAST = 1.5
"""预计 forecasts what will be and what last year's books will show."""


def _weight(order: str) -> float:
    """A preposition only introduces (与…相比, 在…中); a verb commands."""
    if order in PREPOSITIONS:
        return 0.1
    return 0.4 if len(order) == 1 and order not in "将把让使" else 0.6


def _weigh_shape(text: str, evidence: _Evidence) -> None:
    """Evidence in the shape of the whole: a state to reach, a standing duty, a term, a count of what there is."""
    for weight, rule, found in (
        (0.8, "a state to reach", GOAL_STATE.search(text.rstrip("。;；!"))),
        (1.2, "is put in charge", CHARGED.match(text)),
        (0.8, "an order to each", EACH.match(text)),
        (1.2, "a regular duty", REGULAR.search(text)),
        (1.5, "a deadline", WITHIN.search(text)),
        (-1.5, "counts what there is", None if BOUND.search(text) or MODAL.search(text) else STOCK.search(text)),
    ):
        if found:
            evidence.add(weight, rule, found[0])
    for weight, rule, words in (*shapes(text), *reasons(text)):
        evidence.add(weight, rule, words)


def _verdict(text: str, evidence: _Evidence, commanded: int, around: Around) -> Verdict:
    _weigh_shape(text, evidence)
    lean = evidence.lean
    amounts = aims(text)
    if amounts and TARGET_SHAPE.search(text):
        evidence.add(0.8, "a figure to reach", text[amounts[0].start : amounts[0].end])
        lean += 0.8
    for weight, rule, words in results(text, amounts):
        evidence.add(weight, rule, words)
        lean += weight
    if abs(lean) >= _SURE:
        speech: Speech = "commitment" if lean > 0 else "report"
        return Verdict(speech, rule=evidence.rule, words=evidence.words, lean=lean)
    if around.kind == "row" and lean > -_SURE and around.before.rstrip().endswith((";", "；")):
        return Verdict(
            "commitment", certain=False, rule="goes with the part before it", words=text[:8], lean=max(lean, 0.5)
        )
    if not commanded and lean <= 0 and not amounts and not STATE.search(text.rstrip("。;；")):
        return Verdict(
            "other",
            certain=lean < -1,
            rule=evidence.rule or "nothing is undertaken",
            words=evidence.words,
            lean=lean - (1.0 if _PREDICATES.match(text) else 2.0),
        )
    speech = "commitment" if lean > 0 else "report"
    return Verdict(
        speech,
        certain=False,
        rule=evidence.rule or "a bare statement",
        words=evidence.words or bare(text)[:8],
        lean=lean,
    )


_PREDICATES = re.compile(
    r"(?!.*(?:是|具有|属于|成为|意味|拥有|占比为|位于|表示|介绍|认为))[^“”《》]*[\u4e00-\u9fff“”《》、，,\d%.（）()]{8,}[。;]$"
)
"""A whole sentence that neither equates nor describes: among promises it may be one (上述资金全部用于民生。)."""
