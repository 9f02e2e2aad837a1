"""What goes wrong, and what then must not happen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exporter.destinations.contract import Field
from exporter.errors import SafetyStop
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.desk import Desk
from tests.destinations.promises.base import Promises
from tests.destinations.wrapped import Doubtful, Elsewhere, Short


class Trouble(Promises):
    """Nothing twice, nothing lost, nothing closed by accident."""

    def test_an_orphan_stays_until_it_is_asked_for(self, desk: Desk) -> None:
        self.needs(desk, Field.STATUS)
        task, gone = make_tasks(2)
        desk.run([task, gone])
        before = desk.snapshot()
        ran = desk.run([task])
        assert [notice.kind for notice in ran.outcome.all_notices] == ["orphan"]
        assert desk.snapshot() == before
        closed = desk.run([task], Options(close_orphans=True))
        assert closed.outcome.closed == [gone.id]
        assert desk.item(gone.id).fields[Field.STATUS] == "dropped"
        assert desk.run([task], Options(close_orphans=True)).outcome.idle

    def test_an_empty_ledger_stops_the_run(self, desk: Desk) -> None:
        desk.run(make_tasks(2))
        before = desk.snapshot()
        with pytest.raises(SafetyStop):
            desk.run([])
        assert desk.snapshot() == before

    def test_nothing_on_both_sides_is_fine(self, desk: Desk) -> None:
        assert desk.run([]).outcome.idle

    def test_too_many_changes_stop_the_run(self, desk: Desk) -> None:
        tasks = make_tasks(12)
        desk.run(tasks)
        before = desk.snapshot()
        now = [replace(task, title=f"改{task.title}", text=f"改{task.text}") for task in tasks]
        with pytest.raises(SafetyStop):
            desk.run(now)
        assert desk.snapshot() == before
        assert len(desk.run(now, Options(force=True)).outcome.updated) == 12

    def test_another_plans_items_are_not_ours(self, desk: Desk) -> None:
        desk.run([make_task()])
        other = Elsewhere(desk)
        assert other.make().listing().items == ()

    def test_a_short_listing_forbids_creates(self, desk: Desk) -> None:
        task, new = make_tasks(2)
        desk.run([task])
        short = Short(desk.make())
        ran = desk.run([task, new], destination=short)
        assert ran.outcome.idle
        assert ran.outcome.partial
        assert desk.run([task, new]).outcome.created == [new.id]

    def test_a_create_without_an_answer_is_found_again(self, desk: Desk) -> None:
        tasks = make_tasks(3)
        doubtful = Doubtful(desk.make())
        if doubtful.staged:
            pytest.skip("its creates take effect all at once, there is no answer to lose")
        ran = desk.run(tasks, destination=doubtful)
        assert ran.outcome.created == [task.id for task in tasks]
        assert desk.run(tasks).outcome.idle
        assert len(desk.make().listing().items) == 3
