from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from exporter.destinations.contract import Field, Listing, Setup, Wanted
from exporter.destinations.marker import digests
from exporter.destinations.memory import Memory
from exporter.errors import Refused, SafetyStop
from exporter.model import Task
from exporter.sync.plan import Plan, sharing
from exporter.sync.planner import Known, Options, make_plan
from exporter.sync.safety import check_plan, limit
from tests.builders import PLAN, make_task, make_tasks


def memory(tasks: Sequence[Task] = ()) -> Memory:
    made = Memory(Setup("memory", PLAN, "计划", {}))
    for task in tasks:
        wanted = made.render(task)
        made.create(wanted, digests(wanted.fields))
    return made


def plan(held: Memory, tasks: Sequence[Task], known: Known | None = None, options: Options | None = None) -> Plan:
    return make_plan(held, tasks, held.listing(), known or Known(), options or Options())


def kinds(made: Plan) -> list[str]:
    return [notice.kind for notice in made.notices]


def test_planning_writes_nothing_and_is_the_same_twice() -> None:
    held = memory(make_tasks(2))
    tasks = [replace(make_task(1), title="新"), make_task(3)]
    before, writes = dict(held.items), held.writes
    assert plan(held, tasks).as_record() == plan(held, tasks).as_record()
    assert (held.items, held.writes) == (before, writes)


def test_a_task_that_a_destination_cannot_show_is_said_and_stops_nobody() -> None:
    class Picky(Memory):
        def render(self, task: Task) -> Wanted:
            if task.due is None:
                raise Refused("no date")
            return super().render(task)

    picky = Picky(Setup("memory", PLAN, "计划", {}))
    made = plan(picky, [make_task(1, due=None), make_task(2)])
    assert kinds(made) == ["unfit"]
    assert not made.notices[0].grave
    assert [change.id for change in made.changes] == [make_task(2).id]


def test_a_text_on_both_sides_is_held_once_and_no_value_changes() -> None:
    text, same = ("很长的原文" * number for number in (9, 9))
    ours = {Field.BODY: text, Field.TITLE: "新", Field.PROGRESS: 100, Field.LABELS: ["甲"]}
    theirs = {Field.BODY: same, Field.TITLE: "旧", Field.PROGRESS: 100.0}
    shared = sharing(ours, theirs)
    assert text is not same
    assert shared[Field.BODY] is same
    assert digests(shared) == digests(ours)


def test_the_item_of_a_record_that_cannot_be_read_is_no_orphan() -> None:
    tasks = make_tasks(3)
    held = memory(tasks)
    assert kinds(plan(held, tasks[:1], Known(held={tasks[1].id}))) == ["orphan"]
    assert kinds(plan(held, tasks[:1], Known(whole=False), Options(close_orphans=True))) == []
    assert plan(held, tasks[:1], Known(whole=False), Options(close_orphans=True)).changes == ()


def test_orphans_are_not_closed_after_a_short_listing() -> None:
    held = memory(make_tasks(2))
    made = make_plan(
        held, make_tasks(1), Listing(held.listing().items, complete=False), Known(), Options(close_orphans=True)
    )
    assert made.changes == ()
    assert kinds(made) == ["incomplete", "orphan"]


def test_a_closed_orphan_is_not_mentioned_again() -> None:
    tasks = make_tasks(2)
    assert kinds(plan(memory([tasks[0], replace(tasks[1], status="done")]), tasks[:1])) == []


def test_children_come_after_parents_and_a_circle_ends() -> None:
    one, two, three = make_tasks(3)
    child, mother = replace(one, parent=two.id), replace(two, parent=three.id)
    assert [change.id for change in plan(memory(), [child, mother, three]).changes] == [three.id, two.id, one.id]
    circle = [replace(one, parent=two.id), replace(two, parent=one.id)]
    assert sorted(change.id for change in plan(memory(), circle).changes) == sorted([one.id, two.id])


def test_a_field_that_could_not_be_read_there_is_not_written() -> None:
    task = make_task()
    held = memory([task])
    item = held.items["1"]
    held.items["1"] = replace(item, fields={name: value for name, value in item.fields.items() if name != Field.DUE})
    assert plan(held, [replace(task, due=None)]).changes == ()


def test_the_digest_of_what_was_seen_changes_with_either_side() -> None:
    tasks = make_tasks(2)
    first = plan(memory(tasks), tasks).seen
    assert plan(memory(tasks), tasks).seen == first
    assert plan(memory(tasks), [replace(tasks[0], title="新"), tasks[1]]).seen != first
    assert plan(memory([replace(tasks[0], title="新"), tasks[1]]), tasks).seen != first


@pytest.mark.parametrize(("listed", "allowed"), [(0, 10), (10, 10), (33, 10), (34, 10), (40, 12), (1000, 300)])
def test_how_much_a_run_may_change(listed: int, allowed: int) -> None:
    assert limit(listed) == allowed


def test_exactly_the_limit_passes_and_one_more_does_not() -> None:
    tasks = make_tasks(40)
    held = memory(tasks)
    changed = [replace(task, title=f"新{task.title}") for task in tasks]
    check_plan(plan(held, [*changed[:12], *tasks[12:]]), 40)
    with pytest.raises(SafetyStop, match="more than the 12"):
        check_plan(plan(held, [*changed[:13], *tasks[13:]]), 40)
    with pytest.raises(SafetyStop):
        check_plan(plan(held, tasks[13:]), 27)


def test_any_number_of_creates_passes() -> None:
    check_plan(plan(memory(), make_tasks(500)), 500)
