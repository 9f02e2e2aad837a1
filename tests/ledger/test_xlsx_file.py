from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from exporter.errors import LedgerError
from exporter.ledger import load, save, update, with_ids
from exporter.ledger.sheet_xml import LONGEST
from exporter.model import Indicator, Owners
from tests.builders import make_task, make_tasks


def place_of(sheet: Any, heading: str) -> str:
    """The letter of a column."""
    return str(next(cell.column_letter for cell in sheet[1] if cell.value == heading))


def edited(path: Path, **cells: Any) -> None:
    """What an office does: named cells of the first sheet (D2=…)."""
    book = load_workbook(path)
    for name, value in cells.items():
        book.worksheets[0][name] = value
    book.save(path)


def test_it_looks_as_an_office_expects(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    save(path, make_tasks(3), heading="2026年计划")
    book = load_workbook(path)
    assert book.sheetnames == ["任务", "指标", "名单", "说明"]
    tasks, indicators, lists, explained = book.worksheets
    assert (tasks.freeze_panes, tasks["B1"].value, tasks["B2"].value) == ("C2", "标题", "新增科技型企业1家")
    assert tasks.column_dimensions["A"].hidden
    due = tasks[f"{place_of(tasks, '完成时限')}2"]
    assert (due.value.date(), due.number_format, due.is_date) == (date(2026, 12, 31), "yyyy-mm-dd", True)
    assert tasks["B2"].alignment.wrap_text
    assert tasks.row_dimensions[2].height == 17 * 2
    assert tasks.print_area == "'任务'!$A$1:$J$104"
    offers = {str(each.sqref): each.formula1 for each in tasks.data_validations.dataValidation}
    assert offers["C2:C1048576"] == '"未开始,进行中,已完成,已取消"'
    assert offers[f"{place_of(tasks, '牵头单位')}2:{place_of(tasks, '牵头单位')}1048576"] == "exporter_units"
    assert book.defined_names["exporter_units"].attr_text.startswith("'名单'!$A$2:")
    assert [cell.value for cell in lists["A"]] == ["牵头单位", "区科委", "区财政局"]
    assert [[cell.value for cell in row[2:6]] for row in indicators.iter_rows(min_row=2, max_row=2)] == [
        ["新增科技型企业", "=", 1, None]
    ]
    assert explained["A1"].value == "2026年计划"
    assert "Alt+Enter" in "".join(str(cell.value) for cell in explained["A"])


def test_hidden_ids_are_protected_and_all_else_can_be_worked_with(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(1))
    sheet = load_workbook(path).worksheets[0]
    protection = sheet.protection
    assert (protection.sheet, protection.formatColumns, protection.password) == (True, True, None)
    for allowed in ("sort", "autoFilter", "insertRows", "deleteRows", "insertColumns", "formatCells", "objects"):
        assert getattr(protection, allowed) is False
    assert sheet.auto_filter.ref == f"A1:{place_of(sheet, '修订时间')}2"
    assert not any(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    assert not any(each.protection.locked for each in sheet.column_dimensions.values())
    assert 16_384 in {each.max for each in sheet.column_dimensions.values()}


def test_english_plans_get_english_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    task = make_task(language="en")
    save(path, [task])
    book = load_workbook(path)
    assert book.sheetnames == ["Tasks", "Indicators", "Lists", "Help"]
    assert load(path).tasks == (task,)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "_x000D_", "_x005F_x000D_", " x ", "\x07", "a\rb", '"x"']
)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ledger.xlsx"
    task = make_task(notes=text, text=text, due_text=text)
    save(path, [task])
    assert not any(cell.data_type == "f" for row in load_workbook(path).worksheets[0].iter_rows() for cell in row)
    assert load(path).tasks == (task,)
    again = replace(task, notes=text * 2)
    update(load(path), [again])
    assert not any(cell.data_type == "f" for row in load_workbook(path).worksheets[0].iter_rows() for cell in row)
    assert load(path).tasks == (again,)


def test_what_the_office_edits_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(2))
    edited(path, C2="进行中", D2="2026年6月30日", E2="甲局;乙局", G2=0.4)
    book = load_workbook(path)
    book.worksheets[0]["G2"].number_format = "0%"
    book.worksheets[1]["H2"] = 215
    book.worksheets[1]["I2"] = date(2026, 6, 30)
    book.save(path)
    ledger = load(path)
    assert ledger.problems == ()
    task = ledger.tasks[0]
    assert (task.status, task.due, task.progress) == ("in_progress", date(2026, 6, 30), 40)
    assert task.owners.lead == ("甲局", "乙局")
    assert (task.indicators[0].current, task.indicators[0].measured_on) == (215, date(2026, 6, 30))
    assert ledger.tasks[1] == make_task(2)


def decorated(path: Path) -> None:
    """A foreign column, a comment, a colour, a formula, a chart and a sheet of the office's own."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    end = sheet.max_column + 1
    sheet.cell(1, end, "领导批示")
    sheet.cell(2, end, "抓紧")
    sheet.cell(3, end, "=1+1")
    sheet["B2"].comment = Comment("请核实", "张三")
    sheet["B3"].fill = PatternFill("solid", start_color="FFFF00")
    own = book.create_sheet("自己的表")
    own.append(["a", 1])
    chart = BarChart()
    chart.add_data(Reference(own, min_col=2, min_row=1, max_row=1))
    own.add_chart(chart, "D2")
    book.save(path)


def test_what_is_not_ours_survives(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(3))
    decorated(path)
    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    ledger = load(path)
    one, two, three = ledger.tasks
    assert update(ledger, ledger.tasks) is False
    update(ledger, [replace(one, status="done"), replace(two, due=date(2026, 3, 1)), three, make_task(9)])
    after = zipfile.ZipFile(path)
    assert [name for name in after.namelist() if after.read(name) != parts[name]] == [
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    ]
    book = load_workbook(path)
    sheet = book.worksheets[0]
    end = sheet.max_column
    assert [sheet.cell(row, end).value for row in (1, 2, 3)] == ["领导批示", "抓紧", "=1+1"]
    assert sheet["B2"].comment is not None
    assert sheet["B2"].comment.text == "请核实"
    assert sheet["B3"].fill.start_color.rgb == "00FFFF00"
    assert "xl/charts/chart1.xml" in after.namelist()
    assert sheet["C2"].value == "已完成"
    assert sheet["D3"].is_date
    new = sheet["D5"]
    assert (new.value.date(), new.number_format, new.alignment.wrap_text) == (date(2026, 12, 31), "yyyy-mm-dd", True)
    assert load(path).tasks == (replace(one, status="done"), replace(two, due=date(2026, 3, 1)), three, make_task(9))


def test_a_row_by_hand_gets_its_id_and_a_deleted_one_does_not_come_back(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(3))
    book = load_workbook(path)
    book.worksheets[0].delete_rows(3)
    book.worksheets[0]["B4"] = "召开推进会"
    book.worksheets[1].append([None, "召开推进会", "会议", ">=", 2, None, "次"])
    book.save(path)
    ledger = load(path)
    assert (ledger.problems, ledger.unnamed) == ((), 1)
    ledger = with_ids(ledger, "p")
    update(ledger, ledger.tasks)
    again = load(path)
    assert again.tasks == ledger.tasks
    assert [task.title for task in again.tasks] == ["新增科技型企业1家", "新增科技型企业3家", "召开推进会"]
    assert again.tasks[2].indicators == (Indicator("会议2次", "会议", ">=", 2, "次"),)
    assert load_workbook(path).worksheets[1]["A5"].value == again.tasks[2].id


def test_an_indicator_keeps_its_row(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    first, second, third = (Indicator(f"{name}5个", name, "=", 5, "个") for name in "甲乙丙")
    task = make_task(indicators=(first, second))
    save(path, [task, make_task(2)])
    book = load_workbook(path)
    end = book.worksheets[1].max_column + 1
    book.worksheets[1].cell(1, end, "备注")
    book.worksheets[1].cell(3, end, "乙的话")
    book.save(path)
    for wanted in ((second,), (second, third), (third, second), (first, second, third), ()):
        changed = replace(task, indicators=wanted)
        update(load(path), [changed])
        assert load(path).tasks == (changed, make_task(2))
        if wanted[:1] == (second,):
            assert load_workbook(path).worksheets[1].cell(3, 3).value == "乙"
            assert load_workbook(path).worksheets[1].cell(3, end).value == "乙的话"


@pytest.mark.parametrize(
    ("cells", "where", "says"),
    [
        ({"C2": "做完了"}, "任务!C2", "allowed: open"),
        ({"D2": "下周"}, "任务!D2", "not a date"),
        ({"G2": 120}, "任务!G2", "too large"),
    ],
)
def test_a_bad_cell_is_named_by_sheet_and_cell(tmp_path: Path, cells: dict[str, Any], where: str, says: str) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(2))
    edited(path, **cells)
    ledger = load(path)
    [problem] = ledger.problems
    assert f"ledger.xlsx, {where}" in str(problem)
    assert says in str(problem)
    assert ledger.tasks == (make_task(2),)


def test_a_bad_cell_of_an_indicator_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(2))
    book = load_workbook(path)
    book.worksheets[1]["E3"] = "很多"
    book.save(path)
    [problem] = load(path).problems
    assert "指标!E3" in str(problem)


def test_a_formula_is_read_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(1))
    edited(path, G2="=20+20")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="G2 holds a formula"):
        update(load(path), [make_task(1, progress=50)])
    assert path.read_bytes() == before


def test_a_sheet_of_the_office_is_a_ledger_too(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["2026年重点工作"])
    sheet.append(["序号", "工作任务", "牵头部门", "完成时限"])
    sheet.append([1, "甲", "区科委，区教委", date(2026, 6, 30)])
    sheet.append([2, "乙", None, "2026.7.1"])
    book.save(path)
    ledger = with_ids(load(path), "p")
    assert ledger.problems == ()
    assert [(task.title, task.due) for task in ledger.tasks] == [("甲", date(2026, 6, 30)), ("乙", date(2026, 7, 1))]
    assert ledger.tasks[0].owners == Owners(("区科委", "区教委"))
    full = make_task(3)
    update(ledger, [*ledger.tasks, full])
    assert load(path).tasks == (*ledger.tasks, full)
    assert [cell.value for cell in load_workbook(path).worksheets[0][2]][:5] == [
        "序号",
        "工作任务",
        "牵头部门",
        "完成时限",
        "编号",
    ]


def test_a_text_that_no_cell_holds_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, [make_task(text="长" * LONGEST)])
    assert load(path).tasks == (make_task(text="长" * LONGEST),)
    before = path.read_bytes()
    for text in ("长" * (LONGEST + 1), "😀" * (LONGEST // 2 + 1)):
        with pytest.raises(LedgerError, match="too long for a cell"):
            update(load(path), [make_task(text=text)])
        with pytest.raises(LedgerError, match="too long for a cell"):
            save(tmp_path / "new.xlsx", [make_task(text=text)])
    assert path.read_bytes() == before


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<a/>" + b" " * 70_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda _: b"", "damaged"),
        (lambda _: b"PK\x03\x04 not really", "damaged"),
        (lambda whole: whole[: len(whole) // 2], "damaged"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        (lambda _: bomb(), "unpack to 70 MB"),
    ],
)
def test_damaged_files_are_one_sentence(tmp_path: Path, content: Any, says: str) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, make_tasks(1))
    path.write_bytes(content(path.read_bytes()))
    with pytest.raises(LedgerError, match=says):
        load(path)
