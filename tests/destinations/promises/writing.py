"""What is written, and that nothing is written twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from exporter.destinations.contract import Field
from exporter.model import Criterion
from tests.builders import make_task, make_tasks
from tests.destinations.desk import Desk
from tests.destinations.promises.base import Promises

CHANGES: list[tuple[Field, dict[str, Any]]] = [
    (Field.TITLE, {"title": "新标题"}),
    (Field.DUE, {"due": date(2026, 6, 30)}),
    (Field.DUE, {"due": date(2028, 2, 29)}),
    (Field.STATUS, {"status": "in_progress"}),
    (Field.STATUS, {"status": "done"}),
    (Field.STATUS, {"status": "dropped"}),
    (Field.LABELS, {"labels": ("城市建设",)}),
    (Field.CHECKLIST, {"checklist": (Criterion("召开两次会议"),)}),
    (Field.BODY, {"text": "另一句原文。"}),
]


class Writing(Promises):
    """The ledger speaks."""

    def test_an_item_says_what_the_task_says(self, desk: Desk) -> None:
        tasks = make_tasks(3)
        ran = desk.run(tasks)
        assert ran.outcome.created == [task.id for task in tasks]
        for task in tasks:
            wanted = desk.make().render(task).fields
            held = desk.item(task.id).fields
            assert {name: held[name] for name in wanted} == wanted
            assert task.text in desk.text_of(task.id)
        assert not ran.outcome.partial

    def test_a_second_run_writes_nothing(self, desk: Desk) -> None:
        desk.run(make_tasks(5))
        before = desk.snapshot()
        again = desk.run(make_tasks(5))
        assert again.outcome.idle
        assert again.plan.unchanged == 5
        assert desk.snapshot() == before

    def test_a_lost_state_file_changes_nothing(self, desk: Desk) -> None:
        desk.run(make_tasks(5))
        before = desk.snapshot()
        desk.state.unlink()
        again = desk.run(make_tasks(5))
        assert again.outcome.idle
        assert not again.outcome.partial
        assert desk.snapshot() == before

    def test_each_change_in_the_ledger_is_written(self, desk: Desk) -> None:
        kept = [(field, change) for field, change in CHANGES if self.keeps(desk, field)]
        *tasks, other = make_tasks(len(kept) + 1)
        desk.run([*tasks, other])
        unchanged = desk.item(other.id).fields
        now = [replace(task, **change) for task, (_, change) in zip(tasks, kept, strict=True)]
        ran = desk.run([*now, other])
        assert ran.outcome.updated == [task.id for task in now]
        for task, (field, _) in zip(now, kept, strict=True):
            wanted = desk.make().render(task).fields
            held = desk.item(task.id).fields
            assert held[field] == wanted[field]
            assert {name: held[name] for name in wanted} == wanted
        assert desk.item(other.id).fields == unchanged
        assert desk.run([*now, other]).outcome.idle

    def test_a_ledger_change_is_written_after_the_state_was_lost(self, desk: Desk) -> None:
        task = make_task()
        desk.run([task])
        desk.state.unlink()
        now = replace(task, title="新标题")
        assert desk.run([now]).outcome.updated == [task.id]
        assert desk.item(task.id).fields[Field.TITLE] == desk.make().render(now).fields[Field.TITLE]

    def test_a_finished_task_is_made_finished(self, desk: Desk) -> None:
        self.needs(desk, Field.STATUS)
        task = make_task(status="done")
        desk.run([task])
        assert desk.item(task.id).fields[Field.STATUS] == "done"
        assert desk.run([task]).outcome.idle

    def test_a_dropped_task_is_not_made(self, desk: Desk) -> None:
        assert desk.run([make_task(status="dropped")]).outcome.idle
