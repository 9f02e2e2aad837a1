from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from exporter.errors import ExitCode
from exporter.ledger import load, save
from exporter.model import Reading
from tests.builders import make_task

Run = Callable[..., Result]
CONFIG = """[plan]
name = "plan-2026"
year = 2020
document = "plan.md"

[destinations.calendar]
kind = "ics"
path = "m.ics"
"""


@pytest.fixture
def ledger(folder: Path) -> Path:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    save(folder / "ledger.yaml", [make_task(8, due=date(2020, 12, 31)), make_task(9, indicators=())])
    return folder / "ledger.yaml"


def test_a_value_enters_the_ledger_and_says_how_far_it_is(run: Run, ledger: Path) -> None:
    result = run("record", "00000008", "--value", "6", "--on", "2020-06-30", lang="zh")
    assert result.exit_code == ExitCode.DONE, result.stderr
    assert "75%" in result.stdout
    (found,) = load(ledger).tasks[0].indicators
    assert (found.current, found.series) == (6, (Reading(date(2020, 6, 30), 6),))
    again = run("record", "00000008", "--value", "6家", "--metric", "科技", "--on", "2020-06-30", "--json")
    record = json.loads(again.stdout)
    assert (record["progress"], record["written"]) == (75, False)
    (indicator,) = record["indicators"]
    assert (indicator["percent"], indicator["series"]) == (75, [{"on": "2020-06-30", "value": 6}])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["0000000x", "--value", "1"], "there is no task 0000000x"),
        (["00000009", "--value", "1"], "has no indicator to record a value for"),
        (["00000008", "--value", "1人"], "counted in 家"),
        (["00000008", "--value", "1", "--on", "2019-12-31"], "lies before the plan"),
        (["00000008", "--value", "1", "--metric", "新增科技企业"], "Did you mean 新增科技型企业?"),
        (["00000008", "--value", "1", "--on", "soon"], "soon is not a date"),
        (["00000008", "--value", "1", "--on", str(date.today() + timedelta(2))], "lies in the future"),  # noqa: DTZ011
    ],
)
def test_what_does_not_fit_is_refused(run: Run, ledger: Path, words: list[str], told: str) -> None:
    before = ledger.read_bytes()
    result = run("record", *words)
    assert result.exit_code == ExitCode.USAGE
    assert told in result.stderr
    assert ledger.read_bytes() == before


def test_what_was_measured_reaches_the_destination_once(run: Run, ledger: Path, folder: Path) -> None:
    assert run("sync", "--yes").exit_code == ExitCode.DONE
    run("record", "00000008", "--value", "2", "--on", "2020-03-31")
    assert run("plan", "--exit-code").exit_code == ExitCode.PENDING
    assert run("sync", "--yes").exit_code == ExitCode.DONE
    assert "25%" in (folder / "m.ics").read_text("utf-8").replace("\n ", "")
    assert run("plan", "--exit-code").exit_code == ExitCode.DONE
    task = load(ledger).tasks[0]
    assert (task.progress, task.revision) == (None, 2)


def test_a_value_written_by_hand_is_kept_by_the_next_sync(run: Run, ledger: Path) -> None:
    run("sync", "--yes")
    text = ledger.read_text("utf-8").replace(
        "      unit: 家\n", "      unit: 家\n      current: 4\n      measured_on: 2020-03-31\n", 1
    )
    ledger.write_text(text, "utf-8")
    run("sync", "--yes")
    assert load(ledger).tasks[0].indicators[0].series == (Reading(date(2020, 3, 31), 4),)
    assert run("plan", "--exit-code").exit_code == ExitCode.DONE
