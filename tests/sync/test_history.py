"""Random histories of edits, faults and crashes; at the end nothing is doubled, missing or overwritten."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from exporter.destinations.contract import Field, Item, Setup, Value, Wanted
from exporter.destinations.memory import Memory
from exporter.errors import Changed, ExporterError, OutcomeUnknown, Refused, Unreachable
from exporter.sync.planner import Options
from tests.builders import PLAN, make_tasks
from tests.destinations.test_memory import MemoryDesk

FAULTS = ("none", "none", "none", "refused", "lost before", "lost after", "unreachable", "crash before", "crash after")
NUMBERS = st.integers(0, 4)


class Crash(BaseException):
    """The process ends here."""


class Faulty(Memory):
    """Fails as told, for creates and updates alike."""

    settle_after = 0.0

    def __init__(self, setup: Setup, seed: int) -> None:
        super().__init__(setup)
        self.dice = random.Random(seed)  # noqa: S311  repeatable, not secret

    def _before(self) -> str:
        fault = self.dice.choice(FAULTS)
        if fault == "refused":
            raise Refused("no")
        if fault == "lost before":
            raise OutcomeUnknown("reset")
        if fault == "unreachable":
            raise Unreachable("gone")
        if fault == "crash before":
            raise Crash
        return fault

    def _after(self, fault: str) -> None:
        if fault == "lost after":
            raise OutcomeUnknown("reset")
        if fault == "crash after":
            raise Crash

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        fault = self._before()
        item = super().create(wanted, base)
        self._after(fault)
        return item

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        fault = self._before()
        if fault == "none" and self.dice.random() < 0.1:
            raise Changed("meanwhile")
        now = super().update(item, changes, base)
        self._after(fault)
        return now


class History(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.desk = MemoryDesk(Path(self.place.name))
        self.tasks = make_tasks(5)
        self.titles: dict[str, str] = {}
        self.notes: dict[str, str] = {}
        self.ledger_titles = 0

    def _held(self, number: int) -> Item | None:
        task_id = self.tasks[number].id
        return next((item for item in self.desk.memory.items.values() if item.id == task_id), None)

    @rule(seed=st.integers(0, 2**32), forced=st.booleans())
    def run_with_faults(self, *, seed: int, forced: bool) -> None:
        faulty = Faulty(Setup("memory", PLAN, "计划", {}), seed)
        faulty.items = self.desk.memory.items
        try:
            ran = self.desk.run(self.tasks, Options(force=forced), destination=faulty)
        except (Crash, ExporterError):
            return
        self.tasks = list(ran.pulled.tasks)

    @rule()
    def run(self) -> None:
        self.tasks = list(self.desk.run(self.tasks).pulled.tasks)

    @rule()
    def lose_the_state(self) -> None:
        for file in Path(self.place.name).iterdir():
            file.unlink()

    @rule(number=NUMBERS)
    def edit_the_ledger(self, number: int) -> None:
        self.ledger_titles += 1
        self.tasks[number] = replace(self.tasks[number], title=f"台账第{self.ledger_titles}次")

    @rule(number=NUMBERS, word=st.sampled_from("甲乙丙"))
    def a_person_edits_the_title(self, number: int, word: str) -> None:
        if item := self._held(number):
            self.titles[item.id] = f"人改{word}"
            self.desk.person_sets(item.id, Field.TITLE, self.titles[item.id])

    @rule(number=NUMBERS, status=st.sampled_from(["open", "in_progress", "done"]))
    def a_person_sets_the_status(self, number: int, status: str) -> None:
        if item := self._held(number):
            self.desk.person_sets(item.id, Field.STATUS, status)

    @rule(number=NUMBERS, word=st.sampled_from("甲乙丙"))
    def a_person_writes_a_note(self, number: int, word: str) -> None:
        if item := self._held(number):
            self.notes[item.id] = word
            self.desk.person_writes(item.id, word)

    @invariant()
    def no_item_stands_twice(self) -> None:
        ids = [item.id for item in self.desk.memory.items.values()]
        assert len(ids) == len(set(ids))

    @invariant()
    def no_word_of_a_person_is_lost(self) -> None:
        for item in self.desk.memory.items.values():
            assert item.note == self.notes.get(item.id)
            if item.id in self.titles:
                assert item.fields[Field.TITLE] == self.titles[item.id]

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        for _ in range(2):
            self.tasks = list(self.desk.run(self.tasks).pulled.tasks)
        assert sorted(item.id for item in self.desk.memory.items.values()) == sorted(task.id for task in self.tasks)
        before: Any = self.desk.snapshot()
        assert self.desk.run(self.tasks).outcome.idle
        assert self.desk.snapshot() == before
        self.place.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
