"""A quick yes for valid records: jsonschema-rs in front of jsonschema, where the extra `fast` is installed.

It only says that a record is valid; whatever it does not pass, jsonschema judges and explains, so that the messages are
the same with and without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Gate = Callable[[Any], bool]
_BLANK = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What Python's `\\s` means; ECMA 262 and Rust mean a little more or less."""
_CLASS = re.compile(r"(\[(?:[^\]\\]|\\.)*\])")


def gate(schema: Mapping[str, Any], formats: Mapping[str, Callable[[str], bool]]) -> Gate | None:
    """The gate of a schema that refers only to itself; None where the library is not there or does not take it."""
    try:
        from jsonschema_rs import Draft202012Validator  # noqa: PLC0415  it may not be there
    except ImportError:
        return None
    try:
        is_valid = Draft202012Validator(
            _as_python_means(schema), formats=dict(formats), validate_formats=True, offline=True
        ).is_valid
    except (ValueError, TypeError):
        return None

    def passes(record: Any) -> bool:
        try:
            return bool(is_valid(record))
        except (ValueError, TypeError, OverflowError):  # half a character, a number out of its reach
            return False

    return passes


def _as_python_means(part: Any) -> Any:
    """The schema with patterns that mean the same in Rust as in Python."""
    if isinstance(part, list):
        return [_as_python_means(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    return {
        key: _pattern(value) if key == "pattern" and isinstance(value, str) else _as_python_means(value)
        for key, value in part.items()
    }


def _pattern(pattern: str) -> str:
    pieces = _CLASS.split(pattern.replace(r"[\s\S]", r"(?:.|[\n\r\u2028\u2029])"))
    for place, piece in enumerate(pieces):
        inside = place % 2 == 1
        blank, other = (_BLANK, r"\S") if inside else (f"[{_BLANK}]", f"[^{_BLANK}]")
        pieces[place] = piece.replace(r"\s", blank).replace(r"\S", other)
    return "".join(pieces)
