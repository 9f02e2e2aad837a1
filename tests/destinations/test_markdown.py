from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exporter.destinations import body
from exporter.destinations.facts import figure
from exporter.destinations.markdown import (
    BACKLOG,
    GITEA,
    GITHUB,
    GITLAB,
    Dialect,
    inline,
    line,
    one_line,
    quote,
    task_block,
    visible,
)
from exporter.destinations.trackers.textile import COMMON_MARK
from exporter.model import Criterion, Indicator, Milestone, Owners
from tests.builders import make_task

DIALECTS = (BACKLOG, GITHUB, GITLAB, GITEA)
TEXTS = st.one_of(st.text(), st.text(alphabet="<>!-&@#/\\`*_[]()~$%\n\t 长1a."))


def shown(markdown: str) -> str:
    """What a reader sees of escaped text: escapes and entities undone."""
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)
    for entity, sign in (("&#8203;", ""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(text=TEXTS)
def test_a_reader_sees_the_text_to_the_letter(dialect: Dialect, text: str) -> None:
    assert shown(inline(text, dialect)) == visible(text)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@given(text=TEXTS)
def test_a_quote_does_nothing(dialect: Dialect, text: str) -> None:
    quoted = quote(text, dialect)
    assert "<!--" not in quoted
    assert "-->" not in quoted
    assert "##" not in quoted
    assert all(each.startswith(">") for each in quoted.split("\n"))
    assert not re.search(r"<[A-Za-z/!?]", quoted)
    assert body.find(quoted) is None
    assert body.canonical(quoted) == quoted or not visible(text).strip()


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        ("@all 请看", GITHUB, "@&#8203;all 请看"),
        ("@区科委", GITLAB, "@&#8203;区科委"),
        ("信箱 a@example.org", GITHUB, "信箱 a@example.org"),
        ("@all", BACKLOG, "@all"),
        ("见 #12 和 GH-7", GITHUB, "见 #&#8203;12 和 GH-&#8203;7"),
        ("见 !12、&3、%4、~bug、$9", GITLAB, "见 !&#8203;12、&&#8203;3、%&#8203;4、~&#8203;bug、\\$&#8203;9"),
        ("见 #12", BACKLOG, "见 #12"),
        ("增长8%以上，津政发[2018]12号", GITLAB, "增长8%以上，津政发[2018]12号"),
        ("3~5个", GITHUB, "3~5个"),
        ("3~5个、6~8个", GITHUB, "3\\~5个、6\\~8个"),
        ("[文字](http://a) ![图](b)", GITHUB, "[文字\\](http://a) ![图\\](b)"),
        ("a_b_c _强调_ **粗**", GITHUB, "a_b_c \\_强调\\_ \\*\\*粗\\*\\*"),
        ("&lt; &nbsp; R&D", GITHUB, "&amp;lt; &amp;nbsp; R&D"),
        ("GDP < 5%, <b>x</b>", BACKLOG, "GDP < 5%, &lt;b>x&lt;/b>"),
    ],
)
def test_signs_that_a_tracker_acts_on(text: str, dialect: Dialect, expected: str) -> None:
    assert inline(text, dialect) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 标题", "\\# 标题"),
        ("- 项", "\\- 项"),
        ("1. 项", "1\\. 项"),
        ("1.积极推进", "1.积极推进"),
        ("2018年", "2018年"),
        ("> 引", "\\> 引"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("[ ] 不是复选框", "\\[ ] 不是复选框"),
        ("[2018]12号", "[2018]12号"),
        ("~~~", "\\~\\~\\~"),
        ("/close", "\\/close"),
        ("    缩进", "缩进"),
    ],
)
def test_nothing_begins_at_the_start_of_a_line(text: str, expected: str) -> None:
    assert line(text, GITLAB) == expected


def test_only_gitlab_has_quick_actions() -> None:
    assert line("/close", GITHUB) == "/close"


def test_hidden_characters_go_and_emoji_stay() -> None:
    assert visible("\u202e反\u202c\x00\x1b[31m\ud800 👨‍👩‍👧\r\n二\u2028三") == "反[31m\ufffd 👨‍👩‍👧\n二\n三"
    assert one_line("  一\t\n二\u3000 三 ") == "一 二 三"


def test_the_whole_block_in_chinese() -> None:
    task = make_task(
        text="新增科技型企业320家，力争350家。",
        due_basis="default",
        start_date=date(2026, 5, 1),
        milestones=(Milestone("开工", date(2026, 6, 30)),),
        indicators=(
            Indicator("a", "地区生产总值", ">=", 8, "%", change="growth", stretch=True),
            Indicator("b", "总投资", "=", 15_000_000_000, "元", current=1.2e9, measured_on=date(2026, 6, 30)),
            Indicator("c", "岗位", "range", 10_000, "个", value_max=12_500),
            Indicator("d", "能耗", "<=", 3.5, "%", change="reduction", current=1),
        ),
        progress=40.0,
        notes="一\n\n/close\n",
    )
    task = replace(task, source=replace(task.source, url="https://example.org/a_b"))
    assert task_block(task, BACKLOG) == (
        "> 新增科技型企业320家，力争350家。\n"
        "\n"
        "- **出处**：plan.md，第1行 › 一、科技创新 <https://example.org/a_b>\n"
        "- **牵头单位**：区科委（按规则推定，仅作示意，文件未写明单位）\n"
        "- **配合单位**：区财政局\n"
        "- **开始**：2026-05-01\n"
        "- **完成时限**：2026-12-31（默认为计划年度年底，文件未写明期限）\n"
        "- **指标**：\n"
        "  - 地区生产总值：增长 ≥ 8%（力争）\n"
        "  - 总投资：150亿元；目前 12亿元（2026-06-30）\n"
        "  - 岗位：1万个 – 1.25万个\n"
        "  - 能耗：下降 ≤ 3.5%；目前 1%\n"
        "- **分步时限**：\n"
        "  - 2026-06-30：开工\n"
        "- **进度**：40%\n"
        "- **备注**：\n"
        "  - 一\n"
        "  - /close"
    )


def test_the_whole_block_in_english() -> None:
    task = make_task(
        language="en",
        text="Plant 1,200 trees by June.",
        owners=Owners((), ("Parks",)),
        owner_basis="inherited",
        due_basis="explicit",
        due_text="by June",
        section=(),
        indicators=(Indicator("a", "", "approx", 1200.5, "trees"), Indicator("b", "rent", "=", 0.1 + 0.2, "%")),
        checklist=(Criterion("x"),),
    )
    assert task_block(task, GITHUB) == (
        "> Plant 1,200 trees by June.\n"
        "\n"
        "- **Source**: plan.md, line 1\n"
        "- **Support**: Parks (taken over from the passage around it)\n"
        "- **Due**: 2026-12-31 (in the document: “by June”)\n"
        "- **Indicators**:\n"
        "  - a: ≈ 1,200.5 trees\n"
        "  - rent: 0.3%"
    )


def test_what_is_counted_is_named_once() -> None:
    opened = Indicator("open 30 canteens", "Canteens", ">=", 30, "canteens", 40, current=12)
    assert figure(opened, "en") == "Canteens: ≥ 30; now 12"
    assert figure(replace(opened, comparator="range"), "en") == "Canteens: 30 – 40; now 12"
    assert figure(replace(opened, metric="开放床位", unit="张"), "zh") == "开放床位：≥ 30张；目前 12张"


def test_an_address_that_is_none_is_left_out() -> None:
    task = make_task()
    task = replace(task, source=replace(task.source, url="javascript:alert(1)//<!-- -->"))
    assert "javascript" not in task_block(task, BACKLOG)


@given(TEXTS, TEXTS, TEXTS)
@example("", "", "\x1b")
def test_a_block_of_any_task_is_canonical_and_holds_no_marker(text: str, unit: str, note: str) -> None:
    task = make_task(text=f"x{text}", owners=Owners((unit,)), notes=note, section=(text,))
    for dialect in DIALECTS:
        block = task_block(task, dialect)
        assert body.canonical(block) == block
        assert "<!--" not in block


@pytest.mark.parametrize("dialect", [*DIALECTS, COMMON_MARK], ids=lambda dialect: dialect.name)
@given(text=st.one_of(TEXTS, st.text(alphabet="rR5:{GH-version#1 长")))
def test_a_text_without_a_sign_is_left_as_the_long_way_would_leave_it(dialect: Dialect, text: str) -> None:
    assert inline(text, dialect) == inline(text, replace(dialect, acting=re.compile("")))
