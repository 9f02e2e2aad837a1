"""What Gitea and Forgejo do that others do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exporter.destinations.contract import Field
from exporter.destinations.trackers.gitea import day_of
from exporter.errors import NotAllowed
from exporter.model import Task
from tests.builders import make_task, make_tasks
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.servers.fake import Asked, Given, serving
from tests.servers.gitea import FORGEJO, GITEA, OLD_GITEA, GiteaFake, fault

TASK = make_task()
VERSIONS = (GITEA, OLD_GITEA, FORGEJO)


@pytest.fixture
def server() -> Iterator[GiteaFake]:
    with serving(GiteaFake()) as fake:
        yield fake


@pytest.fixture
def desk(tmp_path: Path, server: GiteaFake) -> GiteaDesk:
    return GiteaDesk(tmp_path, server)


def kinds(desk: GiteaDesk, *tasks: Task) -> list[tuple[str, str | None]]:
    ran = desk.run(tasks)
    return [(notice.kind, notice.values.get("field")) for notice in ran.outcome.all_notices]


# Due dates


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("hours", [-11, -5, 0, 8, 12, 13])
def test_a_due_date_is_the_same_day_in_every_zone(tmp_path: Path, version: str, hours: int) -> None:
    with serving(GiteaFake(version, hours)) as server:
        desk = GiteaDesk(tmp_path, server)
        desk.run([TASK])
        assert desk.item(TASK.id).fields[Field.DUE] == "2026-12-31"
        for day in (date(2026, 7, 1), None, date(2027, 1, 1)):
            now = replace(TASK, due=day)
            desk.run([now])
            assert desk.item(TASK.id).fields[Field.DUE] == (day and day.isoformat())
            assert desk.run([now]).outcome.idle


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-12-31T23:59:59+08:00", "2026-12-31"),
        ("2026-12-31T23:59:59Z", "2026-12-31"),
        ("2026-12-31T00:00:00-05:00", "2026-12-31"),
        ("2027-01-01T00:59:59+13:00", "2026-12-31"),
        ("0001-01-01T00:00:00Z", None),
        ("", None),
        (None, None),
    ],
)
def test_what_people_set_at_the_website_is_read_in_the_servers_zone(given: str | None, day: str | None) -> None:
    assert day_of(given) == day


# Labels


def test_a_label_that_is_there_is_not_made_twice(desk: GiteaDesk, server: GiteaFake) -> None:
    for number in range(120):
        server.labels.append({"id": 500 + number, "name": f"另{number}", "color": "ededed"})
    server.labels.append({"id": 900, "name": "科技创新", "color": "ededed"})
    desk.run(make_tasks(2))
    assert [each["name"] for each in server.labels].count("科技创新") == 1
    assert [each["id"] for each in desk.raw(TASK.id)["labels"] if each["name"] == "科技创新"] == [900]


def test_a_label_whose_making_gave_no_answer_is_looked_for_first(desk: GiteaDesk, server: GiteaFake) -> None:
    def makes_and_breaks(asked: Asked) -> Given | None:
        if asked.method == "POST" and asked.path.endswith("/plan.2018/labels"):
            server.before = lambda _asked: None
            server.new_label(asked)
            return fault(502, "bad gateway")
        return None

    server.before = makes_and_breaks
    ran = desk.run(make_tasks(3))
    names = [each["name"] for each in server.labels]
    assert len(names) == len(set(names))
    assert len(ran.outcome.created) == 2
    assert len(desk.run(make_tasks(3)).outcome.created) == 1
    assert all(len(desk.raw(task.id)["labels"]) == 2 for task in make_tasks(3))


def test_a_label_that_a_person_adds_meanwhile_survives(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.run([TASK])
    raw = desk.raw(TASK.id)
    urgent = {"id": 700, "name": "急", "color": "ff0000"}
    server.labels.append(urgent)

    def adds(asked: Asked) -> Given | None:
        if asked.method == "POST" and asked.path.endswith("/labels") and urgent not in raw["labels"]:
            raw["labels"].append(urgent)
        return None

    server.before = adds
    desk.run([replace(TASK, labels=("城市建设",))])
    assert {each["name"] for each in raw["labels"]} == {"急", "城市建设", "owner:区科委"}


def test_without_the_right_to_make_labels_tasks_are_made_all_the_same(desk: GiteaDesk, server: GiteaFake) -> None:
    server.before = lambda asked: fault(403, "no") if asked.path.endswith("2018/labels") else None
    ran = desk.run([TASK])
    assert ran.outcome.created == [TASK.id]
    assert [notice.kind for notice in ran.outcome.all_notices] == ["degraded"]


# People


def test_owners_with_an_account_are_assigned_and_others_are_labels(desk: GiteaDesk) -> None:
    desk.accounts = {"区科委": "@qu.kewei", "区教委": "nobody", "区建委": "outsider"}
    owners = replace(TASK.owners, lead=("区科委", "区教委", "区建委"))
    ran = desk.run([replace(TASK, owners=owners)])
    assert not ran.outcome.partial
    fields = desk.item(TASK.id).fields
    assert fields[Field.ASSIGNEES] == ["Qu.KeWei"]
    assert fields[Field.LABELS] == ["owner:区建委", "owner:区教委", "科技创新"]
    assert desk.run([replace(TASK, owners=owners)]).outcome.idle


def test_an_account_that_cannot_be_checked_costs_no_task(desk: GiteaDesk, server: GiteaFake) -> None:
    server.before = lambda asked: fault(403, "scope") if asked.path.endswith("/assignees") else None
    desk.accounts = {"区科委": "outsider"}
    ran = desk.run([TASK])
    assert ran.outcome.created == [TASK.id]
    assert [notice.values["field"] for notice in ran.outcome.all_notices] == ["assignees"]
    other = replace(TASK, owners=replace(TASK.owners, lead=("区教委",)))
    desk.run([other])
    back = desk.run([replace(TASK, title="新")])
    assert back.outcome.updated == [TASK.id]
    assert desk.raw(TASK.id)["title"] == "新"
    assert desk.run([replace(TASK, title="新")]).outcome.idle


def test_who_may_not_write_loses_fields_and_is_told(desk: GiteaDesk, server: GiteaFake) -> None:
    server.writer = False
    desk.accounts = {"区科委": "qu.kewei"}
    assert sorted(kinds(desk, TASK)) == [("degraded", "assignees"), ("degraded", "due"), ("degraded", "labels")]
    assert kinds(desk, TASK) == []
    assert len(server.issues) == 1


# Writing


def test_closing_what_waits_for_another_is_refused_and_nothing_is_pretended(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.run([TASK])
    server.waiting = {1}
    done = replace(TASK, status="done")
    for _ in range(2):
        ran = desk.run([done])
        assert [notice.kind for notice in ran.outcome.all_notices] == ["refused"]
        assert [task.status for task in ran.pulled.tasks] == ["done"]
    server.waiting = set()
    assert desk.run([done]).outcome.updated == [TASK.id]
    assert desk.raw(TASK.id)["state"] == "closed"


def test_a_text_that_a_person_writes_meanwhile_is_not_lost(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.run([TASK])
    raw = desk.raw(TASK.id)

    def writes(asked: Asked) -> Given | None:
        if asked.method == "PATCH":
            server.before = lambda _asked: None
            desk.edit(raw, "人先写的\n\n" + raw["body"])
        return None

    server.before = writes
    now = replace(TASK, text="另一句原文。")
    assert [notice.kind for notice in desk.run([now]).outcome.all_notices] == ["refused"]
    assert desk.run([now]).outcome.updated == [TASK.id]
    assert raw["body"].startswith("人先写的\n")
    assert "另一句原文。" in raw["body"]


def test_one_request_makes_a_task_and_one_writes_a_change(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.run([TASK])
    server.asked.clear()
    desk.run([replace(TASK, title="新", due=date(2026, 6, 1)), make_task(2)])
    asked = [(each.method, each.path.rpartition("2018")[2]) for each in server.writes()]
    assert asked == [("PATCH", "/issues/1"), ("POST", "/issues")]


def test_a_long_title_is_cut_as_the_server_would(desk: GiteaDesk) -> None:
    long = replace(TASK, title="长" * 300)
    desk.run([long])
    title = desk.raw(TASK.id)["title"]
    assert title == "长" * 84 + "…"
    assert len(title.encode()) == 255
    assert desk.run([long]).outcome.idle


@pytest.mark.parametrize("times", [1, 40])
def test_a_title_notifies_and_links_nothing(desk: GiteaDesk, times: int) -> None:
    task = replace(TASK, title="@office 见 #12 和 !3 " * times, text="@all #12")
    for now in (task, replace(task, title=f"改 {task.title}")):
        desk.run([now])
        assert not re.search(r"@\w|[#!&$%]\d|~\w|\[\w", desk.raw(TASK.id)["title"])
        assert "\u200b" not in desk.item(TASK.id).fields[Field.TITLE]
        assert desk.run([now]).outcome.idle


# Listing


def test_a_server_with_smaller_pages_is_read_to_the_end(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.run(make_tasks(70))
    server.most = 30
    assert desk.run(make_tasks(70)).outcome.idle
    assert len(desk.make().listing().items) == 70


@pytest.mark.parametrize("version", VERSIONS)
def test_only_forgejo_is_asked_for_the_oldest_first(desk: GiteaDesk, server: GiteaFake, version: str) -> None:
    server.version = version
    desk.run([TASK])
    queries = [asked.query for asked in server.asked if asked.method == "GET" and asked.path.endswith("/issues")]
    assert {query.get("sort") for query in queries} == {"oldest" if version == FORGEJO else None}


def test_pull_requests_are_not_asked_for(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.run([TASK])
    server.pulls = 3
    assert desk.run([TASK]).outcome.idle
    assert desk.make().read({"number": 9, "pull_request": {"merged": False}}) is None


def test_html_instead_of_a_list_is_no_empty_list(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.run([TASK])
    server.before = lambda asked: Given(200, {"ok": True}) if asked.path.endswith("/issues") else None
    with pytest.raises(Exception, match="no list"):
        desk.run([TASK])


# Settings and preflight


def test_the_address_may_be_the_servers_or_the_apis(desk: GiteaDesk, server: GiteaFake) -> None:
    desk.options["url"] = server.url.removesuffix("/api/v1") + "/"
    desk.run([TASK])
    assert len(server.issues) == 1


def test_a_wrong_token_is_said_without_showing_it(desk: GiteaDesk, server: GiteaFake) -> None:
    server.token = "another"
    with pytest.raises(NotAllowed) as caught:
        desk.run([TASK])
    assert "canary" not in str(caught.value)


def test_an_archived_repository_stops_the_run(desk: GiteaDesk, server: GiteaFake) -> None:
    server.archived = True
    with pytest.raises(NotAllowed, match="archived"):
        desk.run(make_tasks(5))
    assert len([asked for asked in server.writes() if asked.path.endswith("/issues")]) == 1
