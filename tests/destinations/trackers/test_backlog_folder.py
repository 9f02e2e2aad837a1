from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from exporter.destinations.contract import Field, Setup
from exporter.destinations.trackers.backlog import Backlog
from exporter.errors import Changed, Missing, NotAllowed
from exporter.model import Owners
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.trackers.backlog_desk import BacklogDesk

TASK = make_task()


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
