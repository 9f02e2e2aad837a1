"""The program as a process of its own: pipes, terminals, signals."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exporter.ledger import save
from tests.builders import make_tasks

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")

CONFIG = """[plan]
name = "plan-2026"
year = 2026
document = "plan.md"

[destinations.calendar]
kind = "ics"
path = "m.ics"
"""
ENGLISH = {"LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "COLUMNS": "100"}


def environment(**more: str) -> dict[str, str]:
    quiet = {
        name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "EXPORTER_DEBUG"}
    }
    return {**quiet, **ENGLISH, **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exporter.toml").write_text(CONFIG)
    save(tmp_path / "ledger.yaml", make_tasks(3))
    return tmp_path


@contextmanager
def at_a_terminal(folder: Path, *words: str, **more: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A process whose three streams are one terminal, and our end of it."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "exporter", *words],
            stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment(**more), start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        with process:
            yield process, ours
    finally:
        os.close(ours)


def read_until(terminal: int, words: str = "") -> str:
    """What the terminal shows up to these words, or to its end."""
    shown = b""
    while not words or words.encode() not in shown:
        try:
            more = os.read(terminal, 65536)
        except OSError:  # Linux: the other end was closed
            break
        if not more:
            break
        shown += more
    return shown.decode("utf-8", "replace")


def interrupt(process: subprocess.Popen[bytes], terminal: int) -> str:
    """Ctrl-C until it is heard, and what is shown up to the end.

    One that comes between the question and the reading of its answer is only noted, so a silent process gets another.
    """
    shown = b""
    for _ in range(20):
        process.send_signal(signal.SIGINT)
        while select.select([terminal], [], [], 5.0)[0]:
            try:
                more = os.read(terminal, 65536)
            except OSError:  # as above
                more = b""
            if not more:
                return shown.decode("utf-8", "replace")
            shown += more
    raise AssertionError(shown)


def test_a_terminal_is_asked_and_gets_colour(folder: Path) -> None:
    with at_a_terminal(folder, "sync") as (process, terminal):
        assert "3 to create" in read_until(terminal, "Do this?")
        os.write(terminal, b"y\n")
        shown = read_until(terminal)
        assert process.wait(20) == 0
    assert "Where to look" in shown
    assert "\x1b[" in shown
    assert (folder / "m.ics").exists()


@pytest.mark.parametrize("more", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "TERM=dumb"])
def test_colour_can_be_turned_off(folder: Path, more: dict[str, str]) -> None:
    with at_a_terminal(folder, "plan", **more) as (process, terminal):
        shown = read_until(terminal)
        assert process.wait(20) == 0
    assert "3 to create" in shown
    assert "\x1b[3" not in shown


def test_ctrl_c_at_the_question_is_calm(folder: Path) -> None:
    with at_a_terminal(folder, "sync") as (process, terminal):
        read_until(terminal, "Do this?")
        shown = interrupt(process, terminal)
        assert process.wait(20) == 130
    assert "Stopped." in shown
    assert "Traceback" not in shown
    assert not (folder / "m.ics").exists()


def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    text = "".join(f"年底前新建学校{number}所。\n\n" for number in range(1, 400))
    (folder / "long.txt").write_text(text, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "exporter", "extract", "long.txt", "--year", "2026", "--format", "jsonl"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, env=environment(),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(20) == 0


def test_in_a_pipe_nothing_is_coloured(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "exporter", "plan"], capture_output=True, cwd=folder, env=environment(), check=True
    )
    assert b"3 to create" in done.stdout
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_poor_encoding_does_not_end_the_run(folder: Path) -> None:
    env = environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    done = subprocess.run(
        [sys.executable, "-m", "exporter", "plan"], capture_output=True, cwd=folder, env=env, check=True
    )
    assert b"to create" in done.stdout
    machine = subprocess.run(
        [sys.executable, "-m", "exporter", "plan", "--json"], capture_output=True, cwd=folder, env=env, check=True
    )
    assert "新增科技型企业" in machine.stdout.decode("utf-8")
