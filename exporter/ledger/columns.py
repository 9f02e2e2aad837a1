"""The columns of a ledger that is a table: which field each holds, how it is headed, how wide it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from exporter.errors import LedgerError
from exporter.model import Language
from exporter.schema import schema

Kind = Literal[
    "text",
    "number",
    "percent",
    "day",
    "flag",
    "word",
    "units",
    "lines",
    "checklist",
    "milestones",
    "indicators",
    "series",
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `path` leads to the field ("owners/lead"); `width` is in characters; `hidden` ones are for us.

    `blank` is what a blank cell says where the field may not be left out.
    """

    path: str
    kind: Kind
    width: int = 12
    hidden: bool = False
    blank: str | None = None

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition("/")[2]


ID = Column("id", "text", 24, hidden=True)
TITLE = Column("title", "text", 36)
INDICATORS = Column("indicators", "indicators", 40)
TASK = (
    ID,
    TITLE,
    Column("status", "word", 10),
    Column("due", "day", 12),
    Column("owners/lead", "units", 20),
    Column("owners/support", "units", 20),
    Column("progress", "percent", 8),
    INDICATORS,
    Column("checklist", "checklist", 40),
    Column("notes", "text", 30),
    Column("labels", "units", 16),
    Column("confidence", "word", 10),
    Column("start_date", "day", 12),
    Column("milestones", "milestones", 30),
    Column("section", "lines", 28),
    Column("text", "text", 60),
    Column("actions", "lines", 30),
    Column("due_text", "text", 14),
    Column("due_basis", "word", 10),
    Column("owner_basis", "word", 14),
    Column("parent", "text", 16),
    Column("source/document", "text", 18),
    Column("source/place", "text", 12),
    Column("source/url", "text", 20),
    Column("source/sha256", "text", 12, hidden=True),
    Column("source/start", "number", 8, hidden=True),
    Column("source/end", "number", 8, hidden=True),
    Column("source/paragraph", "number", 8, hidden=True),
    Column("language", "word", 8, hidden=True),
    Column("revision", "number", 8, hidden=True),
    Column("revised_at", "text", 20, hidden=True),
)
"""In the order in which people read them; what only programs need stands last."""
INDICATOR = (
    Column("metric", "text", 30, blank=""),
    Column("comparator", "word", 8),
    Column("value", "number", 14),
    Column("value_max", "number", 14),
    Column("unit", "text", 8, blank=""),
    Column("current", "number", 14),
    Column("measured_on", "day", 12),
    Column("change", "word", 10),
    Column("stretch", "flag", 8),
    Column("text", "text", 40),
    Column("series", "series", 30),
)
"""One indicator of a task; its fields are those of the schema's indicator."""
WORDS: dict[str, dict[str, str]] = {
    "status": {"open": "未开始", "in_progress": "进行中", "done": "已完成", "dropped": "已取消"},
    "confidence": {"high": "明确", "check": "请核对", "reviewed": "已核对"},
    "due_basis": {"explicit": "写明", "inherited": "承前", "rule": "按规则", "default": "默认"},
    "owner_basis": {"explicit": "写明", "inherited": "承前", "rule": "按规则", "default": "默认"},
    "language": {"zh": "中文", "en": "英文"},
    "change": {"growth": "增长", "reduction": "下降", "level": "达到"},
    "comparator": {"=": "=", ">=": "≥", "<=": "≤", "approx": "≈", "range": "↔"},
}
"""Words of a field → how a Chinese sheet says them; the signs of comparison are used in English sheets too."""
_ALIASES = {
    "title": ("任务", "任务名称", "工作任务", "任务内容", "重点任务", "事项", "task"),
    "due": ("截止日期", "时限", "期限", "完成时间", "截止时间", "due date", "deadline"),
    "owners/lead": ("责任单位", "责任部门", "牵头部门", "牵头", "owner", "owners", "lead unit"),
    "owners/support": ("配合部门", "配合", "协办单位", "supporting units"),
}
"""Headings that offices use, read where no column bears our own."""
_TWO_LANGUAGES = re.compile(r"(.+?) ([一-鿿].*)")


def heading(column: Column, language: Language) -> str:
    """How a column is headed."""
    return _headings(column.path, column in INDICATOR)[language == "zh"]


def find(cells: Sequence[Any], columns: Iterable[Column]) -> dict[Column, int]:
    """Which column stands where (from 0) in a row of headings; empty where the row is none.

    Raises:
        LedgerError: two columns have one heading.
    """
    there = [_folded(cell) for cell in cells]
    found: dict[Column, int] = {}
    for column in columns:
        names = _names(column.path, column in INDICATOR)
        places = [place for place, name in enumerate(there) if name in names]
        if len(places) > 1:
            what = "two columns are headed {heading}"
            raise LedgerError(what, hint="Give one of them another heading.", heading=str(cells[places[1]]))
        if not places:
            others = [_folded(each) for each in _ALIASES.get(column.path, ())] if column not in INDICATOR else []
            places = [place for place, name in enumerate(there) if name in others]
        if places and places[0] not in found.values():
            found[column] = places[0]
    return found


def language_of(cells: Sequence[Any]) -> Language:
    """The language of a row of headings."""
    return "zh" if any("一" <= sign <= "鿿" for cell in cells for sign in str(cell or "")) else "en"


def _folded(cell: Any) -> str:
    text = unicodedata.normalize("NFKC", str(cell)) if cell is not None else ""
    return " ".join(text.replace("*", " ").casefold().split())


@cache
def _names(path: str, indicator: bool) -> frozenset[str]:  # noqa: FBT001  a key of the cache
    """How a column may be headed, as `_folded` writes it."""
    return frozenset(map(_folded, (path.replace("/", "."), *_headings(path, indicator))))


@cache
def _headings(path: str, indicator: bool) -> tuple[str, str]:  # noqa: FBT001  a key of the cache
    """English and Chinese, as the schema's titles have them."""
    whole = schema("task")
    part = whole["$defs"]["indicator"] if indicator else whole
    for step in path.split("/"):
        part = part["properties"][step]
        if "$ref" in part and step != path.rpartition("/")[2]:
            part = whole["$defs"][part["$ref"].rpartition("/")[2]]
    match = _TWO_LANGUAGES.fullmatch(part["title"])
    return (match[1], match[2]) if match else (part["title"], part["title"])
