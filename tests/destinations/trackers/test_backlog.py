from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.contract import Field, Setup
from exporter.destinations.markdown import one_line
from exporter.destinations.trackers.backlog import Backlog
from exporter.destinations.trackers.backlog_fields import fields_of_file, fields_of_task, with_fields
from exporter.destinations.trackers.backlog_file import new_file, parse
from exporter.destinations.trackers.backlog_front import Front, split
from exporter.destinations.trackers.backlog_status import Statuses
from exporter.errors import Changed, Missing, NotAllowed
from exporter.model import Criterion, Owners
from exporter.sync.planner import Options
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.contract import DestinationContract, conflicts
from tests.destinations.desk import Desk

NAMES = {"open": "To Do", "in_progress": "In Progress", "done": "Done", "dropped": "Cancelled"}


class BacklogDesk(Desk):
    """A person with a text editor, writing as Backlog.md does: known fields only, in its own order and quotes."""

    def make(self) -> Backlog:
        return Backlog(Setup("board", PLAN, "计划", {"path": "board"}, folder=self.folder))

    def path_of(self, task_id: str) -> Path:
        return Path(self.item(task_id).note[1])

    def edit(self, task_id: str, pattern: str, new: str) -> None:
        path = self.path_of(task_id)
        text = path.read_text(encoding="utf-8")
        changed, count = re.subn(pattern, lambda _found: new, text, count=1, flags=re.MULTILINE)
        assert count == 1, f"{pattern} is not in\n{text}"
        path.write_text(changed, encoding="utf-8")

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        if field is Field.TITLE:
            self.edit(task_id, r"^title:.*$", f"title: >-\n  {value}")
        elif field is Field.STATUS:
            self.edit(task_id, r"^status:.*$", f"status: {NAMES[value]}")
        elif field is Field.LABELS:
            lines = "".join(f"\n  - {label}" for label in reversed(value)) or " []"
            self.edit(task_id, r"^labels:.*\n(?:  - .*\n)*", f"labels:{lines}\n")
        elif field is Field.CHECKLIST:
            boxes = [f"- [{'x' if line['done'] else ' '}] #{n} {line['text']}\n" for n, line in enumerate(value, 1)]
            self.edit(task_id, r"(?<=AC:BEGIN -->\n)[\s\S]*(?=<!-- AC:END)", "".join(boxes))
        else:
            raise NotImplementedError(field)

    def person_writes(self, task_id: str, text: str) -> None:
        self.edit(task_id, r"^<!-- exporter:begin", f"{text}\n\n<!-- exporter:begin")

    def text_of(self, task_id: str) -> str:
        return self.path_of(task_id).read_text(encoding="utf-8")

    def person_copies(self, task_id: str) -> None:
        shutil.copy(self.path_of(task_id), self.path_of(task_id).with_name("task-99 - copy.md"))

    def snapshot(self) -> dict[str, bytes]:
        files = sorted(path for path in (self.folder / "board").rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}


class TestBacklog(DestinationContract):
    def make_desk(self, folder: Path) -> Desk:
        return BacklogDesk(folder)


@pytest.fixture
def desk(tmp_path: Path) -> BacklogDesk:
    return BacklogDesk(tmp_path)


TASK = make_task()


def test_the_file_is_the_one_that_the_tool_would_write(desk: BacklogDesk) -> None:
    task = replace(TASK, source=replace(TASK.source, url="https://example.org/a"), title="新增：100 家'x'，\\n")
    desk.run([task])
    path = desk.folder / "board" / "backlog" / "tasks" / "task-1 - 新增：100-家x，-n.md"
    assert desk.path_of(task.id) == path
    begin, _, rest = path.read_text(encoding="utf-8").partition("<!-- exporter:begin")
    assert begin == (
        "---\n"
        "id: TASK-1\n"
        "title: '新增：100 家''x''，\\n'\n"
        "status: To Do\n"
        "assignee:\n"
        "  - '@区科委'\n"
        "created_date: '2026-01-09 08:00'\n"
        "due_date: '2026-12-31'\n"
        "labels:\n"
        "  - 科技创新\n"
        "dependencies: []\n"
        "references:\n"
        "  - 'https://example.org/a'\n"
        "ordinal: 1000\n"
        "---\n"
        "\n"
        "## Description\n"
        "\n"
        "<!-- SECTION:DESCRIPTION:BEGIN -->\n"
    )
    assert re.search(
        r"<!-- exporter:end -->\n<!-- SECTION:DESCRIPTION:END -->\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n"
        r"- \[ \] #1 新增科技型企业1家\n- \[ \] #2 召开一次会议\n<!-- AC:END -->\n\n"
        r"<!-- exporter:task plan-2026-00000001 title=\w{8} .*-->\n$",
        rest,
    )


def test_the_same_tasks_make_the_same_bytes(tmp_path: Path) -> None:
    boards = []
    for name in ("one", "two"):
        desk = BacklogDesk(tmp_path / name)
        desk.folder.mkdir()
        desk.run(make_tasks(3))
        boards.append({Path(path).name: content for path, content in desk.snapshot().items()})
    assert boards[0] == boards[1]


def test_an_update_touches_only_its_own_lines(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^ordinal: 1000$", "priority: high # 人定的\n# 一条注释\ncustom: {a: [1, 2]}\nordinal: 5.5")
    desk.edit(TASK.id, r"^## Acceptance Criteria$", "自由文字   \n\n\n## Acceptance Criteria")
    desk.edit(TASK.id, r"\Z", "\n尾巴 \n")
    before = desk.text_of(TASK.id)
    desk.run(
        [
            replace(
                TASK,
                due=date(2026, 6, 1),
                status="in_progress",
                checklist=(Criterion("新增科技型企业1家", done=True), TASK.checklist[1]),
            )
        ]
    )
    after = desk.text_of(TASK.id)
    old, new = before.split("\n"), after.split("\n")
    assert len(old) == len(new)
    changed = [(was, now) for was, now in zip(old, new, strict=True) if was != now]
    assert changed[:2] == [
        ("status: To Do", "status: In Progress"),
        ("due_date: '2026-12-31'", "due_date: '2026-06-01'"),
    ]
    assert changed[3] == ("- [ ] #1 新增科技型企业1家", "- [x] #1 新增科技型企业1家")
    assert changed[2][0].startswith("- **完成时限**")
    assert changed[4][0].startswith("<!-- exporter:task")
    assert len(changed) == 5


def test_windows_line_ends_and_foreign_bytes_survive(desk: BacklogDesk) -> None:
    desk.run([TASK])
    path = desk.path_of(TASK.id)
    content = path.read_bytes().replace(b"## Acceptance", b"\xb9\xfa\xff \r## Acceptance").replace(b"\n", b"\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + content)
    assert desk.run([TASK]).outcome.idle
    now = replace(TASK, title="新", text="另一句", labels=("a", "b"), checklist=(Criterion("只此一条"),))
    assert desk.run([now]).outcome.updated == [TASK.id]
    after = path.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf---\r\n")
    assert b"\xb9\xfa\xff \r## Acceptance" in after
    assert after.count(b"\n") == after.count(b"\r\n")
    assert desk.run([now]).outcome.idle


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


def test_a_board_of_others_is_joined_and_its_files_are_left(desk: BacklogDesk) -> None:
    home = desk.folder / "board" / "backlog"
    (home / "tasks").mkdir(parents=True)
    config = 'project_name: "督查"\nstatuses: ["待办", "推进", "办结"]\ntask_prefix: "DC"\nzero_padded_ids: 3\n'
    (home / "config.yml").write_text(config, encoding="utf-8")
    (home / "tasks" / "dc-041 - 别人的.md").write_text("---\nid: DC-041\ntitle: 别人的\n---\n", encoding="utf-8")
    (home / "archive").mkdir()
    before = desk.snapshot()
    tasks = [TASK, make_task(2, status="in_progress"), make_task(3, status="done")]
    desk.run(tasks)
    assert before.items() <= desk.snapshot().items()
    assert [desk.item(task.id).key for task in tasks] == ["DC-042", "DC-043", "DC-044"]
    assert [re.findall("^status: (.*)$", desk.text_of(task.id), re.MULTILINE)[0] for task in tasks] == [
        "待办",
        "推进",
        "办结",
    ]
    desk.edit(TASK.id, "^status: .*$", "status: 会签")
    assert desk.item(TASK.id).fields[Field.STATUS] == "in_progress"
    assert desk.run(tasks).pulled.tasks[0].status == "in_progress"


def test_a_column_for_dropped_tasks_is_used(desk: BacklogDesk) -> None:
    setup = Setup("board", PLAN, "计划", {"path": "board", "statuses": {"dropped": "不办了"}}, folder=desk.folder)
    desk.run([TASK], destination=Backlog(setup))
    desk.run([replace(TASK, status="dropped")], destination=Backlog(setup))
    item = Backlog(setup).listing().items[0]
    assert item.fields[Field.STATUS] == "dropped"
    assert item.note[0] == "tasks"
    assert "不办了" in Path(item.note[1]).read_text(encoding="utf-8")
    assert "不办了" in (desk.folder / "board/backlog/config.yml").read_text(encoding="utf-8")


def test_a_revived_task_never_takes_a_number_that_was_given_away(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.run([replace(TASK, status="dropped")])
    home = desk.folder / "board" / "backlog"
    assert desk.path_of(TASK.id).parent == home / "archive" / "tasks"
    (home / "tasks" / "task-1 - 别人的.md").write_text("---\nid: TASK-1\ntitle: 别人的\n---\n", encoding="utf-8")
    desk.run([TASK])
    assert desk.item(TASK.id).key == "TASK-2"
    assert desk.path_of(TASK.id).parent == home / "tasks"
    assert "id: TASK-2\n" in desk.text_of(TASK.id)


def test_a_crash_between_moving_and_writing_settles_itself(desk: BacklogDesk) -> None:
    desk.run([TASK])
    home = desk.folder / "board" / "backlog"
    desk.path_of(TASK.id).rename(home / "archive" / "tasks" / "task-1 - x.md")
    dropped = replace(TASK, status="dropped")
    ran = desk.run([dropped])
    assert [task.status for task in ran.pulled.tasks] == ["dropped"]
    assert desk.item(TASK.id).fields[Field.STATUS] == "dropped"
    assert [each for each in ran.outcome.all_notices if each.grave] == []


def test_a_number_that_somebody_took_meanwhile_is_not_used(desk: BacklogDesk) -> None:
    board = desk.make()
    tasks = make_tasks(3)
    for number, task in enumerate(tasks):
        board.create(board.render(task), {})
        if number == 0:
            path = desk.path_of(task.id).with_name("task-2 - 别人的.md")
            path.write_text("---\nid: TASK-2\n---\n", encoding="utf-8")
            os.utime(path.parent, ns=(1, 1))  # file systems with a coarse clock would not show the change
    assert [desk.item(task.id).key for task in tasks] == ["TASK-1", "TASK-3", "TASK-4"]


def test_an_item_that_changed_or_went_is_not_written(desk: BacklogDesk) -> None:
    desk.run([TASK])
    board, item = desk.make(), desk.item(TASK.id)
    path = desk.path_of(TASK.id)
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(Changed):
        board.update(item, {Field.TITLE: "新"}, {})
    path.rename(path.parents[1] / "completed" / path.name)
    with pytest.raises(Changed, match="moved"):
        board.update(item, {Field.TITLE: "新"}, {})
    (path.parents[1] / "completed" / path.name).unlink()
    with pytest.raises(Missing):
        board.update(item, {Field.TITLE: "新"}, {})


@pytest.mark.parametrize("text", ["statuses: [", 'project_name: "x"\nstatuses: Done\n', "a: 1\n\tb: 2\n"])
def test_a_damaged_config_is_said_and_kept(desk: BacklogDesk, text: str) -> None:
    desk.run([TASK])
    config = desk.folder / "board" / "backlog" / "config.yml"
    config.write_text(text, encoding="utf-8")
    ran = desk.run([TASK, make_task(2)])
    assert ran.outcome.created == [make_task(2).id]
    assert ran.outcome.partial
    assert config.read_text(encoding="utf-8") == text
    assert [finding.ok for finding in desk.make().check()] == [True, False]


@pytest.mark.parametrize("text", ["", "- a\n", "statuses:\n", "project_name: x\n"])
def test_a_bare_config_is_no_problem(desk: BacklogDesk, text: str) -> None:
    desk.run([TASK])
    (desk.folder / "board" / "backlog" / "config.yml").write_text(text, encoding="utf-8")
    assert [finding.ok for finding in desk.make().check()] == [True]
    assert not desk.run([TASK, make_task(2)]).outcome.partial


def test_a_lost_config_is_made_again_with_the_next_write(desk: BacklogDesk) -> None:
    desk.run([TASK])
    config = desk.folder / "board" / "backlog" / "config.yml"
    before = config.read_bytes()
    config.unlink()
    desk.run([replace(TASK, title="新")])
    assert config.read_bytes() == before


@pytest.mark.parametrize("place", ["board", "board/backlog", "board/backlog/tasks"])
def test_a_file_where_the_folder_should_be(desk: BacklogDesk, place: str) -> None:
    path = desk.folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    with pytest.raises(Missing, match="no usable folder"):
        desk.make().listing()
    assert [finding.ok for finding in desk.make().check()] == [False]
    assert path.read_text(encoding="utf-8") == "x"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(desk: BacklogDesk) -> None:
    desk.run([TASK])
    tasks = desk.folder / "board" / "backlog" / "tasks"
    tasks.chmod(0o500)
    try:
        with pytest.raises(NotAllowed):
            desk.run([TASK, make_task(2)])
    finally:
        tasks.chmod(0o700)


def test_no_right_to_write_or_move(desk: BacklogDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run([TASK])

    def refuse(*_words: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", lambda **_words: refuse())
    with pytest.raises(NotAllowed):
        desk.run([TASK, make_task(2)])
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(NotAllowed, match="moved"):
        desk.make().update(desk.item(TASK.id), {Field.STATUS: "dropped"}, {})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(NotAllowed, match="cannot be read"):
        desk.make().listing()


def test_what_doctor_says(desk: BacklogDesk) -> None:
    assert [finding.ok for finding in desk.make().check()] == [True]
    desk.run([TASK])
    setup = Setup("board", PLAN, "计划", {"path": "board", "statuses": {"done": "办结"}}, folder=desk.folder)
    findings = Backlog(setup).check()
    assert [finding.ok for finding in findings] == [True, False]
    assert "1 tasks" in findings[0].sentence
    assert "办结" in findings[1].sentence


def test_other_layouts_of_the_tool(tmp_path: Path) -> None:
    board = tmp_path / "board"
    (board / "docs" / "plan" / "tasks").mkdir(parents=True)
    (board / "backlog.config.yml").write_text('project_name: "x"\nbacklog_directory: "docs/plan"\n', encoding="utf-8")
    inner = tmp_path / "inner" / "backlog"
    (inner / "tasks").mkdir(parents=True)
    (inner / "config.yml").write_text('project_name: "x"\n', encoding="utf-8")
    (tmp_path / "hidden" / ".backlog").mkdir(parents=True)
    (tmp_path / "hidden" / ".backlog" / "config.yaml").write_text('project_name: "x"\n', encoding="utf-8")
    for path, tasks in (("board", "docs/plan/tasks"), ("inner/backlog", "tasks"), ("hidden", ".backlog/tasks")):
        destination = Backlog(Setup("board", PLAN, "计划", {"path": path}, folder=tmp_path))
        item = destination.create(destination.render(TASK), {})
        assert Path(item.note[1]).parent == tmp_path / path / tasks
        assert not (tmp_path / path / "backlog" / "config.yml").exists()


def test_accounts_name_the_assignees(tmp_path: Path) -> None:
    setup = Setup("board", PLAN, "计划", {"path": "board"}, folder=tmp_path, accounts={"区科委": "@zhang"})
    task = replace(TASK, owners=Owners(("区科委", "区商务委", "区科委"), ("区财政局",)))
    assert Backlog(setup).render(task).fields[Field.ASSIGNEES] == ["zhang", "区商务委"]


def test_an_empty_old_list_gets_its_lines(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^<!-- AC:BEGIN -->[\s\S]*<!-- AC:END -->\n", "说明文字\n\n- [X] 召开一次会议\n")
    assert desk.item(TASK.id).fields[Field.CHECKLIST] == [{"text": "召开一次会议", "done": True}]
    desk.run([replace(TASK, checklist=(*TASK.checklist, Criterion("第三条")))])
    assert "说明文字\n\n- [x] #1 召开一次会议\n- [ ] #2 第三条\n" in desk.text_of(TASK.id)
    for start in ("<!-- AC:BEGIN --><!-- AC:END -->", "<!-- AC:BEGIN -->\n<!-- AC:END -->"):
        file = parse(f"---\nid: x\n---\n## Acceptance Criteria\n{start}\n")
        assert file is not None
        filled = file.with_checklist([{"text": "一", "done": False}])
        assert filled.text == "## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 一\n<!-- AC:END -->\n"
        assert filled.with_checklist([]).text == "## Acceptance Criteria\n<!-- AC:BEGIN -->\n<!-- AC:END -->\n"


@given(
    st.dictionaries(st.sampled_from(["title", "labels", "due_date", "status"]), st.text(max_size=30)),
    st.text(max_size=30),
)
def test_front_matter_reads_what_it_wrote(values: dict[str, str], label: str) -> None:
    front = Front()
    wanted: dict[str, object] = {key: one_line(value) for key, value in values.items()}
    for key, value in wanted.items():
        front = front.put(key, str(value))
    front = front.put("documentation", [one_line(label), "x"]).put("ordinal", 3)
    parts = split(f"{front}\nrest")
    assert parts is not None
    assert parts[1] == "\nrest"
    assert parts[0].values == {**wanted, "documentation": [one_line(label), "x"], "ordinal": 3}
    for key in wanted:
        front = front.put(key, None)
    assert front.values == {"documentation": [one_line(label), "x"], "ordinal": 3}


ANY = st.one_of(st.text(max_size=40), st.text(alphabet="<!-> :#'\"@[]{}&*|`\\\n\r\t-x1长AC/", max_size=40))


@given(ANY, ANY, ANY, ANY, st.sampled_from(["\n", "\r\n"]))
def test_any_task_is_read_as_it_was_written(title: str, text: str, line: str, unit: str, newline: str) -> None:
    statuses = Statuses()
    task = make_task(
        title=title, text=text, checklist=(Criterion(line), Criterion(text)), labels=(unit,), owners=Owners((unit,))
    )
    wanted = fields_of_task(task, {})
    file = with_fields(new_file(Front(), wanted[Field.BODY], task.id), wanted, task.id, statuses).stamped(task.id, {})
    written = parse(str(file).replace("\n", newline))
    assert written is not None
    assert written.task_id == task.id
    assert fields_of_file(written, "tasks", statuses) == (wanted, [])
    again = with_fields(written, wanted, task.id, statuses).stamped(task.id, {})
    assert fields_of_file(again, "tasks", statuses) == (wanted, [])
    assert str(again) == str(file).replace("\n", newline)
