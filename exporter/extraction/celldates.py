"""Dates in the cells of a due column, where no preposition is needed; the document shows its order of day and month."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from exporter.extraction.english import dates as english
from exporter.extraction.english.points import Calendar
from exporter.extraction.grammar import LONGEST, Around, Grammar, Timing

_ORDERED = re.compile(r"(?<![\d.,/-])(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d\d)(?![\d/-])")
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{1,2}))?(?![\d.])"
    r"|(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)"
)
_ENGLISH_DAY_FIRST = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s(?:of\s)?(?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
)
_ENGLISH_MONTH_FIRST = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\s\d{1,2}(?:st|nd|rd|th)?\b"
)
_OPEN = re.compile(
    r"^\s*(?:持续|长期|常态|全年(?:持续|推进)|tbd|tbc|n/?a|ongoing|continuous|on-?going|open|[-–—/]*)\W*$|长期坚持|持续推进",
    re.IGNORECASE,
)
_MONTHS = 12


@lru_cache(maxsize=16)
def day_first(text: str) -> bool | None:
    """Whether a document writes the day before the month: by a date that can only be read one way, then by its prose.

    None where nothing tells; then points and hyphens are read day first, slashes month first.
    """
    firsts = seconds = 0
    for match in _ORDERED.finditer(text):
        firsts += int(match[1]) > _MONTHS
        seconds += int(match[3]) > _MONTHS
    if firsts != seconds:
        return firsts > seconds
    day, month = len(_ENGLISH_DAY_FIRST.findall(text)), len(_ENGLISH_MONTH_FIRST.findall(text))
    return None if day == month else day > month


def _as_iso(match: re.Match[str]) -> str:
    if match[4]:
        return f"{match[4]}-{match[5]}-{match[6]}"
    if match[3]:
        return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    return f"{int(match[2]):02}/{match[1]}"


def read(text: str, grammar: Grammar, around: Around, *, order: bool | None) -> Timing:
    """The deadline of a cell: the last date in it; several dated steps become milestones."""
    cell = text.strip()
    if not cell or len(cell) > LONGEST or _OPEN.match(cell):
        return Timing()
    found = grammar.timing(cell, around)
    if found.due and (found.milestones or not _ORDERED.search(cell)):
        return replace(found, governs=False)
    calendar = Calendar(around.year or (around.published.year if around.published else None), around.published, order)
    numeric = english.cell_date(_YEAR_FIRST.sub(_as_iso, cell), calendar)
    if numeric:
        return Timing(due=numeric[0], due_text=cell, due_basis="explicit", start_date=found.start_date)
    if grammar.language == "zh":  # 全年, 2026年: a deadline only where a word says so, and the column is that word
        closed = grammar.timing(f"{cell.rstrip('。；;. ')}前完成", around)
        if closed.due:
            return Timing(due=closed.due, due_text=cell, due_basis="explicit", start_date=closed.start_date)
    return found
