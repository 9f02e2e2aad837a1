r"""Property values as the profile wants them, made by icalendar's own types and read back.

Texts are escaped here, for icalendar's `vText` takes a literal `\N` for a line break; what it leaves to its caller is
done too: controls are taken out and times are UTC.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from icalendar.prop import vDate, vDatetime, vDuration, vInt, vUri

from exporter.destinations.calendars.content import Line

_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_ESCAPED = re.compile(r"\\([\\;,nN])")
_COMMA = re.compile(r"(?<!\\)((?:\\\\)*),")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# C0 and C1 controls, the marks that turn the writing direction round, lone surrogates, a BOM in the middle of a text.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?")
_YEARS = (1000, 9000)


def clean(text: str) -> str:
    """Without control characters; every kind of line end becomes a plain one, blanks at the ends of lines go."""
    text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def one_line(text: str) -> str:
    r"""Clean, on one line, and without a backslash: many programs show `\n` in a title as it stands."""
    return " ".join(clean(text).replace("\\", "＼").split())


def escape(text: str) -> str:
    """A text as it stands behind the colon, by RFC 5545, 3.3.11: each character once."""
    return text.translate(_ESCAPES)


def unescape(value: str) -> str:
    """The text that stands escaped behind the colon."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def texts(value: str) -> list[str]:
    """The texts of a list such as CATEGORIES."""
    return [unescape(piece) for piece in _COMMA.sub("\\1\n", value).split("\n")]


def text_line(name: str, text: str) -> str:
    """A TEXT property, such as SUMMARY."""
    return f"{name}:{escape(text)}"


def list_line(name: str, entries: Iterable[str]) -> str:
    """A list of texts, such as CATEGORIES."""
    return f"{name}:" + ",".join(escape(entry) for entry in entries)


def date_line(name: str, day: date) -> str:
    """A day without a time and so without a zone: DTSTART;VALUE=DATE:20181231."""
    return f"{name};VALUE=DATE:{_ical(vDate, day)}"


def moment_line(name: str, moment: datetime) -> str:
    """A time in UTC: DTSTAMP:20180301T000000Z."""
    return f"{name}:{_ical(vDatetime, moment.astimezone(UTC))}"


def number_line(name: str, number: int) -> str:
    """A whole number, such as SEQUENCE."""
    return f"{name}:{_ical(vInt, number)}"


def uri_line(name: str, address: str) -> str:
    """An address, such as URL."""
    return f"{name}:{_ical(vUri, address)}"


def duration(span: timedelta) -> str:
    """The value of a DURATION: -P1DT15H."""
    return _ical(vDuration, span)


@lru_cache(maxsize=4096)
def _ical(kind: Callable[[Any], Any], value: Any) -> str:
    """What icalendar writes; plans have many tasks and few dates, so it is asked once for each."""
    written = kind(value).to_ical()
    return written.decode("utf-8") if isinstance(written, bytes) else str(written)


def day_of(line: Line | None) -> tuple[date, bool] | None:
    """The day of a DATE or DATE-TIME as it is written, whatever its zone, and whether it is midnight or a bare date.

    None where there is no line or its value is no day.
    """
    found = _stamp(line)
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day, not found[4] or found[4] + found[5] + found[6] == "000000"


def moment_of(line: Line | None) -> datetime | None:
    """The time of a DATE-TIME; one without Z is taken as UTC, for only later or earlier matters."""
    found = _stamp(line)
    if not found or found[4] is None:
        return None
    try:
        return datetime(*(int(found[i]) for i in range(1, 7)), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def _stamp(line: Line | None) -> re.Match[str] | None:
    """The digits of a day or time, unless its year is so far off that no day could be added to it or taken away."""
    found = _STAMP.fullmatch(line.value.strip()) if line else None
    return found if found and _YEARS[0] < int(found[1]) < _YEARS[1] else None


def number_of(line: Line | None) -> int | None:
    """The value of an INTEGER."""
    value = line.value.strip() if line else ""
    return int(value) if re.fullmatch(r"[+-]?[0-9]{1,10}", value) else None
