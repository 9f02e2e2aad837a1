from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exporter.model import Owners, Status
from exporter.report.summary import STATUSES, overview, overview_record, owners, quarters
from tests.builders import make_task

DAY = date(2026, 6, 1)


def test_quarters_are_in_order_and_the_undated_last() -> None:
    days = [date(2027, 1, 1), None, date(2026, 12, 31), date(2026, 4, 1), date(2026, 3, 31), date(2026, 4, 2)]
    tasks = [make_task(number, due=day) for number, day in enumerate(days)]
    assert list(quarters(tasks).items()) == [("2026 Q1", 1), ("2026 Q2", 2), ("2026 Q4", 1), ("2027 Q1", 1), ("", 1)]


def test_a_task_with_two_leads_counts_for_both() -> None:
    tasks = [
        make_task(1, owners=Owners(("b", "a"))),
        make_task(2, owners=Owners(("a",))),
        make_task(3, owners=Owners((), ("c",))),
    ]
    assert owners(tasks) == {"a": 2, "": 1, "b": 1}


def test_late_and_soon_meet_without_a_gap() -> None:
    days = [DAY - timedelta(1), DAY, DAY + timedelta(30), DAY + timedelta(31), None]
    found = overview([make_task(number, due=day) for number, day in enumerate(days)], DAY)
    assert [each.task.due for each in found.late] == days[:1]
    assert [each.task.due for each in found.soon] == days[1:3]


def test_what_is_closed_is_never_late() -> None:
    closed: tuple[Status, ...] = ("done", "dropped")
    found = overview([make_task(1, due=DAY - timedelta(9), status=status) for status in closed], DAY)
    assert (found.late, found.soon) == ((), ())
    assert found.statuses == {"open": 0, "in_progress": 0, "done": 1, "dropped": 1}


@given(st.lists(st.tuples(st.dates(DAY - timedelta(99), DAY + timedelta(99)) | st.none(), st.sampled_from(STATUSES))))
def test_every_task_is_counted_once(values: list[tuple[date | None, Status]]) -> None:
    found = overview([make_task(number, due=due, status=status) for number, (due, status) in enumerate(values)], DAY)
    assert sum(found.statuses.values()) == found.tasks == len(values)
    assert sum(each.tasks for each in found.owners.values()) == len(values)
    assert sum(each.lights["late"] for each in found.owners.values()) == len(found.late)
    assert not {each.task.id for each in found.late} & {each.task.id for each in found.soon}
    assert sum(found.lights.values()) == len(values) - found.statuses["dropped"]
    assert overview_record(found)["tasks"] == len(values)


def test_a_row_added_by_hand_stands_beside_the_parts_and_does_not_hide_them() -> None:
    plan = "2026年工作计划"
    tasks = [
        make_task(1, section=(plan, "一、产业")),
        make_task(2, section=(plan, "二、民生", "教育")),
        make_task(3, section=()),
    ]
    assert list(overview(tasks, DAY).parts) == ["一、产业", "二、民生", ""]
    assert list(overview(tasks[:1], DAY).parts) == ["一、产业"]
