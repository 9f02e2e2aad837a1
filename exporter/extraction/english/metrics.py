"""What a figure measures, found from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.extraction.english.phrases import VERB, direction, object_of, phrase, tidy
from exporter.extraction.english.units import Counted
from exporter.extraction.english.words import VERBS
from exporter.model import Change

_DOWN = "reduction|decrease|cut|decline|drop|fall|saving|savings"
_UP = "increase|growth|rise|gain|expansion|uplift"
_BETTER = "improvement|change|shift"
_CHANGE_AFTER = re.compile(
    (
        rf"\s(?:absolute\s|annual\s|yearly\s|average\s|net\s|overall\s|relative\s|[\w-]+ly\s"
        rf"|year[- ]on[- ]year\s)?(?P<word>{_DOWN}|{_UP}|{_BETTER})s?(?:\s(?:in|of|on|to|for|from)\s"
        rf"|(?=\s?[,.;]|$|\sby\b))"
    ),
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
    (
        r"\b(?:to|at|reach(?:es|ed|ing)?|of|hit(?:ting)?|is|are|be|cover(?:ing|s)?|into|achiev(?:e|es|ed"
        r"|ing)|attain(?:ing)?|remain(?:s)?|stay(?:s)?|total(?:ling|s)?|=|:)\s(?:a\s|an\s"
        r"|the\s)?(?:rate\sof\s|level\sof\s|total\sof\s|share\sof\s)?$"
    ),
    re.IGNORECASE,
)
_LIMITED = re.compile(
    (
        r"\b(?:keep(?:ing)?|hold(?:ing)?|limit(?:ing)?|maintain(?:ing)?|cap(?:ping)?|bring(?:ing)?"
        r"|push(?:ing)?|remain|stay|fall|drop|rise|stand|be|decline|grow)\s[^,;]{0,90}$"
    ),
    re.IGNORECASE,
)
_GAS = re.compile(r"CO2-?e?$")
_WINDOW = 150


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric and the words `sentence[start:end]` from which the indicator was read."""

    metric: str
    start: int
    end: int
    change: Change | None = None


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
            counted.noun, words_start, end, "level" if before.rstrip().endswith(" to") else direction(before)
        )
    more = re.match(r"\s(?P<word>fewer|less)\s", sentence[words_start:end])
    metric = counted.noun
    complement = re.match(
        (
            r"\s(?:of|for)\s(?!(?:the|a|an|our|up|at|over|under|less|more|about)\b)[a-z][\w-]+(?:\s(?!by\b"
            r"|in\b|and\b|to\b|at\b|for\b|with\b)[a-z][\w-]+){0,2}"
        ),
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
    """What a percentage measures, by the first of four readings that fits."""
    before = sentence[max(0, words_start - _WINDOW) : words_start]
    offset = words_start - len(before)
    sized = _SIZED.match(before)
    if sized and not offset and re.match(r"\sof\b", sentence[end:]):
        return Measured(tidy(sized["what"]), sized.start("what"), end, "level")
    made = _MADE.search(before)
    if made and (more := _COMPARATIVE.match(sentence, end)):
        return Measured(f"{tidy(made['what'])} {more['word']}", offset + made.start(), more.end(), "growth")
    after = _percent_after(sentence, words_start, end)
    share = _share(sentence, before, offset, end)
    if share or (after and after[1]):
        return share or (after[0] if after else None)
    noun = _CHANGE_BEFORE.search(before)
    if noun:
        return _changed_noun(sentence, noun, offset, end)
    by, to = _BY.search(before), _TO.search(before)
    mark = by or to
    measured_after = after and to and before[to.start() :].lower().startswith(_STATES) and _of_or_noun(sentence, end)
    found = object_of(before[: mark.start()]) if mark and not measured_after else None
    if found and mark:
        return _changed(before, found, mark, offset, end, by=bool(by))
    return after[0] if after else _kept(before, offset, end, marked=mark is not None)


_SIZED = re.compile(
    r"\W{0,4}(?P<what>(?!Target|Goal|Aim)[A-Z][a-z-]+s(?:\s[a-z]+){0,3}|[A-Z][a-z-]+\s[a-z]+s)\sof\s(?:between\s)?$"
)
"""`Surpluses of 3% of income`: the surpluses are measured."""
_MADE = re.compile(r"\b(?:mak(?:e|es|ing)|become|becoming|be|get)\s(?P<what>[^,;:]{0,60}?)\s?$")
_COMPARATIVE = re.compile(
    r"\s(?P<word>(?:more|less)\s[a-z]+|(?!(?:water|paper|power|timber|fewer|other|over)\b)[a-z]{3,}er)\b(?!\s[a-z]{4,})"
)
"""`make cans 10% lighter`: the thing and what it is to be more of."""
_STATES = ("be ", "achiev", "reach", "use", "cover", "is ", "are ", "of ", "source", "attain", "to ", "at ")


def _share(sentence: str, before: str, offset: int, end: int) -> Measured | None:
    """`cut leakage to 12% of supply`: leakage is measured, supply is what the share is of."""
    level = re.search(r"\bto\s$", before)
    found = object_of(before[: level.start()]) if level and _OF_AFTER.match(sentence, end) else None
    return _changed(before, found, level, offset, end, by=False) if found and level else None


def _kept(before: str, offset: int, end: int, *, marked: bool) -> Measured | None:
    """`keep prices below 3%`, `the rate remains at 2%`."""
    limited = _LIMITED.search(before)
    found = object_of(before)
    if found and (limited or not marked):
        return Measured(found[0], offset + found[1], end, "level" if limited else direction(before[found[1] :]))
    subject = tidy(re.split(r"[,;:]\s", before.strip())[-1]) if marked else ""
    return Measured(subject, offset, end, "level") if len(subject) > 2 else None  # noqa: PLR2004  a word


def _of_or_noun(sentence: str, end: int) -> bool:
    """`of residents`, `renewable electricity` stand after the figure: they, not the verb's object, are measured."""
    return bool(
        re.match(
            (
                r"\s(?:of\s|(?!by\b|in\b|from\b|over\b|and\b|or\b|compared\b|relative\b|each\b|per\b|until\b"
                r"|before\b|at\b|on(?!-)\b|through\b|across\b|within\b|for\b|to\b|with\b|when\b|as\b|while\b|annually\b"
                r"|no\b|during\b|this\b|the\b|against\b|versus\b)[a-zA-Z])"
            ),
            sentence[end:],
        )
    )


def _changed(before: str, found: tuple[str, int], mark: re.Match[str], offset: int, end: int, *, by: bool) -> Measured:
    verb = before[found[1] : mark.start()]
    change: Change | None = (direction(verb) or "growth") if by else "level"
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


def changing(sentence: str, end: int) -> tuple[int, Change]:
    """A bare `50% reduction`: where it ends and what it says; a level where no such noun follows."""
    change = _CHANGE_AFTER.match(sentence, end)
    return (change.end("word"), _change_of(change["word"])) if change else (end, "level")


_ADJECTIVES = re.compile(
    r"\s(?P<what>(?:[\w-]+(?:able|ible|ed|al|free|ic),?\s){1,3}(?:and\s|or\s)[\w-]+(?:able|ible|ed|al|free|ic)(?:\s(?!by\b|in\b|before\b|from\b|at\b|across\b)[a-z]\w+)?)"
)
"""`100% reusable, recyclable or compostable packaging`: commas between adjectives end no phrase."""


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
    listed = _ADJECTIVES.match(sentence, end)
    if listed:
        return Measured(listed["what"], words_start, listed.end(), "level"), False
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
        found = object_of(before[: mark.start()]) if mark else None
        if found and mark:
            return _changed(before, found, mark, offset, end, by=bool(by))
    link = re.match(
        (
            r"(?:\s(?:a year|per year|annually|each year|every year|over (?:the (?:next|coming) )?[\w-]+ years?))?"
            r"\s(?:to\s[a-z]{3,}(?:\sand\s[a-z]{3,})?|of|in|on|for|to|towards?|into|worth of)\s"
            r"(?:(?:support|fund|help|build|improve|develop|create|upgrade|deliver|expand)\s)?"
        ),
        sentence[end:],
    )
    if link:
        at = end + link.end()
        found_after = phrase(sentence, at)
        if found_after and not re.match(r"(?:19|20)\d\d|\d", found_after[0]):
            return Measured(found_after[0], words_start, at + len(found_after[1]))
    plain = re.match(
        (
            r"\s(?!by\b|in\b|from\b|over\b|and\b|or\b|per\b|each\b|a\b|until\b|before\b|at\b|on\b|through\b"
            r"|across\b|within\b|with\b|annually\b|be\b|is\b|are\b|was\b|were\b|has\b|have\b|will\b|shall\b)[a-zA-Z]"
        ),
        sentence[end:],
    )
    if plain:
        found_after = phrase(sentence, end)
        if found_after:
            return Measured(found_after[0], words_start, end + len(found_after[1]))
    sized = re.search(r"(?P<what>[A-Za-z-]+(?:\s[A-Za-z-]+){0,3})\s(?:of|worth|totalling|totaling|at)\s$", before)
    if sized:
        words = re.split(r"\b(?:an?|the)\s", sized["what"])[-1].split()
        what = " ".join(words[1:] if words[0].lower() in VERBS and len(words) > 1 else words)
        return Measured(tidy(what) or "amount", offset + sized.start(), end)
    gas = _GAS.search(sentence[words_start:end])
    found = ("CO2 emissions", words_start - offset) if gas else object_of(before)
    if found:
        return Measured(found[0], offset + found[1], end, direction(before[-40:] if gas else before[found[1] :]))
    doing = [match[0] for match in VERB.finditer(before) if match[0].lower() in VERBS - {"further"}]
    return Measured(doing[-1].lower() if doing else "amount", words_start, end)
