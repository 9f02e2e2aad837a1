from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from exporter.errors import ExporterError, NotAllowed
from exporter.model import Owners
from tests.builders import make_task, make_tasks
from tests.destinations.trackers.github_desk import GitHubDesk, kinds
from tests.servers.fake import Asked, Given
from tests.servers.github import REPO, GitHubFake

TASK = make_task()
ISSUES = f"/api/v3/repos/{REPO}/issues"


# Who answers for it


def test_an_account_that_cannot_be_assigned_becomes_a_label_and_one_remark(desk: GitHubDesk) -> None:
    desk.accounts = {"区科委": "nobody-here", "区教委": "HuBot"}
    tasks = [TASK, make_task(2), make_task(3, owners=Owners(("区教委",)))]
    for ran in (desk.run(tasks), desk.run(tasks)):
        assert kinds(ran) == ["unfit"]
        assert "nobody-here" in str(ran.outcome.all_notices[0])
        assert not ran.outcome.partial
    assert [label["name"] for label in desk.raw(TASK.id)["labels"]] == ["owner:区科委", "科技创新"]
    assert desk.raw(TASK.id)["assignees"] == []
    assert [person["login"] for person in desk.raw(tasks[2].id)["assignees"]] == ["hubot"]


def test_an_account_refused_at_the_last_moment_does_not_cost_the_task(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.accounts = {"区科委": "octocat"}

    def leave(asked: Asked) -> None:
        if asked.method == "POST":
            server.people.clear()

    server.before = leave
    ran = desk.run([TASK])
    assert ran.outcome.created == [TASK.id]
    assert kinds(ran) == ["degraded"]


def test_without_rights_the_task_is_made_and_the_losses_are_said(desk: GitHubDesk, server: GitHubFake) -> None:
    server.push = False
    ran = desk.run([TASK])
    assert ran.outcome.created == [TASK.id]
    assert kinds(ran) == ["degraded", "degraded"]  # due date and labels
    assert desk.run([TASK]).outcome.idle


# What it lists


def test_pull_requests_are_no_tasks(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.run([TASK])
    number = 1 + max(server.issues)
    copied = {**desk.raw(TASK.id), "number": number, "pull_request": {"url": "x"}}
    server.issues[number] = copied
    assert len(desk.make().listing().items) == 1


def test_pages_that_shift_while_they_are_read_make_no_duplicate(desk: GitHubDesk, server: GitHubFake) -> None:
    tasks = make_tasks(120)
    desk.run(tasks)
    desk.state.unlink()

    def shift(asked: Asked) -> None:
        if asked.query.get("page") == "2" and 1 in server.issues:
            del server.issues[1]  # issue 101 moves to page 1, which was read already

    server.before = shift
    desk.run(tasks)
    assert [asked.path for asked in server.writes()].count(ISSUES) == 120, "what only slipped by was made again"
    assert desk.run(tasks).outcome.created == [tasks[0].id]  # somebody deleted it
    listed = [item.id for item in desk.make().listing().items]
    assert sorted(listed) == sorted(task.id for task in tasks)


def test_a_listing_that_breaks_off_forbids_creates(desk: GitHubDesk, server: GitHubFake) -> None:
    tasks = make_tasks(101)
    desk.run(tasks)
    server.before = lambda asked: Given(500) if asked.query.get("page") == "2" else None
    ran = desk.run([*tasks, make_task(200)])
    assert ran.outcome.idle
    assert set(kinds(ran)) == {"incomplete", "unreadable"}


def test_an_idle_run_asks_only_for_the_pages(desk: GitHubDesk, server: GitHubFake) -> None:
    tasks = make_tasks(120)
    desk.run(tasks)
    server.asked.clear()
    assert desk.run(tasks).outcome.idle
    assert [(asked.method, asked.path) for asked in server.asked] == [("GET", ISSUES)] * 2


@pytest.mark.parametrize("body", [[1], [{"number": 1}], [{"number": 1, "title": None, "labels": 3}]])
def test_a_list_that_cannot_be_understood_forbids_creates(desk: GitHubDesk, server: GitHubFake, body: Any) -> None:
    server.before = lambda _asked: Given(200, body)
    ran = desk.run([TASK])
    assert ran.outcome.partial
    assert server.writes() == []


@pytest.mark.parametrize("body", [{"message": "hm"}, b"<html>busy</html>"])
def test_an_answer_that_is_no_list_of_issues(desk: GitHubDesk, server: GitHubFake, body: Any) -> None:
    server.before = lambda _asked: Given(200, body)
    with pytest.raises(ExporterError) as caught:
        desk.run([TASK])
    assert caught.value.hint
    assert server.writes() == []


# What people and servers do meanwhile


def test_an_edit_between_listing_and_writing_is_not_lost(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.run([TASK])

    def meddle(asked: Asked) -> None:
        if asked.method == "GET" and asked.path == f"{ISSUES}/1":
            server.issues[1]["body"] += "\r\n刚写的一句"

    server.before = meddle
    assert desk.run([replace(TASK, title="新标题")]).outcome.updated == [TASK.id]
    assert server.issues[1]["body"].endswith("\r\n刚写的一句")


def test_a_title_changed_between_listing_and_writing_is_not_overwritten(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.run([TASK])

    def meddle(asked: Asked) -> None:
        if asked.path == f"{ISSUES}/1":
            server.issues[1]["title"] = "人改的"

    server.before = meddle
    assert kinds(desk.run([replace(TASK, title="新标题")])) == ["refused"]
    assert server.issues[1]["title"] == "人改的"


def test_a_locked_issue_does_not_stop_the_others(desk: GitHubDesk, server: GitHubFake) -> None:
    tasks = make_tasks(2)
    desk.run(tasks)
    server.issues[1]["locked"] = True
    server.push = False
    ran = desk.run([replace(task, title=f"新{task.title}") for task in tasks])
    assert ran.outcome.updated == [tasks[1].id]
    assert "refused" in kinds(ran)


def test_a_transferred_issue_is_left_alone(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.run([TASK])
    moved = {**server.issues[1], "number": 44}
    server.before = lambda asked: Given(200, moved) if asked.path == f"{ISSUES}/1" else None
    ran = desk.run([replace(TASK, title="新标题")])
    assert kinds(ran) == ["refused"]
    assert "office/plan#1" in str(ran.outcome.all_notices[0])


def test_damaged_markers_are_said_and_nothing_is_made_twice(desk: GitHubDesk) -> None:
    desk.run([TASK])
    raw = desk.raw(TASK.id)
    raw["body"] = raw["body"].replace("<!-- exporter:end -->", "")
    ran = desk.run([TASK])
    assert ran.outcome.idle
    assert kinds(ran) == ["unreadable"]
    assert kinds(desk.run([replace(TASK, title="新标题")])) == ["unreadable", "refused"]


@pytest.mark.parametrize(
    ("settings", "given", "words"),
    [
        ({"has_issues": False}, None, "switched off"),
        ({}, Given(404, {"message": "Not Found"}), "no repository office/plan"),
        ({}, Given(401, {"message": "Bad credentials"}), "Bad credentials"),
        ({}, Given(301, {}, {"Location": "https://api.github.example/x"}), "the token does not go there"),
    ],
)
def test_a_repository_out_of_reach(
    desk: GitHubDesk, server: GitHubFake, settings: dict[str, Any], given: Given | None, words: str
) -> None:
    server.settings.update(settings)
    server.before = lambda _asked: given
    with pytest.raises(ExporterError, match=words) as caught:
        desk.run([TASK])
    assert server.token not in str(caught.value)


def test_an_archived_repository(desk: GitHubDesk, server: GitHubFake) -> None:
    server.settings["archived"] = True
    with pytest.raises(NotAllowed, match="archived"):
        desk.run([TASK])


def test_a_moved_repository_is_followed_on_the_same_host(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.run([TASK])
    desk.options["repo"] = "office/old"
    old = "/api/v3/repos/office/old"

    def moved(asked: Asked) -> Given | None:
        if not asked.path.startswith(old):
            return None
        place = f"{server.url}/repos/{REPO}{asked.path.removeprefix(old)}"
        return Given(301 if asked.method == "GET" else 307, {}, {"Location": place})

    server.before = moved
    assert len(desk.make().listing().items) == 1
    sentences = [finding.sentence for finding in desk.make().check() if not finding.ok]
    assert sentences == ["office/old is now called office/plan: write that into exporter.toml"]


def test_all_items_missing_is_out_of_reach(desk: GitHubDesk, server: GitHubFake) -> None:
    tasks = make_tasks(5)
    desk.run(tasks)
    server.before = lambda asked: Given(404, {"message": "Not Found"}) if asked.path.startswith(f"{ISSUES}/") else None
    ran = desk.run([replace(task, title=f"新{task.title}") for task in tasks])
    assert "stopped" in kinds(ran)
    assert ran.outcome.idle
