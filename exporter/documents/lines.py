"""The lines of a text, with the places they have in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# \r\n, \n and \r end a line in every editor; the others only break it (a page, a soft break) and are not counted.
_BREAK = re.compile(r"\r\n|[\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029]")
_COUNTED = frozenset(("\r\n", "\n", "\r"))
_CHINESE_BREAK = re.compile(r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*[\r\n]\s*(?=[\u2e80-\u9fff\uff00-\uffef])")
TAB = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, and the span of what stands between the white space at its two ends."""

    number: int
    begin: int
    start: int
    end: int
    stop: int
    text: str
    """`text` is the stripped line, from `start` to `end`; the line itself goes from `begin` to `stop`."""
    indent: int = 0
    """Columns of white space before the text."""

    @property
    def blank(self) -> bool:
        """Nothing but white space."""
        return self.start == self.end


def lines_of(text: str) -> list[Line]:
    """Every line, blank ones too."""
    found: list[Line] = []
    number, begin = 1, 0
    for match in _BREAK.finditer(text):
        found.append(_line(text, number, begin, match.start()))
        begin = match.end()
        number += match.group() in _COUNTED
    found.append(_line(text, number, begin, len(text)))
    return found


def _line(text: str, number: int, begin: int, end: int) -> Line:
    raw = text[begin:end]
    body = raw.lstrip()
    start = begin + len(raw) - len(body)
    body = body.rstrip()
    return Line(number, begin, start, start + len(body), end, body, columns(raw[: start - begin]))


def columns(text: str) -> int:
    """How many columns a terminal gives to the text: two for a Chinese character, a tab to the next stop."""
    if text.isascii() and "\t" not in text:
        return len(text)
    count = 0
    for character in text:
        if character == "\t":
            count += TAB - count % TAB
        else:
            count += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return count


_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]+")


def is_chinese(text: str) -> bool:
    """Whether Chinese characters make up a fifth of the letters or more."""
    sample = text[:2000]
    chinese = len(_NOT_CHINESE.sub("", sample))
    if chinese * 5 >= len(sample) > 0:
        return True
    letters = sum(character.isalpha() for character in sample)
    return chinese * 5 >= max(letters, 1)


def one_line(text: str) -> str:
    """White space made single spaces; a line break between two Chinese characters was none of the author's."""
    return " ".join(_CHINESE_BREAK.sub("", text).split())
