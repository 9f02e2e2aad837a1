"""The measurable parts of an English sentence: figure, comparator, unit, metric."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from exporter.extraction.english import decoys, metrics, phrases, units
from exporter.extraction.english.comparators import AFTER, comparator_of
from exporter.extraction.english.dates import calendar_of
from exporter.extraction.english.numerals import Number, numbers
from exporter.extraction.english.wordless import wordless
from exporter.extraction.english.words import VERBS, gerunds
from exporter.extraction.grammar import Around
from exporter.model import Comparator, Indicator

_RANGE = re.compile(
    (
        r"(?:\s?(?:%|per ?cent|percent))?\s?(?:(?P<dash>[-–—])\s?|\s(?P<to>to|and)\s)(?:(?:US|CA|AU|NZ|HK)?[$€£]|(?:USD"
        r"|EUR)\s)?(?P<digits>\d[\d,]*(?:\.\d+)?)(?![\d:]|st\b|nd\b|rd\b|th\b)(?:\s?(?P<scale>hundred"
        r"|thousand|million|billion|bn|m)\b)?"
    ),
    re.IGNORECASE,
)
_RANGE_WORDS = re.compile(r"\s?(?:(?:%|per ?cent|percent)\s?)?(?:[-–—]|\s?\b(?:to|and)\b)\s?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s(?:[$€£]|USD )?$", re.IGNORECASE)
_DEFINITE = re.compile(
    (
        r"\b(?:the|these|those|all|both|our|its|their|any|each|every|his|her|other|last|past|previous"
        r"|existing|current|remaining|first|following|of|as|article|all the|is|are|was|were)\s$"
    ),
    re.IGNORECASE,
)
_STRETCH = re.compile(
    (
        r"\b(?:aim(?:s|ing)?|striv(?:e|es|ing)|aspir(?:e|es|ing|ation)|endeavou?r(?:s|ing)?|seek(?:s|ing)?"
        r"|hop(?:e|es|ing)|ambition|stretch target|want(?:s)?)\b"
    ),
    re.IGNORECASE,
)
_SHORTENED = re.compile(
    (
        r"\b(?:time|times|delay|delays|wait|waits|waiting|turnaround|processing|response|backlog|duration"
        r"|lead time|queue)\b"
    ),
    re.IGNORECASE,
)
_SET_TO = re.compile(
    r"\b(?:cut|reduc|lower|short|slash|limit|bring|keep|rais|increas|extend|lengthen|improv|decreas)\w*\s[^;.]{3,100}\s"
    r"(?:to|at|by|below|under)\s(?:(?:at most|at least|no more than|no longer than|less than|fewer than|under|about"
    r"|around|approximately|an average of|a maximum of|up to|within)\s)?$",
    re.IGNORECASE,
)
"""`cut the average age of the data to at most 7 days`: a time is a figure where a verb sets it."""
_REACH = 150
_NEAR = 100
_PRONOUN = re.compile(r"\b(?:it|this|them|they)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?P<what>[^,.;:]{4,80}?)\s(?:is|are|was|were|has|have|stands?|stood|fell|rose|reached|accounts?|made|makes?)\b"
)
_THRESHOLD = re.compile(
    r"(?:\b[a-z]{3,}s|\b(?:every|any|each|all|no)\s(?:[\w-]+\s){0,2}[a-z]{3,})\s"
    r"(?:above|over|below|under|worth|exceeding|of)\s(?:more than\s|at least\s|over\s)?$"
    r"|\b(?:a|an)\s(?:[\w-]+\s){0,2}[a-z]{3,}\s(?:above|over|below|under|worth|exceeding)\s$"
)
"""`contracts over £25,000` are a kind of contract; nothing is to reach that sum."""


_FROM_A = re.compile(
    r"\b(?:cut|reduc|lower|rais|increas|improv|decreas|bring|lift|mov)\w*\s[^;.]{3,120}?\sfrom\s\d[\d.,]*\sto\s"
    r"(?:at least\s|at most\s)?$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s?(?:[.,;)]|$|\s(?:by|in|before|and|within|over|until|between|from|per|across|for)\b)")
_GOAL = re.compile(r"(?:goal|target|ambition|aim|objective)s?(?:\s(?:of|is|are|to))?", re.IGNORECASE)
_SPOKEN_OF = re.compile(r"(?:For|In|On|As for|With)\s(?P<what>[^,;:–—]{3,80}?)\s?[,:–—]")
_GIVEN = re.compile(
    r"\b(?:this|that|these|those|the|our|its|their)\s(?:additional\s|new\s|extra\s|initial\s)?$", re.IGNORECASE
)
"""`With this $2 million grant` speaks of a sum that is there."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with what it counts, before its metric is known."""

    number: Number
    start: int
    end: int
    counted: units.Counted
    comparator: Comparator
    words_start: int
    top: float | None


def indicators(sentence: str, around: Around) -> tuple[Indicator, ...]:
    """Every figure that sets a target; names, dates, baselines and last year's figures are left out."""
    calendar = calendar_of(around)
    barred = decoys.names(sentence, calendar)
    past = decoys.others(sentence)
    stretch = _STRETCH.search(sentence)
    found: list[tuple[int, Indicator]] = []
    free = 0
    for number in numbers(sentence):
        if (
            number.start < free
            or _hyphened(sentence, number)
            or decoys.inside(number.start, barred)
            or decoys.inside(number.start, past)
        ):
            continue
        figure = _figure(sentence, number)
        if figure is None:
            continue
        named = found[-1][1].metric if found and figure.start - free < _NEAR else around.topic
        made = _indicator(sentence, figure, named, stretch=bool(stretch and stretch.start() < figure.start))
        if made and _GOAL.fullmatch(made.metric) and (spoken := _SPOKEN_OF.match(sentence)):
            made = replace(made, metric=phrases.tidy(spoken["what"]))  # "For our cotton, our goal is 100%"
        if made and found and (made.metric == "amount" or made.metric in VERBS or made.metric in gerunds()):
            made = replace(made, metric=found[-1][1].metric)  # "..., rising to $2 million"
        if made and _PRONOUN.search(made.metric) and (subject := _SUBJECT.match(around.before)):
            made = replace(made, metric=phrases.tidy(subject["what"]))  # "We want it to reach 55%"
        if made:
            found.append((figure.start, made))
            free = figure.end
    found += wordless(sentence, past)
    return tuple(indicator for _, indicator in sorted(found, key=lambda pair: pair[0]))


def _hyphened(sentence: str, number: Number) -> bool:
    """`net-zero`, and `zero` itself except as a level to be reached: `to zero`."""
    return number.kind == "word" and (sentence[number.start - 1 : number.start] == "-" or number.value == 0)


def _top(sentence: str, number: Number, start: int) -> tuple[float, int] | None:
    """The upper end of a range: `between 5 and 7`, `20–25%`."""
    match = _RANGE.match(sentence, number.end)
    if not match:
        return None
    if match["to"] and not _BETWEEN.search(sentence[max(0, start - 12) : start]) and match["to"].lower() == "and":
        return None
    if match["to"] and match["to"].lower() == "to" and _BETWEEN.search(sentence[max(0, start - 12) : start]):
        return None  # from 20% to 30%: a baseline and a target
    if match["to"] and re.search(r"%|cent", match[0]) and not re.match(r"\s?(?:%|per ?cent)", sentence[match.end() :]):
        return None  # by 40% to 700 seats
    value = float(match["digits"].replace(",", "")) if match["digits"].strip(",") else 0.0
    scale = _SCALES.get((match["scale"] or "").lower(), 1)
    return (value * scale, match.end()) if value * scale > number.value or scale > 1 else None


def _scaled(number: Number, top: tuple[float, int] | None) -> Number:
    """`$1.5-2 billion`: the scale behind the upper end holds for the lower one too."""
    if top is None or number.value >= 1000 or top[0] < 1e6 or number.value == 0:  # noqa: PLR2004  hundreds of millions
        return number
    scale = next(scale for scale in (1e9, 1e6) if top[0] >= scale)
    return replace(number, value=number.value * scale) if number.value * scale < top[0] else number


_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "m": 1e6, "bn": 1e9}


def _figure(sentence: str, number: Number) -> _Figure | None:
    """A number with its unit, or None where it counts nothing."""
    start, end = number.start, number.end
    paid = units.money(sentence, start, end)
    if paid:
        start = paid[1]
    top = _top(sentence, number, start)
    if top:
        number, end = _scaled(number, top), top[1]
        paid = units.money(sentence, number.start, end)
    counted = paid[0] if paid else _counted(sentence, number, start, end)
    if counted is None:
        return None
    comparator, words = comparator_of(sentence, start, counted.end if counted.measured else end)
    if paid and (_GIVEN.search(sentence[:start]) or _THRESHOLD.search(sentence[max(0, start - 40) : start])):
        return None
    if top:
        between = re.search(r"\bbetween\s$", sentence[max(0, start - 9) : start])
        comparator, words = "range", start - 8 if between else start
    return _Figure(number, start, max(end, counted.end), counted, comparator, words, top[0] if top else None)


def _counted(sentence: str, number: Number, start: int, end: int) -> units.Counted | None:
    if number.kind == "fraction":
        return units.Counted("%", end, measured=True, percent=True)
    known = units.percent(sentence, end) or units.measure(sentence, end)
    if known:
        return known
    after = sentence[end : end + 1]
    if after.isalpha() or after in {"-", "/", "°", "º"}:
        return None
    timed = units.time(sentence, end)
    if timed:
        before = sentence[max(0, start - _REACH) : start]
        return timed if _SHORTENED.search(before[-80:]) or _SET_TO.search(before) else None
    if (
        number.kind == "figure"
        and _FROM_A.search(sentence[max(0, start - _REACH) : start])
        and _ENDS.match(sentence, end)
    ):
        return units.Counted("", end, measured=True)
    tail = next((match for _, pattern in AFTER if (match := pattern.match(sentence, end))), None)
    return _nouns(sentence, number, start, tail.end() if tail else end)


def _nouns(sentence: str, number: Number, start: int, end: int) -> units.Counted | None:
    """A counted noun; `the three pillars`, `one of`, `the 5 commitments` count nothing new."""
    before = sentence[max(0, start - 16) : start]
    comparator, words = comparator_of(sentence, start, end)
    plain = comparator == "="
    if plain and _DEFINITE.search(before):
        return None
    word_one = number.value == 1
    if word_one and number.kind == "word" and comparator == ">=":
        return None  # "more than one life"
    if (
        word_one
        and number.kind == "word"
        and plain
        and not re.match(r"\s(?:new|additional|more|further)\b", sentence[end:])
    ):
        return None
    found = units.noun(sentence, end, one=word_one)
    if found:
        return found
    return _bare(sentence, end, words)


def _bare(sentence: str, end: int, words: int) -> units.Counted | None:
    """`raise the number of charging points to 500`: the noun stands before."""
    head = re.search(
        r"\bnumber of (?P<noun>[^,;]{3,70}?)(?:\s(?:in|across|from)\s[^,;]{2,40})?\s(?:by|to)\s$",
        sentence[max(0, words - 130) : words],
    )
    if not head or not re.match(r"\s?(?:[.,;)]|$|\s(?:by|in|per|before|within|a|each)\b)", sentence[end:]):
        return None
    nouns = head["noun"].split()
    unit = next((word for word in nouns if units.plural(word)), nouns[-1])
    return units.Counted(unit, end, "number of " + head["noun"])


def _indicator(sentence: str, figure: _Figure, named: str, *, stretch: bool) -> Indicator | None:
    found = metrics.find(sentence, figure.words_start, figure.end, figure.counted)
    if found is None and named and figure.counted.measured:  # "80% by 2032 and 100% by 2040", a cell that holds "40%"
        found = metrics.Measured(named, figure.words_start, *metrics.changing(sentence, figure.end))
    if found is None:
        return None
    value = figure.number.value
    return Indicator(
        text=sentence[found.start : found.end].strip(),
        metric=found.metric,
        comparator=figure.comparator,
        value=value,
        unit=figure.counted.unit,
        value_max=figure.top,
        change=found.change,
        stretch=stretch,
    )
