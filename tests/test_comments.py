"""Lights and comments through the whole road: plan, saved plan, run, report; and calendars that know no day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from exporter import schema
from exporter.clock import Clock
from exporter.config import Config, read_config
from exporter.errors import ExitCode, SafetyStop
from exporter.ledger import load, save, update
from exporter.model import Task
from exporter.pipeline import Report, apply_saved, make_plan, sync
from exporter.report.plan import plan_view
from exporter.report.run import run_record
from exporter.report.view import to_plain
from exporter.sync.planner import Options
from tests.builders import PLAN, make_tasks
from tests.destinations.trackers.backlog_desk import tool_reads
from tests.servers.fake import Asked, Given, serving
from tests.servers.github import REPO, GitHubFake

DUE = date(2026, 12, 31)
NOON = datetime.fromisoformat("2026-12-31T12:00:00").astimezone()  # of the place where the test runs, as for a clerk
CONFIG = f"""
[plan]
name = "{PLAN}"
year = 2026
document = "plan.md"

[destinations.board]
kind = "backlog"
path = "board"

[destinations.calendar]
kind = "ics"
path = "m.ics"
todos = true

[destinations.issues]
kind = "github"
url = "{{url}}"
repo = "{REPO}"
token = {{{{ command = ["echo", "{{token}}"] }}}}
pace = "off"
"""


@pytest.fixture
def server() -> Iterator[GitHubFake]:
    with serving(GitHubFake()) as there:
        yield there


@pytest.fixture
def config(tmp_path: Path, server: GitHubFake) -> Config:
    """Three tasks that are everywhere and due today."""
    (tmp_path / "exporter.toml").write_text(CONFIG.format(url=server.url, token=server.token), encoding="utf-8")
    save(tmp_path / "ledger.yaml", make_tasks(3, due=DUE))
    config = read_config(tmp_path / "exporter.toml")
    run(config)
    return config


def clock(days: int) -> Clock:
    return Clock(lambda: NOON + timedelta(days=days), lambda _seconds: None)


def run(config: Config, days: int = 0, *names: str) -> Report:
    return sync(config, names, Options(), clock(days))


def change(config: Config, **changes: object) -> None:
    """Edit the first task of the ledger."""
    ledger = load(config.plan.ledger)
    tasks: list[Task] = [replace(ledger.tasks[0], **changes), *ledger.tasks[1:]]  # type: ignore[arg-type]
    update(ledger, tasks)


def comments(server: GitHubFake) -> dict[int, list[str]]:
    """The first line of each comment, by issue."""
    return {number: [raw["body"].split("\n")[0] for raw in held] for number, held in server.comments.items()}


def on_board(config: Config) -> dict[int, list[str]]:
    """The same of the board's tasks."""
    files = {number: next((config.folder / "board").rglob(f"task-{number} *.md")) for number in (1, 2, 3)}
    texts = {number: tool_reads(file.read_text(encoding="utf-8")) for number, file in files.items()}
    return {number: [text.split("\n")[0] for text in held] for number, held in texts.items()}


def test_a_plan_shows_comments_and_carries_them_to_apply(config: Config, server: GitHubFake) -> None:
    prepared = make_plan(config, (), Options(), clock(1))
    assert prepared.pending
    page = to_plain(plan_view(prepared))
    assert page.count("comment: late") == 6
    assert "Light: at risk → late" in page
    record = prepared.as_record(Options(), ())
    assert schema.problems("plan", record) == []
    issues = next(each for each in record["destinations"] if each["destination"] == "issues")
    assert [each["news"] for each in issues["comments"]] == ["late:2026-12-31"] * 3
    assert comments(server) == {}
    with pytest.raises(SafetyStop):
        apply_saved(config, record, clock(-40))  # on another day other lights would be lit
    report = apply_saved(config, record, clock(1))
    assert report.exit_code is ExitCode.DONE
    assert run_record(report)["destinations"][2]["commented"] == [each.id for each in report.tasks]
    assert comments(server) == {n: ["已逾期：期限是2026-12-31，到2027-01-01尚未完成。"] for n in (1, 2, 3)}
    assert on_board(config) == {n: ["已逾期：期限是2026-12-31，到2027-01-01尚未完成。"] for n in (1, 2, 3)}
    asked = len(server.writes())
    assert run(config, 1).idle
    assert run(config, 200).idle
    assert len(server.writes()) == asked


def test_a_task_closed_on_the_board_is_told_on_the_tracker(config: Config, server: GitHubFake) -> None:
    task = next(file for file in (config.folder / "board").rglob("task-1 *.md"))
    task.write_text(task.read_text(encoding="utf-8").replace("status: To Do", "status: Done"), encoding="utf-8")
    report = run(config)
    assert report.exit_code is ExitCode.DONE
    assert comments(server) == {1: ["已完成：有人在“board”标为完成。"]}
    change(config, status="open")
    run(config)
    change(config, status="done")
    run(config)
    assert comments(server) == {1: ["已完成：有人在“board”标为完成。"]}
    assert on_board(config) == {1: [], 2: [], 3: []}


def test_a_task_closed_on_the_tracker_is_told_on_the_board(config: Config, server: GitHubFake) -> None:
    server.issues[1] |= {"state": "closed", "state_reason": "completed"}
    report = run(config)
    assert report.exit_code is ExitCode.DONE
    assert on_board(config) == {1: ["已完成：有人在“issues”标为完成。"], 2: [], 3: []}
    assert comments(server) == {}
    assert run(config).idle


def test_a_refused_comment_makes_one_partial_run_and_loses_nothing(config: Config, server: GitHubFake) -> None:
    def locked(asked: Asked) -> Given | None:
        refused = asked.method == "POST" and asked.path.endswith("/issues/2/comments")
        return Given(403, {"message": "Unable to create comment because issue is locked."}) if refused else None

    server.before = locked
    first, second = run(config, 1), run(config, 1)
    assert (first.exit_code, second.exit_code) == (ExitCode.PARTIAL, ExitCode.DONE)
    assert sorted(comments(server)) == [1, 3]
    assert second.idle
    server.before = lambda _asked: None
    assert run(config, 1).outcomes[2].commented == [load(config.plan.ledger).tasks[1].id]
    assert run(config, 1).idle


def test_calendars_do_not_change_with_the_day(config: Config) -> None:
    before = {path: path.read_bytes() for path in config.folder.rglob("*.ics")}
    assert before
    for days in (1, 400):
        run(config, days)
        assert {path: path.read_bytes() for path in config.folder.rglob("*.ics")} == before


def test_the_board_shows_lights_and_a_second_run_leaves_every_byte(config: Config) -> None:
    run(config, 1)
    files = {path: path.read_bytes() for path in (config.folder / "board").rglob("*") if path.is_file()}
    assert sum("灯:逾期".encode() in content for content in files.values()) == 3
    config.plan.state.unlink()
    assert run(config, 30).idle
    assert {path: path.read_bytes() for path in (config.folder / "board").rglob("*") if path.is_file()} == files
