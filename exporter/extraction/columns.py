"""The cells of a table row by what they hold, and rows that undertake nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from exporter.documents.document import Block, Cell, Document
from exporter.extraction.chinese.unit_names import is_unit, split_names
from exporter.extraction.roles import OWNERS, PLACES, Role, bare_number, role_of

_TOTAL = re.compile(
    r"^\W*(?:合\s*计|总\s*计|小\s*计|共\s*计|(?:grand |sub-?)?totals?\b|sum\b|average\b)[\s:：]*", re.IGNORECASE
)
_REMARK = re.compile(r"^\W*(?:注|备注|说明|填表说明|note|notes|source|remarks?)\s*[:：]", re.IGNORECASE)
_DONE = re.compile(
    (
        r"^\W*(?:(?:已完成|已办结|已销号|已落实|取消|已取消|终止|撤销)|(?:completed?|done|closed|cancell?ed|withdrawn|dropped"
        r"|finished|delivered|achieved|resolved|superseded)\b|[✓✔☑✅])[\s\W]*(?:\(?\d[\d\s./年月日-]*\)?)?$"
    ),
    re.IGNORECASE,
)
_ASKED = re.compile(r"\W*(?:done|completed|closed|finished|是否完成|完成否)\W*$", re.IGNORECASE)
_TICK = re.compile(r"(?:yes|y|x|true|是|√|\d{1,4}[-/.年].*)$", re.IGNORECASE)
_TO_DO = re.compile(
    r"\W*(?:(?:key|planned|proposed|priority|next|required)\s)?(?:actions?|milestones?|activit(?:y|ies)|steps?|tasks?|commitments?)"
    r"(?:\s(?:to\sbe\s\w+|required|planned|for\s20\d\d|items?))?\W*$",
    re.IGNORECASE,
)
"""The heading of a column of what is to be done; its rows need no owner to be promises."""
_RAISED = re.compile(r"\b(?:meeting|raised|logged|opened|source|assigned on)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_TASK_KINDS = "t task a ai action actions todo to-do commitment"
_DECISION_KINDS = "d decision decisions decided resolution agreed"
_INFORMATION_KINDS = "i info information n note notes fyi q question discussion issue risk r update"

_UNITS = OWNERS - {"person"}
_MOST_SLIPPED = 3

Kind = Literal["task", "decision", "information", ""]


@dataclass(frozen=True, slots=True)
class Columns:
    """A row's cells by role; `tasks` say what is to be done, in their order."""

    tasks: tuple[Cell, ...]
    owners: tuple[tuple[Role, Cell], ...] = ()
    due: tuple[Cell, ...] = ()
    starts: tuple[Cell, ...] = ()
    targets: tuple[Cell, ...] = ()
    """Those of `tasks` that stand in a column of targets."""
    kind: Kind = ""
    promised: bool = False
    """The table is one of tasks: whatever stands in a task cell is undertaken, even a mere noun."""


def columns_of(document: Document, block: Block) -> Columns:
    """Sort a row's cells by their columns; a total, a note, information and what is done have no tasks."""
    texts = [document.text[cell.start : cell.end].strip() for cell in block.cells]
    aligned = _aligned(block.cells, texts)
    cells = [(_role(document, cell), cell) for cell in aligned if document.text[cell.start : cell.end].strip()]
    if any(_RAISED.search(cell.header) for _, cell in cells):  # beside the meeting, the date is the meeting's
        cells = [("note" if cell.header.strip(" *").lower() == "date" else role, cell) for role, cell in cells]
    cells = _beside_a_lead(cells)
    kind = _kind(document, cells)
    if block.is_header or kind == "information" or _idle(document, cells):
        return Columns(())
    cells = _with_a_task(document, cells)
    owners = tuple((role, cell) for role, cell in cells if role in OWNERS)
    due = tuple(cell for role, cell in cells if role == "due")
    headed = {role for role, _ in cells}
    dated = any(role == "target" and _YEAR.search(cell.header) for role, cell in cells)
    listed = dated or bool(headed & (OWNERS | {"due"})) or any(_TO_DO.match(cell.header) for _, cell in cells)
    tasks = tuple(
        cell
        for role, cell in cells
        if (role in PLACES or (not role and not (listed and headed & PLACES)))
        and not bare_number(document.text[cell.start : cell.end])
    )
    return Columns(
        tasks=tasks,
        owners=owners,
        due=due,
        starts=tuple(cell for role, cell in cells if role == "start"),
        targets=tuple(cell for role, cell in cells if role == "target" and cell in tasks),
        kind=kind,
        promised=listed and bool(headed & PLACES),
    )


def _aligned(cells: tuple[Cell, ...], texts: list[str]) -> tuple[Cell, ...]:
    """The cells under their own headings where copying has lost a cell that was merged over several rows.

    Such a row lacks its first cells and has empty ones at its end; that it has slipped shows in its units, which stand
    before the column of units.
    """
    spare = next((at for at, text in enumerate(reversed(texts)) if text), 0)
    for slip in range(min(spare, _MOST_SLIPPED) + 1):
        heads = [cell.header for cell in cells[slip:]]
        named = [text for head, text in zip(heads, texts, strict=False) if text and role_of(head) in _UNITS]
        if named and all(is_unit(name) for text in named for name in split_names(text)):
            return tuple(replace(cell, header=head) for cell, head in zip(cells, heads, strict=False))
    return cells


_LEADS = re.compile(r"牵头|主办|主责|第一责任")
_SHARES = re.compile(r"^(?:责任|落实|实施|承办|承担)(?:单位|部门|主体|科室)")


def _beside_a_lead(cells: list[tuple[Role, Cell]]) -> list[tuple[Role, Cell]]:
    """Beside a column of 牵头单位, those in a column of 责任单位 support; alone they lead."""
    if not any(role == "lead" and _LEADS.search(cell.header) for role, cell in cells):
        return cells
    return [("support" if role == "lead" and _SHARES.match(cell.header) else role, cell) for role, cell in cells]


def _role(document: Document, cell: Cell) -> Role:
    """The role of the column, unless a column of numbers holds words."""
    role = role_of(cell.header)
    words = document.text[cell.start : cell.end].split()
    return "task" if role == "number" and (len(words) > 2 or len("".join(words)) > 24) else role  # noqa: PLR2004


def _kind(document: Document, cells: list[tuple[Role, Cell]]) -> Kind:
    """Minutes say with a letter or a word what a row is: T, D, I."""
    word = next(
        (document.text[cell.start : cell.end].strip(" *.()").lower() for role, cell in cells if role == "type"), ""
    )
    for kind, words in (("task", _TASK_KINDS), ("decision", _DECISION_KINDS), ("information", _INFORMATION_KINDS)):
        if word and word in words.split():
            return kind  # type: ignore[return-value]
    return ""


def _idle(document: Document, cells: list[tuple[Role, Cell]]) -> bool:
    """Totals, notes under a table, numbers alone, and what its status calls done or dropped."""
    texts = [document.text[cell.start : cell.end].strip() for _, cell in cells]
    first = next((text for text in texts if not bare_number(text)), "")
    if not first or _TOTAL.match(first) or _REMARK.match(first):
        return True
    return any(
        role == "status" and _done(cell.header, document.text[cell.start : cell.end].strip()) for role, cell in cells
    )


def _done(header: str, text: str) -> bool:
    """A status that says so, or a tick in a column of what is done."""
    return bool(_DONE.match(text) or (_ASKED.match(header.strip()) and _TICK.match(text)))


def _with_a_task(document: Document, cells: list[tuple[Role, Cell]]) -> list[tuple[Role, Cell]]:
    """Where no heading names the task, the longest cell without a role is it, if other columns have roles."""
    roles = {role for role, _ in cells}
    if roles & PLACES or not roles & (OWNERS | {"due"}):
        return cells
    unnamed = [
        cell for role, cell in cells if role in {"", "note"} and not bare_number(document.text[cell.start : cell.end])
    ]
    if not unnamed:
        return cells
    longest = max(unnamed, key=lambda cell: cell.end - cell.start)
    return [("task" if cell is longest else role, cell) for role, cell in cells]
