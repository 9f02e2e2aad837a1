"""Cutting a text to the room a server gives it, counted as it counts, never inside what people see as one sign."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

ELLIPSIS = "…"
Size = Callable[[str], int]
_JOINER = "\u200d"


def utf16(text: str) -> int:
    """Length in UTF-16 units, as Java, JavaScript and Windows count."""
    return len(text.encode("utf-16-le", "replace")) // 2


def octets(text: str) -> int:
    """Length in bytes of UTF-8."""
    return len(text.encode("utf-8", "replace"))


def clip(text: str, room: int, size: Size = len) -> str:
    """At most `room` by `size` (characters, unless told), with an ellipsis where something is missing."""
    if size(text) <= room:
        return text
    left = room - size(ELLIPSIS)
    end = 0
    for end, sign in enumerate(text):  # noqa: B007  used after the loop
        left -= size(sign)
        if left < 0:
            break
    while end and _joined(text, end):
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def _joined(text: str, place: int) -> bool:
    """Whether the sign at a place belongs to the one before it: an accent, a variant, a joined or coloured emoji."""
    sign = text[place]
    return (
        sign == _JOINER
        or text[place - 1] == _JOINER
        or unicodedata.category(sign) in {"Mn", "Me", "Mc"}
        or "\U0001f3fb" <= sign <= "\U0001f3ff"
    )
