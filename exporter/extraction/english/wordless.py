"""Figures without a number: net zero by a year, halving, doubling, cutting in half."""

from __future__ import annotations

import re

from exporter.extraction.english import decoys, numerals, phrases, units
from exporter.model import Change, Indicator

_NET_ZERO = re.compile(
    (
        r"\bnet[- ]zero(?:\s(?:business|company|organi[sz]ation|port|city|council|airport|carrier|operator"
        r"|bank|emitter))?"
        r"(?:\s(?:annual|absolute|overall|total|global))?(?:\s(?:greenhouse gas|GHG|carbon|CO2|operational"
        r"|value chain))?"
        r"(?:\semissions)?(?:\s\([^)]{1,30}\))?(?:\s(?:across|in|for"
        r"|from)\s(?:[\w-]+\s?){1,6}?)?\s?,?\s?(?:by|before|in|no later than)\s(?:the end of\s)?(?:20"
        r"|21)\d\d\b"
    ),
    re.IGNORECASE,
)


_HALVE = re.compile(
    (
        r"\b(?P<verb>halv(?:e|es|ed|ing)|cut(?:ting)?\sin\shalf|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)"
        r"|quadrupl(?:e|es|ed|ing))\s(?!(?:glazing|glazed|decker|check|counting|digit|up|down)\b)"
    ),
    re.IGNORECASE,
)


_MULTIPLES: dict[str, tuple[float, Change]] = {
    "halv": (50, "reduction"),
    "cut": (50, "reduction"),
    "doub": (100, "growth"),
    "trip": (200, "growth"),
    "quad": (300, "growth"),
}


_HALF_AFTER = re.compile(
    r"\b(?:reduc|cut|slash|lower|decreas)\w*\s(?P<object>[^,.;]{3,80}?)\s(?P<text>(?:by|in) (?:a )?half)\b",
    re.IGNORECASE,
)


_FOLD = re.compile(
    r"\b(?:(?P<fold>two|three|four|five|ten)-?fold\b|by a factor of (?P<factor>two|three|four|five|ten|[2-9]\b|10\b))"
    r"(?:\s(?:increase|rise|growth)\sin\s(?P<object>[^,.;]{3,60}))?",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"(?:^\W{0,4}|\b(?:achiev\w*|reach\w*|attain\w*|target(?:ing)? (?:of )?|goal of|send\w*|aim(?:ing)? for|to|with"
    r"|become|be)\s)"
    r"(?P<text>zero\s(?P<what>(?!emissions? (?:buses|vehicles|cars)|tolerance|carbon|based|rated|hour)[a-z]"
    r"[^,.;:()]{2,60}))",
    re.IGNORECASE,
)
"""`zero waste to landfill`: nothing of it is to be left."""


def _zero(sentence: str) -> list[tuple[int, Indicator]]:
    found = []
    for match in _ZERO.finditer(sentence):
        found_phrase = phrases.phrase(sentence, match.start("what"))
        metric, raw = found_phrase or ("", "")
        head = metric.split()[0] if metric else ""
        if metric:
            unit = head if units.plural(head) else ""
            found.append(
                (
                    match.start("text"),
                    Indicator(
                        sentence[match.start("text") : match.start("what") + len(raw)].strip(),
                        metric,
                        "=",
                        0.0,
                        unit,
                        change="level",
                    ),
                )
            )
    return found


def _times(sentence: str) -> list[tuple[int, Indicator]]:
    """`grow threefold`: twice as much again."""
    found = []
    for match in _FOLD.finditer(sentence):
        value = numerals.spoken(match["fold"] or match["factor"]) if not (match["factor"] or "").isdigit() else None
        times = value or float(match["factor"])
        metric = match["object"] or next(iter(phrases.object_of(sentence[: match.start()]) or ()), "")
        if metric:
            text, change = sentence[match.start() : match.end()].strip(), phrases.direction(sentence[: match.start()])
            size = 100 * (times - 1) if change != "reduction" else round(100 * (1 - 1 / times), 2)
            found.append(
                (match.start(), Indicator(text, phrases.tidy(str(metric)), "=", size, "%", change=change or "growth"))
            )
    return found


def wordless(sentence: str, past: list[decoys.Span]) -> list[tuple[int, Indicator]]:
    """Figures without a number: net zero by a year, halving, doubling."""
    found = [
        (match.start(), Indicator(match[0], "net emissions", "=", 0.0, "", change="level"))
        for match in _NET_ZERO.finditer(sentence)
    ]
    for match in _HALVE.finditer(sentence):
        if decoys.inside(match.start(), past):
            continue
        value, change = _MULTIPLES[match["verb"][:4].lower().strip()]
        phrase = phrases.phrase(sentence, match.end())
        if phrase:
            end = match.end() + len(phrase[1])
            found.append(
                (
                    match.start(),
                    Indicator(sentence[match.start() : end].strip(), phrase[0], "=", float(value), "%", change=change),
                )
            )
    found += [item for item in _zero(sentence) + _times(sentence) if not decoys.inside(item[0], past)]
    for match in _HALF_AFTER.finditer(sentence):
        metric = phrases.tidy(match["object"])
        found.append((match.start(), Indicator(match[0], metric, "=", 50.0, "%", change="reduction")))
    return found
