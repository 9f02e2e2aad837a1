"""The verb with which a list item or milestone opens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from exporter.extraction.english.classes import PREPOSITION
from exporter.extraction.english.words import NOUN_LIKE, VERBS, gerunds, pasts

_SKIP = re.compile(
    (
        r"(?:(?:to|not|never|also|then|further|jointly|continue|continue to|and|please|start|begin|better"
        r"|first|next|finally|where (?:possible|appropriate|needed),)\s|\w{3,}ly\s,?|we\sto\s){0,3}"
    ),
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:co-|re-|up-)?[A-Za-z]+(?:-[a-z]+)?(?![\w’'])")
_PHRASE = re.compile(
    (
        rf"(?:{PREPOSITION}|during|within|over|on|from|before|for|at|where|when|until"
        r"|starting|beginning|once|after|to \w+)\b[^,.;:]{2,160},\s"
    ),
    re.IGNORECASE,
)
_LED = re.compile(rf"(?:{PREPOSITION})\b", re.IGNORECASE)
_NOT_OBJECT = re.compile(
    r"\s(?:of|in|for|is|are|was|were|has|by|from|and|between|&)\b|\s?[:–—-]\s|$|[,.]|\s\d+[a-z]?\s?[:–—]|\s[a-z]+(?:s"
    r"|ed)\s(?:the|a|by|in)\b|\s(?:read|made|sent|given|held|taken|written|done|seen|kept|led|shown)\s(?:by|at|in|on|to)\b"
)
_PAIRED = re.compile(
    r"(?:,\s[a-z]+){0,3},?\sand\s(?P<verb>[A-Za-z-]+)\s(?!of\b|in\b|for\b)"
    r"(?:(?P<object>(?:the|an?|our|all|their)\s|[a-z]+s\s(?:in|to|with|through|by|on)\b)|\w)",
    re.IGNORECASE,
)
"""`Update and implement the plan`: a second verb with an object shows the first one to be a verb."""
_TAKES = re.compile(r"\s(?:in|for|by|and|between|from)\b|[,]")
_OBJECT = re.compile(
    r"\s\d|\s(?:the|a|an|our|its|their|all|at|more|new|this|these|each|every|up|out|with|on|to|that|how"
    r"|and\s\w+\s(?:the|a|an|our|its|their))\b|\s[A-Z$€£]|\s\w+-\w+\s\w+|\s\w+(?:ing|al|ic|ive|able|ed|ous|ary"
    r"|ent)?\s\w+"
)
_LATE_LIMIT = 24
_COUNTED = frozenset({"stage", "phase", "track", "form", "level", "site", "position", "table", "order", "check"})


@dataclass(frozen=True, slots=True)
class Opening:
    """`body[start:end]` is the verb; late: after a phrase without a comma (`Through the portal make …`)."""

    start: int
    end: int
    verb: str
    form: Literal["base", "gerund", "late"]


def _verb_at(body: str, at: int) -> Opening | None:
    word = _WORD.match(body, at)
    if not word:
        return None
    small = word[0].lower()
    if small in VERBS and _is_verb(small, body, word.end()):
        return Opening(word.start(), word.end(), small, "base")
    if small in gerunds() and not re.match(r"\s(?:of|in|and\s\w+\s(?:of|in))\b|\s?[:–—]|\s-\s|$", body[word.end() :]):
        return Opening(word.start(), word.end(), gerunds()[small], "gerund")
    return None


def _is_verb(word: str, body: str, end: int) -> bool:
    """A base form that may be a noun needs an object: `Review the code`, not `Review of the code`."""
    if word == "further" or (word in _COUNTED and re.match(r"\s(?:\d|one\b|two\b|three\b)", body[end:])):
        return False  # "Stage 1 works", "Further costs"
    if re.match(r"\sof\b", body[end:]) and word not in {"dispose", "approve"}:
        return False
    if word not in NOUN_LIKE:
        return not re.match(r"\s?:|$", body[end:])
    if word in {"aim", "work", "focus", "report", "partner", "lead", "act", "progress"} and re.match(
        r"\s(?:with|on|to|towards|together|for|by)\b", body[end:]
    ):
        return True
    paired = _PAIRED.match(body, end)
    if paired and paired["verb"].lower() in (VERBS if paired["object"] else VERBS - NOUN_LIKE):
        return True
    return not _NOT_OBJECT.match(body, end) and bool(_OBJECT.match(body, end))


def _late(body: str) -> Opening | None:
    """A verb after a leading phrase that has no comma; nothing finite may stand before it."""
    before = ""
    for count, word in enumerate(_WORD.finditer(body)):
        small = word[0].lower()
        if (
            count > _LATE_LIMIT
            or small in pasts()
            or (small in {"to", "we", "is", "are", "will", "has", "have", "that", "which"})
        ):
            return None
        plain = word[0][0].islower() and small in VERBS and small not in NOUN_LIKE
        if (
            count > 1
            and plain
            and before not in {"the", "a", "an", "of", "our", "and", "or", "by", "for", "in", "with", "their", "its"}
        ):
            return Opening(word.start(), word.end(), small, "late")
        before = small
    return None


def opening(body: str) -> Opening | None:
    """The verb of doing that opens a fragment, after adverbs, `to`, and leading phrases that end with a comma."""
    at = 0
    for _ in range(3):
        skipped = _SKIP.match(body, at)
        here = skipped.end() if skipped else at
        found = _verb_at(body, here) or (_verb_at(body, at) if here != at else None)
        if found:
            return found
        phrase = _PHRASE.match(body, at)
        if not phrase:
            break
        at = phrase.end()
    return _late(body) if _LED.match(body) else None
