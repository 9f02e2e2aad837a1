"""Numbers as Chinese writes them: 1.2万, 二十, 三千五百万, 三分之一, 两成, 百分之五.

Everything here reads *folded* text (see fold.py): ASCII digits, simplified characters.
"""

from __future__ import annotations

import re

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}

CHINESE = r"[零〇一二两三四五六七八九十百千万亿]"
MAGNITUDE = r"(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏卡])|百(?![分度]))"
ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|(?<=[\u4e00-\u9fff])\d{1,3}(?: \d{3})+(?![\d., ])|\d+)(?: ?\. ?\d+)?"


def read_chinese(text: str) -> float | None:
    """Value of a Chinese numeral without a fraction (二十 → 20, 一百零五 → 105, 二〇一八 → 2018), or None.

    Bare magnitudes count one: 百 → 100, 万 → 10000; 一百二 is 120 as in speech.
    """
    if not text:
        return None
    if all(c in DIGITS for c in text):
        return float(int("".join(str(DIGITS[c]) for c in text)))
    total, section, digit, unit = 0.0, 0.0, -1, 1
    for c in text:
        if c in DIGITS:
            if digit > 0:
                return None
            digit, unit = DIGITS[c], 1 if DIGITS[c] == 0 else unit
        elif c in _TENS:
            section += (digit if digit > 0 else 1) * _TENS[c]
            digit, unit = -1, _TENS[c]
        elif c in _BIG:
            section += max(digit, 0)
            amount = (section or (0 if total else 1)) * _BIG[c]
            total = (total + section) * _BIG[c] if 0 < total < _BIG[c] else total + amount
            section, digit, unit = 0.0, -1, _BIG[c]
        else:
            return None
    if digit > 0:
        section += digit * (unit // 10 if unit >= 100 else 1)  # noqa: PLR2004  一百二 means 120, 一万二 12000
    return total + section


def read_magnitude(text: str) -> float:
    """万 → 10000, 千万 → 10**7, 万亿 → 10**12, "" → 1."""
    value = 1.0
    for c in text:
        value *= _TENS.get(c) or _BIG.get(c) or 1
    return value


def read_arabic(text: str) -> float:
    """Digits with a decimal point, group commas and stray spaces."""
    return float(text.replace(",", "").replace(" ", ""))


_ANY = re.compile(
    rf"(?P<arabic>{ARABIC})(?P<magnitude>{MAGNITUDE})?|(?P<chinese>{CHINESE}+(?:点[零〇一二三四五六七八九]+)?)"
)


def read_number(text: str) -> float | None:
    """Any whole or decimal number, Arabic or Chinese: 1.2万 → 12000, 三点五 → 3.5; None when it is none."""
    found = _ANY.fullmatch(text)
    if not found:
        return None
    if found["arabic"]:
        return clean(read_arabic(found["arabic"]) * read_magnitude(found["magnitude"] or ""))
    whole, _, decimals = found["chinese"].partition("点")
    value = read_chinese(whole)
    if value is None or not decimals:
        return value
    return value + float("0." + "".join(str(DIGITS[c]) for c in decimals))


def read_fraction(denominator: str, numerator: str) -> float | None:
    """三分之一 → 33.33 (percent, two decimals as people say it), 百分之五 → 5."""
    below = read_number(denominator)
    above = read_number(numerator)
    if not below or above is None:
        return None
    return clean(round(above / below * 100, 2) if below not in _PARTS else above * 100 / below)


_PARTS = (100.0, 1000.0, 10000.0)


def clean(value: float) -> float:
    """Undo binary noise: 1.1 * 10000 is 11000, not 11000.000000000002."""
    return float(f"{value:.12g}")


def write_chinese(number: int) -> str:
    """The usual written form of 0 ≤ number < 10**12: 105 → 一百零五, 20000 → 二万."""
    if number == 0:
        return "零"
    parts: list[str] = []
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, size)
        if not group:
            continue
        if parts and group < 1000:  # noqa: PLR2004  a gap before the group is read 零
            parts.append("零")
        parts.append(_group(group) + name)
    text = "".join(parts)
    return text[1:] if text.startswith("一十") else text


def _group(number: int) -> str:
    text, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return text
