"""A spreadsheet's value as its number format shows it: what a reader of the sheet would quote."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_CONDITION = re.compile(r"\[[^\]]*\]")
_DATE_TOKEN = re.compile(r'y+|m+|d+|"([^"]*)"|\\(.)|[年月日/.-]', re.IGNORECASE)
_DECIMALS = re.compile(r"\.(0+)(?![0#?])")


def displayed(value: Any, number_format: str | None) -> str:
    """Text, stripped; dates as ISO unless the format is Chinese; percent and quoted units as the format says."""
    form = _CONDITION.sub("", (number_format or "General").split(";")[0])
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return _day(value, form)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, int | float):
        return _number(value, form)
    if isinstance(value, timedelta):
        return str(value)
    lines = (" ".join(line.split()) for line in str(value).replace("_x000D_", "").splitlines())
    return "\n".join(line for line in lines if line)


def _day(value: date, form: str) -> str:
    bare = _LITERAL.sub("", form).lower()
    if "年" in form or "月" in form:
        return "".join(_chinese(value, match) for match in _DATE_TOKEN.finditer(form))
    if "y" in bare and "m" in bare and "d" not in bare and "h" not in bare:
        return f"{value:%Y-%m}"
    clock = isinstance(value, datetime) and (value.hour or value.minute)
    return f"{value:%Y-%m-%d %H:%M}" if clock else f"{value:%Y-%m-%d}"


def _chinese(value: date, match: re.Match[str]) -> str:
    token = match.group().lower()
    if token[0] == "y":
        return f"{value.year:04}"[-2:] if len(token) == 2 else f"{value.year}"  # noqa: PLR2004  yy
    if token[0] == "m":
        return f"{value.month:02}" if len(token) == 2 else f"{value.month}"  # noqa: PLR2004  mm
    if token[0] == "d":
        return f"{value.day:02}" if len(token) == 2 else f"{value.day}"  # noqa: PLR2004  dd
    return match.group(1) or match.group(2) or match.group()


def _number(value: float, form: str) -> str:
    literals = [found.group(1) or found.group(2) or "" for found in _LITERAL.finditer(form)]
    bare = _LITERAL.sub("", form)
    percent = "%" in bare
    number = value * 100 if percent else value
    decimals = _DECIMALS.search(bare)
    if bare != "General" and decimals:
        text = f"{number:.{len(decimals.group(1))}f}"
    else:
        text = f"{number:.15g}" if abs(number) < 1e15 else f"{number:.0f}"  # noqa: PLR2004  a double's digits
    return text + ("%" if percent else "") + "".join(literals)
