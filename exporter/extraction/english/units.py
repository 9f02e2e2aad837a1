"""What English figures count: money, measures, nouns."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SYMBOLS = r"(?:(?:US|CA|AU|NZ|HK|C|A|S|R|NT)?\$|€|£|¥|₹|₩)"
_CODES = "USD|CAD|AUD|NZD|HKD|SGD|EUR|GBP|JPY|CNY|RMB|INR|KRW|CHF|SEK|NOK|DKK|ZAR|BRL|MXN|Rs\\.?"
MONEY_BEFORE = re.compile(rf"(?P<unit>{_SYMBOLS}|\b(?:{_CODES}))\s?$")
_MONEY_AFTER = re.compile(
    rf"\s(?P<unit>(?:US |Canadian |Australian |Hong Kong )?dollars|euros?|pounds(?: sterling)?|yuan"
    rf"|renminbi|rupees|yen|kronor|kroner|rand|(?:{_CODES})\b)"
)
_SIGNS = {
    "US$": "$",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "CA$": "C$",
    "CAD": "C$",
    "AU$": "A$",
    "AUD": "A$",
    "dollars": "$",
    "US dollars": "$",
    "euro": "€",
    "euros": "€",
    "pounds": "£",
    "pounds sterling": "£",
    "RMB": "yuan",
    "CNY": "yuan",
}
_PERCENT = re.compile(
    (
        r"\s?(?:%|％|per[ -]?cents?\b|pct\b)(?P<points>(?:age)?[ -]points?\b)?"
        r"|\s?(?P<pp>percentage[ -]points?\b|pp\b|ppts?\b)"
    ),
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"""[\s-]?(?P<unit>
    (?:metric\s|million\s)?(?:tonnes|tons)(?:\sof\sCO2e?|\sCO2e?)?|tCO2e?|[kMG]tCO2e?|MtCO2-?e|kg|kilograms?|grams?
      |mt|kt
    |square\s(?:metres|meters|kilometres|kilometers|feet|miles)|sq\.?\s?(?:m|km|ft)|m[2²]|km[2²]|cubic\smet(?:re
      |er)s|m[3³]
    |kilomet(?:re|er)s|km/h|km|mph|miles|met(?:re|er)s|hectares?|ha|acres?|litres?|liters?|gallons?|megalitres
    |[kMGT]W(?:h|p)?|(?:mega|giga|kilo|tera)watt(?:s|[ -]?hours?)?|[GTPM]J|[kMG]bps|[GTP]B|mg|µg
    )(?![\w²³])""",
    re.VERBOSE,
)
_TIME = re.compile(
    r"[\s-](?:working\s|business\s|calendar\s)?(?P<unit>seconds|minutes|hours|days|weeks|months|years)\b"
)
_TOKEN = re.compile(r"\s?(?P<word>[A-Za-z][\w’'/-]*)(?P<bracket>\s\([\w\s.&-]{1,24}\))?")
_IRREGULAR_WORDS = """
people children women men youth staff personnel police feet mice teeth media data criteria households wildlife
fish sheep aircraft species series cattle livestock housing
"""
_IRREGULAR = frozenset(_IRREGULAR_WORDS.split())
_STOP_WORDS = """
in on at by to for from with across through per that which who whom whose and or over under within as via during
is are was were will shall has have had be annually yearly using where each every between including until before
after into of than but so if when while such available about against along among around without towards toward
upon onto off out up down not no we they it its their our this these those the a an both all would can could may
must should also then only year month week day
"""
_STOP = frozenset(_STOP_WORDS.split())
_SINGULAR_S_WORDS = """
access business process progress class glass gas bus campus status focus analysis basis news wireless address
congress loss mass pass press stress success express us census bonus virus plus series less fitness wellness
awareness readiness tennis
"""
_SINGULAR_S = frozenset(_SINGULAR_S_WORDS.split())
_GENERIC_WORDS = """
new additional more extra further other different separate individual major key local public large small fully
high quality high-quality
"""
_RHYTHMS = frozenset({"monthly", "weekly", "daily", "quarterly", "annually", "yearly"})
_GENERIC = frozenset(_GENERIC_WORDS.split())
_COMPOUND = {"servants", "officers", "places", "members", "units", "stations", "points", "spaces", "sets"}
_ABSTRACT_WORDS = """
priorities areas pillars themes ways strands phases stages parts sections chapters categories types kinds levels
tiers aspects fronts challenges reasons dimensions factors elements topics times sides pages years days weeks months
"""
_ABSTRACT = frozenset(_ABSTRACT_WORDS.split())
"""What a text counts to put itself in order: `three priorities: …` is no target."""
_LIMIT = 7
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands after a figure: its unit, and the noun phrase `text[start:end]` with its head."""

    unit: str
    end: int
    noun: str = ""
    measured: bool = False
    percent: bool = False


def percent(text: str, at: int) -> Counted | None:
    """`%`, `per cent`, `percentage points`."""
    found = _PERCENT.match(text, at)
    if not found:
        return None
    unit = "percentage points" if found["points"] or found["pp"] else "%"
    return Counted(unit, found.end(), measured=True, percent=True)


def money(text: str, start: int, end: int) -> tuple[Counted, int] | None:
    """A currency before or after the figure, and where the amount begins."""
    before = MONEY_BEFORE.search(text[max(0, start - 6) : start])
    if before:
        unit = before["unit"]
        begin = start - len(before[0])
        after = _MONEY_AFTER.match(text, end)
        return Counted(_SIGNS.get(unit, unit), after.end() if after else end, measured=True), begin
    after = _MONEY_AFTER.match(text, end)
    if after:
        return Counted(_SIGNS.get(after["unit"], after["unit"]), after.end(), measured=True), start
    return None


def measure(text: str, end: int) -> Counted | None:
    """Tonnes, kilometres, hectares, megawatts."""
    found = _MEASURE.match(text, end)
    return Counted(found["unit"], found.end(), measured=True) if found else None


def time(text: str, end: int) -> Counted | None:
    """Days, hours: a target only where a time is shortened."""
    found = _TIME.match(text, end)
    return Counted(found["unit"], found.end(), measured=True) if found else None


def plural(word: str) -> bool:
    """Whether a word can be what is counted."""
    small = word.lower().rsplit("-", 1)[-1]
    return small in _IRREGULAR or (
        len(small) > _SHORTEST
        and small.endswith("s")
        and small not in _SINGULAR_S
        and not small.endswith(("ss", "ous", "'s", "’s"))
    )


def noun(text: str, end: int, *, one: bool = False) -> Counted | None:
    """The noun phrase after a figure, up to its plural head: `12 new community gardens` → gardens."""
    at = end
    words: list[str] = []
    head: int | None = None
    while len(words) < _LIMIT:
        found = _TOKEN.match(text, at)
        if not found or not (found[0][0].isspace()) or found["word"].lower() in _STOP:
            break
        if head is not None and not plural(found["word"]):
            break
        words.append(found["word"])
        at = found.end("word")
        if plural(found["word"]):
            head = len(words)
        if found["bracket"] and head is None:
            at = found.end()
    if head is None:
        if not one or not words or words[-1].endswith("ed"):
            return None
        head = len(words)
    phrase = words[:head]
    if phrase[-1].lower() in _ABSTRACT or (len(phrase) == 1 and phrase[0].lower() in _RHYTHMS):
        return None
    at = end
    for word in phrase:
        at = text.index(word, at) + len(word)
    unit = " ".join(phrase[-2:]) if phrase[-1].lower() in _COMPOUND and len(phrase) > 1 else phrase[-1]
    core = [word for number, word in enumerate(phrase) if word.lower() not in _GENERIC or number == len(phrase) - 1]
    return Counted(unit, at, " ".join(core))
