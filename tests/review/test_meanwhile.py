"""The ledger changes underneath: a person edits it, a sync runs, an office program holds it. Nothing is lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from exporter.ledger import Ledger, load, save
from exporter.model import Criterion, Task
from exporter.review.desk import Desk, version
from exporter.sync.lock import only_run
from tests.review.review_desk import CLOCK, NOW, ONE, THREE, TWO, Clerk, clerk, form_in, tasks


def test_a_task_that_somebody_else_changed_is_not_overwritten_and_both_are_shown(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.elsewhere(ONE, title="别处的标题", notes="别处的备注")
    before = at_desk.ledger.read_bytes()
    answer = at_desk.press(ONE, "accept", title="我的标题", due="2026-05-05")
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (409, before)
    assert "Somebody else changed this task meanwhile" in answer.text
    table = answer.text.partition('class="clashes"')[2].partition("</table>")[0]
    for words in ("别处的标题", "我的标题", "别处的备注", "2026-12-31", "2026-05-05"):
        assert words in table
    form = form_in(answer.text)
    assert (form["title"], form["due"], form["notes"]) == ("我的标题", "2026-05-05", "别处的备注")
    at_desk.fields = form
    assert at_desk.press(ONE, "accept").status_code == 303  # now it is a choice
    task = at_desk.task(ONE)
    assert (task.title, task.due, task.notes) == ("我的标题", date(2026, 5, 5), "别处的备注")


def test_only_accepting_a_task_that_changed_asks_again(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.elsewhere(ONE, status="done", checklist=(Criterion("别处加的一行", done=True),))
    answer = at_desk.press(ONE, "accept")
    assert answer.status_code == 409
    table = answer.text.partition('class="clashes"')[2].partition("</table>")[0]
    assert "<td>done</td><td>open</td>" in table
    assert "☑ 别处加的一行" in table
    at_desk.fields = form_in(answer.text)
    at_desk.press(ONE, "accept")
    assert (at_desk.task(ONE).status, at_desk.task(ONE).confidence) == ("done", "reviewed")


def test_other_indicators_do_not_take_figures_that_were_typed_for_the_old_ones(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.elsewhere(ONE, indicators=at_desk.task(ONE).indicators[1:])
    answer = at_desk.press(ONE, "save", **{"i0-value": "99", "title": "我的"})
    assert answer.status_code == 409
    form = form_in(answer.text)
    assert (form["i0-value"], form["title"]) == ("5", "我的")
    assert ">99<" in answer.text


def test_a_change_of_another_task_or_a_new_revision_disturbs_nobody(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.elsewhere(TWO, title="别处")
    at_desk.elsewhere(ONE, revision=7, revised_at=NOW)
    assert at_desk.press(ONE, "accept", title="我的").status_code == 303
    task = at_desk.task(ONE)
    assert (task.title, task.revision, at_desk.task(TWO).title) == ("我的", 7, "别处")


def test_a_task_that_was_taken_out_shows_what_was_typed(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.ledger.unlink()
    save(at_desk.ledger, [task for task in tasks() if task.id != ONE])
    before = at_desk.ledger.read_bytes()
    answer = at_desk.press(ONE, "accept", notes="辛苦写的")
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (409, before)
    assert "no longer in the ledger" in answer.text
    assert "辛苦写的" in answer.text


def test_merging_with_a_task_that_changed_writes_nothing(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.elsewhere(TWO, title="别处")
    before = at_desk.ledger.read_bytes()
    answer = at_desk.press(ONE, "merge", notes="还在")
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (409, before)
    assert "behind this one was changed" in answer.text
    assert "还在" in answer.text


def test_merging_never_takes_another_task_than_the_one_behind(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    before = at_desk.ledger.read_bytes()
    for behind in (ONE, "nothing"):
        answer = at_desk.press(ONE, "merge", behind=behind, behindversion=at_desk.fields["version"])
        assert answer.status_code == 409
    assert at_desk.ledger.read_bytes() == before


@pytest.mark.parametrize("damage", [b"- id: [", b"\xff\xfe\x00", None])
def test_a_ledger_that_is_damaged_or_gone_is_said_and_what_was_typed_can_be_sent_again(
    at_desk: Clerk, damage: bytes | None
) -> None:
    at_desk.look(ONE)
    good = at_desk.ledger.read_bytes()
    at_desk.ledger.unlink()
    if damage is not None:
        at_desk.ledger.write_bytes(damage)
    answer = at_desk.press(ONE, "accept", notes="辛苦写的")
    assert answer.status_code == 409
    assert "辛苦写的" in answer.text
    assert "Send it again" in answer.text
    assert "ledger.yaml" in answer.text
    assert damage is None or at_desk.ledger.read_bytes() == damage
    assert at_desk.get(f"/tasks/{ONE}").status_code == 409
    at_desk.ledger.write_bytes(good)
    assert at_desk.press(ONE, "accept", notes="辛苦写的").status_code == 303
    assert at_desk.task(ONE).notes == "辛苦写的"


def test_while_a_run_is_at_work_nothing_is_written(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    before = at_desk.ledger.read_bytes()
    with only_run(at_desk.config.plan.state, NOW):
        answer = at_desk.press(ONE, "accept", notes="还在")
        assert (answer.status_code, at_desk.ledger.read_bytes()) == (423, before)
        assert "another run is at work" in answer.text
        assert form_in(answer.text)["notes"] == "还在"
        assert at_desk.undo().status_code == 423
        assert at_desk.get(f"/tasks/{ONE}").status_code == 200
    at_desk.fields = form_in(answer.text)
    assert at_desk.press(ONE, "accept").status_code == 303
    assert at_desk.task(ONE).notes == "还在"


def test_what_changed_while_a_run_was_at_work_is_not_overwritten_afterwards(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    with only_run(at_desk.config.plan.state, NOW):
        at_desk.elsewhere(ONE, status="in_progress", title="同步来的")
        answer = at_desk.press(ONE, "accept", title="我的")
    at_desk.fields = form_in(answer.text)
    assert at_desk.press(ONE, "accept").status_code == 409
    assert at_desk.task(ONE).title == "同步来的"


@pytest.mark.parametrize("lock", ["~$ledger.xlsx", ".~lock.ledger.xlsx#"])
def test_a_workbook_that_somebody_has_open_is_left_alone(tmp_path: Path, lock: str) -> None:
    at_desk = clerk(tmp_path, ledger="ledger.xlsx")
    at_desk.enter()
    at_desk.look(ONE)
    (tmp_path / lock).touch()
    before = at_desk.ledger.read_bytes()
    answer = at_desk.press(ONE, "accept", notes="还在")
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (409, before)
    assert "is open in Excel" in answer.text
    assert form_in(answer.text)["notes"] == "还在"
    (tmp_path / lock).unlink()
    at_desk.fields = form_in(answer.text)
    assert at_desk.press(ONE, "accept").status_code == 303


def test_a_save_between_reading_and_writing_is_seen(at_desk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody saves the file in the moment in which ours is being put together."""
    at_desk.look(ONE)
    text = at_desk.ledger.read_text(encoding="utf-8") + "# 刚写的\n"

    def saving(_path: Path) -> None:
        at_desk.ledger.write_text(text, encoding="utf-8")

    monkeypatch.setattr("exporter.ledger.ledger.refuse_open", saving)
    answer = at_desk.press(ONE, "accept", notes="还在")
    assert answer.status_code == 409
    assert at_desk.ledger.read_text(encoding="utf-8") == text
    assert form_in(answer.text)["notes"] == "还在"


def test_undo_leaves_what_others_wrote_since(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.press(ONE, "split", parts="6月底前新建公园3个，\n年底前改造菜场5个。")
    new = load(at_desk.ledger).tasks[-1]
    at_desk.elsewhere(TWO, title="别处")
    assert at_desk.undo().status_code == 303
    assert at_desk.task(ONE) == next(task for task in tasks() if task.id == ONE)
    assert at_desk.task(TWO).title == "别处"
    assert at_desk.task(new.id).status == "dropped"  # somebody may have seen it: it is given up, not taken away


def test_undo_does_not_take_back_what_somebody_else_has_changed_since(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    at_desk.press(ONE, "accept", title="我的")
    at_desk.elsewhere(ONE, notes="别处的")
    before = at_desk.ledger.read_bytes()
    answer = at_desk.undo()
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (409, before)
    assert "was changed by somebody else since" in answer.text


def test_a_row_added_by_hand_gets_its_id_and_can_be_reviewed(at_desk: Clerk) -> None:
    text = at_desk.ledger.read_text(encoding="utf-8") + "\n- title: 召开推进会\n"
    at_desk.ledger.write_text(text, encoding="utf-8")
    name = at_desk.desk.look().tasks[-1].id
    page = at_desk.look(name)
    assert "added by hand" in page
    at_desk.press(name, "accept")
    assert at_desk.task(name).confidence == "reviewed"
    assert "召开推进会" in at_desk.ledger.read_text(encoding="utf-8")


def test_an_entry_that_cannot_be_read_is_counted_and_stays(at_desk: Clerk) -> None:
    text = at_desk.ledger.read_text(encoding="utf-8") + "\n- id: plan-2026-bad\n  title: 坏的\n  due: 某天\n"
    at_desk.ledger.write_text(text, encoding="utf-8")
    assert "1 entries of the ledger cannot be read" in at_desk.look(ONE)
    at_desk.press(ONE, "accept")
    assert at_desk.ledger.read_text(encoding="utf-8").endswith("due: 某天\n")
    assert at_desk.get("/tasks/plan-2026-bad").status_code == 404


def noted(notes: str, found: list[Task], _ledger: Ledger) -> list[Task]:
    return [replace(found[0], notes=notes)]


def test_two_pages_at_once_lose_no_change(tmp_path: Path) -> None:
    at_desk = clerk(tmp_path)
    desk = Desk(at_desk.config, CLOCK)
    barrier = threading.Barrier(3)
    written: dict[str, int] = {}

    def count(name: str) -> None:
        barrier.wait()
        for number in range(15):
            task = next(task for task in desk.look().tasks if task.id == name)
            desk.change([(name, version(task))], partial(noted, str(number)))
            written[name] = number

    threads = [threading.Thread(target=count, args=(name,)) for name in (ONE, TWO, THREE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {task.id: task.notes for task in load(at_desk.ledger).tasks} == dict.fromkeys((ONE, TWO, THREE), "14")
    assert len(written) == 3


def test_the_memory_of_earlier_files_is_bounded(at_desk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.review.desk._MEMORY", 2 * at_desk.ledger.stat().st_size)
    first = at_desk.task(ONE)
    for number in range(5):
        at_desk.look(ONE)
        at_desk.press(ONE, "save", notes=str(number))
    assert sum(step.before is not None for step in at_desk.desk._steps) == 1
    for _ in range(5):
        assert at_desk.undo().status_code == 303
    assert at_desk.task(ONE) == first
