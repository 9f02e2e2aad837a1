"""Deadlines, starts and dated steps of an English sentence: what each point in time is there for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from exporter.extraction.english.points import Calendar, Point, Shape, points
from exporter.extraction.english.words import pasts
from exporter.extraction.grammar import Around, Timing
from exporter.model import Milestone

FOR_ALL = re.compile(
    r"\b(?:all|these|following|our)\s(?:\w+\s){0,3}(?:targets?|goals?|commitments?|milestones?"
    r"|actions?|objectives?)\s(?:below\s)?"
    r"(?:are|is|apply|run|will be (?:met|completed|delivered))?\s?(?:to be \w+\s)?(?:by|for|due)\b",
    re.IGNORECASE,
)
"""`all targets are by 2030`: the date of a whole list."""

Role = Literal["due", "before", "start", "in", "bare", "past"]

_ARTICLE = r"(?:the\s|our\s|its\s|fiscal\s|financial\s|calendar\s|year\s|late\s|around\s|about\s|approximately\s){0,2}$"
_DUE = re.compile(
    r"\b(?:by|until|till|through|up to|no later than|not later than|latest|at the latest by"
    r"|by or before|on or before|due(?: date)?(?: on| by| in| at)?"
    r"|deadline(?: is| of)?|completion(?: date)?(?: in| by)?|target date|for delivery (?:in|by)"
    r"|at (?=(?:the )?(?:very )?end of)|at the end of|targets? for|goals? for|between now and"
    r"|(?:completed?|finished|delivered|ready) (?:in|by|on|for))"
    r"[\s:,–-]{1,3}(?:or before\s|no later than\s|at latest\s|(?:the )?end of\s|(?:the )?close of\s"
    r"|close of business on\s|(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?" + _ARTICLE,
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|prior to|ahead of)\s" + _ARTICLE, re.IGNORECASE)
_START = re.compile(
    r"\b(?:from|start(?:ing|s)?(?: on| in| from| at)?|begin(?:ning|s)?(?: on| in| from| at| with)?"
    r"|commenc(?:ing|es?)(?: on| in| from)?"
    r"|as (?:of|from)|effective(?: from| on| as of)?|with effect from|after|onwards? from)[\s:]{1,2}" + _ARTICLE,
    re.IGNORECASE,
)
_IN = re.compile(
    r"(?:\b(?:in|during|throughout|within|on|at|over the course of|across"
    r"|(?:over|during|in|for|across)\s(?:the\s)?(?:period|years|time ?frame|term)(?:\sof|\sfrom|:)?"
    r"|(?:scheduled|planned|set|slated|timed)\sfor)|^\W*for)\s" + _ARTICLE,
    re.IGNORECASE,
)
"""`for 2026` is a time at the head of a sentence; behind a noun (`the budget for 2026`) it says which."""
_PAST = re.compile(
    r"\b(?:since|compared (?:to|with)|relative to|versus|vs\.?|against|over|than(?: in)?|below|above"
    r"|baseline(?: of| year)?:?|base year(?: of)?:?"
    r"|from(?: a| the| our| its)?)\s(?:the\s|a\s|an\s|our\s|its\s|year\s){0,2}$",
    re.IGNORECASE,
)
_LEVELS = re.compile(
    r"[\s-]{0,2}(?:\([^)]{0,20}\)\s?)?(?:base[ -]?line|base[ -]?year|base|levels?|values?|figures?)\b", re.IGNORECASE
)
_AFTER_START = re.compile(r"\s?(?:onwards?|and beyond|and thereafter)\b", re.IGNORECASE)
_NAME_AFTER = re.compile(
    r"(?:['’]s)?\s(?:[A-Z][\w-]*\s){0,3}(?:Plan|Act|Agenda|Strategy|Roadmap|Commitments?|Report|Summit"
    r"|Census|Olympics|Games|Conference"
    r"|Election|commitments?|plan|report|budget|edition|survey|census|strategy|review)\b"
)
_GOALS_AFTER = re.compile(
    r"\s(?:[\w-]+\s){0,2}?(?:goals?|targets?|ambitions?|objectives?)\b(?=[^.;]{0,60}?\b(?:is|are|includes?)\b|:?\W*$)",
    re.IGNORECASE,
)
"""`Our 2030 targets are …`, a heading `2030 Goals`: the year is theirs."""
_TO_THIS = re.compile(r"\s?(?:to|-|–|and|until|through)\s?$", re.IGNORECASE)
_TAIL = re.compile(r"[\s).;,\]|]*$")
_OPENED = re.compile(r"(?:[(\[:,–—|]|\s-)\s?(?:due\s|target\s|deadline\s)?$", re.IGNORECASE)
_ANNUAL = re.compile(
    r"(?:%|per ?cent|percent)\s(?:[\w-]+\s)?(?:annual(?:ly)?|yearly|year[ -]on[ -]year|each year"
    r"|per year|per annum|a year|every year)\b"
    r"|\b(?:by|of)\s\d[\d.]*\s?% (?:in |of )?(?:[\w-]+ ){0,4}(?:each|per|every) year\b"
    r"|\bannual (?:improvement|reduction|increase|growth|decrease)s? of\b",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([A-Za-z]+)\s+$")
_BE_BEFORE = re.compile(r"\b(?:be|is|are|being|get)\s(?:\w+ly\s)?[A-Za-z]+\s+$")
_WINDOW = 48
_LEAD = 12


@dataclass(frozen=True, slots=True)
class Dated:
    """A point in time with its role and the words that gave it: `text[start:end]` includes the preposition."""

    point: Point
    role: Role
    start: int
    end: int

    @property
    def due(self) -> date:
        """The day at which what is promised must be there."""
        return self.point.first - timedelta(days=1) if self.role == "before" else self.point.last


def calendar_of(around: Around) -> Calendar:
    """What dates of a sentence are read against."""
    year = around.year or (around.published.year if around.published else None)
    return Calendar(year, around.published)


_PATTERNS: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("due", _DUE),
    ("before", _BEFORE),
    ("start", _START),
    ("past", _PAST),
    ("in", _IN),
)
_BY_SHAPE: dict[tuple[Role, Shape], Role] = {("before", "part"): "due", ("start", "range"): "in"}
"""`before the end of June` includes June; `from 2024-2026` is a time, not a start."""


def _role(text: str, point: Point) -> tuple[Role, int]:
    """What a point is there for, and where its words begin."""
    before = text[max(0, point.start - _WINDOW) : point.start]
    offset = point.start - len(before)
    if _LEVELS.match(text, point.end):
        return "past", point.start
    for role, pattern in _PATTERNS:
        found = pattern.search(before)
        if found:
            return _BY_SHAPE.get((role, point.shape), role), offset + found.start()
    if point.shape in {"span", "relative"}:
        return "in", point.start
    return "bare", point.start


def dated(text: str, calendar: Calendar) -> list[Dated]:
    """The points in time of a text with their roles. `from 2024 to 2026` is a start and a deadline."""
    found: list[Dated] = []
    for point in points(text, calendar):
        role, start = _role(text, point)
        if role in {"bare", "start", "in"} and point.shape in {"year", "range"} and _NAME_AFTER.match(text, point.end):
            role = "past"
        if point.shape == "year" and _GOALS_AFTER.match(text, point.end) and role in {"bare", "in", "past"}:
            role = "due"
        if _AFTER_START.match(text, point.end):
            role = "start"
        if role == "bare" and found and _joins(text, found[-1], point):
            found[-1] = Dated(found[-1].point, "start", found[-1].start, found[-1].end)
            role = "due"
        found.append(Dated(point, role, start, point.end))
    return found


def _joins(text: str, previous: Dated, point: Point) -> bool:
    gap = text[previous.end : point.start]
    opened = previous.role == "start" or text[max(0, previous.point.start - 8) : previous.point.start].lower().endswith(
        "between "
    )
    return opened and len(gap) < _LEAD and bool(_TO_THIS.search(gap))


def _planned(text: str, item: Dated, calendar: Calendar) -> bool:
    """Whether `in 2026`, `on 5 May` dates what is to come rather than what was (`launched in 2019`)."""
    if calendar.year and item.point.last.year < calendar.year:
        return False
    if calendar.published and item.point.last < calendar.published:
        return False
    before = text[max(0, item.start - _WINDOW) : item.start]
    word = _WORD_BEFORE.search(before)
    if word and word[1].lower() in pasts() and not _BE_BEFORE.search(before):
        return word[1].lower() in {"put", "set", "cut", "run", "read"}
    return True


def _closing(text: str, item: Dated) -> bool:
    """A date without preposition counts where it closes an item: `Publish the register (June 2026)`."""
    bracketed = text[item.end : item.end + 1] in {")", "]"}
    if not bracketed and (item.point.shape in {"year", "range"} or not _TAIL.match(text, item.end)):
        return False
    opened = _OPENED.search(text[max(0, item.start - _LEAD) : item.start])
    if opened is None or (opened[0].startswith(",") and not bracketed):
        return False
    return item.point.shape != "year" or opened[0].lstrip()[:1] not in {"(", "["}  # "(2019)" cites


def _counts(text: str, item: Dated, calendar: Calendar) -> bool:
    if item.role in {"due", "before"}:
        return not (calendar.year and item.due.year < calendar.year - 1)
    if item.role == "in":
        return _planned(text, item, calendar)
    return item.role == "bare" and _closing(text, item)


def dues(sentence: str, around: Around) -> list[Dated]:
    """The dates of a sentence at which something is due, whether a preposition or its place says so."""
    calendar = calendar_of(around)
    found = [
        item
        for item in dated(sentence, calendar)
        if (item.role != "in" or item.point.shape == "span") and _counts(sentence, item, calendar)
    ]
    return [item for item in found if not (calendar.year and item.due.year < calendar.year)]


def _leads(text: str, item: Dated) -> bool:
    """`By 2031, ferries will …`: a date before the subject holds for what follows too."""
    return item.start <= _LEAD and text[item.end : item.end + 1] in {",", ":"}


def timing(sentence: str, around: Around) -> Timing:
    """Deadline, start and dated steps of one sentence.

    A yearly rhythm (`5% a year`) leaves `due` empty and names itself in `due_text`: no lead-in's date belongs to it.
    """
    calendar = calendar_of(around)
    all_dates = dated(sentence, calendar)
    dues = [item for item in all_dates if _counts(sentence, item, calendar)]
    start = next((item.point.first for item in all_dates if item.role == "start" and _upcoming(item, calendar)), None)
    annual = _ANNUAL.search(sentence)
    strict = [item for item in dues if item.role in {"due", "before"}]
    dues = strict or dues
    if not dues:
        return Timing(start_date=start, due_text=annual[0].lstrip("% ") if annual else None)
    main = dues[0] if strict and _leads(sentence, dues[0]) else max(dues, key=lambda item: item.due)
    return Timing(
        due=main.due,
        due_text=sentence[main.start : main.end].strip(),
        due_basis="explicit",
        start_date=start,
        milestones=_steps(sentence, dues),
        governs=around.kind == "heading"
        or sentence.endswith(":")
        or bool(FOR_ALL.search(sentence))
        or any(_leads(sentence, item) for item in dues),
    )


def _upcoming(item: Dated, calendar: Calendar) -> bool:
    return not (calendar.year and item.point.first.year < calendar.year)


def _steps(sentence: str, dues: list[Dated]) -> tuple[Milestone, ...]:
    """Two or more different dates in one sentence: each with the clause that ends or begins with it."""
    if len({item.due for item in dues}) < 2:  # noqa: PLR2004  one date is no chain
        return ()
    steps = []
    leading = dues[0].start <= _LEAD
    for number, item in enumerate(dues):
        if leading:
            begin = item.start
            end = dues[number + 1].start if number + 1 < len(dues) else len(sentence)
        else:
            begin = dues[number - 1].end if number else 0
            end = item.end
        text = sentence[begin:end].strip(" \t,;.:").removeprefix("and ").removesuffix(" and").strip(" ,;")
        steps.append(Milestone(text, item.due))
    return tuple(steps)


def cell_date(text: str, calendar: Calendar) -> tuple[date, str] | None:
    """The date of a cell of a due column, where no preposition is needed: the last one, and its words."""
    found = [item for item in dated(text, calendar) if item.role not in {"past", "start"}]
    if not found:
        return None
    last = max(found, key=lambda item: item.due)
    return last.due, text[last.start : last.end].strip()
