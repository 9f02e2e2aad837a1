"""Tables whose cells stand one below the other, as copying from a web page leaves them.

    序号 / 实事 / 责任单位 / 完成时限 / 1 / 新建小学2所。 / 县教育局 / 12月底前 / 2 / …

The headings of the columns stand in lines of their own; what follows is sorted by what it holds: a running number, a
task, a unit, a date. Units and dates belong to the tasks before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from exporter.documents.document import Document
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.unit_names import is_unit, split_names
from exporter.extraction.grammar import Timing, Verdict
from exporter.extraction.ownership import Assigned
from exporter.extraction.roles import OWNERS, PLACES, Role, bare_number, role_of
from exporter.extraction.walk import Piece
from exporter.model import Owners

_HEAD = 10
"""Characters of a column's heading, at most."""
_CELL = 80
_LEAST = 3
_DATE = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}[日号]|份)?|第?[一二三四]季度|[上下]半年|年)?(?:[底末初]|[上中下]旬)?"
    r"(?:之?前|以前|内)?(?:完成|办结|建成|动工|开工|启动|投入?使用|竣工|完工|实施|到位|见效){0,2}"
)


@dataclass(slots=True)
class _Row:
    """Tasks and what was said of them so far, by index of piece."""

    tasks: list[int] = field(default_factory=list)
    units: list[tuple[str, ...]] = field(default_factory=list)
    dated: int | None = None

    def closed(self) -> bool:
        """Whether the next task begins another row."""
        return bool(self.units) or self.dated is not None


@dataclass(slots=True)
class Stacked:
    """The rows of such a table and the roles of its columns."""

    rows: list[_Row]
    roles: tuple[Role, ...]

    def owners(self, *, first_is_lead: bool) -> dict[int, Assigned]:
        """The owners of each task."""
        found = {}
        for row in self.rows:
            lead, support = self._shared(row, first_is_lead=first_is_lead)
            if lead:
                words = "、".join((*lead, *support))
                found.update({task: Assigned(Owners(lead, support), "explicit", words) for task in row.tasks})
        return found

    def _shared(self, row: _Row, *, first_is_lead: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names = tuple(name for cell in row.units for name in cell)
        if {"lead", "owner"} & set(self.roles) and "support" in self.roles:
            lead = row.units[0] if row.units else ()
            return lead, tuple(name for name in names if name not in lead)
        if first_is_lead or "owner" in self.roles:
            return names[:1], names[1:]
        return names, ()

    def date(self, pieces: Sequence[Piece], timing: Callable[[int], Timing]) -> None:
        """Give each task the date of its row."""
        for row in self.rows:
            said = timing(row.dated) if row.dated is not None else Timing()
            for task in row.tasks:
                mine = pieces[task].timing
                if not mine.due and (said.due or said.start_date):
                    pieces[task].timing = replace(said, start_date=mine.start_date or said.start_date, governs=False)


def stacked(document: Document, pieces: Sequence[Piece]) -> Stacked | None:
    """The table, if the document has one; its tasks are undertaken, its other cells undertake nothing."""
    begin, roles = _headings(document, pieces)
    if not roles:
        return None
    rows = [_Row()]
    for at in range(begin, len(pieces)):
        piece = pieces[at]
        text = fold(document.text[piece.start : piece.end]).strip()
        kind = _kind(text) if piece.alone else "task"
        if kind == "number" or (kind == "task" and rows[-1].closed()):
            rows.append(_Row())
        if kind == "task":
            rows[-1].tasks.append(at)
        elif kind == "unit":
            rows[-1].units.append(split_names(document.text[piece.start : piece.end]))
        elif kind == "date":
            rows[-1].dated = at
        if kind != "task":
            piece.verdict, piece.naming = Verdict("owners", rule="a cell that says who or when", words=text[:12]), None
    found = Stacked([row for row in rows if row.tasks and row.closed()], roles)
    for row in found.rows:
        _promise(pieces, row)
    return found


def _headings(document: Document, pieces: Sequence[Piece]) -> tuple[int, tuple[Role, ...]]:
    """Where the cells begin, and the roles of the columns; () without such a run of headings."""
    run: list[Role] = []
    for at, piece in enumerate(pieces):
        text = "".join(document.text[piece.start : piece.end].split())  # 责 任 单 位
        role = role_of(text) if piece.alone and not piece.rowed and len(text) <= _HEAD else ""
        if role:
            run.append(role)
        elif len(run) >= _LEAST and set(run) & (OWNERS | {"due"}) and set(run) & (PLACES | {"number"}):
            return at, tuple(run)
        else:
            run = []
    return 0, ()


def _kind(text: str) -> str:
    if bare_number(text):
        return "number"
    if _DATE.fullmatch(text) and len(text) > 1:
        return "date"
    names = split_names(text) if len(text) <= _CELL and not text.endswith(("。", ";")) else ()
    return "unit" if names and all(is_unit(name) for name in names) else "task"


def _promise(pieces: Sequence[Piece], row: _Row) -> None:
    """What grammar leaves open is undertaken in a table of tasks; so is a mere noun where the row has nothing else."""
    for task in row.tasks:
        verdict = pieces[task].verdict
        if not verdict.certain and verdict.speech in {"report", "other"}:
            pieces[task].verdict = replace(verdict, speech="commitment")
    if not any(pieces[task].verdict.speech == "commitment" for task in row.tasks) and len(row.tasks) == 1:
        piece = pieces[row.tasks[0]]
        if piece.verdict.speech in {"heading", "other"}:
            piece.verdict = Verdict("commitment", certain=False, rule="a row of a table of tasks", lean=1.0)
