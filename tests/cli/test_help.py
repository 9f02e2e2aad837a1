from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

import exporter
from exporter.cli.program import COMMANDS

Run = Callable[..., Result]

NAMES = [command.__name__ for command in COMMANDS]
HEAVY = [
    "requests",
    "icalendar",
    "jsonschema",
    "openpyxl",
    "rapidfuzz",
    "ruamel",
    "rich",
    "pydantic",
    "sqlite3",
    "selectolax",
]


def test_the_commands_of_the_design_are_there() -> None:
    wanted = {"init", "extract", "check", "plan", "apply", "sync", "pull", "status", "show", "destinations", "schema"}
    assert wanted <= set(NAMES)


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    assert run().exit_code == 0
    assert run().stdout == run("--help").stdout
    for name in NAMES:
        assert f"  {name} " in run().stdout


@pytest.mark.parametrize("name", NAMES)
def test_each_command_explains_itself_in_both_languages(run: Run, name: str) -> None:
    english, chinese = run(name, "--help"), run(name, "--help", "--lang", "zh")
    assert english.exit_code == chinese.exit_code == 0
    assert f"Usage: exporter {name}" in english.stdout
    assert f"用法：exporter {name}" in chinese.stdout
    assert "显示本说明" in chinese.stdout
    assert "--json" in english.stdout
    prose = [line for line in chinese.stdout.splitlines()[1:] if line and "--" not in line and "  " not in line.strip()]
    assert all(any("一" <= sign <= "鿿" for sign in line) for line in prose), prose


def test_help_is_chinese_where_the_locale_is(run: Run) -> None:
    assert "让台账、看板和日历保持一致" in run("--help", lang="zh").stdout
    assert "命令:" in run("--help", lang="zh").stdout
    assert "Commands:" in run("--help", "--lang", "en", lang="zh").stdout


@pytest.mark.usefixtures("at_a_terminal")
def test_help_is_drawn_on_a_terminal_in_both_languages(run: Run) -> None:
    chinese = run("extract", "--help", "--lang", "zh").stdout
    assert "╭" in chinese
    for words in ("选项", "参数", "必填", "显示本说明"):
        assert words in chinese
    english = run("extract", "--help").stdout
    assert "Options" in english
    assert "required" in english


def test_the_version(run: Run) -> None:
    assert run("--version").stdout == f"exporter {exporter.__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, json\nfrom exporter.cli import main\nsys.argv = ['exporter', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert '"typer"' in loaded
    assert [name for name in HEAVY if f'"{name}"' in loaded] == []


def test_the_interpreter_itself_sees_no_heavy_import() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "exporter", "--help"], capture_output=True, text=True, check=True
    )
    assert "exporter.cli" in done.stderr
    for name in ("requests", "icalendar", "jsonschema", "openpyxl", "rapidfuzz"):
        assert f" {name}\n" not in done.stderr


def completed(words: str, folder: Path, shell: str = "bash") -> str:
    """What the shell is offered after these words."""
    env = {
        **os.environ,
        "_EXPORTER_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = subprocess.run(
        [sys.executable, "-m", "exporter"], capture_output=True, text=True, env=env, cwd=folder, check=False
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands(shell: str, folder: Path) -> None:
    offered = completed("exporter sy", folder, shell)
    assert "sync" in offered
    assert "show" not in offered


def test_completion_knows_names(folder: Path) -> None:
    assert completed("exporter sync --to ", folder).strip() == ""
    (folder / "exporter.toml").write_text(
        '[plan]\nname = "p"\nyear = 2026\ndocument = "p.md"\n[destinations.wall]\nkind = "ics"\npath = "x.ics"\n'
    )
    assert completed("exporter sync --to ", folder).split() == ["wall"]
    assert completed("exporter destinations i", folder).split() == ["ics"]
    assert completed("exporter schema ta", folder).split() == ["task"]
    assert completed("exporter init --to back", folder).split() == ["backlog"]
