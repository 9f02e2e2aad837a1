"""Comments of task files: ours stand where the tool looks for them, and nothing else in the file moves."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.trackers.backlog_comments import comments_in, with_comment
from exporter.errors import Changed
from exporter.news import news_of
from tests.builders import make_task
from tests.destinations.trackers.backlog_desk import BacklogDesk, tool_reads

DUE = date(2026, 12, 31)
DAY = DUE + timedelta(1)
TASK = make_task(due=DUE)
OURS = "author: exporter\ncreated: 2027-01-01\n---\n一句\n---\n"
SECTION = f"## Comments\n\n<!-- COMMENTS:BEGIN -->\n{OURS}<!-- COMMENTS:END -->"
DESCRIPTION = "## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\n说明\n<!-- SECTION:DESCRIPTION:END -->"
CRITERIA = "## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 一条\n<!-- AC:END -->"
PLAN = "## Implementation Plan\n\n<!-- SECTION:PLAN:BEGIN -->\n打算\n<!-- SECTION:PLAN:END -->"
SUMMARY = "## Final Summary\n\n<!-- SECTION:FINAL_SUMMARY:BEGIN -->\n总结\n<!-- SECTION:FINAL_SUMMARY:END -->"
THEIRS = "## Comments\n\n<!-- COMMENTS:BEGIN -->\nauthor: 张三\n---\n第一句\n---\n<!-- COMMENTS:END -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"\n\n{SECTION}\n"),
        ("只有文字\n\n", f"只有文字\n\n{SECTION}\n\n"),
        (f"\n{DESCRIPTION}\n", f"\n{DESCRIPTION}\n\n{SECTION}\n"),
        (
            f"\n{DESCRIPTION}\n\n{CRITERIA}\n\n备注\n\n{SUMMARY}\n",
            f"\n{DESCRIPTION}\n\n{CRITERIA}\n\n{SECTION}\n\n备注\n\n{SUMMARY}\n",
        ),
        (f"{DESCRIPTION}\n\n{PLAN}\n\n{SUMMARY}", f"{DESCRIPTION}\n\n{PLAN}\n\n{SECTION}\n\n{SUMMARY}"),
        (f"{THEIRS}\n\n{SUMMARY}", f"{THEIRS}\n\n{SUMMARY}".replace("<!-- COMMENTS:E", f"\n{OURS}<!-- COMMENTS:E")),
        (THEIRS.replace("---\n<!-- C", "---<!-- C"), THEIRS.replace("<!-- COMMENTS:E", f"\n{OURS}<!-- COMMENTS:E")),
        (
            "## comments \n<!-- COMMENTS:BEGIN -->\n<!-- COMMENTS:END -->",
            SECTION.replace("## Comments\n", "## comments "),
        ),
        ("## Comments\n\n人的话\n", f"## Comments\n\n人的话\n\n{SECTION}\n"),  # no section of the tool's
        (  # nor is one that a plan quotes
            f"{PLAN.replace('打算', THEIRS)}\n",
            f"{PLAN.replace('打算', THEIRS)}\n\n{SECTION}\n",
        ),
    ],
)
def test_a_comment_goes_where_the_tool_would_put_it(before: str, after: str) -> None:
    assert with_comment(before, "一句", DAY, "\n") == after
    assert with_comment(before.replace("\n", "\r\n"), "一句", DAY, "\r\n") == after.replace("\n", "\r\n")
    assert comments_in(after)[-1] == "一句"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (THEIRS.replace("<!-- COMMENTS:END -->", ""), "one COMMENTS:BEGIN and one COMMENTS:END"),
        (THEIRS.replace("<!-- COMMENTS:BEGIN -->", ""), "one COMMENTS:BEGIN and one COMMENTS:END"),
        (THEIRS.replace("## Comments", "## 评论"), "behind `## Comments`"),
        (f"{THEIRS}\n\n{THEIRS}", "one COMMENTS:BEGIN and one COMMENTS:END"),
        (THEIRS.replace("句\n---", "句\n----"), "not closed"),
        (THEIRS.replace("张三\n---", "张三\n----"), "not closed"),
        (THEIRS.replace("<!-- COMMENTS:END", "author: 李四\n<!-- COMMENTS:END"), "not closed"),
        (THEIRS.replace("author: 张三", "<!-- COMMENT:BEGIN -->"), "old form"),
    ],
)
def test_comments_that_the_tool_would_misread_are_left_alone(desk: BacklogDesk, text: str, problem: str) -> None:
    desk.today = DUE
    desk.run([TASK])
    desk.edit(TASK.id, r"^## Acceptance Criteria$", f"{text}\n\n## Acceptance Criteria")
    desk.today = DAY
    first, second = desk.run([TASK]), desk.run([TASK])
    (said,) = first.outcome.all_notices
    assert problem in str(said)
    assert "backlog/tasks/task-1 - " in str(said)
    assert text in desk.text_of(TASK.id)
    assert "exporter:said" not in desk.text_of(TASK.id)
    assert (first.outcome.partial, second.outcome.partial, second.outcome.idle) == (True, False, True)

    path = desk.path_of(TASK.id)
    path.write_text(path.read_text(encoding="utf-8").replace(text, THEIRS), encoding="utf-8")
    assert desk.run([TASK]).outcome.commented == [TASK.id]
    assert [each.split("\n")[0][:4] for each in desk.comments_of(TASK.id)] == ["第一句", "已逾期："]
    assert desk.run([TASK]).outcome.idle


def test_windows_line_ends_and_foreign_bytes_survive(desk: BacklogDesk) -> None:
    desk.today = DUE
    desk.run([TASK])
    path = desk.path_of(TASK.id)
    content = path.read_bytes() + f"{THEIRS}\n".encode().replace("张三".encode(), b"\xb9\xfa\xff")
    path.write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    desk.today = DAY
    assert desk.run([TASK]).outcome.commented == [TASK.id]
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf---\r\n")
    assert b"author: \xb9\xfa\xff\r\n---\r\n" in after
    assert after.count(b"\n") == after.count(b"\r\n")
    assert desk.run([TASK]).outcome.idle


def test_a_file_that_changed_meanwhile_gets_no_comment(desk: BacklogDesk) -> None:
    desk.run([TASK])
    listed = desk.item(TASK.id)
    desk.edit(TASK.id, r"^status:.*$", "status: Done")
    before = desk.snapshot()
    news = news_of(TASK, DAY)
    assert news
    with pytest.raises(Changed):
        desk.make().tell(listed, news)
    assert desk.snapshot() == before


def test_a_task_that_leaves_the_board_with_the_news_is_told_where_it_went(desk: BacklogDesk) -> None:
    desk.today = DUE
    desk.run([TASK])
    desk.run([replace(TASK, status="dropped")])
    assert desk.run([replace(TASK, status="done")]).outcome.commented == [TASK.id]
    assert len(desk.comments_of(TASK.id)) == 1
    assert "/tasks/" in desk.path_of(TASK.id).as_posix()


ANY = st.text(alphabet="-<!>:\\# \t\n长aCOMENTS", max_size=40) | st.sampled_from(
    ["---", " --- ", "\n---\n", "<!-- COMMENTS:END -->", "<!--comment:begin -->", "<!-- SECTION:NOTES:BEGIN -->"]
)
TAKEN = ANY.map(str.strip).filter(
    lambda text: text and not re.search(r"<!--\s*COMMENTS?:|^\s*---\s*$", text, re.IGNORECASE | re.MULTILINE)
)
"""What the tool takes for a comment."""


@given(st.lists(TAKEN, max_size=4), ANY, st.sampled_from(["\n", "\r\n"]))
def test_whatever_is_said_the_tool_reads_it_behind_what_others_said(others: list[str], ours: str, newline: str) -> None:
    section = "\n".join(f"created: 2026-11-27 12:00\n---\n{each}\n---\n" for each in others)
    text = f"{DESCRIPTION}\n\n{CRITERIA}\n\n## Comments\n\n<!-- COMMENTS:BEGIN -->\n{section}<!-- COMMENTS:END -->\n"
    text = (text if others else CRITERIA).replace("\n", newline)
    after = with_comment(text, f"{ours}.", DAY, newline)
    assert tool_reads(text) == others
    assert tool_reads(after)[:-1] == others
    assert comments_in(after.replace("\r\n", "\n")) == tool_reads(after)
    told = re.sub(r"&lt;(?=!--)|\\(?=-)", lambda escape: "<" * (escape[0] != "\\"), tool_reads(after)[-1])
    assert told.split() == re.sub(r"\\(?=-)", "", f"{ours}.").split()
    same = next((place for place, (old, new) in enumerate(zip(text, after, strict=False)) if old != new), len(text))
    assert after.endswith(text[same:])
    assert after.count("\n") == after.count(newline)
