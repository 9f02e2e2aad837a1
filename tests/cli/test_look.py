from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from exporter.errors import ExitCode
from exporter.ledger import save
from exporter.model import Owners
from exporter.sync.state import Remembered, State
from tests.builders import make_task

Run = Callable[..., Result]
CONFIG = """[plan]
name = "plan-2026"
title = "计划"
year = 2026
document = "plan.md"

[destinations.calendar]
kind = "ics"
path = "m.ics"
"""


@pytest.fixture
def ledger(folder: Path) -> Path:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    tasks = [
        make_task(1, due=date(2026, 3, 1), owners=Owners(("区教育局",))),
        make_task(2, due=date(2026, 6, 20)),
        make_task(3, due=date(2026, 3, 1), status="done"),
        make_task(4, status="in_progress", due=None, due_basis=None, due_text=None),
        make_task(5, owners=Owners(), owner_basis=None),
    ]
    save(folder / "ledger.yaml", tasks)
    return folder / "ledger.yaml"


@pytest.mark.usefixtures("ledger")
def test_status_and_show_name_the_page_of_a_task(run: Run, folder: Path) -> None:
    page = "https://example.org/issues/1"
    with State(folder / "state.sqlite") as state:
        state.remember("gone", make_task(1).id, Remembered("1", url="https://example.org/no-longer-a-destination"))
        state.remember("calendar", make_task(1).id, Remembered("1", url=page))
    told = run("status", "--on", "2026-06-01")
    assert page in told.stdout
    assert "no-longer" not in told.stdout
    record = json.loads(run("status", "--on", "2026-06-01", "--json").stdout)
    assert [(each["id"], each["url"]) for each in record["late"]] == [(make_task(1).id, page)]
    assert f"calendar: {page}" in run("show", make_task(1).id).stdout


@pytest.mark.usefixtures("ledger")
def test_status_counts_by_state_date_and_owner(run: Run) -> None:
    result = run("status", "--on", "2026-06-01")
    assert result.exit_code == ExitCode.DONE, result.stderr
    assert "5 tasks on 2026-06-01: 3 open, 1 in progress, 1 done, 0 dropped" in result.stdout
    assert "Late (1)" in result.stdout
    assert "Due within 30 days (1)" in result.stdout
    assert "(nobody)" in result.stdout
    record = json.loads(run("status", "--on", "2026-06-01", "--json").stdout)
    assert [task["id"] for task in record["late"]] == [make_task(1).id]
    assert [task["id"] for task in record["soon"]] == [make_task(2).id]
    assert record["owners"]["区科委"] == {"tasks": 3, "late": 0, "at_risk": 1, "on_track": 1, "done": 1, "percent": 50}
    assert record["owners"][""] == {"tasks": 1, "late": 0, "at_risk": 1, "on_track": 0, "done": 0, "percent": 0}


@pytest.mark.usefixtures("ledger")
def test_status_by_lights_part_and_filters(run: Run) -> None:
    shown = run("status", "--on", "2026-06-01").stdout
    assert "1 late, 2 at risk, 1 on track, 1 done" in shown
    assert "At risk, due later (1)" in shown
    assert "一、科技创新" in shown
    record = json.loads(run("status", "--on", "2026-06-01", "--json", "--owner", "教育").stdout)
    assert (record["tasks"], record["late"][0]["light"], record["to_check"]) == (1, "late", 0)
    record = json.loads(run("status", "--on", "2026-06-01", "--json", "--light", "at_risk", "--light", "done").stdout)
    assert (record["tasks"], record["sections"]["一、科技创新"]["at_risk"]) == (3, 2)
    assert json.loads(run("status", "--json", "--status", "in_progress").stdout)["tasks"] == 1
    assert json.loads(run("status", "--json", "--section", "科技", "--status", "done").stdout)["tasks"] == 1


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--owner", "区教育厅"], "Did you mean 区教育局?"),
        (["--section", "一、科技创业"], "Did you mean 一、科技创新?"),
        (["--light", "red"], "There are: late, at_risk, on_track, done."),
        (["--status", "late"], "There are: open, in_progress, done, dropped."),
    ],
)
def test_a_filter_that_finds_nothing_names_what_there_is(run: Run, words: list[str], told: str) -> None:
    result = run("status", *words)
    assert result.exit_code == ExitCode.USAGE
    assert told in result.stderr


@pytest.mark.usefixtures("ledger")
def test_a_job_learns_from_the_exit_code_that_something_is_late(run: Run) -> None:
    assert run("status", "--on", "2026-06-01", "--exit-code").exit_code == ExitCode.PENDING
    assert run("status", "--on", "2026-06-01", "--exit-code", "--status", "done").exit_code == ExitCode.DONE
    assert run("status", "--on", "2026-02-01", "--exit-code").exit_code == ExitCode.DONE


def test_records_to_look_at_are_counted(run: Run, ledger: Path) -> None:
    save(ledger, [make_task(6, confidence="check")])
    assert "1 records should be looked at" in run("status").stdout


@pytest.mark.usefixtures("ledger")
def test_the_rules_of_the_lights_stand_in_the_configuration(run: Run, folder: Path) -> None:
    (folder / "exporter.toml").write_text(CONFIG + "[lights]\nlag = 1\nat_risk_days = 0\n", encoding="utf-8")
    assert "1 late, 0 at risk, 3 on track, 1 done" in run("status", "--on", "2026-06-01").stdout
    (folder / "exporter.toml").write_text(CONFIG + "[lights]\nlags = 1\n", encoding="utf-8")
    result = run("status")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "lag" in result.stderr.replace("lags", "")


@pytest.mark.usefixtures("ledger")
def test_today_is_the_default_day(run: Run) -> None:
    assert json.loads(run("status", "--json").stdout)["day"] == date.today().isoformat()  # noqa: DTZ011  as the command


@pytest.mark.usefixtures("ledger")
def test_a_day_that_is_none_is_refused(run: Run) -> None:
    result = run("status", "--on", "soon")
    assert result.exit_code == ExitCode.USAGE
    assert "soon is not a date" in result.stderr


def test_unreadable_entries_are_counted(run: Run, ledger: Path) -> None:
    ledger.write_text(ledger.read_text("utf-8").replace("status: in_progress", "status: half"), "utf-8")
    assert "1 entries of the ledger cannot be read: exporter check" in run("status").stdout
    assert json.loads(run("status", "--json").stdout)["unreadable"] == 1


@pytest.mark.usefixtures("ledger")
def test_a_task_is_shown_with_its_quote(run: Run) -> None:
    result = run("show", make_task(2).id)
    for words in (make_task(2).text, make_task(2).title, "区科委", "区财政局", "2026-06-20", "plan.md", "Indicator"):
        assert words in result.stdout
    assert run("show", "00000002").stdout == result.stdout
    assert "牵头单位" in run("show", "00000002", lang="zh").stdout
    record = json.loads(run("show", "00000002", "--json").stdout)
    assert (record["id"], record["items"]) == (make_task(2).id, {})


@pytest.mark.usefixtures("ledger")
def test_after_a_sync_show_says_where_the_task_stands(run: Run) -> None:
    assert "00000004: " in run("sync", "--yes").stdout  # a task without a date cannot stand in a calendar
    assert list(json.loads(run("show", "00000002", "--json").stdout)["items"]) == ["calendar"]
    assert json.loads(run("show", "00000004", "--json").stdout)["items"] == {}


@pytest.mark.usefixtures("ledger")
def test_an_id_that_is_not_there_names_the_nearest(run: Run) -> None:
    result = run("show", "plan-2026-0000000x")
    assert result.exit_code == ExitCode.USAGE
    assert "Did you mean plan-2026-0000000" in result.stderr
    assert "could be several tasks" in run("show", "").stderr
    assert "`exporter status`" in run("show", "zzzzzzzzzzzz").stderr


@pytest.mark.parametrize("command", [["status"], ["show", "x"]])
def test_without_a_ledger_sync_is_named(run: Run, folder: Path, command: list[str]) -> None:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    result = run(*command)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "there is no ledger yet" in result.stderr
    assert "exporter sync" in result.stderr


@pytest.mark.parametrize("command", [["status"], ["show", "x"], ["plan"], ["sync", "--yes"], ["pull"]])
def test_without_a_config_init_is_named(run: Run, command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "exporter init" in result.stderr
    assert "exporter.toml" in result.stderr
