from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from exporter.clock import Clock
from exporter.destinations.contract import Field, Item, Listing, Setup, Value, Wanted
from exporter.destinations.memory import Memory
from exporter.errors import ListingIncomplete, OutcomeUnknown
from exporter.sync.journal import WAITS
from exporter.sync.planner import Options
from exporter.sync.state import State
from exporter.sync.visit import visit
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.desk import NOW

LAG = 60.0


class Slow(Memory):
    """Answers no create; its listings show an item only after `appears` more listings."""

    settle_after = LAG

    def __init__(self, *, happens: bool, appears: int) -> None:
        super().__init__(Setup("slow", PLAN, "计划", {}))
        self.happens = happens
        self.appears = appears
        self.creates = 0
        self.listings = 0

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        self.creates += 1
        self.listings = 0
        if self.happens:
            super().create(wanted, base)
        raise OutcomeUnknown("the connection was reset")

    def listing(self) -> Listing:
        self.listings += 1
        whole = super().listing()
        return whole if self.listings > self.appears else replace(whole, items=())


class Watch:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time = NOW
        self.waits: list[float] = []

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)


def run(path: Path, destination: Memory, watch: Watch, count: int = 1) -> list[str]:
    with State(path) as state:
        seen = visit(destination, state, watch.clock)
        outcome = seen.apply(seen.plan(make_tasks(count), Options()), state, watch.clock)
        return [notice.kind for notice in outcome.all_notices]


@pytest.mark.parametrize("appears", range(len(WAITS)))
def test_a_create_that_appears_late_is_adopted_not_repeated(tmp_path: Path, appears: int) -> None:
    slow, watch = Slow(happens=True, appears=appears), Watch()
    assert run(tmp_path / "s", slow, watch) == []
    assert watch.waits == list(WAITS[: appears + 1])
    assert run(tmp_path / "s", slow, watch) == []
    assert slow.creates == 1


def test_a_create_that_does_not_appear_is_left_for_the_next_run(tmp_path: Path) -> None:
    slow, watch = Slow(happens=True, appears=len(WAITS)), Watch()
    assert run(tmp_path / "s", slow, watch) == ["unresolved"]
    assert run(tmp_path / "s", slow, watch) == []
    assert slow.creates == 1
    assert len(slow.items) == 1


def test_while_listings_may_lag_it_is_not_sent_again(tmp_path: Path) -> None:
    slow, watch = Slow(happens=False, appears=0), Watch()
    run(tmp_path / "s", slow, watch)
    watch.time = NOW
    assert run(tmp_path / "s", slow, watch) == ["unresolved"]
    assert slow.creates == 1


def test_after_the_longest_lag_it_certainly_was_not_made(tmp_path: Path) -> None:
    slow, watch = Slow(happens=False, appears=0), Watch()
    run(tmp_path / "s", slow, watch)
    watch.time = NOW + timedelta(seconds=LAG)
    run(tmp_path / "s", slow, watch)
    assert slow.creates == 2


def test_a_short_listing_settles_nothing(tmp_path: Path) -> None:
    slow, watch = Slow(happens=False, appears=0), Watch()
    run(tmp_path / "s", slow, watch)
    watch.time = NOW + timedelta(seconds=10 * LAG)
    slow.listing = lambda: Listing((), complete=False)  # type: ignore[method-assign]
    assert run(tmp_path / "s", slow, watch) == ["incomplete", "unresolved"]
    assert slow.creates == 1


def test_a_listing_that_fails_while_looking_is_tried_again(tmp_path: Path) -> None:
    class Shaky(Slow):
        def listing(self) -> Listing:
            if self.creates and self.listings < 2:
                self.listings += 1
                raise ListingIncomplete("page 2 is missing")
            return Memory.listing(self)

    shaky, watch = Shaky(happens=True, appears=0), Watch()
    assert run(tmp_path / "s", shaky, watch) == []
    assert watch.waits == list(WAITS[:3])


def test_a_safe_create_is_looked_for_and_sent_again(tmp_path: Path) -> None:
    class Safe(Slow):
        safe_creates = True

        def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
            if self.creates:
                return Memory.create(self, wanted, base)
            return super().create(wanted, base)

    lost, watch = Safe(happens=False, appears=0), Watch()
    assert run(tmp_path / "s", lost, watch) == []
    assert len(lost.items) == 1
    assert watch.waits == []


def test_an_update_without_an_answer_is_looked_at_by_the_next_run(tmp_path: Path) -> None:
    class Mute(Memory):
        def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
            super().update(item, changes, base)
            raise OutcomeUnknown("the connection was reset")

    mute, watch = Mute(Setup("mute", PLAN, "计划", {})), Watch()
    run(tmp_path / "s", mute, watch)
    changed = [replace(make_task(), title="新标题")]
    with State(tmp_path / "s") as state:
        seen = visit(mute, state, watch.clock)
        outcome = seen.apply(seen.plan(changed, Options()), state, watch.clock)
        assert [notice.kind for notice in outcome.all_notices] == ["refused"]
        again = visit(mute, state, watch.clock)
        assert again.plan(changed, Options()).changes == ()


def test_a_create_that_was_answered_is_not_sent_again_while_listings_lag(tmp_path: Path) -> None:
    class Lagging(Slow):
        def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
            self.creates += 1
            return Memory.create(self, wanted, base)

    lagging, watch = Lagging(happens=True, appears=0), Watch()
    assert run(tmp_path / "s", lagging, watch) == []
    lagging.listings, lagging.appears = 0, len(WAITS) + 1
    assert run(tmp_path / "s", lagging, watch) == ["unresolved"]
    assert lagging.creates == 1
    assert run(tmp_path / "s", lagging, watch) == []
    assert lagging.creates == 1
    watch.time += timedelta(days=1)
    assert run(tmp_path / "s", lagging, watch) == []
    assert watch.waits == list(WAITS)
