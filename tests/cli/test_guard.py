from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Never

import pytest
import typer
from typer.testing import Result

from exporter import errors
from exporter.errors import ExitCode, ExporterError

Run = Callable[..., Result]


def leaves(cls: type[ExporterError]) -> list[type[ExporterError]]:
    return [cls, *(leaf for below in cls.__subclasses__() for leaf in leaves(below))]


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the command `destinations` end with an error."""

    def fail(_cls: Any) -> Never:
        raise error

    monkeypatch.setattr("exporter.report.destinations.kind_record", fail)


@pytest.mark.parametrize("cls", leaves(ExporterError), ids=lambda cls: str(cls.__name__))
def test_every_error_is_one_sentence_with_its_own_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, cls: type[ExporterError]
) -> None:
    failing(monkeypatch, cls("{thing} broke", where="a.md:3", hint="Mend {thing}.", thing="it"))
    result = run("destinations", "memory")
    assert result.exit_code == cls.exit_code
    assert result.stdout == ""
    assert result.stderr == "Error: a.md:3: it broke. Mend it.\n"


def test_with_json_the_error_is_json_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errors.Locked("busy", where="state", hint="Wait."))
    result = run("destinations", "memory", "--json")
    assert json.loads(result.stdout) == {
        "error": "Locked",
        "what": "busy",
        "where": "state",
        "hint": "Wait.",
        "exit_code": 7,
    }
    assert result.stderr == "Error: state: busy. Wait.\n"


def test_a_sentence_without_a_hint_gets_its_full_stop(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, errors.OutputError("it broke"))
    assert run("destinations", "memory").stderr == "Error: it broke.\n"
    assert run("destinations", "memory", lang="zh").stderr == "错误：it broke。\n"


def test_the_unexpected_is_one_sentence_and_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ValueError("first line\nsecond line"))
    result = run("destinations", "memory")
    assert result.exit_code == ExitCode.UNEXPECTED
    assert "something unexpected happened (ValueError: first line second line)" in result.stderr
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1


def test_debug_shows_the_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, ValueError("x"))
    for result in (run("destinations", "memory", "--debug"), run("--debug", "destinations", "memory")):
        assert "Traceback" in result.stderr
        assert "in fail" in result.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt(), typer.Abort()], ids=["ctrl-c", "ctrl-c at a question"])
def test_an_interruption_is_calm(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    failing(monkeypatch, error)
    result = run("destinations", "memory")
    assert result.exit_code == 130
    assert result.stderr == "Stopped. What was finished is kept; the next run goes on from there.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["shw"], "there is no command shw. Did you mean show?"),
        (["qqqqqq"], "there is no command qqqqqq. See: exporter --help."),
        (["show"], "ID is missing. See: exporter show --help."),
        (["extract", "x", "--yaer", "1"], "there is no option --yaer. Did you mean --year"),
        (["extract", "x", "--qqq"], "there is no option --qqq. See: exporter extract --help."),
        (["extract", "x", "--year"], "--year needs a value. See: exporter extract --help."),
        (["extract", "x", "--year", "soon"], "the value of --year does not fit ("),
        (["extract", "x", "--year", "18"], "the value of --year does not fit ("),
        (["extract", "x", "--format", "pdf"], "the value of --format / -f does not fit ("),
        (["show", "a", "b"], "unexpected extra argument"),
        (["--lang", "fr", "schema"], "fr is not a language of this program. Use en or zh."),
        (["sync", "--prefer", "mine"], "--prefer mine is not understood. Write ours or theirs"),
        (["sync", "--prefer", "colour=ours"], "fields: title, status, due"),
        (["extract", "x", "--json", "--format", "yaml"], "--json and --format do not go together"),
    ],
)
def test_a_command_line_that_does_not_fit(run: Run, words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == "" or "--json" in words


def test_usage_errors_are_said_in_chinese(run: Run) -> None:
    assert run("shw", lang="zh").stderr == "错误：没有命令 shw。是否要写 show？\n"
    assert "缺少 ID。请看：exporter show --help" in run("show", "--lang", "zh").stderr
    assert "没有选项 --yaer" in run("extract", "x", "--yaer", "--lang=zh").stderr
