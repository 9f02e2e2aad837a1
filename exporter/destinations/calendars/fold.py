r"""Folding of content lines (RFC 5545, 3.1): at most 75 octets, never inside a character or an escape.

icalendar 7.3 folds too, but counts characters one by one and still splits `\\` in the middle; some readers then see a
lone backslash at the end of a line.
"""

from __future__ import annotations

import re

LIMIT = 75
"""Octets of one physical line, its line end not counted."""

BREAK = b"\r\n "
_BREAKS = re.compile(rb"\r?\n[ \t]")
_BACKSLASH = ord("\\")
_CARET = ord("^")


def fold(line: str) -> bytes:
    """One content line as UTF-8, folded where needed, without its last line end. `line` holds no line end itself."""
    data = line.encode("utf-8", "replace")
    if len(data) <= LIMIT:
        return data
    pieces = []
    start, room = 0, LIMIT
    while len(data) - start > room:
        cut = _border(data, start, start + room)
        pieces.append(data[start:cut])
        start, room = cut, LIMIT - 1  # the blank after a line break counts
    pieces.append(data[start:])
    return BREAK.join(pieces)


def unfold(data: bytes) -> bytes:
    """Physical lines joined again; also those that other programs broke in the middle of a character."""
    plain = data.replace(BREAK, b"")
    return _BREAKS.sub(b"", data) if b"\n" in plain else plain


def _border(data: bytes, start: int, end: int) -> int:
    """The last place at or before `end` where the line may be broken."""
    while data[end] & 0xC0 == 0x80:  # noqa: PLR2004  a continuation octet of UTF-8
        end -= 1
    if data[end - 1] == _CARET:  # ^n, ^' and ^^ of RFC 6868 parameters
        end -= _run(data, start, end, _CARET) % 2
    if data[end - 1] == _BACKSLASH:
        end -= _run(data, start, end, _BACKSLASH) % 2
    return end


def _run(data: bytes, start: int, end: int, octet: int) -> int:
    """How many times `octet` stands right before `end`; an odd run opens an escape there."""
    position = end
    while position > start and data[position - 1] == octet:
        position -= 1
    return end - position
