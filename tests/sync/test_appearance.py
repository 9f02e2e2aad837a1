from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar

from exporter.destinations.contract import Field, Keep, Setup
from exporter.destinations.memory import Memory
from exporter.model import Criterion, Task
from exporter.progress import recorded
from exporter.sync.appearance import as_shown
from exporter.sync.planner import Known, Options, make_plan
from exporter.sync.pull import bring_back, hear
from exporter.sync.state import Remembered
from tests.builders import PLAN, make_task

FRESH = make_task(8)
MEASURED = replace(FRESH, indicators=(recorded(FRESH.indicators[0], 6, date(2026, 6, 30)),))
TICKED = replace(FRESH, checklist=(Criterion("a", done=True), Criterion("b")))


class Text(Memory):
    """Has no field for the percentage."""

    keeps: ClassVar[Mapping[Field, Keep]] = {**Memory.keeps, Field.PROGRESS: "text"}


def progress_in(kind: type[Memory], task: Task) -> object:
    return as_shown(kind(Setup("memory", PLAN, "计划", {})), task).fields[Field.PROGRESS]


def test_measured_values_are_shown_everywhere_and_ticks_where_there_is_a_field() -> None:
    assert [progress_in(Memory, task) for task in (FRESH, MEASURED, TICKED)] == [None, 75, 50]
    assert [progress_in(Text, task) for task in (FRESH, MEASURED, TICKED)] == [None, 75, None]


def test_a_recorded_value_is_written_once_and_does_not_come_back_as_a_persons() -> None:
    held = Memory(Setup("memory", PLAN, "计划", {}))
    (create,) = make_plan(held, [FRESH], held.listing(), Known(), Options()).changes
    assert create.wanted
    item = held.create(create.wanted, create.base)
    known = {FRESH.id: Remembered(item.key, dict(item.fields))}
    assert hear(held, [MEASURED], held.listing(), known) == {}
    (change,) = make_plan(held, [MEASURED], held.listing(), Known(known), Options()).changes
    assert [(name, shift.new) for name, shift in change.fields.items()] == [(Field.PROGRESS, 75)]
    item = held.update(item, {Field.PROGRESS: 75}, change.base)
    known = {FRESH.id: Remembered(item.key, dict(item.fields))}
    assert make_plan(held, [MEASURED], held.listing(), Known(known), Options()).changes == ()


def test_a_percentage_that_a_person_sets_there_wins_from_then_on() -> None:
    held = Memory(Setup("memory", PLAN, "计划", {}))
    wanted = as_shown(held, MEASURED)
    item = held.create(wanted, {})
    known = {MEASURED.id: Remembered(item.key, dict(item.fields))}
    held.items[item.key] = replace(item, fields={**item.fields, Field.PROGRESS: 90})
    pulled = bring_back([MEASURED], [hear(held, [MEASURED], held.listing(), known)])
    assert pulled.tasks[0].progress == 90
    assert progress_in(Memory, pulled.tasks[0]) == 90
