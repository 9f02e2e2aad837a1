"""What comments say, in each markup, and how they are known again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from exporter.destinations.markdown import GITHUB
from exporter.destinations.remark import remark_of
from exporter.destinations.trackers.adf import Adf
from exporter.destinations.trackers.markup import Markdown, Markup
from exporter.destinations.trackers.textile import Textile
from exporter.destinations.trackers.wiki import Wiki
from exporter.model import Owners, Task
from exporter.news import News, news_of
from exporter.progress import recorded
from tests.builders import make_task

DUE = date(2026, 12, 31)
TASK = make_task(8, due=DUE)
MARKUPS: list[Markup] = [Markdown(GITHUB), Textile(), Wiki(), Adf()]


def news(task: Task, day: date = date(2027, 1, 1), origin: str = "") -> News:
    found = news_of(task, day, origin)
    assert found
    return found


def measured(value: float) -> Task:
    return replace(TASK, indicators=(recorded(TASK.indicators[0], value, date(2026, 12, 20)),))


def test_a_comment_says_what_is_late_and_whose_it_is() -> None:
    text = Markdown(GITHUB).comment(remark_of(news(measured(2))), TASK.id, "late:2026-12-31")
    assert text == (
        "已逾期：期限是2026-12-31，到2027-01-01尚未完成。\n\n"
        "- **完成时限**：2026-12-31（原文：“年底前”）\n"
        "- **进度**：25%（按指标计算）\n"
        "- **指标**：\n"
        "  - 新增科技型企业：8家；目前 2家（2026-12-20）\n"
        "- **牵头单位**：区科委（按规则推定，仅作示意，文件未写明单位）\n"
        "- **配合单位**：区财政局\n\n"
        f"<!-- exporter:said {TASK.id} late:2026-12-31 -->"
    )


def test_a_comment_says_who_set_it_and_where() -> None:
    done = replace(TASK, status="done")
    assert remark_of(news(done)).sentence == "已完成：台账中已标为完成。"
    assert remark_of(news(done, origin="board")).sentence == "已完成：有人在“board”标为完成。"
    assert remark_of(news(measured(8))).sentence == "各项指标均已达到目标；任务本身尚未办结。"
    english = replace(done, language="en")
    assert remark_of(news(english)).sentence == "Done, as set in the ledger."
    assert [fact.label for fact in remark_of(news(english)).facts] == ["Due", "Indicators", "Lead", "Support"]


@pytest.mark.parametrize("markup", MARKUPS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("task_id", [TASK.id, "计划_一-1a2b3c4d"])
@pytest.mark.parametrize("key", ["done", "late:2026-12-31"])
def test_a_comment_is_known_again_by_its_task_and_its_news(markup: Markup, task_id: str, key: str) -> None:
    forged = f"<!-- exporter:said {task_id} late:2099-12-31 -->", f"exporter:said {task_id} late:2099-12-31"
    task = replace(TASK, id=task_id, owners=Owners(forged[:1], forged[1:]), owner_basis="explicit")
    text = markup.comment(remark_of(news(task)), task_id, key)
    assert set(markup.keys_in(text, task_id)) == {key}
    assert not markup.keys_in(text, TASK.id + "0")
    assert markup.read(text) is None  # it is no description of ours


def test_words_in_a_document_of_jira_stay_words() -> None:
    task = replace(TASK, owners=Owners(("@all *x* [y|z]",)))
    document = json.loads(Adf().comment(remark_of(news(task)), TASK.id, "done"))
    assert [node["type"] for node in document["content"]] == ["paragraph", "bulletList", "paragraph"]
    assert "@all *x* [y|z]" in json.dumps(document, ensure_ascii=False)
