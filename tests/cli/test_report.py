from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from typer.testing import Result

from exporter.destinations.contract import Field
from exporter.errors import ExitCode
from exporter.ledger import save
from exporter.sync.state import Remembered, State
from tests.builders import make_task, make_tasks

Run = Callable[..., Result]
CONFIG = """[plan]
name = "plan-2026"
title = "计划"
year = 2026
document = "plan.md"
"""


@pytest.fixture
def ledger(folder: Path) -> Path:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    save(folder / "ledger.yaml", make_tasks(3))
    return folder / "ledger.yaml"


@pytest.mark.usefixtures("ledger")
def test_a_page_a_text_and_a_document(run: Run, folder: Path) -> None:
    result = run("report", "--on", "2026-06-01")
    assert (result.exit_code, result.stdout) == (ExitCode.DONE, "")
    assert "Wrote report.html." in result.stderr
    page = (folder / "report.html").read_bytes()
    assert "截至 2026-06-01".encode() in page
    record = json.loads(run("report", "--on", "2026-06-01", "--json").stdout)
    assert record == {"report": "report.html", "tasks": 3, "day": "2026-06-01", "written": False}
    assert run("report", "-o", "out/q.md", "--on", "2026-06-01").exit_code == ExitCode.DONE
    assert (folder / "out" / "q.md").read_text("utf-8").startswith("# 计划\n")
    assert run("report", "-o", "q.docx").exit_code == ExitCode.DONE
    assert Document(str(folder / "q.docx")).paragraphs[0].text == "计划"


@pytest.mark.usefixtures("ledger")
def test_tasks_link_to_their_items(run: Run, folder: Path) -> None:
    with State(folder / "state.sqlite") as state:
        state.remember("board", make_task(2).id, Remembered("2", {Field.TITLE: "t"}, url="https://example.org/2"))
        state.remember("calendar", make_task(3).id, Remembered("3", url="file:///etc/passwd"))
    run("report")
    page = (folder / "report.html").read_text("utf-8")
    assert '<a href="https://example.org/2" rel="noopener noreferrer">board</a>' in page
    assert "passwd" not in page


def test_entries_with_mistakes_are_counted(run: Run, ledger: Path, folder: Path) -> None:
    ledger.write_text(ledger.read_text("utf-8").replace("status: open", "status: half", 1), "utf-8")
    assert run("report").exit_code == ExitCode.DONE
    assert "台账中有 1 条无法读取" in (folder / "report.html").read_text("utf-8")


def test_what_cannot_be_written_is_refused(run: Run, ledger: Path) -> None:
    result = run("report", "-o", "report.pdf")
    assert result.exit_code == ExitCode.USAGE
    assert "ends in one of .html, .htm, .md, .docx, not in .pdf" in result.stderr
    assert run("report", "--on", "soon").exit_code == ExitCode.USAGE
    before = ledger.read_bytes()
    link = ledger.with_name("copy.md")
    link.symlink_to(ledger)
    assert run("report", "-o", link).exit_code == ExitCode.USAGE
    assert ledger.read_bytes() == before


def test_without_a_ledger_sync_is_named(run: Run, folder: Path) -> None:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    assert "exporter sync" in run("report").stderr
