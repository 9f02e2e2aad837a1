"""A task as the fields of a form, and what somebody typed into them as a task. Pure.

A field counts as edited when it no longer says what the form showed; what is not edited keeps its exact value.
Fields of the indicators are named by their number: `i0-metric`; one number more is for a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from exporter.destinations.markdown import one_line, visible
from exporter.ledger.cell_forms import from_cell, to_cell
from exporter.ledger.columns import TASK
from exporter.ledger.lenient import day
from exporter.model import Owners, Task, to_record
from exporter.review.measures import MEASURES, NO_INDICATOR, measured, shown
from exporter.review.split import day_in
from exporter.schema import problems
from exporter.wording import say

Fields = Mapping[str, str]
PLAIN = ("title", "lead", "support", "due", "notes")
_UNITS = {column.name: column for column in TASK if column.kind == "units" and column.path.startswith("owners/")}
_POINTERS = {"/title": "title", "/owners/lead": "lead", "/owners/support": "support", "/due": "due", "/notes": "notes"}


@dataclass
class Answer:
    """The task as somebody wants it, and which fields do not do (field → sentence)."""

    task: Task
    mistakes: dict[str, str] = field(default_factory=dict)


def form_of(task: Task) -> dict[str, str]:
    """What the form shows."""
    fields = {
        "title": one_line(task.title),
        "lead": _units(task, "lead"),
        "support": _units(task, "support"),
        "due": task.due.isoformat() if task.due else "",
        "notes": visible(task.notes).strip(),
    }
    for number, each in enumerate((*task.indicators, NO_INDICATOR)):
        fields |= {f"i{number}-{name}": text for name, text in shown(each, task.language).items()}
    return fields


def typed_of(fields: Mapping[str, str], shown: Fields) -> dict[str, str]:
    """What a browser sent, for the fields that were shown; a box that is not ticked is not sent."""
    return {name: fields.get(name, "").replace("\r\n", "\n").strip() for name in shown}


def edited(typed: Fields, shown: Fields) -> set[str]:
    """The fields that somebody changed."""
    return {name for name, text in typed.items() if text != shown.get(name, "").strip()}


def answer(task: Task, typed: Fields, *, year: int) -> Answer:
    """The task with what was typed. Problems of the schema are said beside the field that they are about."""
    names = edited(typed, form_of(task))
    found = Answer(task)
    changes: dict[str, Any] = {}
    if "title" in names:
        changes["title"] = one_line(typed["title"])
    if "notes" in names:
        changes["notes"] = typed["notes"]
    if names & {"lead", "support"}:
        own = {name: tuple(dict.fromkeys(_read_units(typed[name], name))) for name in names & {"lead", "support"}}
        changes |= {"owners": Owners(**{**_as_lists(task.owners), **own}), "owner_basis": None}
    if "due" in names:
        changes |= {"due": _due(typed["due"], task, year, found), "due_text": None, "due_basis": None}
    places: list[int] = []
    if any(name.rpartition("-")[2] in MEASURES for name in names):
        listed = measured(task, typed, names)
        changes |= {"indicators": listed.indicators, "checklist": listed.checklist}
        found.mistakes |= listed.mistakes
        places = listed.numbers
    found.task = replace(task, **changes)
    for problem in problems("task", to_record(found.task)):
        found.mistakes.setdefault(_field(problem.pointer, places), problem.sentence)
    return found


def _as_lists(owners: Owners) -> dict[str, tuple[str, ...]]:
    return {"lead": owners.lead, "support": owners.support}


def _units(task: Task, name: str) -> str:
    values = [one_line(unit) for unit in getattr(task.owners, name)]
    return str(to_cell(values, _UNITS[name], task.language) or "") if values else ""


def _read_units(text: str, name: str) -> list[str]:
    return [one_line(unit) for unit in from_cell(text, _UNITS[name]) or ()]


def _due(text: str, task: Task, year: int, found: Answer) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(day(text))
    except ValueError:
        read = day_in(text, task, year)
    if read is None:
        found.mistakes["due"] = say("{value} is not a date; write it as 2018-12-31", value=text)
    return read


def _field(pointer: str, places: list[int]) -> str:
    """Name of the field for a JSON pointer; "" where the form has none."""
    steps = pointer.split("/")
    if steps[1:2] == ["indicators"] and len(steps) > 2 and steps[2].isdigit() and int(steps[2]) < len(places):  # noqa: PLR2004
        return f"i{places[int(steps[2])]}-{steps[3] if steps[3:4] and steps[3] in MEASURES else 'metric'}"
    return next((name for start, name in _POINTERS.items() if pointer.startswith(start)), "")
