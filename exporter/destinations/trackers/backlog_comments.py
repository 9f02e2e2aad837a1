"""The comments in a task file of Backlog.md: read, and one more put behind them. Pure: no disk.

    ## Comments

    <!-- COMMENTS:BEGIN -->
    author: exporter
    created: 2026-11-27
    ---
    text
    ---
    <!-- COMMENTS:END -->

Written against Backlog.md 1.52 (src/markdown/structured-sections.ts). The tool writes the whole section anew when it
adds a comment, and what it could not read is gone then. So a section that it would misread is left alone, and said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from exporter.destinations.body import canonical

AUTHOR = "exporter"
_DAMAGED = "its comments must stand behind `## Comments`, between one COMMENTS:BEGIN and one COMMENTS:END"
_UNCLOSED = "a comment is not closed: a line of three hyphens stands before its text and another behind it"
_OLD = "its comments are in an old form, which Backlog.md renews when you add a comment there"

_OTHERS = re.compile(r"<!-- (SECTION:[A-Z][A-Z0-9_]*|AC|DOD):BEGIN -->.*?<!-- \1:END -->", re.DOTALL)
_MARKER = re.compile(r"<!-- COMMENTS:(?:BEGIN|END) -->", re.IGNORECASE)
_SECTION = re.compile(
    r"^## Comments\s*\n<!-- COMMENTS:BEGIN -->[^\S\n]*\n(?P<inside>.*?)<!-- COMMENTS:END -->",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_OLD_MARKER = "<!-- COMMENT:BEGIN -->"
_DELIMITER = re.compile(r"^(?:[^\S\n]|\ufeff)*---(?:[^\S\n]|\ufeff)*(?:\n|\Z)", re.MULTILINE)
_FORGED = re.compile(r"<!--(?=\s*(?:COMMENTS?|SECTION|AC|DOD)\b)", re.IGNORECASE)
_BEFORE = ("SECTION:NOTES", "SECTION:PLAN", "DOD", "AC", "SECTION:DESCRIPTION")
"""Behind which section the tool puts comments: the first of these that is there."""


def comments_in(text: str) -> list[str]:
    """The texts of a file's comments, oldest first.

    Raises:
        ValueError: the tool itself would misread them; the sentence is a template.
    """
    found = _section(text)
    return [each.strip() for each in _parts(text[found[0] : found[1]])[1::2]] if found else []


def with_comment(text: str, comment: str, day: date, newline: str) -> str:
    """One more comment behind the others; everything else is kept to the byte.

    Args:
        text: the file below its front matter.
        comment: Markdown; what would end it early is escaped.
        day: shown beside it.
        newline: the file's line end.

    Raises:
        ValueError: as `comments_in`.
    """
    ours = _written(comment, day, newline)
    found = _section(text)
    if found:
        head, others, tail = text[: found[0]], text[found[0] : found[1]], text[found[1] :]
        _parts(others)
        end = "" if others.endswith("\n") or not others else newline
        return f"{head}{others}{end}{newline if others.strip() else ''}{ours}{tail}"
    section = newline.join(("## Comments", "", "<!-- COMMENTS:BEGIN -->", f"{ours}<!-- COMMENTS:END -->"))
    ends = {other[1]: other.end() for other in _OTHERS.finditer(text)}
    place = next((ends[name] for name in _BEFORE if name in ends), len(text.rstrip()))
    return f"{text[:place]}{newline * 2}{section}{text[place:] or newline}"


def _section(text: str) -> tuple[int, int] | None:
    """Where the comments begin and end in the text, if no other section hides them."""
    bare = _OTHERS.sub(lambda other: re.sub(r"[^\n]", " ", other[0]), text)
    markers, found = len(_MARKER.findall(bare)), _SECTION.search(bare)
    if not markers:
        return None
    if not found or markers != 2:  # noqa: PLR2004  one beginning, one end
        raise ValueError(_DAMAGED)
    return found.span("inside")


def _parts(inside: str) -> Sequence[str]:
    """Facts, text, facts, text … and the nothing behind the last one."""
    if _OLD_MARKER in inside:
        raise ValueError(_OLD)
    parts = _DELIMITER.split(inside)
    if len(parts) % 2 == 0 or parts[-1].strip():
        raise ValueError(_UNCLOSED)
    return parts


def _written(comment: str, day: date, newline: str) -> str:
    safe = _FORGED.sub("&lt;!--", _DELIMITER.sub(lambda rule: "\\" + rule[0].lstrip(), canonical(comment)))
    return newline.join((f"author: {AUTHOR}", f"created: {day.isoformat()}", "---", *safe.split("\n"), "---", ""))
