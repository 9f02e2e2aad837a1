from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exporter.cli import app
from exporter.wording import speak


@pytest.fixture(scope="session", autouse=True)
def ctrl_c() -> None:
    """Heard by the programs that tests start, even where a shell runs the suite in the background and ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Iterator[Callable[..., Result]]:
    """Run one command line in a folder of its own."""
    assert folder.is_dir()

    def go(*words: str | Path, stdin: str | bytes | None = None, lang: str = "en") -> Result:
        env = {"LC_ALL": "zh_CN.UTF-8" if lang == "zh" else "en_GB.UTF-8", "NO_COLOR": None, "EXPORTER_DEBUG": None}
        return CliRunner(env=env).invoke(app, [str(word) for word in words], input=stdin)

    yield go
    speak("en")


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a person sat there."""
    for name in ("bar", "screen", "start", "work", "reading", "keep"):
        monkeypatch.setattr(f"exporter.cli.{name}.is_terminal", lambda _stream: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
