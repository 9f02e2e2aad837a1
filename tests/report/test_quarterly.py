from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document
from hypothesis import given, settings
from markdown_it import MarkdownIt

from exporter.lights import Rules
from exporter.model import Owners, Task
from exporter.progress import recorded
from exporter.report.account import Account, account
from exporter.report.docx import to_docx
from exporter.report.markdown import to_markdown
from exporter.report.quarterly import quarterly_view
from tests.builders import make_task
from tests.ledger.strategies import plans

DAY, RULES = date(2026, 10, 1), Rules(date(2026, 1, 1))
TASKS = [
    make_task(1, due=date(2026, 9, 1)),
    make_task(2, status="done"),
    make_task(8, indicators=(recorded(make_task(8).indicators[0], 6, date(2026, 6, 30)),)),
    make_task(4, owners=Owners(), title="a | b <script> *c* # d"),
]


def report(language: str = "zh") -> Account:
    return account("计划", "zh" if language == "zh" else "en", TASKS, DAY, RULES, unreadable=2)


def test_what_is_late_at_risk_and_done_is_told_in_the_documents_language() -> None:
    text = to_markdown(quarterly_view(report()))
    assert text.startswith("# 计划\n\n截至 2026-10-01\n\n共 4 项任务：已完成 1 项，正常 1 项，预警 1 项，逾期 1 项")
    late, risk, done = (text.index(words) for words in ("## 逾期（1）", "## 预警（1）", "## 已完成（1）"))
    assert (
        late
        < text.index(f"| {TASKS[0].id[-8:]} |")
        < risk
        < text.index(f"| {TASKS[3].id[-8:]} |")
        < done
        < text.index(f"| {TASKS[1].id[-8:]} |")
    )
    assert "| 新增科技型企业：8家；目前 6家（2026-06-30） | 75% | 区科委 |" in text
    assert "台账中有 2 条无法读取" in text
    english = to_markdown(quarterly_view(report("en")))
    assert "Of 4 tasks 1 are done, 1 on track, 1 at risk and 1 late" in english
    assert "## Late (1)" in english
    assert "None." not in english


def test_in_markdown_text_stays_text_and_tables_keep_their_columns() -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(to_markdown(quarterly_view(report())))
    assert "<td>a | b &lt;script&gt; *c* # d</td>" in page
    assert "<script" not in page
    assert page.count("<table>") == 6


def test_the_word_document_holds_the_same() -> None:
    view = quarterly_view(report())
    document = Document(io.BytesIO(to_docx(view, "zh", DAY)))
    headings = [each.text for each in document.paragraphs if (each.style.name or "").startswith(("Title", "Heading"))]  # type: ignore[union-attr]
    assert headings == ["计划", "各部分进展", "逾期（1）", "预警（1）", "已完成（1）", "指标数据", "各单位进展"]
    assert [cell.text for cell in document.tables[1].rows[1].cells][1] == TASKS[0].title
    assert "tblHeader" in document.tables[1].rows[0]._tr.xml
    assert 'w:eastAsia="SimSun"' in document.styles.element.xml
    assert sum(column.width or 0 for column in document.tables[1].columns) <= 16.6 * 360000
    assert document.core_properties.title == "计划"


@settings(max_examples=20, deadline=None)
@given(plans)
def test_any_ledger_makes_both(tasks: list[Task]) -> None:
    view = quarterly_view(account("\x00P\ud800", "en", tasks, DAY, RULES))
    assert to_markdown(view).encode()
    assert Document(io.BytesIO(to_docx(view, "en", DAY))).tables


@pytest.mark.parametrize("light", ["Late", "At risk", "Done"])
def test_a_group_without_tasks_says_so(light: str) -> None:
    assert f"## {light} (0)\n\nNone." in to_markdown(quarterly_view(account("P", "en", [], DAY, RULES)))
