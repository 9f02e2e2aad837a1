"""The plans to start from: their own words, their figures, an owner and a date for every task."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from exporter.config import read_config
from exporter.model import Task
from exporter.owners import load_owners
from exporter.work import open_work

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
ARTICLE = ROOT.parent / "shared" / "evaluate" / "open" / "passages" / "seed-nankai-2018.txt"
LABELS = ROOT.parent / "shared" / "evaluate" / "open" / "gold" / "seed-nankai-2018.json"

SAME_WORDS = 12
"""So many signs in a row, punctuation not counted, are a quotation unless they are a name."""
NAMES = (
    "天津市南开区第十七届人民代表大会第四次会议",
    "习近平新时代中国特色社会主义思想",
    "第九届中国天津妈祖文化旅游节",
    "全国社区和居家养老改革试点区",
    "全国慢性病综合防控示范区",
    "第二次全国污染源普查",
    "第23届区全民健身运动会",
    "不忘初心牢记使命主题教育",
    "国家自主创新示范区南开园",
    "国家级高新技术企业20家",
    "移动医疗健康产业创新联盟",
    "阿里巴巴本地外贸服务中心",
    "鲁能城时尚休闲体验中心",
    "一般公共预算收入",
)
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def bare(text: str) -> str:
    """Without punctuation and blanks."""
    return re.sub(r"[^\w%]", "", text)


def promises() -> list[str]:
    """The restated commitments, one a list item."""
    lines = (SEEDS / "nankai-2018" / "plan.md").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def labelled() -> list[str]:
    """The article's commitments, in its order."""
    if not LABELS.is_file():
        pytest.skip(f"the article is not at hand: {LABELS.relative_to(ROOT.parent)} is missing, nothing was compared")
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    return [each["sentence"] for each in labels["commitments"] if each["is_commitment"]]


def longest_common_run(text: str, other: str) -> str:
    """The longest piece of `text` that stands in `other`."""
    best = ""
    for start in range(len(text)):
        end = start + len(best) + 1
        while end <= len(text) and text[start:end] in other:
            best, end = text[start:end], end + 1
    return best


def test_the_restated_plan_keeps_every_figure_in_order() -> None:
    sentences = labelled()
    restated = promises()
    assert len(restated) == len(sentences) == 115
    session_day = ["1", "9"]  # the day of the news report stands at the head of plan.md instead
    for ours, theirs in zip(restated, sentences, strict=True):
        figures = FIGURE.findall(theirs)
        figures = figures[2:] if figures[:2] == session_day else figures
        assert sorted(FIGURE.findall(ours)) == sorted(figures), ours


def test_no_sentence_of_the_article_stands_in_the_restated_plan() -> None:
    if not ARTICLE.is_file():
        pytest.skip(f"the article is not at hand: {ARTICLE.relative_to(ROOT.parent)} is missing, nothing was compared")
    article = bare(ARTICLE.read_text(encoding="utf-8"))
    plan = (SEEDS / "nankai-2018" / "plan.md").read_text(encoding="utf-8")
    copied = []
    for line in plan.splitlines():
        run = longest_common_run(bare(line), article)
        if len(run) >= SAME_WORDS and not any(name in run and len(run) < len(name) + 5 for name in NAMES):
            copied.append(run)
    assert copied == []


def test_the_restated_plan_names_its_source_and_says_what_it_is() -> None:
    head = (SEEDS / "nankai-2018" / "plan.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert "2018年1月9日" in head
    assert "天津市南开区第十七届人民代表大会第四次会议" in head
    assert "重述" in head
    assert "不是原文" in head


NANKAI_INDICATORS = [
    (5, "%", "="),  # 地区生产总值
    (5, "%", "="),  # 一般公共预算收入
    (15_000_000_000, "元", "="),  # 固定资产投资总额
    (2.2, "平方公里", "="),  # 西营门
    (100_000_000, "元", "="),  # 政府引导基金
    (20, "家", "="),  # 国家级高新技术企业
    (320, "家", "="),  # 科技型企业
    (2, "家", "="),  # 企业挂牌
    (25_500_000_000, "元", "="),  # 招商引资到位额，力争
    (4_000_000, "平方米", "="),  # 在施面积
    (10, "条", "="),  # 道路
    (30, "条", ">="),  # 次支道路，30余条
    (300_000, "平方米", "="),  # 违法建设
    (1_300_000, "平方米", "="),  # 绿地
    (3, "个", "="),  # 标准化菜市场
    (20, "件", "="),  # 实事
    (40_000, "人", "="),  # 新增就业
    (3.8, "%", "<="),  # 登记失业率
    (2, "个", "="),  # 残疾人综合服务站
    (2, "处", "="),  # 成片房屋
    (7, "处", "="),  # 零散点房屋
    (288, "个", "="),  # 老旧小区和远年住房
    (45, "个", "="),  # 住宅小区消防设施
]

# Beginning of the quote, leads, due date, basis of the owners, basis of the date.
ALMOND_ROWS = [
    ("Publish the city's contracts", ["Finance Department"], "2026-06-30", "explicit", "explicit"),
    ("Release live arrival times", ["Transit Agency"], "2026-09-30", "explicit", "explicit"),
    ("Open the tree inventory", ["Parks Department"], "2026-09-30", "explicit", "explicit"),
    ("Replace PDF budget tables", ["Finance Department"], "2026-12-31", "explicit", "explicit"),
    ("Cut the average age", ["Health Department"], "2026-10-31", "explicit", "explicit"),
    ("Retire the three oldest", ["Data Office"], "2026-12-31", "explicit", "explicit"),
    ("Publish voting records", ["City Clerk"], "2026-06-30", "explicit", "explicit"),
    ("Hold at least eight", ["Participation Office"], "2026-11-30", "explicit", "explicit"),
    ("Translate council summaries", ["Communications Office"], "2026-07-31", "explicit", "explicit"),
    ("Pilot a citizens' panel", ["Participation Office"], "2026-09-30", "explicit", "explicit"),
    ("Set up a public register", ["City Attorney"], "2026-09-01", "explicit", "explicit"),
    ("Bring all online forms", ["Information Technology Department"], "2026-06-30", "explicit", "explicit"),
    ("Launch one status page", ["Planning Department"], "2026-12-31", "explicit", "explicit"),
    ("Raise the share of repair", ["Public Works Department"], "2026-12-31", "explicit", "explicit"),
    ("Open a help desk", ["Library Service"], "2026-04-30", "explicit", "explicit"),
]
ALMOND_PROSE = [
    ("The Data Office will publish", ["Data Office"], "2026-09-30", "explicit", "explicit"),
    ("Every dataset will carry", ["Data Office"], "2026-12-31", "rule", "explicit"),
    ("The City Clerk will answer 95%", ["City Clerk"], "2026-12-31", "explicit", "explicit"),
    ("By May 2026, the City Clerk", ["City Clerk"], "2026-05-31", "explicit", "explicit"),
    ("The Council will stream", ["Council"], "2026-12-31", "explicit", "default"),
    ("The Participation Office will", ["Participation Office"], "2026-12-31", "explicit", "explicit"),
    ("The Information Technology", ["Information Technology Department"], "2026-12-31", "explicit", "explicit"),
    ("Staff at all nine", ["Library Service"], "2026-08-31", "rule", "explicit"),
    ("The Planning Department", ["Planning Department"], "2026-12-31", "explicit", "explicit"),
    ("The Mayor's Office will", ["Mayor's Office"], "2026-12-31", "explicit", "default"),
    ("An independent reviewer", ["independent reviewer"], "2027-01-31", "explicit", "explicit"),
]
ALMOND_INDICATORS = [
    (12, ">="),  # datasets
    (95, "="),  # % of requests
    (85_000, ">="),  # street trees
    (2_000_000, "="),  # dollars
    (8, ">="),  # assemblies
    (15, "="),  # % off the permit time
    (80, "="),  # % of repair requests
]


def tasks_of(name: str, folder: Path) -> tuple[Task, ...]:
    """The tasks of a seed as a first run makes them."""
    shutil.copytree(SEEDS / name, folder / "seeds" / name)
    config = read_config(folder / "seeds" / name / "exporter.toml")
    work = open_work(config, (), datetime(2026, 1, 1, tzinfo=UTC))
    assert work.problems == ()
    return work.tasks


@pytest.mark.parametrize("name", ["nankai-2018", "open-data-2026"])
def test_a_seed_is_ready_to_run(name: str, tmp_path: Path) -> None:
    config = read_config(SEEDS / name / "exporter.toml")
    assert config.plan.name == name
    assert [each.kind for each in config.destinations] == ["backlog", "ics"]
    assert config.plan.owners is not None
    rules = load_owners(config.plan.owners)
    assert rules.illustrative
    assert rules.default.lead
    tasks = tasks_of(name, tmp_path)
    assert len({task.id for task in tasks}) == len(tasks)
    for task in tasks:
        assert task.owners.lead, task.text
        assert task.owner_basis, task.text
        assert task.due, task.text
        assert task.due_basis, task.text
        assert task.title, task.text


def test_every_restated_promise_is_found_and_nothing_else(tmp_path: Path) -> None:
    assert [task.text for task in tasks_of("nankai-2018", tmp_path)] == promises()


def test_the_indicators_of_the_restated_plan(tmp_path: Path) -> None:
    found = [each for task in tasks_of("nankai-2018", tmp_path) for each in task.indicators]
    assert [(each.value, each.unit, each.comparator) for each in found] == NANKAI_INDICATORS
    assert [each.value for each in found if each.stretch] == [25_500_000_000]
    assert [each.value for each in found if each.change == "growth"] == [5, 5]


def test_every_owner_rule_of_the_restated_plan_is_used(tmp_path: Path) -> None:
    rules = load_owners(SEEDS / "nankai-2018" / "owners.toml")
    tasks = tasks_of("nankai-2018", tmp_path)
    used = {next((n for n, rule in enumerate(rules.rules) if rule.fits(t.text, t.section)), None) for t in tasks}
    assert used - {None} == set(range(len(rules.rules)))


def told(tasks: Sequence[Task], expected: Sequence[tuple[str, list[str], str, str, str]]) -> list[Any]:
    """What the tasks say whose quotes begin as expected."""
    return [
        (start, list(task.owners.lead), str(task.due), task.owner_basis, task.due_basis)
        for start, *_ in expected
        for task in tasks
        if task.text.startswith(start)
    ]


def test_every_row_of_the_english_plan_has_its_owner_and_date(tmp_path: Path) -> None:
    tasks = tasks_of("open-data-2026", tmp_path)
    assert told(tasks, ALMOND_ROWS) == ALMOND_ROWS
    assert {task.language for task in tasks} == {"en"}


def test_every_promise_between_the_tables_has_its_owner_and_date(tmp_path: Path) -> None:
    assert told(tasks_of("open-data-2026", tmp_path), ALMOND_PROSE) == ALMOND_PROSE


def test_nothing_else_is_found_in_the_english_plan(tmp_path: Path) -> None:
    assert len(tasks_of("open-data-2026", tmp_path)) == len(ALMOND_ROWS) + len(ALMOND_PROSE) == 26


def test_a_row_may_name_two_units_in_support(tmp_path: Path) -> None:
    found = [task.owners.support for task in tasks_of("open-data-2026", tmp_path) if task.text.startswith("Launch one")]
    assert found == [("Public Works Department", "Information Technology Department")]


def test_a_first_day_is_no_deadline(tmp_path: Path) -> None:
    found = [task for task in tasks_of("open-data-2026", tmp_path) if task.text.startswith("The Council")]
    assert [(task.start_date, task.due_basis) for task in found] == [(date(2026, 3, 1), "default")]


def test_the_main_indicators_of_the_english_plan(tmp_path: Path) -> None:
    found = [(each.value, each.comparator) for task in tasks_of("open-data-2026", tmp_path) for each in task.indicators]
    assert set(ALMOND_INDICATORS) <= set(found)
