"""Comments, where a destination takes any: each piece of news once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from exporter.destinations.contract import Field
from exporter.errors import SafetyStop
from exporter.model import Owners, Task
from exporter.progress import recorded
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.desk import Desk
from tests.destinations.promises.base import DUE, Promises
from tests.destinations.wrapped import Overtaken, Silenced, Unheard


class Comments(Promises):
    """One comment when a task turns late or is done."""

    def test_a_task_that_turns_late_gets_one_comment(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task, other = make_tasks(2, due=DUE)
        desk.today = DUE
        desk.run([task, other])
        assert desk.comments_of(task.id) == []
        desk.today = DUE + timedelta(1)
        other = replace(other, due=DUE + timedelta(90))
        ran = desk.run([task, other])
        assert [each.as_record()["news"] for each in ran.plan.comments] == ["late:2026-12-31"]
        assert ran.outcome.commented == [task.id]
        assert not ran.outcome.partial
        assert self.keys(desk, task) == ["late:2026-12-31"]
        assert desk.comments_of(other.id) == []
        for days in (2, 30):
            desk.today = DUE + timedelta(days)
            assert desk.run([task, other]).outcome.idle
        desk.state.unlink()
        lost = desk.run([task, other])
        assert lost.outcome.idle
        assert lost.plan.comments == ()
        assert self.keys(desk, task) == ["late:2026-12-31"]

    def test_what_is_made_late_or_done_gets_no_comment(self, desk: Desk) -> None:
        self.needs_comments(desk)
        desk.today = DUE + timedelta(5)
        tasks = [make_task(1, due=DUE), make_task(2, status="done")]
        desk.run(tasks)
        desk.state.unlink()
        assert desk.run(tasks).outcome.idle
        assert desk.comments_of(tasks[0].id) == desk.comments_of(tasks[1].id) == []

    def test_a_plan_that_was_there_before_comments_gets_none_for_what_is_past(self, desk: Desk) -> None:
        self.needs_comments(desk)
        tasks = make_tasks(12, due=DUE)
        desk.run(tasks)
        desk.today = DUE + timedelta(5)
        assert desk.run(tasks).outcome.commented == []
        now = [replace(tasks[0], status="done"), *tasks[1:]]
        assert desk.run(now).outcome.commented == [tasks[0].id]

    def test_a_new_due_date_that_passes_is_news_and_one_moved_back_is_none(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task = make_task(due=DUE)
        desk.today = DUE
        desk.run([task])
        desk.today = DUE + timedelta(1)
        desk.run([task])
        later = replace(task, due=date(2027, 6, 30))
        assert desk.run([later]).outcome.commented == []
        assert desk.run([replace(task, due=date(2026, 11, 30))]).outcome.commented == []
        desk.run([later])
        desk.today = date(2027, 7, 1)
        assert desk.run([later]).outcome.commented == [task.id]
        assert self.keys(desk, task) == ["late:2026-12-31", "late:2027-06-30"]

    def test_a_finished_task_gets_one_comment_and_not_again_when_it_is_reopened(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task = make_task(due=DUE)
        desk.today = DUE
        desk.run([task])
        done = replace(task, status="done")
        assert desk.run([done]).outcome.commented == [task.id]
        desk.run([task])
        desk.state.unlink()
        desk.run([done])
        assert self.keys(desk, task) == ["done"]

    def test_who_closed_it_there_needs_no_comment(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task = make_task(due=DUE)
        desk.today = DUE
        desk.run([task])
        desk.person_sets(task.id, Field.STATUS, "done")
        tasks = desk.run([task]).pulled.tasks
        desk.state.unlink()
        desk.run(tasks)
        assert desk.comments_of(task.id) == []

    def test_targets_that_are_measured_to_be_reached_are_told(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task = make_task(8, due=DUE)
        desk.today = DUE
        desk.run([task])
        for value, comments in ((7.97, 0), (8, 1)):  # 7.97 of 8 is shown as 100 %, and is not
            figure = recorded(task.indicators[0], value, DUE - timedelta(1))
            task = replace(task, indicators=(figure,))
            desk.run([task])
            assert len(desk.comments_of(task.id)) == comments
        desk.run([replace(task, status="done")])
        assert self.keys(desk, task) == ["done"]

    def test_no_comments_where_nobody_wants_them(self, desk: Desk) -> None:
        self.needs_comments(desk)
        desk.today = DUE
        desk.run([make_task(due=DUE)])
        desk.today = DUE + timedelta(1)
        assert desk.run([make_task(due=DUE)], destination=self.quiet(desk)).outcome.commented == []
        assert desk.run([make_task(due=DUE)]).outcome.commented == []
        assert desk.comments_of(make_task().id) == []

    def test_many_comments_at_once_stop_the_run_where_people_are_sent_them(self, desk: Desk) -> None:
        self.needs_comments(desk)
        tasks = make_tasks(11, due=DUE)
        desk.today = DUE
        desk.run(tasks)
        before = desk.snapshot()
        desk.today = DUE + timedelta(1)
        mailed = desk.make().mails_comments
        if mailed:
            with pytest.raises(SafetyStop, match="11 comments"):
                desk.run(tasks)
            assert desk.snapshot() == before
        assert len(desk.run(tasks, Options(force=mailed)).outcome.commented) == 11
        assert desk.run(tasks).outcome.idle

    def test_a_comment_without_an_answer_is_found_again(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task = make_task(due=DUE)
        desk.today = DUE
        desk.run([task])
        desk.today = DUE + timedelta(1)
        ran = desk.run([task], destination=Unheard(desk.make()))
        assert ran.outcome.commented == [task.id]
        assert not ran.outcome.partial
        assert desk.run([task]).outcome.idle
        assert self.keys(desk, task) == ["late:2026-12-31"]

    def test_a_refused_comment_fails_no_task_and_is_said_once(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task = make_task(due=DUE)
        desk.today = DUE
        desk.run([task])
        desk.today = DUE + timedelta(1)
        now = replace(task, title="新标题")
        first = desk.run([now], destination=Silenced(desk.make()))
        assert first.outcome.updated == [task.id]
        assert [notice.kind for notice in first.outcome.all_notices] == ["refused"]
        assert first.outcome.partial
        second = desk.run([now], destination=Silenced(desk.make()))
        assert second.outcome.idle
        assert not second.outcome.partial
        assert desk.run([now]).outcome.commented == [task.id]
        assert desk.run([now]).outcome.idle
        assert self.keys(desk, task) == ["late:2026-12-31"]

    def test_another_machine_writes_no_second_comment(self, desk: Desk) -> None:
        self.needs_comments(desk)
        task = make_task(due=DUE)
        desk.today = DUE
        desk.run([task])
        here, there = desk.state, desk.folder / "there.sqlite"
        desk.state = there
        desk.run([task])
        desk.today = DUE + timedelta(1)
        overtaken = Overtaken(desk.make(), lambda: self.elsewhere(desk, here, task))
        assert desk.run([task], destination=overtaken).outcome.commented == []
        assert self.keys(desk, task) == ["late:2026-12-31"]
        for state in (here, there):
            desk.state = state
            assert desk.run([task]).outcome.idle

    def elsewhere(self, desk: Desk, state: Path, task: Task) -> None:
        """The other machine's run, while the first one's has begun."""
        mine, desk.state = desk.state, state
        desk.run([task])
        desk.state = mine

    def test_a_comment_is_only_text(self, desk: Desk) -> None:
        self.needs_comments(desk)
        texts = ("@all 请看 #12 <b>", "/close", "--> | ; \\", "{anchor:x} !x.png!")
        tasks = [self.worded(number, words) for number, words in enumerate(texts, 1)]
        desk.today = DUE
        desk.run(tasks)
        before = [desk.item(task.id).fields for task in tasks]
        desk.today = DUE + timedelta(1)
        ran = desk.run(tasks)
        assert ran.outcome.commented == [task.id for task in tasks], [str(notice) for notice in ran.outcome.all_notices]
        for task, fields in zip(tasks, before, strict=True):
            assert {**desk.item(task.id).fields, Field.LIGHT: None} == {**fields, Field.LIGHT: None}
            assert self.keys(desk, task) == ["late:2026-12-31"]
        assert desk.run(tasks).outcome.idle

    def worded(self, number: int, words: str) -> Task:
        """A task of which all that a comment may quote is `words`."""
        figures = (replace(make_task().indicators[0], metric=words, unit="家"),)
        return make_task(number, due=DUE, owners=Owners((words,)), indicators=figures, due_text=words)

    def keys(self, desk: Desk, task: Task) -> list[str]:
        """Keys of the news in the item's comments, each as often as it was told."""
        texts = desk.comments_of(task.id)
        whole = "\n".join(texts)
        keys = sorted(desk.make().told(desk.item(task.id)))
        assert len(texts) == len(keys), whole
        return sorted(keys, key=lambda key: (key == "done", key))

    def needs_comments(self, desk: Desk) -> None:
        if not desk.make().takes_comments:
            pytest.skip(f"{desk.make().kind} has no comments")
