"""The whole road over a real ledger, a real board folder and a real calendar file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from exporter.clock import Clock
from exporter.config import Config, read_config
from exporter.errors import ExitCode, LedgerError, Locked, SafetyStop
from exporter.ledger import load, save, update
from exporter.model import Owners
from exporter.pipeline import Report, apply_saved, make_plan, pull, sync
from exporter.schema import problems
from exporter.sync.lock import only_run
from exporter.sync.planner import Options
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.calendars.test_ics import FOREIGN, PARTY

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CLOCK = Clock(lambda: NOW, lambda _seconds: None)
CONFIG = f"""
[plan]
name = "{PLAN}"
title = "计划"
year = 2026
document = "plan.md"
ledger = "out/ledger.yaml"
state = "out/state.sqlite"

[destinations.board]
kind = "backlog"
path = "out/board"

[destinations.calendar]
kind = "ics"
path = "out/milestones.ics"
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    save(tmp_path / "out/ledger.yaml", make_tasks(4))
    return read_config(tmp_path / "exporter.toml")


def run(config: Config, options: Options | None = None) -> Report:
    return sync(config, (), options or Options(), CLOCK)


def files(config: Config) -> dict[str, bytes]:
    return {
        str(path.relative_to(config.folder)): path.read_bytes()
        for path in sorted((config.folder / "out").rglob("*"))
        if path.is_file() and "state.sqlite" not in path.name
    }


def board_file(config: Config, number: int) -> Path:
    return next((config.folder / "out/board").rglob(f"task-{number} - *.md"))


def on_board(config: Config, number: int, old: str, new: str) -> None:
    path = board_file(config, number)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_second_run_changes_no_byte(config: Config) -> None:
    first = run(config)
    assert [len(outcome.created) for outcome in first.outcomes] == [4, 4]
    before = files(config)
    assert run(config).idle
    assert files(config) == before


def test_a_lost_state_file_changes_no_byte(config: Config) -> None:
    run(config)
    before = files(config)
    (config.folder / "out/state.sqlite").unlink()
    again = run(config)
    assert again.idle
    assert again.exit_code is ExitCode.DONE
    assert files(config) == before


def test_a_damaged_state_file_is_learnt_anew_and_said(config: Config) -> None:
    run(config)
    before = files(config)
    for leftover in (config.folder / "out").glob("state.sqlite-*"):
        leftover.unlink()
    (config.folder / "out/state.sqlite").write_bytes(b"damaged" * 500)
    again = run(config)
    assert [notice.kind for notice in again.notices] == ["settled"]
    assert again.idle
    assert files(config) == before


def test_done_on_the_board_is_done_in_ledger_and_calendar(config: Config) -> None:
    run(config)
    before = files(config)
    on_board(config, 2, "status: To Do", "status: Done")
    report = run(config)
    assert [task.status for task in load(config.plan.ledger).tasks] == ["open", "done", "open", "open"]
    assert [(each.created, each.updated) for each in report.outcomes] == [([], []), ([], [make_task(2).id])]
    after = files(config)
    changed = {name for name in after if after[name] != before[name]}
    assert {Path(name).name.split(" ")[0] for name in changed} == {"task-2", "ledger.yaml", "milestones.ics"}
    assert "已完成" in after["out/milestones.ics"].decode()
    assert run(config).idle
    assert files(config) == after


def test_a_ticked_box_comes_back(config: Config) -> None:
    run(config)
    on_board(config, 1, "- [ ] #2", "- [x] #2")
    run(config)
    assert [line.done for line in load(config.plan.ledger).tasks[0].checklist] == [False, True]


def test_pull_writes_the_ledger_and_nothing_else(config: Config) -> None:
    run(config)
    before = files(config)
    on_board(config, 2, "status: To Do", "status: Done")
    board = files(config)
    report = pull(config, (), Options(), CLOCK)
    assert report.ledger_written
    assert report.prepared.pulled.changed == (make_task(2).id,)
    after = files(config)
    assert {name for name in after if after[name] != board[name]} == {"out/ledger.yaml"}
    assert after["out/milestones.ics"] == before["out/milestones.ics"]
    assert not pull(config, (), Options(), CLOCK).ledger_written


def test_a_unit_or_date_that_a_person_sets_is_not_called_assumed(config: Config) -> None:
    (config.folder / "owners.toml").write_text('[default]\nlead = ["区科委"]\n', encoding="utf-8")
    config = replace(config, plan=replace(config.plan, owners=config.folder / "owners.toml"))
    tasks = make_tasks(3, due_text=None, due_basis="default")
    update(load(config.plan.ledger), tasks)
    run(config)
    changed = (replace(tasks[0], owners=Owners(("区教育局",))), replace(tasks[1], due=date(2026, 6, 30)))
    update(load(config.plan.ledger), [*changed, replace(tasks[2], notes="一句")])
    assert run(config).exit_code is ExitCode.DONE
    bases = [(task.owner_basis, task.due_basis) for task in load(config.plan.ledger).tasks[:3]]
    assert bases == [(None, "default"), ("rule", None), ("rule", "default")]
    board = [board_file(config, number).read_text(encoding="utf-8") for number in (1, 2, 3)]
    assert ["按规则推定" in text for text in board] == [False, True, True]
    assert ["默认为计划年度年底" in text for text in board] == [True, False, True]
    assert run(config).idle


def test_an_edit_of_the_ledger_counts_its_revision_on(config: Config) -> None:
    run(config)
    path = config.plan.ledger
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("due: 2026-12-31", "due: 2026-06-30  # 提前", 1), encoding="utf-8")
    report = run(config)
    assert [outcome.updated for outcome in report.outcomes] == [[make_task(1).id]] * 2
    task = load(path).tasks[0]
    assert (task.due, task.revision, task.revised_at) == (date(2026, 6, 30), 2, NOW)
    assert "# 提前" in path.read_text(encoding="utf-8")
    calendar = files(config)["out/milestones.ics"].decode()
    assert calendar.count("SEQUENCE:2") == 1
    assert run(config).idle


def test_a_title_changed_on_the_board_stays_there(config: Config) -> None:
    run(config)
    on_board(config, 3, f"title: {make_task(3).title}", "title: 人改的标题")
    run(config)
    assert "人改的标题" in board_file(config, 3).read_text(encoding="utf-8")
    assert load(config.plan.ledger).tasks[2].title == make_task(3).title


def test_a_row_added_by_hand_gets_its_id(config: Config) -> None:
    run(config)
    path = config.plan.ledger
    with path.open("a", encoding="utf-8") as file:
        file.write("\n- title: 开一次现场会\n  due: 2026-05-01\n")
    report = run(config)
    task = load(path).tasks[-1]
    assert re.fullmatch(PLAN + r"-[0-9a-f]{8}", task.id)
    assert [outcome.created for outcome in report.outcomes] == [[task.id]] * 2
    assert run(config).idle


def test_a_bad_record_is_named_and_its_items_are_left_alone(config: Config) -> None:
    run(config)
    before = files(config)
    path = config.plan.ledger
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n  status: open", "\n  status: finished", 1), encoding="utf-8")
    report = run(config)
    assert report.exit_code is ExitCode.PARTIAL
    assert len(report.prepared.work.problems) == 1
    assert report.idle
    assert files(config)["out/milestones.ics"] == before["out/milestones.ics"]


def test_a_damaged_ledger_is_never_overwritten(config: Config) -> None:
    run(config)
    config.plan.ledger.write_text("- id: [\n  ]]] nonsense", encoding="utf-8")
    before = files(config)
    with pytest.raises(LedgerError):
        run(config)
    assert files(config) == before


def test_an_emptied_ledger_stops_the_run(config: Config) -> None:
    run(config)
    config.plan.ledger.write_text("# nothing left\n", encoding="utf-8")
    before = files(config)
    with pytest.raises((SafetyStop, LedgerError)):
        run(config)
    assert files(config) == before


def test_two_equal_ids_stop_before_any_write(config: Config) -> None:
    path = config.plan.ledger
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(make_task(2).id, make_task(1).id), encoding="utf-8")
    before = files(config)
    with pytest.raises(LedgerError, match=make_task(1).id):
        run(config)
    assert files(config) == before


def test_one_run_at_a_time(config: Config) -> None:
    with only_run(config.plan.state, NOW), pytest.raises(Locked):
        run(config)


def test_a_destination_that_cannot_be_used_does_not_stop_the_other(config: Config) -> None:
    (config.folder / "out/board").write_text("a file in the way", encoding="utf-8")
    report = run(config)
    assert [failure.destination for failure in report.failures] == ["board"]
    assert [outcome.plan.destination for outcome in report.outcomes] == ["calendar"]
    assert len(report.outcomes[0].created) == 4
    assert report.exit_code is ExitCode.PARTIAL


def test_a_calendar_of_others_takes_the_tasks_only_by_force(config: Config) -> None:
    theirs = config.folder / "out/milestones.ics"
    theirs.write_bytes(FOREIGN)
    assert [failure.destination for failure in run(config).failures] == ["calendar"]
    assert theirs.read_bytes() == FOREIGN
    forced = run(config, Options(force=True))
    assert forced.exit_code is ExitCode.DONE
    held = theirs.read_bytes()
    assert PARTY in held
    assert held.count(b"BEGIN:VEVENT") == 5
    assert run(config).idle  # from now on it is ours too


def test_a_plan_writes_nothing(config: Config) -> None:
    before = files(config)
    prepared = make_plan(config, (), Options(), CLOCK)
    assert prepared.pending
    assert [plan.counts()["create"] for plan in prepared.plans] == [4, 4]
    assert files(config) == before
    assert not config.plan.state.exists()


def test_a_saved_plan_is_carried_out_as_it_was_seen(config: Config) -> None:
    options = Options(close_orphans=True)
    record = json.loads(json.dumps(make_plan(config, ("board",), options, CLOCK).as_record(options, ("board",))))
    assert problems("plan", record) == []
    report = apply_saved(config, record, CLOCK)
    assert [len(outcome.created) for outcome in report.outcomes] == [4]
    assert not (config.folder / "out/milestones.ics").exists()


@pytest.mark.parametrize("where", ["ledger", "board"])
def test_a_saved_plan_is_refused_when_something_changed(config: Config, where: str) -> None:
    run(config)
    ledger = load(config.plan.ledger)
    update(ledger, [replace(ledger.tasks[0], title="新标题"), *ledger.tasks[1:]])
    record = make_plan(config, (), Options(), CLOCK).as_record(Options(), ())
    if where == "ledger":
        ledger = load(config.plan.ledger)
        update(ledger, [*ledger.tasks[:3], replace(ledger.tasks[3], title="另一个标题")])
    else:
        on_board(config, 2, "status: To Do", "status: In Progress")
    before = files(config)
    with pytest.raises(SafetyStop, match="has changed since"):
        apply_saved(config, record, CLOCK)
    assert files(config) == before


def test_a_declined_run_writes_nothing(config: Config) -> None:
    before = files(config)
    report = sync(config, (), Options(), CLOCK, confirm=lambda _prepared: False)
    assert report.declined
    assert files(config) == before
