"""What people do at a destination is kept and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from exporter.destinations.contract import Field
from exporter.sync.planner import Options
from tests.builders import make_task
from tests.destinations.desk import Desk
from tests.destinations.promises.base import Promises, conflicts


class People(Promises):
    """A person speaks."""

    def test_a_persons_title_is_kept(self, desk: Desk) -> None:
        self.needs(desk, Field.TITLE)
        task = make_task()
        desk.run([task])
        desk.person_sets(task.id, Field.TITLE, "人改的标题")
        assert desk.run([task]).outcome.idle
        desk.run([replace(task, due=date(2026, 9, 30))])
        assert desk.item(task.id).fields[Field.TITLE] == "人改的标题"

    def test_a_conflict_is_shown_once_and_settled_by_choice(self, desk: Desk) -> None:
        self.needs(desk, Field.TITLE)
        task = make_task()
        desk.run([task])
        desk.person_sets(task.id, Field.TITLE, "人改的标题")
        now = replace(task, title="台账改的标题")
        first, second = desk.run([now]), desk.run([now])
        assert conflicts(first.outcome.all_notices, known=False) == [Field.TITLE]
        assert first.outcome.partial
        assert conflicts(second.outcome.all_notices, known=False) == []
        assert conflicts(second.outcome.all_notices, known=True) == [Field.TITLE]
        assert not second.outcome.partial
        assert desk.item(task.id).fields[Field.TITLE] == "人改的标题"

        desk.run([now], Options(prefer={Field.TITLE: "theirs"}))
        settled = desk.run([now])
        assert settled.outcome.all_notices == ()
        assert desk.item(task.id).fields[Field.TITLE] == "人改的标题"

        later = replace(task, title="台账再改的标题")
        assert conflicts(desk.run([later]).outcome.all_notices, known=False) == [Field.TITLE]
        desk.run([later], Options(prefer={None: "ours"}))
        assert desk.item(task.id).fields[Field.TITLE] == desk.make().render(later).fields[Field.TITLE]
        assert desk.run([later]).outcome.idle

    def test_a_persons_close_wins_and_comes_back(self, desk: Desk) -> None:
        self.needs(desk, Field.STATUS)
        task = make_task()
        desk.run([task])
        desk.person_sets(task.id, Field.STATUS, "done")
        ran = desk.run([task])
        assert [each.status for each in ran.pulled.tasks] == ["done"]
        assert desk.item(task.id).fields[Field.STATUS] == "done"
        again = desk.run(ran.pulled.tasks)
        assert again.outcome.idle
        assert again.pulled.changed == ()

    def test_a_persons_reopening_comes_back(self, desk: Desk) -> None:
        self.needs(desk, Field.STATUS)
        task = make_task(status="done")
        desk.run([task])
        desk.person_sets(task.id, Field.STATUS, "open")
        ran = desk.run([task])
        assert [each.status for each in ran.pulled.tasks] == ["open"]
        assert desk.item(task.id).fields[Field.STATUS] == "open"

    def test_ticked_lines_come_back(self, desk: Desk) -> None:
        self.needs(desk, Field.CHECKLIST)
        task = make_task()
        desk.run([task])
        lines = desk.item(task.id).fields[Field.CHECKLIST]
        desk.person_sets(task.id, Field.CHECKLIST, [{**lines[0], "done": True}, *lines[1:]])
        ran = desk.run([task])
        assert [line.done for line in ran.pulled.tasks[0].checklist] == [True, False]
        assert desk.item(task.id).fields[Field.CHECKLIST][0]["done"] is True
        assert desk.run(ran.pulled.tasks).outcome.idle

    def test_a_persons_label_survives(self, desk: Desk) -> None:
        self.needs(desk, Field.LABELS)
        task = make_task()
        desk.run([task])
        labels = desk.item(task.id).fields[Field.LABELS]
        desk.person_sets(task.id, Field.LABELS, sorted([*labels, "urgent"]))
        assert desk.run([task]).outcome.idle
        now = replace(task, labels=("城市建设",))
        desk.run([now])
        after = set(desk.item(task.id).fields[Field.LABELS])
        assert "urgent" in after
        assert after - {"urgent"} == set(desk.make().render(now).fields[Field.LABELS])

    def test_a_label_that_a_person_removed_stays_away(self, desk: Desk) -> None:
        self.needs(desk, Field.LABELS)
        task = make_task()
        desk.run([task])
        desk.person_sets(task.id, Field.LABELS, [])
        assert desk.run([task]).outcome.idle
