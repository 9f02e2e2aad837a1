from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporter.clock import Clock
from exporter.destinations.contract import Field, Item, Setup, Value, Wanted
from exporter.destinations.memory import Memory
from exporter.errors import Changed, ExporterError, Missing, NotAllowed, Refused, Unreachable
from exporter.sync.outcome import Outcome
from exporter.sync.planner import Options
from exporter.sync.state import State
from exporter.sync.visit import visit
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.desk import NOW


class Picky(Memory):
    """Raises what it is told to for one task, or loses a field."""

    def __init__(self, faults: Mapping[str, ExporterError] | None = None, loses: Field | None = None) -> None:
        super().__init__(Setup("picky", PLAN, "计划", {}))
        self.faults = faults or {}
        self.loses = loses

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        if wanted.id in self.faults:
            raise self.faults[wanted.id]
        return self._lose(super().create(wanted, base))

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        if item.id in self.faults:
            raise self.faults[item.id]
        return self._lose(super().update(item, changes, base))

    def _lose(self, item: Item) -> Item:
        if self.loses:
            self.items[item.key] = replace(item, fields={**item.fields, self.loses: None})
        return self.items[item.key]


def sync(path: Path, destination: Memory, tasks: Any, options: Options | None = None) -> Outcome:
    clock = Clock(lambda: NOW, lambda _seconds: None)
    with State(path) as state:
        seen = visit(destination, state, clock)
        return seen.apply(seen.plan(tasks, options or Options()), state, clock)


def kinds(outcome: Outcome) -> list[str]:
    return [notice.kind for notice in outcome.all_notices]


def test_one_bad_task_never_stops_the_others(tmp_path: Path) -> None:
    first, second, third = make_tasks(3)
    picky = Picky({second.id: Refused("the title is too long")})
    outcome = sync(tmp_path / "s", picky, [first, second, third])
    assert outcome.created == [first.id, third.id]
    assert kinds(outcome) == ["refused"]
    assert outcome.partial
    picky.faults = {}
    assert sync(tmp_path / "s", picky, [first, second, third]).created == [second.id]


def test_a_child_of_a_failed_parent_is_blocked_not_made_alone(tmp_path: Path) -> None:
    child, grandchild, parent = make_task(1, parent=make_task(3).id), make_task(2, parent=make_task(1).id), make_task(3)
    picky = Picky({parent.id: Refused("no")})
    outcome = sync(tmp_path / "s", picky, [child, grandchild, parent])
    assert outcome.created == []
    assert kinds(outcome) == ["refused", "blocked", "blocked"]
    picky.faults = {}
    assert sync(tmp_path / "s", picky, [child, grandchild, parent]).created == [parent.id, child.id, grandchild.id]


def test_a_field_that_was_not_kept_is_degraded_and_not_sent_again(tmp_path: Path) -> None:
    picky = Picky(loses=Field.DUE)
    outcome = sync(tmp_path / "s", picky, make_tasks(1))
    assert kinds(outcome) == ["degraded"]
    assert outcome.partial
    writes = picky.writes
    again = sync(tmp_path / "s", picky, make_tasks(1))
    assert picky.writes == writes
    assert not again.partial


def test_a_project_out_of_reach_stops_the_run(tmp_path: Path) -> None:
    tasks = make_tasks(9)
    picky = Picky({task.id: Missing("404") for task in tasks})
    outcome = sync(tmp_path / "s", picky, tasks)
    assert kinds(outcome) == ["refused", "refused", "stopped"]
    picky.faults = {}
    assert len(sync(tmp_path / "s", picky, tasks).created) == 9


def test_one_missing_item_among_others_is_only_that(tmp_path: Path) -> None:
    tasks = make_tasks(9)
    picky = Picky({task.id: Missing("404") for task in tasks[1:]})
    assert kinds(sync(tmp_path / "s", picky, tasks)) == ["refused"] * 8


def test_no_rights_at_all_is_exit_code_6(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        sync(tmp_path / "s", Picky({make_task().id: NotAllowed("401")}), make_tasks(2))


def test_rights_lost_in_the_middle_keep_what_was_done(tmp_path: Path) -> None:
    tasks = make_tasks(3)
    picky = Picky({tasks[1].id: NotAllowed("401")})
    outcome = sync(tmp_path / "s", picky, tasks)
    assert outcome.created == [tasks[0].id]
    assert kinds(outcome) == ["stopped"]
    picky.faults = {}
    assert sync(tmp_path / "s", picky, tasks).created == [tasks[1].id, tasks[2].id]


@pytest.mark.parametrize("error", [Unreachable("no connection")])
def test_a_destination_that_went_away_stops_and_resumes(tmp_path: Path, error: ExporterError) -> None:
    tasks = make_tasks(3)
    picky = Picky({tasks[1].id: error})
    assert kinds(sync(tmp_path / "s", picky, tasks)) == ["stopped"]
    picky.faults = {}
    assert len(sync(tmp_path / "s", picky, tasks).created) == 2
    assert len(picky.items) == 3


def test_an_item_changed_meanwhile_is_left_for_the_next_run(tmp_path: Path) -> None:
    picky = Picky()
    sync(tmp_path / "s", picky, make_tasks(2))
    picky.faults = {make_task(1).id: Changed("changed meanwhile")}
    changed = [replace(task, title=f"新{task.title}") for task in make_tasks(2)]
    outcome = sync(tmp_path / "s", picky, changed)
    assert outcome.updated == [make_task(2).id]
    picky.faults = {}
    assert sync(tmp_path / "s", picky, changed).updated == [make_task(1).id]


def test_a_label_that_others_put_there_is_not_remembered_as_ours(tmp_path: Path) -> None:
    picky = Picky()
    task = make_task()
    sync(tmp_path / "s", picky, [task])
    item = picky.items["1"]
    picky.items["1"] = replace(item, fields={**item.fields, Field.LABELS: ["urgent", "科技创新"]})
    sync(tmp_path / "s", picky, [replace(task, labels=("城市建设",))])
    sync(tmp_path / "s", picky, [replace(task, labels=("民生",))])
    assert picky.items["1"].fields[Field.LABELS] == ["urgent", "民生"]


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    clock = Clock(lambda: NOW, lambda _seconds: None)
    with State(tmp_path / "s") as state:
        looked = visit(Picky(), state, clock)
        looked.apply(
            looked.plan(make_tasks(2), Options()), state, clock, lambda done, total, _title: seen.append((done, total))
        )
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_what_a_stop_left_undone_is_done_by_the_next_run(tmp_path: Path) -> None:
    tasks = make_tasks(3)
    picky = Picky()
    sync(tmp_path / "s", picky, tasks)
    now = [replace(task, title=f"新{task.title}") for task in tasks]
    picky.faults = {now[1].id: Unreachable("no connection")}
    assert sync(tmp_path / "s", picky, now).updated == [now[0].id]
    picky.faults = {}
    assert sync(tmp_path / "s", picky, now).updated == [now[1].id, now[2].id]


class Batched(Picky):
    """Makes several at once, and remembers how many."""

    def __init__(self, faults: Mapping[str, ExporterError] | None = None) -> None:
        super().__init__(faults)
        self.batch = 3
        self.sizes: list[int] = []

    def create_many(self, drafts: Sequence[tuple[Wanted, Mapping[Field, str]]]) -> Sequence[Item | ExporterError]:
        self.sizes.append(len(drafts))
        return [self.faults.get(wanted.id) or self.create(wanted, base) for wanted, base in drafts]


def test_creates_go_together_as_far_as_one_request_carries_them(tmp_path: Path) -> None:
    batched = Batched()
    tasks = make_tasks(7)
    assert sync(tmp_path / "s", batched, tasks).created == [task.id for task in tasks]
    assert batched.sizes == [3, 3]
    assert sync(tmp_path / "s", batched, tasks).idle


def test_a_child_never_goes_with_its_parent(tmp_path: Path) -> None:
    parent, other = make_task(1), make_task(4)
    child, grandchild = make_task(2, parent=parent.id), make_task(3, parent=make_task(2).id)
    batched = Batched({parent.id: Refused("no")})
    outcome = sync(tmp_path / "s", batched, [other, parent, child, grandchild])
    assert outcome.created == [other.id]
    assert kinds(outcome) == ["refused", "blocked", "blocked"]
    batched.faults = {}
    assert sync(tmp_path / "s", batched, [other, parent, child, grandchild]).created == [
        parent.id,
        child.id,
        grandchild.id,
    ]


def test_the_others_of_a_batch_are_remembered_before_the_run_stops(tmp_path: Path) -> None:
    first, second, third = make_tasks(3)
    batched = Batched({second.id: NotAllowed("no")})
    outcome = sync(tmp_path / "s", batched, [first, second, third])
    assert outcome.created == [first.id, third.id]
    assert kinds(outcome) == ["stopped"]
    with State(tmp_path / "s") as state:
        assert state.intents("picky") == {}
        assert set(state.remembered("picky")) == {first.id, third.id}
