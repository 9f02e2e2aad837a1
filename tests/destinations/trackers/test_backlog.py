from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from exporter.model import Criterion
from tests.builders import make_task, make_tasks
from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk
from tests.destinations.trackers.backlog_desk import BacklogDesk

TASK = make_task()


class TestBacklog(DestinationContract):
    def make_desk(self, folder: Path) -> Desk:
        return BacklogDesk(folder)


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
