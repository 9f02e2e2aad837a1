"""What stands without a subject and a finite verb: list items, milestones, targets, actions of minutes."""

from __future__ import annotations

import re

from exporter.extraction.english import furniture
from exporter.extraction.english.dates import Dated
from exporter.extraction.english.leadins import mood
from exporter.extraction.english.minutes import decided, resolved
from exporter.extraction.english.opening import Opening, opening
from exporter.extraction.english.tenses import FINITE, PERFECT, past_tense
from exporter.extraction.grammar import Around, Verdict

_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


_LABELLED = re.compile(r"(?:[A-Z][\w’'/&-]*\s?){2,5}(?:\([^)]{1,40}\)\s?)?:\s+(?=[a-z])")
"""`Open Positions: still no movement`: what is said stands behind the label."""
_REFERS = re.compile(r"#\d+\]?(?:\(\S*\))?\W*$|^(?:looking|working|trying|hoping|waiting)\sto\s", re.IGNORECASE)
"""The title of an issue on an agenda; what somebody is at."""
_ACTION_MARK = re.compile(
    (
        r"^(?:(?:our|the|its|key|overall|main)\s)?"
        r"(?:action(?: item| point)?s?|task|to[- ]?do|next steps?|decision and action|follow[- ]up"
        r"|deliverable|milestone|commitment|target|goal|objective"
        r"|pledge)s?\s?(?:[#№]?\d[\d.]{0,6})?\s?[:–—-]\s?(?=\S)"
    ),
    re.IGNORECASE,
)


_CHANGE = re.compile(
    (
        r"(?:%|per ?cent|percentage points?|half|third|quarters?|fifth)\s(?:\w+\s){0,2}(?:reduction"
        r"|increase|improvement|growth|decrease|cut|decline|rise|less|fewer|more|lower|higher|of|renewable"
        r"|recycled|recyclable|reusable|zero|electric|carbon|green|certified|women|female|local"
        r"|sustainable|process|coverage|share)\b"
    ),
    re.IGNORECASE,
)


_WORDS_ENOUGH = 3


_SHORT = 5


def fragment(sentence: str, body: str, around: Around, soon: list[Dated]) -> Verdict | None:
    """What stands without a subject and a finite verb: list items, milestones, targets."""
    done = decided(resolved(body), around, labelled=furniture.coded(sentence))
    if done:
        return done
    if _YOU.search(body) or _REFERS.search(body):
        return None
    label = _LABELLED.match(body)
    body = body[label.end() :] if label else body
    told = mood(around.lead)
    if told == "tells" and not soon and not furniture.coded(sentence):
        return Verdict("other", certain=False, rule="stands in a list that tells", words=around.lead[-40:])
    found = opening(body)
    if found:
        return _opened(sentence, body, found, around, soon)
    return _verbless(sentence, body, around, soon, promised=told == "promises")


def _verbless(sentence: str, body: str, around: Around, soon: list[Dated], *, promised: bool) -> Verdict | None:
    """A state to be reached, a result, an item of a list that promises."""
    rule = words = ""
    if (furniture.aiming(around) or promised) and _TARGET.match(body) and not PERFECT.search(body):
        rule, words = "a target state", body[:40]
    elif (
        FINITE.search(_RELATIVE.sub("", body)) or past_tense(body) or furniture.reporting(around) or _TELLS.search(body)
    ):
        return None
    elif promised and len(body.split()) >= _WORDS_ENOUGH and not body.endswith(":"):
        rule, words = "stands in a list that promises", around.lead[-40:]
    elif _CHANGES.match(body):
        rule, words = "a change to be brought about", body[:40]
    return Verdict("commitment", certain=False, rule=rule, words=words) if rule else _nominal(sentence, body, soon)


def _nominal(sentence: str, body: str, soon: list[Dated]) -> Verdict | None:
    """A result with a date, a target figure, an item that its label calls an action."""
    long = len(body.split()) >= _WORDS_ENOUGH
    marked = _ACTION_MARK.match(sentence)
    rule = words = ""
    if soon and long and not _DATED_OTHERWISE.match(body):
        rule, words = "a result with a date", sentence[soon[0].start : soon[0].end]
    elif long and _CHANGE.search(body[:60]) and _FIGURE_FIRST.match(body):
        rule, words = "a target figure", body[:40]
    elif marked and long and not NAMED_PART.match(sentence):
        rule, words = "an item of a list of actions", marked[0]
    sure = bool(marked and rule)  # "Our target: 60% of …" is none of the reports around it
    return Verdict("commitment", certain=sure, rule=rule, words=words) if rule else None


_TELLS = re.compile(
    r"\b(?:derives?|comes?|stems?|results?|originates?|benefits?|suffers?|lives?|belongs?|accounts?)\s"
    r"(?:from|of|to|in|for)\b|\d\s?% of the way\b|\bon track (?:to|for)\b"
)
_DATED_OTHERWISE = re.compile(
    r"(?:According to|(?:Vote|Motion|Discussion|Presentation|Update|Apologies|Minutes)\s(?:to|on|for|of|and|from)\b"
    r"|(?:Launch|Announc|Publish|Present|Unveil|Introduc|Releas|Achiev|Reach|Complet|Sign|Join|Open|Celebrat|Receiv)ed\s"
    r"(?:a|an|the|our|its|their|more|over|first)\b)"
    r"|(?:our |the )?20\d\d (?:[\w-]+ ){0,2}(?:targets?|goals?|ambitions?|objectives?)\W*$"
    r"|\(?(?:source|updated|published|valid|as of)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"(?:a |an |at least |up to |over |more than |around |about |no more than |less than |fewer than )?[$€£]?\d[\d.,]*"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten)[ -]|(?:zero|no) \w"
    r"|(?:(?:an?|the) )?(?:increas|improv|reduc|better|more|fewer|less|greater|higher|lower|strong|enhanc)\w*"
    r"(?: \w+)? \w"
    r"|[a-z][a-z-]+(?: [a-z]+){0,4} of (?:between |at least |up to |over )?[$€£]?\d"
    r"|(?:for [^,.;]{3,60} )?to be \w",
    re.IGNORECASE,
)
"""How a state to be reached is named: `16 per cent tree cover`, `Increased use of timber`."""
_CHANGES = re.compile(
    r"(?:an? )?(?:annual|year-on-year|further|continued|steady|sustained|significant|measurable|greater|more|fewer"
    r"|increased|improved|reduced|wider|better) (?:[\w-]+ ){0,3}?(?:increases?|improvements?|reductions?|growth"
    r"|decreases?|use|access|share|uptake|awareness|participation|coverage|satisfaction) (?:in|of|to|by|among|across)"
    r" \w+ \w",
    re.IGNORECASE,
)
"""`Year-on-year improvement in the state of the piers`: a target without a figure."""
_FIGURE_FIRST = re.compile(
    r"(?:a |an |at least |up to |over |more than |around |about )?[\d.]+\s?(?:%|per ?cent)|(?:one|two|three)[ -]",
    re.IGNORECASE,
)


def _opened(sentence: str, body: str, found: Opening, around: Around, soon: list[Dated]) -> Verdict | None:
    """A fragment that opens with a verb of doing."""
    coded = furniture.coded(sentence)
    if _has_subject(body, found, coded=coded):
        return None
    if furniture.reporting(around) and not soon and not coded:
        return Verdict("other", rule="stands under a heading that reports", words=around.section[-1])
    promised = coded or bool(soon) or furniture.promising(around) or mood(around.lead) == "promises"
    if around.kind == "heading" and _heads(body, found, soon, coded=coded):
        return Verdict("heading", rule="a heading", words=body[:40])
    if _names_a_part(sentence, body, found, soon, promised=promised, item=around.kind == "item"):
        return Verdict("heading", certain=False, rule="a heading or a short line", words=body[:40])
    closed = body.endswith((".", ";"))
    return Verdict("commitment", certain=promised or closed, rule="opens with what is to be done", words=found.verb)


def _has_subject(body: str, found: Opening, *, coded: bool) -> bool:
    """Whether the verb that seems to open a fragment is the subject of a sentence, or stands in one."""
    rest = body[found.end :]
    if _PURPOSE.match(body):
        return True
    if found.form == "gerund":
        return (
            bool(_MAIN.search(rest))
            or bool(FINITE.search(_RELATIVE.sub("", rest)))
            or bool(re.match(r"(?:and|but|or|so)\s", body, re.IGNORECASE))
        )
    if found.form == "late":
        return bool(FINITE.search(body)) or not coded
    return bool(_NOUN_SUBJECT.match(rest))


_MAIN = re.compile(
    r",\s(?:(?:we|it|they|this|these)|the\s[\w-]+|this\s[\w-]+|our\s[\w-]+)\s(?:also\s|now\s|\w+ly\s)?(?!and\b|or\b)[a-z]{3,}(?:s|ed)\b"
)
"""`Drawing on the survey, this plan features …`: the gerund only leads to a sentence."""
_RELATIVE = re.compile(r"\b(?:that|which|who)\s(?:will|can|is|are|may|has|have)\b")
"""`Offering grants that will cover …`: the verb belongs to the grants."""


def _heads(body: str, found: Opening, soon: list[Dated], *, coded: bool) -> bool:
    """A heading names what stands below it (`Open services`); a code, a date or a figure makes it a promise itself."""
    if coded or soon or re.search(r"\d", body) or body.endswith((".", ";")):
        return False
    least = _WORDS_ENOUGH if found.form == "base" else _SHORT
    return len(body.split()) <= least


_PURPOSE = re.compile(
    r"(?:In order to|So as to|To)\s[a-z]+\b[^.;]{3,400},\s(?:in\s(?:[A-Z][a-z]+\s)?\d{4},?\s)?"
    r"(?:the|a|an|we|it|they|our|this|these|each|all"
    r"|[A-Z][\w’']+)\s"
    r"(?:[\w’'-]+\s){0,8}?(?:\w+ed|is|are|was|were|has|have|had|can|may|must|should|\w+s|made|took|held|built|set)\b"
)
"""`To help them, the company partnered with …`: the fragment is the purpose of a sentence with a subject of its own."""


_SETS = re.compile(r"\b(?:to|by|at least|at most)\s[$€£]?\d[\d.,]*\s?(?:%|per ?cent|[a-z])?")
"""`Raise the rate to 65% (2023: 48%)`: a figure to be reached heads nothing."""


def _names_a_part(sentence: str, body: str, found: Opening, soon: list[Dated], *, promised: bool, item: bool) -> bool:
    """A heading: `Commitment 1: Open by default`, `Stabilise the Shore`, a line of three words without a full stop."""
    words, titled = len(body.split()), furniture.title_case(body)
    if NAMED_PART.match(sentence) and not soon and not body.endswith(".") and (words < _SHORT or titled):
        return True
    if promised or _SETS.search(body):
        return False
    least = _WORDS_ENOUGH if found.form == "base" or item else _SHORT
    return titled or (not body.endswith((".", ";")) and (words <= least or ": " in sentence[:40]))


NAMED_PART = re.compile(
    (
        r"\W{0,4}(?:commitment|theme|goal|priority|pillar|objective|initiative|challenge|chapter|part"
        r"|area)\s[\dIVX]{1,4}"
    ),
    re.IGNORECASE,
)


_NOUN_SUBJECT = re.compile(
    r"(?:\s(?!(?:the|a|an|our|its|their|all|that|which|who|how|what|where|whether|and|to|for|with|in"
    r"|on|by|of|from|if)\b)[\w-]+){0,3}\s(?:is|are|was|were|has|have|had|will|can|should|may|must|means|refers"
    r"|helps|shows?|suggests?|indicates?|demonstrates?|reveals?|confirms?|found|estimates?|says?|remains?|requires?|makes?"
    r"|allows?|enables?|provides?|gives?|needs?|depends?|plays?|varies|becomes?|continues?|includes?|involves?)\b"
)
"""`Open data is …`: the verb of doing is a noun or an adjective after all."""
