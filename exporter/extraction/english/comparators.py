"""At least, at most, about: what English says of a figure, before it or behind it."""

from __future__ import annotations

import re

from exporter.model import Comparator

_COMPARATORS: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    (
        ">=",
        re.compile(
            (
                r"\b(?:at least|(?<!no )(?<!not )(?:more|greater|higher) than|no (?:less|fewer|lower) than"
                r"|not (?:less|fewer|lower) than|a minimum(?: of)?|minimum(?: of)?|over|above|exceed(?:ing|s)?"
                r"|in excess of|upwards? of|beyond|from at least|min\.?)\s(?:a\s|an\s)?$|[≥>]\s?$"
            ),
            re.IGNORECASE,
        ),
    ),
    (
        "<=",
        re.compile(
            (
                r"\b(?:up to|at most|no (?:more|greater|higher|later) than|not (?:more|greater|higher|to exceed"
                r"|exceed|exceeding)(?: than)?|not exceed|a maximum(?: of)?|maximum(?: of)?|less than|fewer than"
                r"|lower than|under|below|within|max\.?|cap(?:ped)? at|limit(?:ed)? to)\s(?:a\s|an\s)?$|[≤<]\s?$"
            ),
            re.IGNORECASE,
        ),
    ),
    (
        "approx",
        re.compile(
            (
                r"\b(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|close to|circa|ca\.?|c\."
                r"|an estimated|estimated|in the region of)\s(?:a\s|an\s|another\s)?$|~\s?$"
            ),
            re.IGNORECASE,
        ),
    ),
)
AFTER: tuple[tuple[Comparator, re.Pattern[str]], ...] = (
    (
        ">=",
        re.compile(
            r"\s?(?:\+(?!\d)|or (?:more|higher|above|greater|over)\b|and (?:above|over|more)\b|at (?:a )?minimum\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "<=",
        re.compile(
            r"\s(?:or (?:less|fewer|lower|below|under)\b|at (?:the )?most\b|at (?:a )?maximum\b)", re.IGNORECASE
        ),
    ),
    ("approx", re.compile(r"\s(?:or so|approximately)\b", re.IGNORECASE)),
)
"""Words that stand behind the figure: `50 or more`."""


def comparator_of(sentence: str, start: int, end: int) -> tuple[Comparator, int]:
    """The comparator and where its words begin."""
    before = sentence[max(0, start - 28) : start]
    for comparator, pattern in _COMPARATORS:
        match = pattern.search(before)
        if match:
            return comparator, start - len(before) + match.start()
    for comparator, pattern in AFTER:
        if pattern.match(sentence, end):
            return comparator, start
    return "=", start
