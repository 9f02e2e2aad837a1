"""The real Backlog.md lists, edits and moves our tasks, and no edit of its own is taken for a change or lost."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field, Setup
from exporter.destinations.trackers.backlog import Backlog
from exporter.model import Criterion, Task
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.nasty import NASTY
from tests.destinations.trackers.backlog_desk import BacklogDesk
from tests.live.npm import NpmTool

pytestmark = pytest.mark.live
DUE = date(2026, 12, 31)
TASK = make_task(due=DUE)
Tool = Callable[..., str]


@pytest.fixture
def desk(tmp_path: Path) -> BacklogDesk:
    return BacklogDesk(tmp_path)


@pytest.fixture
def tool(npm_tool: NpmTool, tmp_path: Path) -> Tool:
    """`tool("task", "edit", ...)` runs the program in the board's folder, with nobody to answer a question.

    The package's command only starts Node to start this program: a tenth of a second, many times.
    """
    modules = npm_tool("backlog.md@1.52.0")
    program = next(modules.glob("backlog.md-*/backlog*"), modules / ".bin" / "backlog")

    def run(*words: str) -> str:
        ran = subprocess.run(
            [str(program), *words],
            cwd=tmp_path / "board",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    return run


def viewed(tool: Tool, key: str) -> dict[str, Any]:
    """One task as the tool's own JSON shows it."""
    shown: dict[str, Any] = json.loads(tool("task", key, "--json"))
    found: dict[str, Any] = shown.get("task", shown)
    return found


def test_the_plain_list_shows_every_task_with_its_due_date(desk: BacklogDesk, tool: Tool) -> None:
    tasks = [replace(task, due=date(2026, 1 + number, 1)) for number, task in enumerate(make_tasks(11))]
    desk.run(tasks)
    before = desk.snapshot()
    listed = tool("task", "list", "--plain")
    for number, task in enumerate(tasks, 1):
        assert f"TASK-{number} - {task.title} (ac: 0/2) (due {task.due})" in listed
    assert desk.snapshot() == before


def test_the_tool_finds_nothing_to_repair(desk: BacklogDesk, tool: Tool) -> None:
    desk.run(make_tasks(3))
    assert "No duplicate IDs" in tool("doctor")


@pytest.mark.parametrize("title", NASTY)
def test_nasty_text_arrives_as_it_is(desk: BacklogDesk, tool: Tool, title: str) -> None:
    task = make_task(title=title, text=f"{title}\n第二行 {title}", checklist=(Criterion(title), Criterion("另一行")))
    desk.run([task])
    shown, fields = viewed(tool, "TASK-1"), desk.item(task.id).fields
    assert shown["title"] == fields[Field.TITLE]
    assert [line["text"] for line in shown["acceptanceCriteria"]] == [line["text"] for line in fields[Field.CHECKLIST]]
    assert fields[Field.BODY] in shown["description"]
    tool("task", "edit", "1", "--append-notes", "一句话", "-s", "In Progress")
    held = desk.item(task.id)
    assert {**held.fields, Field.STATUS: "open"} == fields
    assert desk.run([task]).outcome.idle


EDITS: list[tuple[list[str], Field | None, Any]] = [
    (["-s", "Done"], Field.STATUS, "done"),
    (["-s", "in progress"], Field.STATUS, "in_progress"),
    (["-t", f"新标题 with: colon {'and words ' * 20}"], Field.TITLE, f"新标题 with: colon {'and words ' * 20}".strip()),
    (["--due-date", "2026-06-30"], Field.DUE, "2026-06-30"),
    (["--clear-due-date"], Field.DUE, None),
    (["-l", "急办,科技创新"], Field.LABELS, ["急办", "科技创新"]),
    (["--add-label", "B a"], Field.LABELS, ["B a", "科技创新"]),
    (["-a", "@张三,李四"], Field.ASSIGNEES, ["张三", "李四"]),
    (["-a", "@区科委"], None, None),
    (["--notes", "第一句\n\n\n\n第二句"], None, None),
    (["--append-notes", "一句话"], None, None),
    (["--plan", "## Description\n先做这个"], None, None),
    (["--comment", "说一句"], None, None),
    (["--final-summary", "办结"], None, None),
    (["--priority", "high", "--ordinal", "5"], None, None),
    (["--ref", "https://example.org/x", "--doc", "a.md"], None, None),
    (["--dod", "双人复核"], None, None),
    (["-d", "整段换掉"], Field.BODY, ""),
]


@pytest.mark.parametrize(("words", "field", "value"), EDITS, ids=lambda each: str(each)[:30])
def test_an_edit_with_the_tool_is_read_and_nothing_else_changes(
    tmp_path: Path, tool: Tool, words: list[str], field: Field | None, value: Any
) -> None:
    desk = BacklogDesk(tmp_path, lights=False)  # a light is a label, and goes out when the task is done
    other = make_task(2, due=date(2028, 2, 29))
    desk.today = DUE
    desk.run([TASK, other])
    desk.today = DUE + timedelta(1)
    desk.run([TASK, other])
    (ours,) = desk.comments_of(TASK.id)
    before = desk.item(TASK.id).fields
    tool("task", "edit", "1", *words)
    after = desk.item(TASK.id)
    assert after.base, "the digests are gone"
    assert after.fields == {**before, **({field: value} if field else {})}

    desk.state.unlink()
    edited = desk.snapshot()
    ran = desk.run([TASK, other])
    assert ran.outcome.idle
    assert [notice.kind for notice in ran.outcome.all_notices if notice.grave] == []
    assert desk.snapshot() == edited

    now = replace(TASK, labels=("另一个",))
    assert desk.run([now, other]).outcome.updated == [TASK.id]
    assert "另一个" in desk.item(TASK.id).fields[Field.LABELS]
    shown = viewed(tool, "TASK-1")
    assert "另一个" in shown["labels"]
    assert shown["title"] == desk.item(TASK.id).fields[Field.TITLE]
    said = [(each["author"], each["body"]) for each in shown["comments"]]
    assert said == [("exporter", ours), *([(None, "说一句")] if "--comment" in words else [])]


def test_done_with_the_tool_stays_done_and_comes_back(desk: BacklogDesk, tool: Tool) -> None:
    tasks = make_tasks(3)
    desk.run(tasks)
    tool("task", "edit", "2", "-s", "Done")
    edited = desk.snapshot()
    ran = desk.run(tasks)
    assert [task.status for task in ran.pulled.tasks] == ["open", "done", "open"]
    assert ran.outcome.idle
    assert desk.snapshot() == edited


def test_ticks_lines_and_their_order_come_through(desk: BacklogDesk, tool: Tool) -> None:
    desk.run([TASK])
    tool("task", "edit", "1", "--check-ac", "1")
    tool("task", "edit", "1", "--ac", "人加的一条")
    lines = [{"text": "新增科技型企业1家", "done": True}, {"text": "召开一次会议", "done": False}]
    assert desk.item(TASK.id).fields[Field.CHECKLIST] == [*lines, {"text": "人加的一条", "done": False}]
    ran = desk.run([TASK])
    assert [line.done for line in ran.pulled.tasks[0].checklist][:2] == [True, False]
    longer = replace(ran.pulled.tasks[0], checklist=(*ran.pulled.tasks[0].checklist, Criterion("台账加的一条")))
    desk.run([longer])
    shown = [(line["text"], line["checked"]) for line in viewed(tool, "TASK-1")["acceptanceCriteria"]]
    assert ("人加的一条", False) in shown
    assert ("台账加的一条", False) in shown
    assert ("新增科技型企业1家", True) in shown


def test_notes_and_comments_survive_our_changes(desk: BacklogDesk, tool: Tool) -> None:
    desk.run([TASK])
    tool("task", "edit", "1", "--notes", "人的笔记", "--comment", "人的评论", "--plan", "人的打算")
    desk.run(
        [replace(TASK, text="另一句原文。", title="新标题", due=date(2026, 6, 1), checklist=(Criterion("只此一条"),))]
    )
    plain = tool("task", "1", "--plain")
    for words in ("人的笔记", "人的评论", "人的打算", "另一句原文。", "新标题", "Due: 2026-06-01", "#1 只此一条"):
        assert words in plain
    assert "召开一次会议" not in plain


@pytest.mark.parametrize(
    ("verb", "status"),
    [(("task", "archive", "1"), "dropped"), (("task", "demote", "1"), "open")],
    ids=["archive", "demote"],
)
def test_a_moved_task_is_still_ours(desk: BacklogDesk, tool: Tool, verb: tuple[str, ...], status: str) -> None:
    desk.run([TASK, make_task(2)])
    tool(*verb)
    assert desk.item(TASK.id).fields[Field.STATUS] == status
    moved = desk.snapshot()
    assert desk.run([TASK, make_task(2)]).outcome.idle
    assert desk.snapshot() == moved


def test_a_completed_task_is_still_ours_and_its_number_is_not_used_again(desk: BacklogDesk, tool: Tool) -> None:
    desk.run([TASK])
    tool("task", "edit", "1", "-s", "Done")
    tool("task", "complete", "1")
    desk.run([replace(TASK, status="done"), make_task(2)])
    assert desk.item(TASK.id).fields[Field.STATUS] == "done"
    assert desk.item(make_task(2).id).key == "TASK-2"


def test_a_dropped_task_leaves_the_board_and_a_revived_one_returns(desk: BacklogDesk, tool: Tool) -> None:
    desk.run([TASK])
    desk.run([replace(TASK, status="dropped")])
    assert TASK.title not in tool("task", "list", "--plain")
    created = tool("task", "create", "别人的任务", "--plain")
    assert "TASK-" in created
    desk.run([replace(TASK, status="open")])
    listed = tool("task", "list", "--plain")
    assert TASK.title in listed
    assert "别人的任务" in listed
    assert "No duplicate IDs" in tool("doctor")


def test_new_tasks_go_behind_the_tools_own(desk: BacklogDesk, tool: Tool) -> None:
    desk.run([TASK])
    tool("task", "create", "别人的任务", "--plain")
    desk.run([TASK, make_task(2)])
    assert [desk.item(each).key for each in (TASK.id, make_task(2).id)] == ["TASK-1", "TASK-3"]
    assert "No duplicate IDs" in tool("doctor")


def test_chinese_columns(desk: BacklogDesk, tool: Tool) -> None:
    names = {"open": "待办", "in_progress": "进行中", "done": "已完成"}

    def make() -> Backlog:
        return Backlog(Setup("board", PLAN, "计划", {"path": "board", "statuses": names}, folder=desk.folder))

    tasks: list[Task] = [TASK, make_task(2, status="in_progress")]
    desk.run(tasks, destination=make())
    listed = tool("task", "list", "--plain")
    assert listed.index("待办:") < listed.index(TASK.title) < listed.index("进行中:") < listed.index(tasks[1].title)
    tool("task", "edit", "1", "-s", "已完成")
    ran = desk.run(tasks, destination=make())
    assert [task.status for task in ran.pulled.tasks] == ["done", "in_progress"]
