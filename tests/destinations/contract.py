"""What every destination must do: the promises of sync, run against each kind through its Desk."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Destination, Field, Item, Listing, Value, Wanted
from exporter.errors import OutcomeUnknown, SafetyStop
from exporter.model import Criterion, Task
from exporter.sync.plan import Notice
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.desk import Desk

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
        tasks = make_tasks(250)
        assert len(desk.run(tasks).outcome.created) == 250
        assert len(desk.make().listing().items) == 250
        assert desk.run(tasks).outcome.idle

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
        for name in (
            "kind",
            "keeps",
            "safe_creates",
            "settle_after",
            "staged",
        ):  # not batch: one by one, through `create`
            setattr(self, name, getattr(inner, name))

    def listing(self) -> Listing:
        self.inner.answers = self.answers
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
