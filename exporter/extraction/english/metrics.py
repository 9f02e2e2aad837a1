"""What a figure measures, found from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.extraction.english.units import Counted
from exporter.extraction.english.words import NOUN_LIKE, VERBS, gerunds
from exporter.model import Change

_DOWN = "reduction|decrease|cut|decline|drop|fall|saving|savings"
_UP = "increase|growth|rise|gain|expansion|uplift"
_BETTER = "improvement|change|shift"
_CHANGE_AFTER = re.compile(
    rf"\s(?:absolute\s|annual\s|yearly\s|average\s|net\s|overall\s|relative\s|[\w-]+ly\s|year[- ]on[- ]year\s)?(?P<word>{_DOWN}|{_UP}|{_BETTER})s?(?:\s(?:in|of|on|to|for|from)\s|(?=\s?[,.;]|$|\sby\b))",
    re.IGNORECASE,
)
_LESS_AFTER = re.compile(r"\s(?P<word>less|fewer|lower|more|higher|greater|faster)\s", re.IGNORECASE)
_OF_AFTER = re.compile(r"\s(?:of\s(?:all\s|the\s|our\s|its\s|their\s|total\s)*)", re.IGNORECASE)
_CHANGE_BEFORE = re.compile(
    rf"\b(?P<word>{_DOWN}|{_UP}|{_BETTER})s?\s(?:in\s(?P<object>[^,;:]{{2,90}}?)\s)?(?:of|by)\s(?:the\s|a\s)?$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bby\s(?:an?\s(?:average|additional|total|further)(?:\sof)?\s|a\s|another\s|as\smuch\sas\s)?$", re.IGNORECASE
)
_TO = re.compile(
    r"\b(?:to|at|reach(?:es|ed|ing)?|of|hit(?:ting)?|is|are|be|cover(?:ing|s)?|into|achiev(?:e|es|ed|ing)|attain(?:ing)?|remain(?:s)?|stay(?:s)?|total(?:ling|s)?|=|:)\s(?:a\s|an\s|the\s)?(?:rate\sof\s|level\sof\s|total\sof\s|share\sof\s)?$",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:keep(?:ing)?|hold(?:ing)?|limit(?:ing)?|maintain(?:ing)?|cap(?:ping)?|bring(?:ing)?|push(?:ing)?|remain|stay|fall|drop|rise|stand|be|decline|grow)\s[^,;]{0,90}$",
    re.IGNORECASE,
)
_FALLS = re.compile(
    r"\b(?:reduc|cut|decreas|lower|slash|shrink|curb|declin|fall|drop|minimi[sz]|shorten|sav)", re.IGNORECASE
)
_RISES = re.compile(
    r"\b(?:increas|rais|grow|expand|boost|improv|rise|rising|enhanc|enlarg|lift|strengthen|extend|accelerat|multipl)",
    re.IGNORECASE,
)
_CHANGING = frozenset(
    """reduce cut decrease lower slash shrink curb decline fall drop minimise minimize shorten save increase raise grow expand boost improve rise enhance enlarge lift strengthen extend
    bring keep hold maintain limit cap push drive scale double take get reach achieve attain ensure transition convert switch move supply source make widen""".split()
)
_VERB = re.compile(r"[A-Za-z][a-z-]+")
_SUBJECT_END = re.compile(
    r"\s(?:will|shall|must|is to|are to|should|to|has to|have to|is set to|are set to|is expected to|are expected to)\s(?:also\s|then\s|have\s|be\s|\w+ly\s)?(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
_HEAD_CUT = re.compile(
    r"^(?:(?:and|or|but|also|that|then|to|by|the|a|an|our|its|their|all|we|of|for|with|at least|every|own|total|overall|further|have|has|is|are|will|shall|aim|aims|plan|plans|commit|committed)\s)+",
    re.IGNORECASE,
)
_TAIL_CUT = re.compile(
    r"\s?(?:[,;:]|\.(?:\s|$)|\((?![A-Za-z0-9]{2,6}\))|\b(?:by|until|before|in|from|over|no later than|starting|since|during|within|through|between)\s(?:the\s)?(?:end\s(?:of\s)?|start\s(?:of\s)?|mid[- ]?|early\s|late\s|next\s|coming\s|a\s|our\s)?(?:the\s)?(?:19|20)\d\d"
    r"|\b(?:compared|relative|versus|while|which|that|so that|in order|and (?:will|the|we|then|ensure|by|to|\d+(?:%|\s[a-z]))|against|(?:by|over|within|in) (?:the )?(?:end|next|coming|year|this|\d)|by means|each year|per year|annually|a year|every year|through (?:the|a|our)|using|per capita|by (?:reducing|increasing|using|improving|investing|switching|working|expanding|building|introducing))\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_CONJOINED = re.compile(r"\s?(?:,\s|\s)(?:and\s|or\s)?(?P<verb>[a-z-]+)\s")
_NOUN_BEFORE = re.compile(
    r"\b(?:the|a|an|our|its|their|in|of|this|that|from|by|any|no|electricity|water|energy|land|food|wage|price|tax|job)\s$",
    re.IGNORECASE,
)
_WITH_OBJECT = re.compile(
    r"(?:the|a|an|our|its|their|all|at|every|each|more)\b|(?:[\w-]+\s){1,5}(?:by|to)\s(?:at\s|\d)"
)
_SHORT = 90
_WINDOW = 150


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric and the words `sentence[start:end]` from which the indicator was read."""

    metric: str
    start: int
    end: int
    change: Change | None = None


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
    raw = _before_verb(_TAIL_CUT.sub("", raw))
    metric = tidy(raw)
    return (metric, raw) if metric else None


def _before_verb(raw: str) -> str:
    """A phrase ends where the next clause begins: `… energy efficiency and transition all buildings`."""
    for match in _CONJOINED.finditer(raw):
        joined = raw[match.start() : match.start("verb")].strip()
        if match["verb"] not in VERBS or joined not in {",", ", and", "and", "or", ", or"}:
            continue
        if match["verb"] not in NOUN_LIKE or _WITH_OBJECT.match(raw, match.end()):
            return raw[: match.start()]
    return raw


def _direction(words: str) -> Change | None:
    down = list(_FALLS.finditer(words))
    up = list(_RISES.finditer(words))
    if not down and not up:
        return None
    return "reduction" if (down[-1].start() if down else -1) > (up[-1].start() if up else -1) else "growth"


def _object(before: str) -> tuple[str, int] | None:
    """What the last verb of doing before the figure acts on, and where its verb stands."""
    verbs = [
        match
        for match in _VERB.finditer(before)
        if _doing(match[0].lower()) and not _NOUN_BEFORE.search(before[: match.start()])
    ]
    for match in reversed(verbs):
        words = before[match.end() :]
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
        return (
            (metric, start)
            if metric and not re.match(r"^(?:we|it|they|this|companies)$", metric, re.IGNORECASE)
            else None
        )
    return None


def _doing(word: str) -> bool:
    return (
        word in _CHANGING
        or gerunds().get(word, "") in _CHANGING
        or word in {"keeping", "rising", "falling", "bringing", "reduced", "increased", "cutting"}
    )


def find(sentence: str, words_start: int, end: int, counted: Counted) -> Measured | None:
    """The metric of the figure whose words are `sentence[words_start:end]`."""
    if counted.noun:
        return _of_noun(sentence, words_start, end, counted)
    if counted.percent:
        return _of_percent(sentence, words_start, end)
    return _of_measure(sentence, words_start, end)


def _of_noun(sentence: str, words_start: int, end: int, counted: Counted) -> Measured:
    before = sentence[max(0, words_start - _WINDOW) : words_start]
    if counted.noun.startswith("number of "):
        return Measured(
            counted.noun, words_start, end, "level" if before.rstrip().endswith(" to") else _direction(before)
        )
    more = re.match(r"\s(?P<word>fewer|less)\s", sentence[words_start:end])
    metric = counted.noun
    complement = re.match(
        r"\s(?:of|for)\s(?!(?:the|a|an|our)\b)[a-z][\w-]+(?:\s(?!by\b|in\b|and\b|to\b|at\b|for\b|with\b)[a-z][\w-]+){0,2}",
        sentence[end:],
    )
    if complement:
        return Measured(
            metric + tidy_complement(complement[0]), words_start, end + complement.end(), "reduction" if more else None
        )
    return Measured(metric, words_start, end, "reduction" if more else None)


def tidy_complement(words: str) -> str:
    """` of social housing` as it is added to a metric."""
    return " " + words.strip()


def _of_percent(sentence: str, words_start: int, end: int) -> Measured | None:
    after = _percent_after(sentence, words_start, end)
    before = sentence[max(0, words_start - _WINDOW) : words_start]
    offset = words_start - len(before)
    if after and after[1]:
        return after[0]
    noun = _CHANGE_BEFORE.search(before)
    if noun:
        return _changed_noun(sentence, noun, offset, end)
    by, to = _BY.search(before), _TO.search(before)
    mark = by or to
    if mark and not (
        after
        and to
        and before[mark.start() :]
        .lower()
        .startswith(("be ", "achiev", "reach", "use", "cover", "is ", "are ", "of ", "source", "attain", "to ", "at "))
        and _of_or_noun(sentence, end)
    ):
        found = _object(before[: mark.start()])
        if found:
            return _changed(before, found, mark, offset, end, by=bool(by))
    if after:
        return after[0]
    limited = _LIMITED.search(before)
    found = _object(before)
    if found and (limited or mark is None):
        return Measured(found[0], offset + found[1], end, "level" if limited else _direction(before[found[1] :]))
    subject = tidy(re.split(r"[,;:]\s", before.strip())[-1]) if mark else ""
    return Measured(subject, offset, end, "level") if len(subject) > 2 else None  # noqa: PLR2004  a word


def _of_or_noun(sentence: str, end: int) -> bool:
    """`of residents`, `renewable electricity` stand after the figure: they, not the verb's object, are measured."""
    return bool(
        re.match(
            r"\s(?:of\s|(?!by\b|in\b|from\b|over\b|and\b|or\b|compared\b|relative\b|each\b|per\b|until\b|before\b|at\b|on\b|through\b|across\b|within\b|for\b|to\b|with\b|when\b|as\b|while\b|annually\b|no\b|during\b|this\b|the\b|against\b|versus\b)[a-zA-Z])",
            sentence[end:],
        )
    )


def _changed(before: str, found: tuple[str, int], mark: re.Match[str], offset: int, end: int, *, by: bool) -> Measured:
    verb = before[found[1] : mark.start()]
    change: Change | None = (_direction(verb) or "growth") if by else "level"
    return Measured(found[0], offset + found[1], end, change)


def _changed_noun(sentence: str, noun: re.Match[str], offset: int, end: int) -> Measured | None:
    """`a reduction in waste of 20%`, `a reduction of 20% in waste`."""
    change = _change_of(noun["word"])
    if noun["object"]:
        return Measured(tidy(noun["object"]), offset + noun.start(), end, change)
    following = re.match(r"\s(?:in|of|on|to)\s", sentence[end:])
    if following:
        found = phrase(sentence, end + following.end())
        if found:
            return Measured(found[0], offset + noun.start(), end + following.end() + len(found[1]), change)
    words = re.search(r"((?:[\w-]+\s){1,5})$", sentence[max(0, offset + noun.start() - 60) : offset + noun.start()])
    metric = tidy(words[1]) if words else ""
    return Measured(metric or noun["word"].lower(), offset + noun.start(), end, change)


def _change_of(word: str, object_: str = "") -> Change:
    small = word.lower()
    if re.fullmatch(_DOWN, small) or small in {"less", "fewer", "lower", "faster"}:
        return "reduction"
    if small == "improvement" and re.search(
        r"\b(?:spill|accident|injur|incident|waste|emission|intensity|loss|error|release|delay|crime)",
        object_,
        re.IGNORECASE,
    ):
        return "reduction"
    return "growth"


def _percent_after(sentence: str, words_start: int, end: int) -> tuple[Measured, bool] | None:
    """A metric that follows its percentage, and whether that is beyond doubt (`25% reduction in …`, `80% of …`)."""
    for pattern in (_CHANGE_AFTER, _LESS_AFTER):
        change = pattern.match(sentence, end)
        if change:
            found = phrase(sentence, change.end())
            if found:
                kind = _change_of(change["word"], found[0])
                return Measured(found[0], words_start, change.end() + len(found[1]), kind), True
            return None
    of = _OF_AFTER.match(sentence, end)
    if of:
        found = phrase(sentence, of.end())
        return (Measured(found[0], words_start, of.end() + len(found[1]), "level"), True) if found else None
    if not _of_or_noun(sentence, end):
        return None
    found = phrase(sentence, end)
    return (Measured(found[0], words_start, end + len(found[1]), "level"), False) if found else None


def _of_measure(sentence: str, words_start: int, end: int) -> Measured:
    """Money and measures: `of`, `for`, `in`, `to` what follows; else what the verb before acts on."""
    before = sentence[max(0, words_start - _WINDOW) : words_start]
    offset = words_start - len(before)
    by, to = _BY.search(before), _TO.search(before)
    if by or (to and not re.search(r"\b(?:of|at)\s$", before)):
        mark = by or to
        found = _object(before[: mark.start()]) if mark else None
        if found and mark:
            return _changed(before, found, mark, offset, end, by=bool(by))
    link = re.match(
        r"(?:\s(?:a year|per year|annually|each year|every year))?\s(?:of|in|on|for|to|towards?|into|worth of)\s(?:(?:support|fund|help|build|improve|develop|create|upgrade|deliver|expand)\s)?",
        sentence[end:],
    )
    if link:
        at = end + link.end()
        found_after = phrase(sentence, at)
        if found_after and not re.match(r"(?:19|20)\d\d|\d", found_after[0]):
            return Measured(found_after[0], words_start, at + len(found_after[1]))
    plain = re.match(
        r"\s(?!by\b|in\b|from\b|over\b|and\b|or\b|per\b|each\b|a\b|until\b|before\b|at\b|on\b|through\b|across\b|within\b|with\b|annually\b)[a-zA-Z]",
        sentence[end:],
    )
    if plain:
        found_after = phrase(sentence, end)
        if found_after:
            return Measured(found_after[0], words_start, end + len(found_after[1]))
    found = _object(before)
    if found:
        return Measured(found[0], offset + found[1], end, _direction(before[found[1] :]))
    words = re.findall(r"[A-Za-z][\w-]*", before)
    return Measured(tidy(" ".join(words[-5:])) or "amount", words_start, end)
