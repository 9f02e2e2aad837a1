"""Where a key stands in a TOML file: tomllib reads values and forgets lines."""

from __future__ import annotations

import re
import tomllib

Path = tuple[str, ...]

_NAME = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"^\s*\[\[?\s*({_KEY})\s*\]\]?\s*(?:#.*)?$")
_PAIR = re.compile(rf"^\s*({_KEY})\s*=")
_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


def lines_of_keys(text: str) -> dict[Path, int]:
    """Path of each table and key → its line, counted from 1. Keys inside inline tables are not listed."""
    found: dict[Path, int] = {}
    table: Path = ()
    open_quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_quote:
            open_quote = "" if line.count(open_quote) % 2 else open_quote
            continue
        if header := _HEADER.match(line):
            table = _names(header[1])
            found.setdefault(table, number)
        elif pair := _PAIR.match(line):
            found.setdefault(table + _names(pair[1]), number)
        open_quote = next((quote for quote in ('"""', "'''") if line.count(quote) % 2), "")
    return found


def line_of(text: str, path: Path) -> int | None:
    """Line of a key or, where it is not written out, of the nearest table around it."""
    places = lines_of_keys(text)
    while path:
        if path in places:
            return places[path]
        path = path[:-1]
    return None


def position_of(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, str]:
    """Line of a syntax error, counted from 1, and the reader's own words for it."""
    message = str(error)
    place = _POSITION.search(message)
    line = int(place[1]) if place and place[1] else max(1, len(text.splitlines()))
    return line, _POSITION.sub("", message).strip()


def _names(key: str) -> Path:
    """`a."b.c".d` → ("a", "b.c", "d")."""
    return tuple(next(iter(tomllib.loads(f"{name} = 0"))) for name in re.findall(_NAME, key))
