from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from exporter.destinations.contract import Field
from exporter.model import Criterion, Owners
from exporter.sync.planner import Options
from tests.builders import make_task
from tests.destinations.promises.base import conflicts
from tests.destinations.trackers.backlog_desk import BacklogDesk

TASK = make_task()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("assignee: '@区科委'", ["区科委"]),
        ("assignee: @区科委", ["区科委"]),
        ('assignee: [@区科委, "@b"]', ["b", "区科委"]),
        ("assignee:\n- 区科委", ["区科委"]),
        ("assignee: []", []),
        ("assignee:", []),
    ],
)
def test_assignees_as_people_write_them(desk: BacklogDesk, lines: str, expected: list[str]) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^assignee:\n  - '@区科委'$", lines)
    assert desk.item(TASK.id).fields[Field.ASSIGNEES] == expected
    desk.run([replace(TASK, owners=Owners(("区科委", "区商务委")), title="新")])
    assert set(desk.item(TASK.id).fields[Field.ASSIGNEES]) == {"区商务委", *expected}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-06-30", "2026-06-30"),
        ("'2026-06-30 14:30'", "2026-06-30"),
        ("2026-06-30T23:30:00-02:00", "2026-07-01"),
        ("null", None),
        ("''", None),
    ],
)
def test_due_dates_as_people_write_them(desk: BacklogDesk, value: str, expected: str | None) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^due_date:.*$", f"due_date: {value}")
    assert desk.item(TASK.id).fields[Field.DUE] == expected


@pytest.mark.parametrize("value", ["next week", "2026-02-31", "[1]"])
def test_a_due_date_that_is_none_is_said_and_left(desk: BacklogDesk, value: str) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^due_date:.*$", f"due_date: {value}")
    listing = desk.make().listing()
    assert Field.DUE not in listing.items[0].fields
    assert listing.problems == ("backlog/tasks/task-1 - 新增科技型企业1家.md: its due date is no date",)
    ran = desk.run([TASK])
    assert ran.outcome.idle
    assert ran.outcome.partial
    assert f"due_date: {value}" in desk.text_of(TASK.id)


@pytest.mark.parametrize(
    "line",
    ["title: a: b", "title: [x", "title: 'x\n", "labels: {a: b: c}", "<<<<<<< HEAD", "title: 一\ntitle: 二", "\tx: 1"],
)
def test_a_damaged_field_does_not_hide_the_others(desk: BacklogDesk, line: str) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^dependencies: \[\]$", line)
    item = desk.item(TASK.id)
    assert item.fields[Field.STATUS] == "open"
    assert item.fields[Field.ASSIGNEES] == ["区科委"]
    assert item.fields[Field.DUE] == "2026-12-31"
    desk.run([replace(TASK, due=date(2026, 6, 1))])
    assert desk.item(TASK.id).fields[Field.DUE] == "2026-06-01"
    assert line in desk.text_of(TASK.id)


def test_a_file_without_its_first_lines_is_ours_and_left_alone(desk: BacklogDesk) -> None:
    other = make_task(2)
    desk.run([TASK, other])
    path = desk.path_of(TASK.id)
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "", 1), encoding="utf-8")
    before = path.read_bytes()
    ran = desk.run([replace(TASK, title="新", text="新"), replace(other, title="也新")])
    assert ran.outcome.updated == [other.id]
    assert ran.outcome.partial
    assert any("first lines" in str(notice) for notice in ran.outcome.all_notices)
    assert path.read_bytes() == before
    assert desk.item(TASK.id).key == "TASK-1"


def test_when_a_person_removes_our_block_it_stays_away_and_the_task_is_not_made_again(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"<!-- exporter:begin[\s\S]*<!-- exporter:end -->", "人写的话")
    assert desk.run([TASK]).outcome.idle
    now = replace(TASK, text="另一句原文。")
    assert conflicts(desk.run([now]).outcome.all_notices, known=False) == [Field.BODY]
    desk.run([now], Options(prefer={Field.BODY: "ours"}))
    assert "人写的话\n\n<!-- exporter:begin" in desk.text_of(TASK.id)
    assert desk.run([now]).outcome.idle


def test_when_a_person_removes_everything_but_the_block_the_task_is_still_ours(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^## Acceptance Criteria[\s\S]*\Z", "")
    item = desk.item(TASK.id)
    assert item.base == {}
    assert item.fields[Field.CHECKLIST] == []
    assert desk.run([TASK]).outcome.idle
    now = replace(TASK, title="新", checklist=(*TASK.checklist, Criterion("第三条")))
    desk.run([now])
    assert desk.item(TASK.id).fields[Field.CHECKLIST] == [{"text": "第三条", "done": False}]
    assert desk.item(TASK.id).base


def test_the_whole_description_may_go(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^## Description[\s\S]*DESCRIPTION:END -->\n", "人写的话\n")
    now = replace(TASK, text="另一句原文。", checklist=())
    desk.run([now], Options(prefer={Field.BODY: "ours"}))
    assert re.search(r"## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\n<!-- exporter", desk.text_of(TASK.id))
    assert "人写的话" in desk.text_of(TASK.id)
    assert desk.run([now]).outcome.idle


@pytest.mark.parametrize("pattern", [r"^<!-- exporter:end -->\n", r"^(?=<!-- exporter:begin)"])
def test_a_damaged_block_is_said_and_left(desk: BacklogDesk, pattern: str) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, pattern, "" if "end" in pattern else "<!-- exporter:begin plan-2026-00000009 -->\n")
    before = desk.text_of(TASK.id)
    ran = desk.run([replace(TASK, text="另一句原文。")])
    assert ran.outcome.partial
    assert desk.text_of(TASK.id) == before
    assert len(desk.make().listing().items) == 1


def test_another_tasks_block_is_not_taken_for_ours(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"exporter:begin plan-2026-00000001", "exporter:begin plan-2026-00000002")
    listing = desk.make().listing()
    assert [item.id for item in listing.items] == [TASK.id]
    assert "another task" in listing.problems[0]
