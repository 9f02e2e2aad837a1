"""Dates, numbers, and yes or no as people write them; what cannot be read is passed on, for the schema to name."""

from __future__ import annotations

import math
import re
from typing import Any

_TRUE = frozenset({"true", "yes", "on", "是", "√", "✓", "✔"})
_FALSE = frozenset({"false", "no", "off", "否"})
_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_LONGEST_NUMBER = 400


def day(text: str) -> str:
    """2018/6/30, 2018.6.30 and 2018年6月30日 as ISO dates; the schema says whether there is such a day."""
    match = _DAY.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def flag(text: str) -> Any:
    """Yes or no as a boolean."""
    return text.lower() in _TRUE if text.lower() in _TRUE | _FALSE else text


def number(text: str) -> Any:
    """1,000 and 40.5 as numbers."""
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return text
    narrow = text.replace(",", "")
    value = int(narrow) if narrow.lstrip("+-").isdigit() else float(narrow)
    return value if math.isfinite(value) else text
