from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exporter.errors import LedgerError
from exporter.ledger import load, save, update, with_ids
from exporter.ledger.csv_file import harmless, harmless_undone
from exporter.model import Criterion, Indicator, Milestone, Owners
from tests.builders import make_task, make_tasks


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "ledger.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(("language", "first"), [("zh", "编号"), ("en", "Id")])
def test_excel_knows_the_encoding_and_people_the_language(tmp_path: Path, language: str, first: str) -> None:
    path = tmp_path / "ledger.csv"
    save(path, [make_task(language=language)])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, row = csv.reader(file)
    assert head[0] == first
    assert row[2] == {"zh": "未开始", "en": "open"}[language]
    assert load(path).tasks == (make_task(language=language),)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_separator_and_encoding_is_read_and_kept(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [
        ["编号", "任务名称", "截止日期", "责任单位", "我的列"],
        ["p-1", "甲", "2018/6/1", "区科委、区教委", "x"],
        ["p-2", "乙"],
    ]
    path = written(tmp_path, "".join(separator.join(row) + "\r\n" for row in rows), encoding)
    ledger = load(path)
    assert ledger.problems == ()
    one, two = ledger.tasks
    assert (one.title, one.due, one.owners) == ("甲", date(2018, 6, 1), Owners(("区科委", "区教委")))
    assert update(ledger, ledger.tasks) is False
    update(ledger, [replace(two, due=date(2018, 7, 1))])
    after = path.read_bytes().decode(encoding)
    assert after.startswith("".join(separator.join(row) + "\r\n" for row in rows[:2]))
    assert after.endswith(f'"p-2"{separator}"乙"{separator}"2018-07-01"\r\n')
    assert load(path).tasks == (one, replace(two, due=date(2018, 7, 1)))


def test_rows_columns_and_their_order_are_the_persons(tmp_path: Path) -> None:
    text = '说明,,,\n领导批示,标题,编号,状态\n重要,甲,p-1,未开始\n,,,\n\'-,"乙",p-2,进行中\n'
    path = written(tmp_path, text)
    ledger = load(path)
    one, two = ledger.tasks
    update(ledger, [replace(one, status="done"), two])
    assert path.read_text("utf-8") == text.replace("重要,甲,p-1,未开始", '"重要","甲","p-1","已完成"')


def test_a_missing_column_is_added_at_the_right_when_it_is_needed(tmp_path: Path) -> None:
    path = written(tmp_path, "标题,我的\n甲,x\n乙,y")
    ledger = with_ids(load(path), "p")
    update(ledger, ledger.tasks)
    assert path.read_text("utf-8").splitlines()[0] == '"标题","我的","编号"'
    assert load(path).tasks == ledger.tasks
    update(load(path), [make_task(1)])
    assert load(path).tasks == (*ledger.tasks, make_task(1))


def test_what_people_write_in_cells_is_understood(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "id,title,due,lead unit,Progress,Checklist,Milestones,Indicators,Status\n"
        'p-1,A,2018年5月1日,"a; b,c",40%,"[x] one\n[ ] two\nthree",'
        '"2018/6/30 roof","houses | = 300 | Current value: 12",In progress\n',
    )
    ledger = load(path)
    assert ledger.problems == ()
    [task] = ledger.tasks
    assert (task.due, task.owners.lead, task.progress, task.status) == (
        date(2018, 5, 1),
        ("a", "b", "c"),
        40,
        "in_progress",
    )
    assert task.checklist == (Criterion("one", done=True), Criterion("two"), Criterion("three"))
    assert task.milestones == (Milestone("roof", date(2018, 6, 30)),)
    assert task.indicators == (Indicator("houses300", "houses", "=", 300, "", current=12),)


@pytest.mark.parametrize(
    ("column", "cell", "place", "says"),
    [
        ("状态", "做完了", "C3", "allowed: open"),
        ("截止日期", "2018-02-30", "C3", "not a date"),
        ("进度", "一半", "C3", "number"),
        ("指标", "很多", "C3", "group of fields"),
        ("节点", "封顶", "C3", "due"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(tmp_path: Path, column: str, cell: str, place: str, says: str) -> None:
    path = written(tmp_path, f'编号,标题,{column}\np-1,"甲\n甲",\np-2,乙,{cell}\n'.replace("甲\n甲", "甲"))
    ledger = load(path)
    assert [task.id for task in ledger.tasks] == ["p-1"]
    assert ledger.unreadable == {"p-2"}
    [problem] = ledger.problems
    assert f"ledger.csv!{place}" in str(problem)
    assert says in str(problem)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "'x", "＝1", "x", "", "'"])
def test_no_cell_is_a_formula_and_none_is_changed(tmp_path: Path, text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert harmless_undone(harmless(text)) == text
    path = tmp_path / "ledger.csv"
    task = make_task(notes=text, labels=("=cmd",), owners=Owners(("@x", "-y")))
    save(path, [task])
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert load(path).tasks == (task,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("甲,乙\n1,2\n", "no column is headed 标题 / Title"),
        ("编号,标题,标题\n", "two columns are headed 标题"),
    ],
)
def test_what_is_no_ledger_is_said(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(LedgerError, match=says):
        load(written(tmp_path, text))


def test_equal_ids_are_named_by_their_rows(tmp_path: Path) -> None:
    ledger = load(written(tmp_path, "id,title\na,x\nb,y\na,z\n"))
    with pytest.raises(LedgerError, match="line 2 and in line 4"):
        ledger.require_distinct_ids()


@pytest.mark.parametrize("lock", ["~$ledger.csv", "~$dger.csv", ".~lock.ledger.csv#"])
def test_an_open_ledger_is_not_written(tmp_path: Path, lock: str) -> None:
    path = tmp_path / "ledger.csv"
    save(path, make_tasks(1))
    before = path.read_bytes()
    (tmp_path / lock).write_bytes(b"")
    assert update(load(path), make_tasks(1)) is False
    with pytest.raises(LedgerError, match="open in Excel"):
        update(load(path), make_tasks(2))
    assert path.read_bytes() == before
