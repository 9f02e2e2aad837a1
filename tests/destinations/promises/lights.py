"""Lights, where a destination keeps any."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from exporter.destinations.contract import Field
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.desk import Desk
from tests.destinations.promises.base import DUE, Promises


class Lights(Promises):
    """The day speaks."""

    def test_a_light_is_written_when_it_turns_and_only_then(self, desk: Desk) -> None:
        self.needs_lights(desk)
        tasks = make_tasks(12, status="in_progress", due=DUE)  # more than a run may change; the day did it
        lights = []
        for day in (DUE - timedelta(90), DUE - timedelta(30), DUE, DUE + timedelta(1), DUE + timedelta(400)):
            desk.today = day
            ran = desk.run(tasks, destination=self.quiet(desk))
            assert all(set(change.fields) == {Field.LIGHT} for change in ran.plan.changes if change.action == "update")
            lights.append((desk.item(tasks[0].id).fields[Field.LIGHT], len(ran.outcome.updated)))
            before = desk.snapshot()
            assert desk.run(tasks, destination=self.quiet(desk)).outcome.idle
            assert desk.snapshot() == before
        shown = desk.make().lights
        calm = "on_track" if shown and "on_track" in shown else None
        assert lights == [(calm, 0), ("at_risk", 12), ("at_risk", 0), ("late", 12), ("late", 0)]
        done = [replace(task, status="done") for task in tasks]
        desk.run(done, Options(force=True))
        assert desk.item(tasks[0].id).fields[Field.LIGHT] in {None, "done"}

    def test_a_light_leaves_labels_alone(self, desk: Desk) -> None:
        self.needs_lights(desk)
        self.needs(desk, Field.LABELS)
        task = make_task(status="in_progress", due=DUE)
        desk.today = DUE
        desk.run([task])
        labels = desk.item(task.id).fields[Field.LABELS]
        desk.person_sets(task.id, Field.LABELS, sorted([*labels, "urgent"]))  # replaces all: the light is gone with it
        desk.state.unlink()
        assert desk.run([task]).outcome.idle
        if desk.make().keeps[Field.LIGHT] == "label":
            assert desk.item(task.id).fields[Field.LIGHT] is None
        desk.today = DUE + timedelta(1)
        assert desk.run([task]).outcome.updated == [task.id]
        item = desk.item(task.id)
        assert item.fields[Field.LIGHT] == "late"
        assert item.fields[Field.LABELS] == sorted([*labels, "urgent"])

    def test_a_light_of_a_plan_that_was_there_before_lights_comes_on(self, desk: Desk) -> None:
        self.needs_lights(desk)
        task = make_task(due=DUE)
        desk.run([task])
        desk.today = DUE + timedelta(1)
        assert desk.run([task]).outcome.updated == [task.id]
        desk.state.unlink()
        assert desk.run([task]).outcome.idle
        desk.run([replace(task, due=DUE + timedelta(200))])
        assert desk.item(task.id).fields[Field.LIGHT] in {None, "on_track"}
