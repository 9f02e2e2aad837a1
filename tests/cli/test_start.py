from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from exporter.config import read_config
from exporter.destinations.registry import kinds
from exporter.errors import ExitCode

Run = Callable[..., Result]


@pytest.fixture
def plan(folder: Path) -> Path:
    file = folder / "南开区2018年工作计划.md"
    file.write_text("# 计划\n\n年底前建成学校2所。\n", encoding="utf-8")
    (folder / "README.md").write_text("# not a plan\n")
    return file


def test_init_without_a_terminal_takes_what_it_finds(run: Run, plan: Path, folder: Path) -> None:
    result = run("init")
    assert result.exit_code == ExitCode.DONE, result.stderr
    config = read_config(folder / "exporter.toml")
    assert config.plan.documents == (plan,)
    assert (config.plan.title, config.plan.year, config.plan.name) == ("计划", 2018, "计划")
    assert [(each.name, each.kind) for each in config.destinations] == [("board", "backlog"), ("calendar", "ics")]
    assert "exporter plan" in result.stderr


def test_a_title_that_cannot_be_one_is_refused_before_anything_is_written(run: Run, folder: Path) -> None:
    result = run("init", "--document", "a.md", "--title", "a\x07b")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "title" in result.stderr
    assert not (folder / "exporter.toml").exists()


def test_a_document_that_is_not_there_yet_is_said(run: Run) -> None:
    assert "There is no file" in run("init", "--document", "later.md").stderr


def test_init_takes_options(run: Run, folder: Path) -> None:
    words = ["--title", 'A "Plan"', "--year", "2026", "--document", "a/b.md", "--name", "p-26", "--to", "ics"]
    assert run("init", *words).exit_code == ExitCode.DONE
    config = read_config(folder / "exporter.toml")
    assert (config.plan.title, config.plan.year, config.plan.name) == ('A "Plan"', 2026, "p-26")
    assert [each.kind for each in config.destinations] == ["ics"]


@pytest.mark.usefixtures("at_a_terminal", "plan")
def test_init_asks_and_offers_answers(run: Run, folder: Path) -> None:
    result = run("init", stdin="\n\n2019\nn\n是\n")
    assert result.exit_code == ExitCode.DONE, result.output
    config = read_config(folder / "exporter.toml")
    assert (config.plan.year, [each.kind for each in config.destinations]) == (2019, ["ics"])
    assert "Which document holds the plan? [南开区2018年工作计划.md]" in result.stdout


@pytest.mark.usefixtures("at_a_terminal", "plan")
def test_init_asks_in_chinese_and_comments_in_chinese(run: Run, folder: Path) -> None:
    result = run("init", stdin="\n\n\n\n\n", lang="zh")
    assert result.exit_code == ExitCode.DONE, result.output
    assert "计划写在哪个文件里？" in result.stdout
    text = (folder / "exporter.toml").read_text("utf-8")
    assert "# 路径都相对于本文件" in text
    assert tomllib.loads(text)["plan"]["year"] == 2018


@pytest.mark.usefixtures("at_a_terminal", "plan")
def test_a_year_that_is_none_is_refused(run: Run, folder: Path) -> None:
    result = run("init", stdin="\n\nsoon\n")
    assert result.exit_code == ExitCode.USAGE
    assert "soon is not a year" in result.stderr
    assert not (folder / "exporter.toml").exists()


@pytest.mark.usefixtures("at_a_terminal", "plan")
def test_leaving_at_a_question_leaves_nothing(run: Run, folder: Path) -> None:
    result = run("init", stdin="\n")
    assert result.exit_code == 130
    assert not (folder / "exporter.toml").exists()


def test_init_never_overwrites(run: Run, folder: Path) -> None:
    (folder / "exporter.toml").write_text("# mine\n")
    result = run("init", "--document", "a.md")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "there already" in result.stderr
    assert (folder / "exporter.toml").read_text() == "# mine\n"


def test_init_without_any_document_says_what_is_missing(run: Run) -> None:
    result = run("init", "--yes")
    assert result.exit_code == ExitCode.USAGE
    assert "--document is missing" in result.stderr


def test_init_refuses_a_kind_that_does_not_exist(run: Run, folder: Path) -> None:
    result = run("init", "--document", "a.md", "--to", "isc")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "Did you mean ics?" in result.stderr
    assert not (folder / "exporter.toml").exists()


def test_init_speaks_json(run: Run) -> None:
    result = run("init", "--document", "p.md", "--year", "2026", "--json")
    expected = {"config": "exporter.toml", "title": "p", "year": 2026, "document": "p.md", "kinds": ["backlog", "ics"]}
    assert json.loads(result.stdout) == expected


def test_destinations_lists_every_kind_and_what_it_keeps(run: Run) -> None:
    rows = [line.split() for line in run("destinations").stdout.splitlines()]
    assert rows[0][:3] == ["Kind", "Title", "Status"]
    assert {row[0] for row in rows[1 : 1 + len(kinds())]} == set(kinds())
    assert next(row for row in rows if row[0] == "memory")[1:] == ["yes"] * 10


def test_one_kind_is_shown_with_its_options(run: Run) -> None:
    result = run("destinations", "ics")
    assert "path" in result.stdout
    assert "needed" in result.stdout
    record = json.loads(run("destinations", "ics", "--json").stdout)
    assert record["options"]["path"]["required"] is True
    assert set(record["keeps"]) == {
        "title", "status", "due", "start", "assignees", "labels", "light", "checklist", "progress", "body",
    }  # fmt: skip


def test_an_unknown_kind_names_the_nearest(run: Run) -> None:
    result = run("destinations", "backlgo")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "Did you mean backlog?" in result.stderr


def test_destinations_speak_chinese(run: Run) -> None:
    assert run("destinations", lang="zh").stdout.startswith("种类")
