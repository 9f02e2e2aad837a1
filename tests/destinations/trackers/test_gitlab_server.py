"""What GitLab does that others do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exporter.destinations.contract import Field
from exporter.errors import Missing, NotAllowed
from exporter.model import Criterion, Task
from tests.builders import make_task, make_tasks
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.servers.fake import Asked, Given, serving
from tests.servers.gitlab import GitLabFake
from tests.servers.quick_actions import extract

TASK = make_task()


@pytest.fixture
def server() -> Iterator[GitLabFake]:
    with serving(GitLabFake()) as fake:
        yield fake


@pytest.fixture
def desk(tmp_path: Path, server: GitLabFake) -> GitLabDesk:
    return GitLabDesk(tmp_path, server)


def kinds(desk: GitLabDesk, *tasks: Task) -> list[tuple[str, str | None]]:
    ran = desk.run(tasks)
    return [(notice.kind, notice.values.get("field")) for notice in ran.outcome.all_notices]


def led_by(*units: str, **changes: object) -> Task:
    return replace(TASK, owners=replace(TASK.owners, lead=units), **changes)  # type: ignore[arg-type]  # fields of Task


# Quick actions

ACTIONS = "/close\n/due 2020-01-01\n /close\n/label ~urgent\n/TITLE 坏\n/confidential"


def test_the_fake_executes_quick_actions(server: GitLabFake, desk: GitLabDesk) -> None:
    desk.make().http.send("POST", "projects/7/issues", data={"title": "x", "description": f"a\n{ACTIONS}"})
    issue = server.issues[1]
    assert (issue["state"], issue["due_date"], issue["title"]) == ("closed", "2020-01-01", "坏")
    assert issue["description"] == "a\n /close"
    assert extract("```\n/close\n```\n>>>\n/close\n>>>\n<b>\n/close\n</b>")[1] == []


@pytest.mark.parametrize(
    "text", [ACTIONS, f"甲\r\n{ACTIONS}\r\n乙", f"\n\n{ACTIONS}", "/close", "/due 2020-01-01\n/close"]
)
def test_quick_actions_in_our_text_stay_text(desk: GitLabDesk, text: str) -> None:
    nasty = replace(
        TASK,
        text=text,
        title="/close",
        notes=text,
        section=("/close",),
        checklist=(Criterion("/close"), Criterion("另一行")),
        labels=("/close",),
    )
    for task in (nasty, replace(nasty, text=f"{text}\n/reopen", status="in_progress")):
        desk.run([task])
        raw = desk.raw(TASK.id)
        assert (raw["state"], raw["due_date"], raw["title"]) == ("opened", "2026-12-31", "/close")
        assert raw["confidential"] is False
        assert raw["description"].count("/close") >= 3
        assert desk.run([task]).outcome.idle


# One request each


def test_one_request_makes_a_task_and_one_writes_a_change(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.accounts = {"区科委": "Qu.KeWei"}
    desk.run([TASK])
    server.asked.clear()
    desk.run([led_by("区教委", title="新", due=date(2026, 6, 1), status="done", labels=("甲",)), make_task(2)])
    assert [(each.method, each.path.rpartition("/plan.2018")[2]) for each in server.writes()] == [
        ("PUT", "/issues/1"),
        ("POST", "/issues"),
    ]
    body = server.writes()[0].body
    assert {name: value for name, value in body.items() if name != "description"} == {
        "title": "新",
        "due_date": "2026-06-01",
        "assignee_ids": [0],
        "add_labels": "owner:区教委,甲",
        "remove_labels": "科技创新",
        "state_event": "close",
    }


def test_nothing_to_do_costs_a_request_a_hundred(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.run(make_tasks(201))
    server.asked.clear()
    assert desk.run(make_tasks(201)).outcome.idle
    assert len(server.asked) == 3


def test_a_due_date_is_cleared_and_set_again(desk: GitLabDesk) -> None:
    for day in (date(2026, 1, 1), None, date(2028, 2, 29)):
        desk.run([replace(TASK, due=day)])
        assert desk.raw(TASK.id)["due_date"] == (day and day.isoformat())
        assert desk.run([replace(TASK, due=day)]).outcome.idle


# Labels


@pytest.mark.parametrize(
    ("label", "held"),
    [
        ("甲,乙", "甲，乙"),
        ("<b>粗</b>", "＜b＞粗＜/b＞"),
        ("a &lt; b", "a ＜ b"),
        ("R&D", "R&D"),
        ("priority::high", "priority::high"),
        ("长" * 300, "长" * 254 + "…"),
    ],
)
def test_labels_are_held_as_they_are_shown(desk: GitLabDesk, label: str, held: str) -> None:
    task = replace(TASK, labels=(label,))
    desk.run([task])
    assert held in desk.raw(TASK.id)["labels"]
    assert desk.run([task]).outcome.idle
    desk.run([replace(task, labels=())])
    assert desk.raw(TASK.id)["labels"] == ["owner:区科委"]


def test_a_label_that_a_person_adds_meanwhile_survives(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.run([TASK])
    raw = server.issues[1]

    def adds(asked: Asked) -> Given | None:
        if asked.method == "PUT":
            raw["labels"] = sorted({*raw["labels"], "急"})
        return None

    server.before = adds
    desk.run([replace(TASK, labels=("城市建设",))])
    assert desk.raw(TASK.id)["labels"] == ["owner:区科委", "城市建设", "急"]


# People


def test_owners_with_an_account_are_assigned_and_others_are_labels(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.accounts = {"区科委": "@qu.kewei", "区教委": "nobody", "区建委": "outsider", "区民政局": "gone"}
    task = led_by("区教委", "区建委", "区民政局", "区科委", "区卫健委")
    assert kinds(desk, task) == [("unfit", None)] * 3
    fields = desk.item(TASK.id).fields
    assert fields[Field.ASSIGNEES] == ["Qu.KeWei"]
    assert fields[Field.LABELS] == ["owner:区卫健委", "owner:区建委", "owner:区教委", "owner:区民政局", "科技创新"]
    assert desk.run([task]).outcome.idle
    server.visibility = "public"
    server.premium = True
    desk.options["several_assignees"] = True
    desk.run([task])
    assert desk.item(TASK.id).fields[Field.ASSIGNEES] == ["Qu.KeWei", "outsider"]


def test_the_free_tier_gets_the_first_lead_only(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.accounts = {"区科委": "Qu.KeWei", "区教委": "office"}
    task = led_by("区教委", "区科委")
    assert kinds(desk, task) == []
    assert desk.item(TASK.id).fields[Field.ASSIGNEES] == ["office"]
    desk.options["several_assignees"] = True
    assert kinds(desk, replace(task, title="新")) == [("degraded", "assignees")]
    server.premium = True
    desk.run([replace(make_task(2), owners=task.owners)])
    assert desk.item(make_task(2).id).fields[Field.ASSIGNEES] == ["Qu.KeWei", "office"]


def test_a_persons_assignee_survives(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.accounts = {"区科委": "Qu.KeWei"}
    desk.run([TASK])
    desk.raw(TASK.id)["assignees"] = [server.users[0]]
    assert desk.run([TASK]).outcome.idle
    desk.run([replace(TASK, title="新")])
    assert desk.item(TASK.id).fields[Field.ASSIGNEES] == ["office"]


def test_who_is_no_planner_loses_fields_and_is_told(desk: GitLabDesk, server: GitLabFake) -> None:
    server.role = 10
    desk.accounts = {"区科委": "Qu.KeWei"}
    assert sorted(kinds(desk, TASK)) == [("degraded", "assignees"), ("degraded", "due"), ("degraded", "labels")]
    assert kinds(desk, TASK) == []
    assert len(server.issues) == 1


@pytest.mark.parametrize("times", [1, 40])
def test_a_title_notifies_and_links_nothing(desk: GitLabDesk, times: int) -> None:
    task = replace(TASK, title="@all 见 #12、!3、%4、$5、&6、~坏 和 [issue:7] " * times, text="@all #12")
    for now in (task, replace(task, title=f"改 {task.title}")):
        desk.run([now])
        assert not re.search(r"@\w|[#!&$%]\d|~\w|\[\w", desk.raw(TASK.id)["title"])
        assert "\u200b" not in desk.item(TASK.id).fields[Field.TITLE]
        assert desk.run([now]).outcome.idle


# Listing


def test_a_server_that_gives_one_page_for_ever_is_left(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.run(make_tasks(2))

    def again(asked: Asked) -> Given | None:
        if asked.method != "GET" or not asked.path.endswith("/issues"):
            return None
        link = '<https://git.test/?pagination=keyset&cursor=x>; rel="next"'
        return Given(200, list(server.issues.values()), {"Link": link})

    server.before = again
    ran = desk.run(make_tasks(3))
    assert ran.outcome.idle
    assert [notice.kind for notice in ran.outcome.all_notices] == ["unreadable", "incomplete"]
    assert len([asked for asked in server.asked if asked.query.get("cursor")]) == 1


def test_incidents_and_tasks_of_the_project_are_read_too(desk: GitLabDesk) -> None:
    desk.run([TASK])
    desk.raw(TASK.id).update({"issue_type": "task", "type": "TASK", "description": desk.text_of(TASK.id)})
    assert desk.run([TASK]).outcome.idle


def test_an_issue_without_a_description_is_nobodys(desk: GitLabDesk, server: GitLabFake) -> None:
    desk.run(make_tasks(2))
    server.issues[2]["description"] = None
    assert [item.key for item in desk.make().listing().items] == ["1"]


# Refusals


def test_what_the_server_takes_for_spam_stops_no_other(desk: GitLabDesk, server: GitLabFake) -> None:
    server.spam = "第1项"
    ran = desk.run(make_tasks(3))
    assert len(ran.outcome.created) == 2
    assert [(notice.kind, notice.id) for notice in ran.outcome.all_notices] == [("refused", TASK.id)]
    assert "spam" in str(ran.outcome.all_notices[0])


def test_limits_are_waited_for(desk: GitLabDesk, server: GitLabFake) -> None:
    answers = [
        Given(429, b"Retry later\n", {"Retry-After": "7", "RateLimit-Remaining": "0"}),
        Given(429, {"message": {"error": "This endpoint has been requested too many times."}}),
    ]
    server.before = lambda asked: answers.pop() if asked.method == "POST" and answers else None
    assert desk.run([TASK]).outcome.created == [TASK.id]
    assert desk.slept == [60.0, 7.0]


@pytest.mark.parametrize(
    ("settings", "error"),
    [({"token": "another"}, NotAllowed), ({"role": 0}, Missing), ({"scopes": ["read_api"]}, NotAllowed)],
)
def test_no_way_in_is_said_without_showing_the_token(
    desk: GitLabDesk, server: GitLabFake, settings: dict[str, object], error: type[Exception]
) -> None:
    for name, value in settings.items():
        setattr(server, name, value)
    with pytest.raises(error) as caught:
        desk.run([TASK])
    assert "canary" not in str(caught.value)
    assert server.issues == {}


@pytest.mark.parametrize("project", [7, "7", "区/plan.2018", "/区/plan.2018/"])
def test_a_project_is_named_by_path_or_number(desk: GitLabDesk, server: GitLabFake, project: str | int) -> None:
    desk.options |= {"project": project, "url": server.url.removesuffix("/api/v4")}
    desk.run([TASK])
    assert len(server.issues) == 1


def test_confidential_issues_are_made_on_request(desk: GitLabDesk) -> None:
    desk.options["confidential"] = True
    desk.run([TASK])
    assert desk.raw(TASK.id)["confidential"] is True
    desk.raw(TASK.id)["confidential"] = False
    desk.run([replace(TASK, title="新")])
    assert desk.raw(TASK.id)["confidential"] is False
