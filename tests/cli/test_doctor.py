from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from exporter.errors import ExitCode
from exporter.ledger import save
from exporter.model import Owners
from exporter.sync.lock import only_run
from tests.builders import make_task, make_tasks
from tests.servers.fake import Given, serving
from tests.servers.github import REPO, GitHubFake

Run = Callable[..., Result]
CONFIG = """[plan]
name = "plan-2026"
title = "计划"
year = 2026
document = "plan.md"
ledger = "out/ledger.yaml"
state = "out/state.sqlite"
owners = "owners.toml"

[destinations.board]
kind = "backlog"
path = "out/board"

[destinations.calendar]
kind = "ics"
path = "out/m.ics"
"""
ISSUES = """
[destinations.issues]
kind = "github"
url = "{url}"
repo = "{repo}"
token = {{ env = "DOCTOR_TOKEN" }}
pace = "off"
"""
OWNERS = '[accounts."区科委"]\nissues = "octocat"\n'


@pytest.fixture
def plan(folder: Path) -> Path:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "owners.toml").write_text(OWNERS, encoding="utf-8")
    (folder / "plan.md").write_text("# 工作计划\n\n年底前新建学校5所。\n", encoding="utf-8")
    save(folder / "out/ledger.yaml", [*make_tasks(2), make_task(3, owners=Owners(("区教委", "区民政局")))])
    return folder


@pytest.fixture
def server(plan: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubFake]:
    with serving(GitHubFake()) as there:
        with (plan / "exporter.toml").open("a", encoding="utf-8") as config:
            config.write(ISSUES.format(url=there.url, repo=REPO))
        monkeypatch.setenv("DOCTOR_TOKEN", there.token)
        yield there


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def lines(result: Result, sign: str) -> list[str]:
    return [line.strip() for line in result.stdout.splitlines() if line.strip().startswith(sign)]


@pytest.mark.usefixtures("server")
def test_all_is_well_and_nothing_is_written(run: Run, plan: Path) -> None:
    before = everything(plan)
    result = run("doctor")
    assert result.exit_code == ExitCode.DONE, result.output
    assert result.stdout.endswith("Everything is in order.\n")
    assert not lines(result, "✗")
    assert f"✓ {Path('out/ledger.yaml')} holds 3 tasks" in lines(result, "✓")
    assert f"✓ {Path('out/state.sqlite')} will be made" in lines(result, "✓")
    assert "✓ the secret token was found where exporter.toml says" in lines(result, "✓")
    assert f"✓ {REPO}: its account may write there" in lines(result, "✓")
    assert any("requests" in line for line in lines(result, "✓"))
    assert "· 2 of 3 leading units have no account there and stand as labels or text: 区教委, 区民政局" in lines(
        result, "·"
    )
    assert everything(plan) == before


def test_nothing_is_written_after_a_run_either(run: Run, server: GitHubFake, plan: Path) -> None:
    assert run("sync", "--yes").exit_code == ExitCode.DONE
    before, there = everything(plan), server.state()
    result = run("doctor", "--json")
    record = json.loads(result.stdout)
    assert (record["exit_code"], record["ok"]) == (0, True)
    assert [(place["name"], place["kind"]) for place in record["places"]] == [
        ("plan-2026", None),
        ("board", "backlog"),
        ("calendar", "ics"),
        ("issues", "github"),
    ]
    assert any("knows 9 items" in each["sentence"] for each in record["places"][0]["findings"])
    assert (everything(plan), server.state()) == (before, there)


def test_a_wrong_token_is_not_allowed(run: Run, server: GitHubFake) -> None:
    server.token = "another"
    result = run("doctor", "--to", "issues")
    assert result.exit_code == ExitCode.NOT_ALLOWED
    assert "Bad credentials" in "".join(lines(result, "✗"))
    assert "1 things need a look: the lines with ✗" in result.stdout
    assert "board" not in result.stdout


def test_one_destination_with_a_problem_is_partial(run: Run, server: GitHubFake) -> None:
    server.push = False
    result = run("doctor", lang="zh")
    assert result.exit_code == ExitCode.PARTIAL
    assert "无权写入" in "".join(lines(result, "✗"))
    assert "有 1 处要看：见带 ✗ 的行" in result.stdout


def test_a_missing_secret_is_a_matter_of_the_config(
    run: Run, server: GitHubFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DOCTOR_TOKEN")
    result = run("doctor")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "DOCTOR_TOKEN is not set" in "".join(lines(result, "✗"))
    assert server.asked == []


def test_the_secret_is_never_shown(run: Run, server: GitHubFake) -> None:
    server.before = lambda _asked: Given(403, {"message": f"no: {server.token}"})
    for words in (["doctor"], ["doctor", "--json"], ["doctor", "--debug"]):
        result = run(*words)
        assert result.exit_code == ExitCode.NOT_ALLOWED
        assert server.token not in result.output


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("exporter.toml", "[plan\n", "this line is not TOML"),
        ("out/ledger.yaml", "- id: [unclosed\n", "ledger.yaml"),
        ("owners.toml", "[[rule]]\n", "this rule names no lead"),
    ],
)
def test_what_cannot_be_read_is_bad_input(run: Run, plan: Path, file: str, content: str, said: str) -> None:
    (plan / file).write_text(content, encoding="utf-8")
    result = run("doctor")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert said in result.output
    if file != "exporter.toml":
        assert "(backlog)" in result.stdout, "the other looks go on"


def test_a_missing_document_matters_only_before_there_is_a_ledger(run: Run, plan: Path) -> None:
    (plan / "plan.md").unlink()
    assert run("doctor").exit_code == ExitCode.DONE
    (plan / "out/ledger.yaml").unlink()
    result = run("doctor")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "plan.md" in "".join(lines(result, "✗"))


def test_entries_that_break_the_rules_are_counted(run: Run, plan: Path) -> None:
    ledger = plan / "out/ledger.yaml"
    ledger.write_text(ledger.read_text("utf-8").replace("status: open", "status: half", 1), "utf-8")
    result = run("doctor")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "✗ 1 entries of the ledger break its rules: exporter check" in result.stdout


def test_a_damaged_state_file_is_said_and_left_alone(run: Run, plan: Path) -> None:
    (plan / "out/state.sqlite").write_bytes(b"damaged" * 500)
    before = everything(plan)
    result = run("doctor")
    assert result.exit_code == ExitCode.PARTIAL
    assert "is damaged" in "".join(lines(result, "✗"))
    assert everything(plan) == before


def test_another_run_is_seen_and_not_disturbed(run: Run, plan: Path) -> None:
    with only_run(plan / "out/state.sqlite", datetime(2026, 1, 1, tzinfo=UTC)):
        before = everything(plan)
        result = run("doctor")
        assert everything(plan) == before
    assert result.exit_code == ExitCode.LOCKED
    assert "another run is at work" in "".join(lines(result, "✗"))
    assert run("doctor").exit_code == ExitCode.DONE


def test_what_a_killed_run_left_locks_nobody_out(run: Run, plan: Path) -> None:
    (plan / "out/state.sqlite.running.json").write_text('{"pid": 1, "host": "x", "since": "then"}')
    (plan / "out/state.sqlite.lock").write_text("")
    assert run("doctor").exit_code == ExitCode.DONE


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_not_allowed(run: Run, plan: Path) -> None:
    (plan / "out").chmod(0o555)
    try:
        assert run("doctor").exit_code == ExitCode.NOT_ALLOWED
    finally:
        (plan / "out").chmod(0o755)


def test_signs_that_the_terminal_lacks_are_replaced(run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (plan / "out/m.ics").write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    monkeypatch.setattr("exporter.cli.doctor.can_show", lambda _stream, _signs: False)
    result = run("doctor")
    assert result.exit_code == ExitCode.PARTIAL
    assert len(lines(result, "x")) == 1
    assert not lines(result, "✓")


@pytest.mark.parametrize("words", [["plan"], ["sync", "--yes"], ["pull"], ["doctor"]])
def test_a_wait_longer_than_max_wait_ends_the_look(run: Run, server: GitHubFake, words: list[str]) -> None:
    server.before = lambda _asked: Given(429, {"message": "slow down"}, {"Retry-After": "90"})
    result = run(*words, "--to", "issues", "--max-wait", "5")
    assert result.exit_code == ExitCode.PARTIAL
    assert "asks to wait 90 s, longer than --max-wait allows" in result.output
    assert run(*words, "--max-wait", "-1").exit_code == ExitCode.USAGE
