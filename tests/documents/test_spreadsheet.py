from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from exporter.documents import Document
from exporter.documents.display import displayed
from tests.documents.shelf import opened, outline, table, texts

Fill = Callable[[xlsxwriter.Workbook], None]


def workbook(folder: Path, fill: Fill) -> Document:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    fill(book)
    book.close()
    return opened(folder, "plan.xlsx", target.getvalue())


def test_title_merged_header_and_merged_owner(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("任务表")
        day = book.add_format({"num_format": 'yyyy"年"m"月"'})
        sheet.merge_range("A1:F1", "2025年重点任务分解表")
        sheet.merge_range("A2:A3", "序号")
        sheet.merge_range("B2:B3", "工作任务")
        sheet.merge_range("C2:D2", "责任单位")
        sheet.write_row("C3", ["牵头单位", "配合单位"])
        sheet.merge_range("E2:E3", "完成时限")
        sheet.merge_range("F2:F3", "目标值")
        sheet.write_row("A4", [1, "建成学校三所。", "", "住建局"])
        sheet.write_row("A5", [2, "培训教师二百名。\n组织交流。", "", "人社局"])
        sheet.merge_range("C4:C5", "教育局")
        sheet.write_datetime("E4", datetime(2025, 12, 1), day)  # noqa: DTZ001  a cell has no zone
        sheet.write("E5", "9月底")
        sheet.write("F5", 0.065, book.add_format({"num_format": "0.0%"}))

    document = workbook(tmp_path, fill)
    assert document.title == "2025年重点任务分解表"
    first, second = table(document)
    assert first == {
        "序号": "1",
        "工作任务": "建成学校三所。",
        "责任单位 / 牵头单位": "教育局",
        "责任单位 / 配合单位": "住建局",
        "完成时限": "2025年12月",
    }
    assert second["责任单位 / 牵头单位"] == "教育局"
    assert second["目标值"] == "6.5%"
    assert texts(document)[-1] == "2 | 培训教师二百名。\n组织交流。 | 人社局 | 9月底 | 6.5%"
    assert document.blocks[-1].place == "任务表 row 5"


def test_sheets_hidden_ones_and_two_tables_on_one(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        one = book.add_worksheet("民生")
        one.write_row("A1", ["Commitment", "Owner"])
        one.write_row("A2", ["Open data", "IT"])
        one.write_row("A4", ["Train staff", "HR"])
        one.write_row("A6", ["Milestone", "Due date"])
        one.write_row("A7", ["Launch", "May"])
        book.add_worksheet("密").hide()
        book.add_worksheet("城建").write_row("A1", ["任务", "单位"])

    document = workbook(tmp_path, fill)
    assert table(document) == [
        {"Commitment": "Open data", "Owner": "IT"},
        {"Commitment": "Train staff", "Owner": "HR"},
        {"Milestone": "Launch", "Due date": "May"},
    ]
    assert [text for kind, _, text in outline(document) if kind == "heading"] == ["民生", "城建"]
    assert document.warnings == ("the sheet 密 is hidden and was left out",)


def test_a_merged_area_of_the_whole_sheet_and_a_cell_in_the_last_corner(tmp_path: Path) -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range("A1:B2", "今年修桥两座。")
    sheet.write("XFD1048576", "end")
    book.close()
    widened = io.BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(widened, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b'"A1:B2"', b'"A1:XFC1048575"'))
    assert texts(opened(tmp_path, "plan.xlsx", widened.getvalue())) == ["今年修桥两座。", "end"]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (1370.0, "General", "1370"),
        (0.1 + 0.2, "General", "0.3"),
        (5, '0"万元"', "5万元"),
        (0.05, "0%", "5%"),
        (12.5, "0.00", "12.50"),
        (date(2026, 3, 1), "yyyy-mm-dd", "2026-03-01"),
        (date(2026, 3, 1), "mmm-yy", "2026-03"),
        (date(2026, 3, 9), '[$-804]yyyy"年"m"月"d"日";@', "2026年3月9日"),
        (datetime(2026, 3, 9, 14, 30), "General", "2026-03-09 14:30"),  # noqa: DTZ001  a cell has no zone
        (True, "General", "TRUE"),
        ("  two \n\n lines ", "@", "two\nlines"),
    ],
)
def test_values_as_displayed(value: object, form: str, shown: str) -> None:
    assert displayed(value, form) == shown
