from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from exporter.destinations.contract import Field
from tests.builders import make_task, make_tasks
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.servers.github import REPO, GitHubFake

TASK = make_task()
ISSUES = f"/api/v3/repos/{REPO}/issues"


# Due dates


def test_due_dates_are_milestones_that_are_used_again(desk: GitHubDesk, server: GitHubFake) -> None:
    tasks = [*make_tasks(3), make_task(4, due=date(2026, 6, 30)), make_task(5, due=None)]
    desk.run(tasks)
    assert [(each["title"], each["due_on"][:10]) for each in server.milestones.values()] == [
        ("2026-12-31", "2026-12-31"),
        ("2026-06-30", "2026-06-30"),
    ]
    assert desk.raw(tasks[4].id)["milestone"] is None
    desk.run([replace(tasks[0], due=None), replace(tasks[1], due=date(2026, 6, 30)), *tasks[2:]])
    assert desk.raw(tasks[0].id)["milestone"] is None
    assert desk.raw(tasks[1].id)["milestone"]["title"] == "2026-06-30"
    assert len(server.milestones) == 2


def test_a_closed_milestone_is_found_again(desk: GitHubDesk, server: GitHubFake) -> None:
    closed = {"number": 7, "title": "2026-12-31", "state": "closed", "due_on": "2026-12-31T08:00:00Z"}
    server.milestones[7] = closed
    assert not desk.run([TASK]).outcome.partial
    assert desk.raw(TASK.id)["milestone"]["number"] == 7


def test_quarters(tmp_path: Path, server: GitHubFake) -> None:
    desk = GitHubDesk(tmp_path, server, due="quarter")
    tasks = [make_task(number, due=date(2026, month, 15)) for number, month in enumerate((1, 3, 4, 12), 1)]
    desk.run(tasks)
    assert [each["title"] for each in server.milestones.values()] == [
        "2026年第一季度",
        "2026年第二季度",
        "2026年第四季度",
    ]
    ends = [desk.item(task.id).fields[Field.DUE] for task in tasks]
    assert ends == ["2026-03-31", "2026-03-31", "2026-06-30", "2026-12-31"]
    assert desk.run([replace(tasks[0], due=date(2026, 2, 1)), *tasks[1:]]).outcome.updated == [tasks[0].id]  # the text


def test_due_dates_only_in_the_text(tmp_path: Path, server: GitHubFake) -> None:
    desk = GitHubDesk(tmp_path, server, due="text")
    desk.run([TASK])
    assert server.milestones == {}
    assert "2026-12-31" in desk.text_of(TASK.id)
    assert Field.DUE not in desk.item(TASK.id).fields


def test_a_persons_milestone_is_not_replaced(desk: GitHubDesk, server: GitHubFake) -> None:
    task = replace(TASK, due=None)
    desk.run([task])
    server.milestones[9] = {"number": 9, "title": "冲刺三", "state": "open", "due_on": None}
    desk.raw(task.id)["milestone"] = server.milestones[9]
    desk.run([replace(task, due=date(2026, 5, 1))])
    assert desk.raw(task.id)["milestone"]["title"] == "冲刺三"
    desk.raw(task.id)["milestone"] = {**server.milestones[9], "due_on": "2026-10-10T07:00:00Z"}
    assert desk.run([replace(task, due=date(2026, 5, 1))]).outcome.idle
