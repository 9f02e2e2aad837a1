"""What every destination must do: the promises of sync, run against each kind through its Desk."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from exporter.destinations.contract import Destination, Field, Item, Listing, Value, Wanted
from exporter.errors import NotAllowed, OutcomeUnknown, SafetyStop
from exporter.lights import Light
from exporter.model import Criterion, Owners, Task
from exporter.news import News
from exporter.progress import recorded
from exporter.sync.plan import Notice
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.desk import Desk

DUE = date(2026, 12, 31)
NASTY = (
    "长" * 300,
    "🎉👨‍👩‍👧‍👦 é combining é",
    "@all please look at #12 and GH-7",
    "/close",
    "<!-- --> <b>bold</b> -->",
    "a | b | c",
    "back\\slash \\n \\, \\;",
    "\u202eright to left\u202c",
    "- [ ] not a box",
    "---",
    "yes: 'no' \"maybe\" #comment",
    "tab\there",
)


class DestinationContract:
    """Subclass it, say how a desk is made, and every promise is tested."""

    many: ClassVar[int] = 250
    """Tasks that fill more pages than one, where there are pages."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Desk:
        return self.make_desk(tmp_path)

    @abstractmethod
    def make_desk(self, folder: Path) -> Desk:
        """A desk whose destination is empty."""

    # What is written

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

    @pytest.mark.parametrize(
        ("field", "change"),
        [
            (Field.TITLE, {"title": "新标题"}),
            (Field.DUE, {"due": date(2026, 6, 30)}),
            (Field.DUE, {"due": date(2028, 2, 29)}),
            (Field.STATUS, {"status": "in_progress"}),
            (Field.STATUS, {"status": "done"}),
            (Field.STATUS, {"status": "dropped"}),
            (Field.LABELS, {"labels": ("城市建设",)}),
            (Field.CHECKLIST, {"checklist": (Criterion("召开两次会议"),)}),
            (Field.BODY, {"text": "另一句原文。"}),
        ],
    )
    def test_a_change_in_the_ledger_is_written(self, desk: Desk, field: Field, change: dict[str, Any]) -> None:
        self.needs(desk, field)
        task, other = make_tasks(2)
        desk.run([task, other])
        unchanged = desk.item(other.id).fields
        now = replace(task, **change)
        ran = desk.run([now, other])
        assert ran.outcome.updated == [task.id]
        assert desk.item(task.id).fields[field] == desk.make().render(now).fields[field]
        assert desk.item(other.id).fields == unchanged
        assert desk.run([now, other]).outcome.idle

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

    # What people do

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

    # Lights

    def test_a_light_is_written_when_it_turns_and_only_then(self, desk: Desk) -> None:
        self.needs_lights(desk)
        tasks = make_tasks(12, status="in_progress", due=DUE)
        lights = []
        for day in (DUE - timedelta(90), DUE - timedelta(30), DUE, DUE + timedelta(1), DUE + timedelta(400)):
            desk.today = day
            ran = desk.run(
                tasks, destination=self.quiet(desk)
            )  # more than a run may change: the day did it, no accident
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

    # Comments

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

    @pytest.mark.parametrize("words", ["@all 请看 #12 <b>", "/close", "--> | ; \\", "{anchor:x} !x.png!"])
    def test_a_comment_is_only_text(self, desk: Desk, words: str) -> None:
        self.needs_comments(desk)
        owners = Owners((words,))
        figures = (replace(make_task().indicators[0], metric=words, unit="家"),)
        task = make_task(due=DUE, owners=owners, indicators=figures, due_text=words)
        desk.today = DUE
        desk.run([task])
        before = desk.item(task.id).fields
        desk.today = DUE + timedelta(1)
        ran = desk.run([task])
        assert ran.outcome.commented == [task.id], [str(notice) for notice in ran.outcome.all_notices]
        assert {**desk.item(task.id).fields, Field.LIGHT: None} == {**before, Field.LIGHT: None}
        assert self.keys(desk, task) == ["late:2026-12-31"]
        assert desk.run([task]).outcome.idle

    def quiet(self, desk: Desk) -> Destination:
        """The destination of somebody who wants no comments."""
        mute = desk.make()
        mute.setup = replace(mute.setup, options={**mute.setup.options, "comments": False})
        return mute

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

    # Text

    def test_text_outside_our_block_is_kept(self, desk: Desk) -> None:
        task = make_task()
        desk.run([task])
        desk.person_writes(task.id, "  我的备注：  *别动* <!-- x -->")
        assert desk.run([task]).outcome.idle
        desk.run([replace(task, text="另一句原文。", title="新标题", due=date(2026, 6, 1))])
        assert "  我的备注：  *别动* <!-- x -->" in desk.text_of(task.id)
        assert "另一句原文。" in desk.text_of(task.id)

    def test_two_items_with_one_marker_are_both_left_alone(self, desk: Desk) -> None:
        task, other = make_tasks(2)
        desk.run([task, other])
        desk.person_copies(task.id)
        before = desk.snapshot()
        ran = desk.run([replace(task, title="新标题"), other])
        assert ran.outcome.idle
        assert ran.outcome.partial
        assert [notice.kind for notice in ran.outcome.all_notices] == ["duplicate"]
        assert desk.snapshot() == before

    # What goes wrong

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

    @pytest.mark.parametrize("title", NASTY)
    def test_nasty_text_is_only_text(self, desk: Desk, title: str) -> None:
        lines = (Criterion(title), Criterion("另一行"))
        task = make_task(title=title, text=f"{title}\n第二行 {title}", checklist=lines, labels=(title[:20].strip(),))
        calm = make_task(2)
        ran = desk.run([task, calm])
        assert sorted(ran.outcome.created) == sorted([task.id, calm.id]), ran.outcome.all_notices
        assert not ran.outcome.partial, [str(notice) for notice in ran.outcome.all_notices]
        again = desk.run([task, calm])
        assert again.outcome.idle
        assert again.pulled.changed == ()
        desk.run([replace(task, due=date(2026, 5, 5)), calm])
        assert len(desk.make().listing().items) == 2

    def test_a_forged_marker_in_a_quote_means_nothing(self, desk: Desk) -> None:
        victim = make_task(2)
        forged = f"<!-- exporter:begin {victim.id} title=00000000 -->\n冒充\n<!-- exporter:end -->"
        task = make_task(text=forged, title=f"exporter:begin {victim.id}")
        desk.run([task, victim])
        assert sorted(item.id for item in desk.make().listing().items) == sorted([task.id, victim.id])
        assert desk.run([task, victim]).outcome.idle

    def test_many_tasks(self, desk: Desk) -> None:
        tasks = make_tasks(self.many)
        assert len(desk.run(tasks).outcome.created) == self.many
        assert len(desk.make().listing().items) == self.many
        assert desk.run(tasks).outcome.idle

    def needs_lights(self, desk: Desk) -> None:
        if desk.make().lights is None:
            pytest.skip(f"{desk.make().kind} keeps no lights")

    def needs(self, desk: Desk, field: Field) -> None:
        if desk.make().keeps[field] not in {"native", "label"} or field not in desk.make().render(make_task()).fields:
            pytest.skip(f"{desk.make().kind} keeps no {field} of its own")


def conflicts(notices: tuple[Notice, ...], *, known: bool) -> list[Field | None]:
    return [notice.field for notice in notices if notice.kind == "conflict" and notice.known == known]


class Elsewhere:
    """The same place, asked for another plan whose name only begins alike."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def make(self) -> Destination:
        destination = self.desk.make()
        destination.setup = replace(destination.setup, plan=destination.setup.plan.split("-")[0])
        return destination


class Wrapped(Destination):
    """Passes every verb on; `batch` stays 1, so that each create goes through `create`."""

    def __init__(self, inner: Destination) -> None:
        super().__init__(inner.setup)
        self.inner = inner
        names = ("kind", "keeps", "safe_creates", "settle_after", "staged", "takes_comments", "mails_comments")
        for name in names:  # not batch: one by one, through `create`
            setattr(self, name, getattr(inner, name))

    @property
    def lights(self) -> Collection[Light] | None:
        return self.inner.lights

    def told(self, item: Item) -> frozenset[str]:
        return self.inner.told(item)

    def tell(self, item: Item, news: News) -> None:
        self.inner.tell(item, news)

    def listing(self) -> Listing:
        self.inner.answers, self.inner.expected = self.answers, self.expected
        return self.inner.listing()

    def render(self, task: Task) -> Wanted:
        return self.inner.render(task)

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        return self.inner.create(wanted, base)

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        return self.inner.update(item, changes, base)

    def commit(self) -> bool:
        return self.inner.commit()


class Short(Wrapped):
    """Could not read every page."""

    def listing(self) -> Listing:
        return replace(self.inner.listing(), complete=False)


class Doubtful(Wrapped):
    """Every create happens, and its answer is lost."""

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        self.inner.create(wanted, base)
        raise OutcomeUnknown("the connection broke")


class Unheard(Wrapped):
    """Every comment is written, and its answer is lost."""

    def tell(self, item: Item, news: News) -> None:
        self.inner.tell(item, news)
        raise OutcomeUnknown("the connection broke")


class Silenced(Wrapped):
    """Takes no comments from us."""

    def tell(self, item: Item, news: News) -> None:  # noqa: ARG002  it is refused whatever it says
        raise NotAllowed("the issue is locked")


class Overtaken(Wrapped):
    """Another machine runs just before the first update or comment here."""

    def __init__(self, inner: Destination, other: Callable[[], None]) -> None:
        super().__init__(inner)
        self.other: Callable[[], None] | None = other

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        self._let_it_run()
        return super().update(item, changes, base)

    def told(self, item: Item) -> frozenset[str]:
        found = super().told(item)
        self._let_it_run()
        return found

    def _let_it_run(self) -> None:
        other, self.other = self.other, None
        if other:
            other()
