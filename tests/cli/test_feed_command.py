from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from exporter.errors import ExitCode
from exporter.ledger import save
from tests.builders import make_tasks

Run = Callable[..., Result]
CONFIG = """[plan]
name = "plan-2026"
title = "计划"
year = 2026
document = "plan.md"

[destinations.board]
kind = "backlog"
path = "board"

[destinations.calendar]
kind = "ics"
path = "m.ics"
"""


@pytest.fixture
def plan(folder: Path, run: Run) -> Path:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    save(folder / "ledger.yaml", make_tasks(2))
    assert run("sync", "--yes").exit_code == ExitCode.DONE
    return folder


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal of its own elsewhere")
@pytest.mark.parametrize("words", [[], ["--secret"], ["--secret-path", "at-least-sixteen-signs"]])
def test_it_serves_until_ctrl_c_and_writes_nothing_but_the_secret(plan: Path, words: list[str]) -> None:
    before = {path.name for path in plan.iterdir()}
    command = [sys.executable, "-m", "exporter", "feed", "--port", "0", "--json", *words]
    with subprocess.Popen(command, cwd=plan, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            said = ""
            while not said.endswith("}\n"):
                line = process.stdout.readline()
                assert line, f"it ended: {said}"
                said += line
            record = json.loads(said)
            with urllib.request.urlopen(record["calendars"][0], timeout=10) as got:  # noqa: S310  loopback
                assert got.read() == (plan / "m.ics").read_bytes()
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    made = {path.name for path in plan.iterdir()} - before
    assert made == ({"state.sqlite.feed"} if words == ["--secret"] else set())


def kept(plan: Path) -> str:
    return (plan / "state.sqlite.feed").read_text("utf-8").strip()


def stopped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("exporter.feed.server.Feed.serve_forever", interrupt)


def test_the_secret_is_made_once_and_only_its_owner_reads_it(
    run: Run, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_at_once(monkeypatch)
    first = run("feed", "--port", "0", "--secret", lang="zh")
    assert first.exit_code == ExitCode.DONE
    assert "按 Ctrl-C 结束" in first.stderr
    secret = kept(plan)
    assert len(secret) >= 32
    assert f"/{secret}/calendar/m.ics" in first.stderr
    assert run("feed", "--port", "0", "--secret").exit_code == ExitCode.DONE
    assert kept(plan) == secret
    if os.name == "posix":
        assert stat.S_IMODE((plan / "state.sqlite.feed").stat().st_mode) == 0o600
    (plan / "state.sqlite.feed").write_text("short")
    assert run("feed", "--port", "0", "--secret").exit_code == ExitCode.BAD_INPUT


@pytest.mark.usefixtures("plan")
def test_who_opens_it_to_everybody_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_at_once(monkeypatch)
    assert "--secret keeps them apart" in run("feed", "--host", "0.0.0.0", "--port", "0").stderr  # noqa: S104  the point
    assert "keeps them" not in run("feed", "--port", "0").stderr


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--to", "board"], ExitCode.BAD_INPUT, "no destination here writes a calendar file"),
        (["--to", "calender"], ExitCode.USAGE, "Did you mean calendar?"),
        (["--secret-path", "short"], ExitCode.USAGE, "at least 16 characters"),
        (["--secret-path", "a/" * 20], ExitCode.USAGE, "no slash"),
        (["--port", "x"], ExitCode.USAGE, "--port"),
        (["--port", "70000"], ExitCode.UNEXPECTED, "--port"),
    ],
)
def test_what_does_not_fit_is_one_sentence(run: Run, words: list[str], code: ExitCode, said: str) -> None:
    result = run("feed", *words)
    assert result.exit_code == code
    assert said in result.stderr


@pytest.mark.usefixtures("plan")
def test_a_port_in_use_is_said(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("feed", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == ExitCode.UNEXPECTED
    assert "nobody can be served at 127.0.0.1" in result.stderr
