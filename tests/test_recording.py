from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from exporter.errors import UsageError
from exporter.ledger import Ledger, load, save
from exporter.model import Indicator, Reading
from exporter.recording import figure_in, record
from tests.builders import make_task

FIRST, DAY = date(2026, 1, 1), date(2026, 6, 30)
FIRMS = Indicator("新增科技型企业320家", "新增科技型企业", "=", 320, "家")
MONEY = Indicator("投资150亿元", "固定资产投资", ">=", 15_000_000_000, "元")
TASK = make_task(1, indicators=(FIRMS, MONEY))


@pytest.fixture(params=["ledger.yaml", "ledger.jsonl", "ledger.csv", "ledger.xlsx"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    path: Path = tmp_path / request.param
    save(path, [TASK, make_task(2)])
    return load(path)


def test_a_value_stands_in_the_file_and_the_rest_stays(ledger: Ledger) -> None:
    done = record(ledger, TASK, "新增科技型企业", "90家", date(2026, 3, 31), first=FIRST)
    assert done.changed
    again = load(ledger.path)
    done = record(again, again.tasks[0], "投资", "75亿元", DAY, first=FIRST)
    firms, money = load(ledger.path).tasks[0].indicators
    assert (firms.current, firms.series) == (90, (Reading(date(2026, 3, 31), 90),))
    assert (money.current, money.measured_on, money.series) == (7.5e9, DAY, (Reading(DAY, 7.5e9),))
    assert load(ledger.path).tasks[1] == make_task(2)
    assert not record(load(ledger.path), done.task, "投资", "75亿元", DAY, first=FIRST).changed


def test_a_workbook_without_a_column_for_the_series_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    save(path, [TASK])
    book = load_workbook(path)
    sheet = book.worksheets[1]
    assert sheet.cell(1, sheet.max_column).value == "历次数据"
    sheet.delete_cols(sheet.max_column)
    book.save(path)
    for value, day in (("90", date(2026, 3, 31)), ("215", DAY)):
        found = load(path)
        record(found, found.tasks[0], "新增", value, day, first=FIRST)
    assert load(path).tasks[0].indicators[0].series == (Reading(date(2026, 3, 31), 90), Reading(DAY, 215))
    assert load_workbook(path).worksheets[1].cell(2, sheet.max_column + 1).value == "2026-03-31 90; 2026-06-30 215"


def test_in_yaml_a_value_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    save(path, [TASK])
    before = path.read_text("utf-8").splitlines()
    for value, day in (("90", date(2026, 3, 31)), ("215", DAY)):
        found = load(path)
        record(found, found.tasks[0], "新增", value, day, first=FIRST)
    added = [line for line in path.read_text("utf-8").splitlines() if line not in before]
    assert [line.strip() for line in added] == [
        "current: 215",
        "measured_on: 2026-06-30",
        "series:",
        "- {on: 2026-03-31, value: 90}",
        "- {on: 2026-06-30, value: 215}",
    ]


@pytest.mark.parametrize(
    ("metric", "value", "day", "words"),
    [
        (None, "1", DAY, "has several indicators; say which with --metric. There are: 新增科技型企业, 固定资产投资"),
        ("新增科技企业", "1", DAY, "Did you mean 新增科技型企业?"),
        ("zzz", "1", DAY, "There are: 新增科技型企业, 固定资产投资"),
        ("新增", "215人", DAY, "215人 has another unit than this indicator, which is counted in 家"),
        ("新增", "many", DAY, "many is not a figure"),
        ("新增", "1.2.3", DAY, "is not a figure"),
        ("新增", "1", date(2025, 12, 31), "2025-12-31 lies before the plan, which begins on 2026-01-01"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    tmp_path: Path, metric: str | None, value: str, day: date, words: str
) -> None:
    path = tmp_path / "ledger.yaml"
    save(path, [TASK])
    before = path.read_bytes()
    with pytest.raises(UsageError) as caught:
        record(load(path), TASK, metric, value, day, first=FIRST)
    assert words in str(caught.value)
    assert path.read_bytes() == before


def test_a_task_without_indicators_says_what_to_do(tmp_path: Path) -> None:
    task = make_task(1, indicators=())
    save(tmp_path / "l.yaml", [task])
    with pytest.raises(UsageError, match="has no indicator to record a value for"):
        record(load(tmp_path / "l.yaml"), task, None, "1", DAY, first=FIRST)


@pytest.mark.parametrize("metric", [None, "规上企业"])
def test_one_figure_measures_a_target_and_what_is_striven_for_beyond_it(tmp_path: Path, metric: str | None) -> None:
    least = Indicator("新增规上企业12家以上", "规上企业", ">=", 12, "家")
    most = Indicator("15家", "规上企业", ">=", 15, "家", stretch=True)
    task = make_task(indicators=(least, most))
    save(tmp_path / "l.yaml", [task])
    done = record(load(tmp_path / "l.yaml"), task, metric, "9", DAY, first=FIRST)
    assert [each.current for each in done.indicators] == [9, 9]
    assert [each.current for each in load(tmp_path / "l.yaml").tasks[0].indicators] == [9, 9]


def test_two_indicators_of_one_name_are_told_apart_by_their_words(tmp_path: Path) -> None:
    task = make_task(1, indicators=(Indicator("甲5%", "增长", "=", 5, "%"), Indicator("乙6%", "增长", "=", 6, "%")))
    save(tmp_path / "l.yaml", [task])
    with pytest.raises(UsageError, match="增长：甲5%, 增长：乙6%"):
        record(load(tmp_path / "l.yaml"), task, "增长", "1", DAY, first=FIRST)
    assert record(load(tmp_path / "l.yaml"), task, "乙6%", "3", DAY, first=FIRST).task.indicators[1].current == 3


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("215", "家", 215),
        (" 1,234.5 ", "", 1234.5),
        ("8.5％", "%", 8.5),
        ("-3", "%", -3),
        ("1.5亿元", "元", 150_000_000),
        ("3万亿元", "元", 3e12),
        ("2万人", "人", 20_000),
        ("2个百分点", "个百分点", 2),
        ("1.5 Million EUR", "EUR", 1_500_000),
        ("4 million", "trees", 4_000_000),
        ("5百万", "元", 5_000_000),
    ],
)
def test_figures_as_people_write_them(text: str, unit: str, value: float) -> None:
    assert figure_in(text, unit) == value


@given(st.text(max_size=12), st.sampled_from(["", "家", "%"]))
def test_no_text_is_more_than_refused(text: str, unit: str) -> None:
    with contextlib.suppress(UsageError):
        assert isinstance(figure_in(text, unit), float)
