from __future__ import annotations

import io
import sys

import pytest

from exporter.cli.bar import progress
from exporter.cli.screen import can_show
from exporter.wording import speak


def test_without_a_terminal_only_long_waits_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Writing") as shown:
        shown.step("issues", 0, 2, "title")
        for seconds in (1.0, 30.0, 0.0, 41.2, 0.0):
            shown.waiting("api.github.com", seconds)
    assert capsys.readouterr().err == "waiting 42 s for api.github.com\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Called by the test itself: pytest puts its own stream back after the fixtures."""
    there = Terminal()
    monkeypatch.setattr(sys, "stderr", there)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    return there


def test_a_terminal_shows_the_wait_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_a_terminal(monkeypatch)
    speak("zh")
    try:
        with progress("写入") as shown:
            shown.waiting("api.github.com", 41.2)
            shown.waiting("api.github.com", 0)
            shown.step("issues", 1, 2, "题目")
            shown.waiting("api.github.com", 7)
            shown.step("issues", 2, 2, "")
    finally:
        speak("en")
    said = terminal.getvalue()
    assert "等待 api.github.com，还要 42 秒" in said
    assert "等待 api.github.com，还要 7 秒" in said
    assert "写入 issues 题目" in said


def test_short_pauses_between_writes_do_not_flicker(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = at_a_terminal(monkeypatch)
    with progress("Writing") as shown:
        shown.waiting("api.github.com", 1.0)
        shown.waiting("api.github.com", 0)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(("encoding", "able"), [("utf-8", True), ("gbk", False), ("ascii", False)])
def test_signs_are_shown_where_the_encoding_has_them(encoding: str, able: bool) -> None:  # noqa: FBT001  a parameter
    assert can_show(io.TextIOWrapper(io.BytesIO(), encoding=encoding), "✓✗") is able
