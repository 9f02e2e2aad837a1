"""LibreOffice opens our workbook and saves it; we read the same tasks. And the other way round."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exporter.ledger import load, save, update, with_ids
from exporter.model import Criterion, Milestone, Owners
from tests.builders import make_task, make_tasks

pytestmark = pytest.mark.live
SaveAs = Callable[[Path, str], Path]


@pytest.fixture
def saved_by_office(tmp_path: Path) -> SaveAs:
    """Let LibreOffice open a file and save it as another."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")

    def save_as(path: Path, suffix: str) -> Path:
        folder = tmp_path / "saved"
        profile = (tmp_path / "profile").as_uri()
        words = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix.lstrip(".")]
        if path.suffix == ".csv":
            words.append("--infilter=CSV:44,34,76,1")  # comma, double quote, UTF-8, from the first line
        done = subprocess.run(
            [*words, "--outdir", str(folder), str(path)], capture_output=True, text=True, timeout=180, check=False
        )
        target = folder / f"{path.stem}{suffix}"
        assert target.exists(), done.stdout + done.stderr
        return target

    return save_as


TASKS = (
    make_task(
        1,
        status="in_progress",
        progress=40.5,
        notes="=1+1",
        due=date(2026, 6, 30),
        owners=Owners(("甲、乙联席会议", "区科委"), ("区教委",)),
        checklist=(Criterion("选址", done=True), Criterion(" 验收 ")),
        milestones=(Milestone("封顶\n完工", date(2026, 3, 1)),),
        text="第一段，\n第二段。_x000D_",
        due_text="",
    ),
    *make_tasks(3)[1:],
)


def test_libreoffice_keeps_our_workbook(tmp_path: Path, saved_by_office: SaveAs) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, TASKS)
    saved = saved_by_office(path, ".xlsx")
    ledger = load(saved)
    assert ledger.problems == ()
    assert ledger.tasks == TASKS
    sheet = load_workbook(saved).worksheets[0]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    changed = (replace(TASKS[0], status="done", due=date(2026, 7, 1)), *TASKS[1:], make_task(9))
    update(ledger, changed)
    assert load(saved).tasks == changed
    assert load(saved_by_office(saved.rename(tmp_path / "again.xlsx"), ".xlsx")).tasks == changed


def test_a_sheet_made_by_libreoffice_is_a_ledger(tmp_path: Path, saved_by_office: SaveAs) -> None:
    source = tmp_path / "office.csv"
    source.write_text(
        "任务,责任单位,完成时限\n召开推进会,区科委、区教委,2026-05-01\n建图书馆,区文化局,2026-10-31\n", "utf-8"
    )
    path = saved_by_office(source, ".xlsx")
    ledger = with_ids(load(path), "p")
    assert ledger.problems == ()
    assert [(task.title, task.due) for task in ledger.tasks] == [
        ("召开推进会", date(2026, 5, 1)),
        ("建图书馆", date(2026, 10, 31)),
    ]
    assert ledger.tasks[0].owners.lead == ("区科委", "区教委")
    changed = [replace(ledger.tasks[0], status="done"), ledger.tasks[1]]
    update(ledger, changed)
    assert list(load(path).tasks) == changed
    assert list(load(saved_by_office(path.rename(tmp_path / "again.xlsx"), ".xlsx")).tasks) == changed


def test_libreoffice_reads_our_csv(tmp_path: Path, saved_by_office: SaveAs) -> None:
    path = tmp_path / "ledger.csv"
    task = make_task(notes="=1+1", labels=("=cmd",))
    save(path, [task])
    sheet = load_workbook(saved_by_office(path, ".xlsx")).worksheets[0]
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert cells["标题"].value == task.title
    assert not any(cell.data_type == "f" for cell in sheet[2])
