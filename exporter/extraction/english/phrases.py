"""Noun phrases around a figure: where they begin and end, and which way their verb points."""

from __future__ import annotations

import re

from exporter.extraction.english.forms import MONTH
from exporter.extraction.english.words import NOUN_LIKE, VERBS, gerunds
from exporter.model import Change

_FALLS = re.compile(
    r"\b(?:reduc|cut|decreas|lower|slash|shrink|curb|declin|fall|drop|minimi[sz]|shorten|sav)", re.IGNORECASE
)


_RISES = re.compile(
    r"\b(?:increas|rais|grow|expand|boost|improv|rise|rising|enhanc|enlarg|lift|strengthen|extend|accelerat|multipl)",
    re.IGNORECASE,
)


_CHANGING_WORDS = """
reduce cut decrease lower slash shrink curb decline fall drop minimise minimize shorten save increase raise grow
expand boost improve rise enhance enlarge lift strengthen extend bring keep hold maintain limit cap push drive
scale double reach achieve attain ensure triple halve quadruple transition convert switch move supply widen
"""


_CHANGING = frozenset(_CHANGING_WORDS.split())


VERB = re.compile(r"[A-Za-z][a-z-]+")


_SUBJECT_END = re.compile(
    (
        r"\s(?:will|shall|must|is to|are to|should|has to|have to|is set to|are set to|is expected to"
        r"|are expected to)\s(?:also\s|then\s|have\s|be\s|\w+ly\s)?(?:\w+\s){0,3}$"
    ),
    re.IGNORECASE,
)


_HEAD_CUT = re.compile(
    (
        r"^(?:(?:and|or|but|also|that|then|to|by|the|a|an|our|its|their|all|we|of|for|with|at least|every"
        r"|own(?! brand| label)"
        r"|total|overall|further|have|has|is|are|will|shall|aim|aims|plan|plans|commit|committed)\s)+"
    ),
    re.IGNORECASE,
)


_TAIL_CUT = re.compile(
    r"\s?(?:[;:]|\band (?=[$€£]|\d[\d.,]*\s?(?:%|per ?cent|million|billion|thousand))"
    r"|,(?!\s(?:\d+\b(?!%)|\d+ and \d))|\.(?:\s|$)|\((?![A-Za-z0-9]{2,6}\))|\b(?:by|until"
    r"|before|in|from|over|no later than|starting|since|during|within|through"
    r"|between|on)\s(?:the\s)?(?:end\s(?:of\s)?|start\s(?:of\s)?|mid[- ]?|early\s|late\s|next\s|coming\s"
    r"|a\s|our\s)?(?:the\s)?(?:(?:Q[1-4]|H[12]|FY|fiscal year|(?:spring|summer|autumn|fall|winter)(?: of)?)[\s-]?)?"
    rf"(?:(?:19|20)\d\d|(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?)?(?:{MONTH})\b|Q[1-4]\b|\d{{1,2}}[./-]\d{{1,2}}[./-]\d\d)"
    r"|\b(?:compared|relative|versus|(?:to|from) (?:at least )?[$€£]?\d+|while|which|that|so that|in order"
    r"|and (?:will|the|we|then|ensure|by|to|\d+(?:%|\s[a-z]))|against|(?:by|over|within"
    r"|in) (?:the )?(?:end|next|coming|year|this|\d|(?:two|three|four|five|ten) years)|by means|each year"
    r"|per year|annually|a year|every year|through (?:the|a|our)|using|per capita|by (?:reducing|increasing|using"
    r"|improving|investing|switching|working|expanding|building|introducing))\b).*$",
    re.IGNORECASE | re.DOTALL,
)


_CONJOINED = re.compile(r"\s?(?:,\s|\s)(?:and\s|or\s)?(?P<verb>[a-z-]+)\s")


_NOUN_BEFORE = re.compile(
    (
        r"\b(?:the|a|an|our|its|their|in|of|this|that|from|by|any|no|electricity|water|energy|land|food"
        r"|wage|price|tax|job)\s$"
    ),
    re.IGNORECASE,
)


_WITH_OBJECT = re.compile(
    r"(?:the|a|an|our|its|their|all|at|every|each|more)\b|(?:[\w-]+\s){1,5}(?:by|to)\s(?:at\s|\d)"
)


_SHORT = 90


def tidy(words: str) -> str:
    """A noun phrase without articles at its head, dates and side clauses at its tail."""
    text = _TAIL_CUT.sub("", " " + words.strip())
    text = _HEAD_CUT.sub("", text.strip())
    return text.strip(" \t.,;:()–—-")


def phrase(sentence: str, at: int) -> tuple[str, str] | None:
    """The noun phrase that begins at `at`: tidied, and as it stands."""
    raw = sentence[at : at + _SHORT]
    if len(raw) == _SHORT and " " in raw:
        raw = raw[: raw.rindex(" ")]
    raw = _before_verb(_TAIL_CUT.sub("", _COORDINATED.sub(_joined, raw)))
    metric = _BECOMES.sub(" ", tidy(raw).replace(_JOINT, ","))
    return (metric, raw.replace(_JOINT, ",")) if metric else None


_COORDINATED = re.compile(
    r"^\s?(?:[\w’'-]+\s){0,4}?[\w’'-]+(?P<more>(?:,\s(?:[\w’'-]+\s?){1,3}){1,4}?,?\s?\b(?:and|or)\s(?=[A-Za-z]))"
)
_JOINT = "\x00"


_BECOMES = re.compile(r"\s(?:(?:will|shall|should|must)\s(?:all\s)?be|to\sbe)\s(?=\w)")
"""`cans will be recyclable` measures recyclable cans."""


def _joined(found: re.Match[str]) -> str:
    """`paper, glass and tin collected …`: the commas of a list of things end no phrase."""
    words = re.findall(r"[\w’'-]+", found["more"])
    if any(word.lower() in VERBS or word.lower() in _NO_THING for word in words):
        return found[0]
    return found[0].replace(",", _JOINT)


_NO_THING_WORDS = """
by in from over with for to we it they will which that including up down while as than compared at on our the
"""
_NO_THING = frozenset(_NO_THING_WORDS.split())


def _before_verb(raw: str) -> str:
    """A phrase ends where the next clause begins: `… energy efficiency and transition all buildings`."""
    for match in _CONJOINED.finditer(raw):
        joined = raw[match.start() : match.start("verb")].strip()
        if match["verb"] not in VERBS or joined not in {",", ", and", "and", "or", ", or"}:
            continue
        if match["verb"] not in NOUN_LIKE or _WITH_OBJECT.match(raw, match.end()):
            return raw[: match.start()]
    return raw


def direction(words: str) -> Change | None:
    """Growth or reduction, by the last verb that says so; None where none does."""
    down = list(_FALLS.finditer(words))
    up = list(_RISES.finditer(words))
    if not down and not up:
        return None
    return "reduction" if (down[-1].start() if down else -1) > (up[-1].start() if up else -1) else "growth"


def object_of(before: str) -> tuple[str, int] | None:
    """What the last verb of doing before the figure acts on, and where its verb stands."""
    verbs = [
        match
        for match in VERB.finditer(before)
        if _doing(match[0].lower())
        and (match[0].lower() in gerunds() or not _NOUN_BEFORE.search(before[: match.start()]))
        and not before.startswith((" chain", " side", "-"), match.end())
    ]
    for match in reversed(verbs):
        words = _beyond_figures(before[match.end() :])
        if words is None:
            return None
        metric = tidy(words)
        if metric and not re.match(r"^(?:by|to|at|of|in|up|down)$", metric):
            return metric, match.start()
    subject = _SUBJECT_END.search(before)
    if subject:
        start = max(
            (before.rfind(mark, 0, subject.start()) for mark in (", ", ". ", "; ", ": ", " and ", " that ")), default=-1
        )
        start = start + len(" and ") if before[start : start + 5] == " and " else start + 2 if start >= 0 else 0
        metric = tidy(before[start : subject.start()])
        return (metric, start) if metric and not _CLAUSE.search(metric) else None
    return None


_EARLIER = re.compile(
    r".*\d\s?(?:%|per ?cent\b)(?:\s(?:by|in|before)\s(?:the end of\s)?(?:[A-Z][a-z]+\s)?(?:19|20)\d\d)?(?P<rest>.*)$",
    re.DOTALL,
)
_BASE = re.compile(r"\bfrom\s(?:about\s|around\s|a\s|the\s|an\s)?(?:current\s)?\d[\d.,]*\s?(?:%|per ?cent\b)")
_LINK = re.compile(r"^[\s,;)]*(?:and|then|with|while|to|by|rising|up|or|further|a|an)?\s*")


def _beyond_figures(words: str) -> str | None:
    """What stands behind a figure of its own (`waste by 5% and water`); None where that is nothing."""
    found = _EARLIER.match(_BASE.sub(lambda base: " " * len(base[0]), words))
    if not found:
        return words
    rest = re.sub(_LINK, "", found["rest"], count=1)
    return rest if re.search(r"[A-Za-z]{3,}", rest) else None


_CLAUSE = re.compile(r"^(?:we|it|they|this|companies)$|\b(?:has|have|had|will)\b", re.IGNORECASE)


def _doing(word: str) -> bool:
    return (
        word in _CHANGING
        or gerunds().get(word, "") in _CHANGING
        or word in {"keeping", "rising", "falling", "bringing", "reduced", "increased", "cutting"}
    )
