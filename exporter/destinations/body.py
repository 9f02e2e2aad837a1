"""The managed block: the part of a description that is ours, between two hidden lines.

    <!-- exporter:begin nankai-2018-1a2b3c4d title=5f0c2a91 due=88d0f3aa -->
    > 全年引进重大项目100个……
    <!-- exporter:end -->

Everything around it belongs to people and is kept to the byte. Inside, source text never holds `<!--` (markdown.py
escapes it), so a quote cannot forge a marker.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from exporter.destinations.contract import Field
from exporter.destinations.marker import base_from, base_text
from exporter.errors import Refused

_BEGIN = re.compile(r"<!--[ \t]*exporter:begin[ \t]+(?P<id>[^\s<>]+)(?P<base>[^<>\r\n]*?)[ \t]*-->")
_END = re.compile(r"<!--[ \t]*exporter:end[ \t]*-->")
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Found:
    """A block in a text: `text[start:end]`, markers included. `problem`: why it cannot be trusted, a template."""

    id: str
    base: Mapping[Field, str] = field(default_factory=dict)
    block: str = ""
    start: int = 0
    end: int = 0
    problem: str | None = None


def canonical(block: str) -> str:
    r"""The form in which blocks are compared: `\n`, no trailing spaces, no two blank lines in a row, none outside."""
    lines = [line.rstrip() for line in block.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def wrap(block: str, task_id: str, base: Mapping[Field, str]) -> str:
    """A block between its markers."""
    head = f"exporter:begin {task_id} {base_text(base)}".rstrip()
    return f"<!-- {head} -->\n{canonical(block)}\n<!-- exporter:end -->"


def find(text: str) -> Found | None:
    """The block in a description, or None. Two beginnings, or one without its end, are found with a problem."""
    begins, ends = list(_BEGIN.finditer(text)), list(_END.finditer(text))
    if not begins:
        return None
    begin = begins[0]
    task_id, base = begin["id"], base_from(begin["base"])
    if len(begins) > 1:
        return Found(task_id, base, problem="two markers stand in one description; leave one of them")
    if len(ends) != 1 or ends[0].start() < begin.end():
        return Found(task_id, base, problem="the marker's end is missing or stands alone; put it back or remove both")
    end = ends[0]
    return Found(task_id, base, canonical(text[begin.end() : end.start()]), begin.start(), end.end())


def replace(text: str, found: Found, block: str, base: Mapping[Field, str]) -> str:
    """The text with another block in place of the one found; every character outside it is kept.

    Raises:
        Refused: the markers are damaged, so nobody can say where the block ends.
    """
    if found.problem:
        raise Refused(found.problem, hint="Then run again.")
    ours = wrap(block, found.id, base)
    if "\r\n" in text:
        ours = ours.replace("\n", "\r\n")
    return text[: found.start] + ours + text[found.end :]


def insert(text: str, block: str, task_id: str, base: Mapping[Field, str]) -> str:
    """A block after a text that had none."""
    newline = "\r\n" if "\r\n" in text else "\n"
    ours = wrap(block, task_id, base).replace("\n", newline)
    if not text.strip():
        return ours
    return f"{text}{newline * (2 - min(2, _line_ends_at_end(text)))}{ours}"


def _line_ends_at_end(text: str) -> int:
    rest = text.replace("\r\n", "\n")
    return len(rest) - len(rest.rstrip("\n"))
