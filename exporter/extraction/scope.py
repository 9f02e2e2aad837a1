"""What governs what: dates and owners that stand outside the sentence they hold for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from exporter.documents.document import Document
from exporter.extraction.chinese.clauses import commands
from exporter.extraction.chinese.fold import fold
from exporter.extraction.ownership import NUMBERED
from exporter.extraction.walk import Piece

_ANAPHORA = re.compile(
    r"^(?:[(（]?\d{0,2}[)）.、]?\s*)?(?P<this>该项?|此项|这项|本项)?(?P<these>以上|上述|前述|所有)?(?:各项|全部|所有)?(?:工作|任务|事项|措施|目标|项目|内容|整改|举措)"
)


def inherit_dates(document: Document, pieces: Sequence[Piece]) -> None:
    """Give pieces the dates of lead-ins, of the part before a semicolon, and of 该项工作于…完成 behind them."""
    within_groups(document, pieces)
    _within_goals(document, pieces)
    after_lead_ins(document, pieces)
    _from_deadline_lines(document, pieces)
    for at, piece in enumerate(pieces):
        said = _ANAPHORA.match(document.text[piece.start : piece.end])
        if piece.verdict.speech == "owners" and piece.timing.due:
            for earlier in _referents(pieces, at, wide=False):
                _take(earlier, piece)
        if said and piece.timing.due and piece.timing.due_basis == "explicit" and (said["this"] or said["these"]):
            for earlier in _referents(pieces, at, wide=bool(said["these"])):
                _take(earlier, piece)


_DEADLINE_LINE = re.compile(
    r"^\W*(?:deadline|due(?: date| by)?|(?:completion|target|end) date|start (?:and end )?dates?|by when"
    r"|time ?frame|timeline"
    r"|(?:完成|办结|工作)?(?:时限|期限)|完成时间|时间节点|截止(?:时间|日期))(?: of the commitment)?\s?[*_]{0,2}[:：]",
    re.IGNORECASE,
)


_DEADLINE_LABEL = re.compile(_DEADLINE_LINE.pattern.removesuffix("[:：]") + r"\s?[:：]?[*_\]】]{0,2}\s*", re.IGNORECASE)


def names_deadline(text: str, before: str = "") -> bool:
    """Whether a line does nothing but name a deadline: `Due: 5 May 2026`, 完成时限：6月底, or 6月底 under 完成时限."""
    return bool(_DEADLINE_LINE.match(text)) or bool(_DEADLINE_LABEL.fullmatch(before))


def _from_deadline_lines(document: Document, pieces: Sequence[Piece]) -> None:
    """Give what stands above a deadline line its date, back to the heading or to the deadline line before."""
    waiting: list[Piece] = []
    before = ""
    for piece in pieces:
        text = document.text[piece.start : piece.end]
        names, before = names_deadline(text, before), text
        if piece.timing.due and names:
            for earlier in waiting:
                _take(earlier, piece)
            waiting = []
        elif NUMBERED.match(text):
            waiting = []
        elif piece.verdict.speech == "commitment":
            if piece.block.kind == "heading":
                waiting = []
            waiting.append(piece)
        elif piece.block.kind == "heading":
            waiting = []


def _take(piece: Piece, giver: Piece) -> None:
    if piece.timing.due is None and not piece.timing.due_text:  # "5% a year" has a rhythm of its own
        piece.timing = replace(
            piece.timing, due=giver.timing.due, due_text=giver.timing.due_text, due_basis="inherited"
        )


def _leads(text: str, words: str) -> bool:
    """A date governs the parts behind it when it opens the sentence, not when it belongs to one of its clauses."""
    at = text.find(words)
    return at < 0 or not re.search(r"[,，]", text[:at]) or "目标" in text or bool(_SAYS.search(text[:at]))


_SAYS = re.compile(r"(?:承诺|表示|提出|明确|指出|强调|要求|宣布|介绍|透露|获悉|了解到?)[,，:：“]{1,2}$")
"""市政府承诺，今年…: who says it stands before the date that opens what is said."""


_OWN_MODAL = re.compile(r"^[^,，;；]{2,16}(?:要|应当?|须|必须)(?![求素])")


def within_groups(document: Document, pieces: Sequence[Piece]) -> None:
    """今年的目标是：A；B；C — the date holds for B and C too."""
    giver: Piece | None = None
    for piece in pieces:
        if giver and (giver.group != piece.group or giver.block is not piece.block):
            giver = None
        if piece.timing.due and piece.timing.due_basis == "explicit":
            giver = piece if _leads(document.text[piece.start : piece.end], piece.timing.due_text or "") else None
        elif giver and piece.verdict.speech == "commitment" and not piece.timing.start_date:
            if _OWN_MODAL.match(document.text[piece.start : piece.end]):
                giver = None  # another subject begins anew
                continue
            _take(piece, giver)


_GOAL = re.compile(
    r"^\W{0,2}(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]|——|[一二三四五六七八九十]是)?\s*(?:[^,，。;；:：]{2,16}[:：])?"
    r"到(?:20\d\d年|[“\"]?十[一二三四五六]五[”\"]?(?:期|规划)?末|本世纪中叶|本届政府任期末)[底末]?[,，]"
)


def opens_a_goal(text: str) -> bool:
    """到2025年，…: the year of a goal that goes on in the sentences behind it."""
    return bool(_GOAL.match(text))


def _within_goals(document: Document, pieces: Sequence[Piece]) -> None:
    """到2025年，A达到5%。B基本建成。 — B is to be reached by then too, unless it is an order or dated itself."""
    giver: Piece | None = None
    titled = False
    for piece in pieces:
        if piece.opening or (giver and giver.block is not piece.block):
            giver = None
            titled = (
                piece.opening and piece.verdict.speech == "heading" and "目标" in document.text[piece.start : piece.end]
            )
        if piece.language != "zh" or piece.verdict.speech != "commitment":
            continue
        text = document.text[piece.start : piece.end]
        if piece.timing.due and piece.timing.due_basis == "explicit":
            giver = piece if opens_a_goal(text) else None
        elif giver and (titled or not commands(fold(text))):
            _take(piece, giver)


def after_lead_ins(document: Document, pieces: Sequence[Piece]) -> None:
    """到2025年，实现以下目标： / a heading with a deadline: the date holds for the items beneath."""
    giver: Piece | None = None
    for piece in pieces:
        text = document.text[piece.start : piece.end].rstrip()
        heading = piece.block.kind == "heading"
        if heading or (piece.timing.governs and piece.timing.due):
            told = heading and _TOLD.search(text)
            firm = piece.timing.due and not told and (piece.timing.governs or _is_firm(piece))
            giver = piece if firm else None
            continue
        if (
            giver
            and giver.block.kind != "heading"
            and piece.block is not giver.block
            and piece.block.kind == "paragraph"
            and not _is_item(text)
            and piece.opening
        ):
            giver = None
        if giver and piece.opener is not giver and _told_apart(giver, piece):
            giver = None
        if giver and giver.language == "en" and text_of(document, giver).endswith(":") and piece.opener is not giver:
            continue  # `By 2031 the harbour will:` holds for its list
        if giver and piece.verdict.speech == "commitment" and not _starts(piece):
            _take(piece, giver)


_TOLD = re.compile(r"(?:情况|进展|通报|总结|回顾|简报|公示|解读|报告)(?:表|的通报|[(（][^()（）]*[)）])?$")
"""三季度完成情况通报: the time that a text tells of."""


def text_of(document: Document, piece: Piece) -> str:
    """The words of a piece."""
    return document.text[piece.start : piece.end].rstrip(" \t*_")


def _starts(piece: Piece) -> bool:
    """`From 1 March …`: in English a first day stands for a date of its own."""
    return piece.language == "en" and piece.timing.start_date is not None


def _leads_of(piece: Piece) -> tuple[str, ...]:
    return piece.naming.owners.lead if piece.naming else ()


_FRAGMENTS = {"opens with what is to be done", "a target figure", "an item of a list of actions"}


def _told_apart(giver: Piece, piece: Piece) -> bool:
    """In English `By 2030, firms will …` holds for its paragraph and the list beneath.

    It does not hold for other sentences, nor for what another unit undertakes.
    """
    sentence = giver.language == "en" and giver.verdict.speech == "commitment"
    if not sentence or piece.verdict.speech != "commitment":
        return False
    ours, theirs = _leads_of(piece), _leads_of(giver)
    if ours and theirs and ours != theirs:
        return True
    fragments = piece.verdict.rule in _FRAGMENTS and giver.verdict.rule not in _FRAGMENTS
    return piece.block is not giver.block and not fragments


def _is_item(text: str) -> bool:
    return bool(
        re.match(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[-·•●○■◆*①-⑳]|[一二三四五六七八九十]+是)", text)
    ) or not text.endswith(("。", "！", "!"))


def _is_firm(piece: Piece) -> bool:
    """A year alone in a heading (2023年主要目标) names the plan; 前, 底, 到 make it a deadline."""
    return bool(re.search(r"前|底|末|内|到|至|月|季度|半年", piece.timing.due_text or ""))


def _referents(pieces: Sequence[Piece], at: int, *, wide: bool) -> list[Piece]:
    found: list[Piece] = []
    here = pieces[at]
    for piece in reversed(pieces[:at]):
        if piece.section != here.section or piece.block.kind == "heading":
            break
        if not wide and piece.block is not here.block and (found or not here.opening):
            break
        if not wide and found and piece.block is not found[-1].block:
            break
        if piece.verdict.speech == "commitment":
            found.append(piece)
    return found
