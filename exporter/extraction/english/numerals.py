"""Numbers in English: figures with separators and scales, words, fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12} | SCALES
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}

_DIGITS = (
    r"(?<![\w.,/^#-])(?<!\d[–:])(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?!\d)|\d{1,15})(?P<decimals>\.\d{1,9})?"
)
_SCALE = (
    r"(?:(?:[ \u00a0-]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|mio|bn|mn|tn)\b)"
    r"|(?P<letter>[kKmMbB])(?![\w²³]))?"
)
_WORD = "|".join(sorted((*SMALL, *SCALES), key=len, reverse=True))
_WORDS = (
    rf"\b(?P<words>(?:(?:an? )(?=(?:hundred|thousand|million|billion|dozen)\b))?(?:{_WORD})(?:(?:[ -]"
    rf"| and |-and-)(?:{_WORD}))*)\b"
)
_FRACTION = (
    r"\b(?P<fraction>(?:(?P<top>one|two|three|four|five|a)[ -])(?P<part>half|third|quarter|fourth"
    r"|fifth|sixth|eighth|tenth)s?"
    r"|(?P<share>one|two|three|four|five|six|seven|eight|nine|\d{1,2}) out of (?:every )?"
    r"(?P<whole>two|three|four|five|six|seven|eight|nine|ten|\d{1,3})(?= [a-z])"
    r"|half(?= (?:of|the|its|our|their|all)\b))\b(?! (?:party|parties|edition|phase|time|reading"
    r"|session|world|sector|country|countries)\b)"
)
_NUMBER = re.compile(f"{_FRACTION}|{_WORDS}|{_DIGITS}{_SCALE}", re.IGNORECASE)

_CURRENCY = re.compile(r"(?:[$€£¥₹]|\b[A-Z]{3})\s?$")

Kind = Literal["figure", "word", "fraction"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in `text[start:end]`; a fraction's value is in per cent, rounded to two places (one third → 33.33)."""

    start: int
    end: int
    value: float
    kind: Kind


def spoken(words: str) -> float | None:
    """`two hundred and fifty thousand` → 250000; None where the words do not make one number (`five six`)."""
    total = current = 0.0
    last = 0.0
    for word in words.lower().replace("-", " ").split():
        if word in {"and", "a", "an"}:
            continue
        if word in SCALES:
            scale = SCALES[word]
            if word in {"hundred", "dozen"}:
                current = (current or 1) * scale
            else:
                total, current = total + (current or 1) * scale, 0.0
            last = scale
            continue
        value = SMALL[word]
        if current and not (last >= 100 or (last >= 20 and value < 10)):  # noqa: PLR2004  twenty five, hundred twenty
            return None
        current, last = current + value, float(value)
    return total + current


def _figure(match: re.Match[str]) -> Number:
    digits = re.sub(r"\D", "", match["digits"]) + (match["decimals"] or "")
    scale, end = match["scale"] or match["letter"], match.end()
    before = match.string[max(0, match.start() - 5) : match.start()]
    if match["letter"] in {"m", "b", "B"} and not _CURRENCY.search(before):  # 5m is five metres, $5m is money
        scale, end = None, end - 1
    value = float(digits) * (_SUFFIXES[scale.lower()] if scale else 1)
    return Number(match.start(), end, float(round(value, 9)), "figure")


def _count(word: str) -> float:
    return float(word) if word.isdigit() else float(SMALL[word.lower()])


def _fraction(match: re.Match[str]) -> Number:
    if match["share"]:
        value = 100 * _count(match["share"]) / (_count(match["whole"]) or 1)
        return Number(match.start(), match.end(), round(value, 2), "fraction")
    top = (match["top"] or "one").lower()
    part = (match["part"] or "half").lower()
    value = 100 * (1 if top == "a" else SMALL[top]) / _PARTS[part]
    return Number(match.start(), match.end(), round(value, 2), "fraction")


def numbers(text: str) -> list[Number]:
    """Every number of a text, in order. What it counts, and whether it is a date or a name, is not decided here."""
    found = []
    for match in _NUMBER.finditer(text):
        if match["fraction"]:
            found.append(_fraction(match))
        elif match["words"]:
            value = spoken(match["words"])
            if value is not None:
                found.append(Number(match.start(), match.end(), value, "word"))
        else:
            found.append(_figure(match))
    return found
