"""Several issues of Jira Cloud in one request: each is begun before it, and each is settled by its own answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.sync.state import State
from tests.builders import make_task, make_tasks
from tests.destinations.trackers.jira_desk import JiraDesk
from tests.destinations.trackers.test_jira import problems
from tests.servers.fake import Asked, Given, serving
from tests.servers.jira import JiraCloudFake, fault

BULK = "/rest/api/3/issue/bulk"


@pytest.fixture
def server() -> Iterator[JiraCloudFake]:
    with serving(JiraCloudFake()) as running:
        yield running
    running.given = [
        Given(500) if isinstance(given.body, bytes) else given for given in running.given
    ]  # half an answer
    assert problems(running) == []


@pytest.fixture
def desk(tmp_path: Path, server: JiraCloudFake) -> JiraDesk:
    return JiraDesk(tmp_path, server)


def once(server: JiraCloudFake, answer: Callable[[Asked], Given | None]) -> None:
    """Let the next bulk request be answered so."""

    def before(asked: Asked) -> Given | None:
        if asked.path != BULK:
            return None
        server.before = lambda _asked: None
        return answer(asked)

    server.before = before


def intents(desk: JiraDesk) -> set[str]:
    with State(desk.state) as state:
        return set(state.intents(desk.setup().name))


def kinds(ran: Any) -> list[str]:
    return [notice.kind for notice in ran.outcome.all_notices]


def test_fifty_issues_go_in_one_request_and_are_read_back_in_one(desk: JiraDesk, server: JiraCloudFake) -> None:
    tasks = make_tasks(120)
    ran = desk.run(tasks)
    assert ran.outcome.created == [task.id for task in tasks]
    assert not ran.outcome.partial
    assert [len(asked.body["issueUpdates"]) for asked in server.writes()] == [50, 50, 20]
    read_back = [asked for asked in server.asked if "DESC" in asked.query.get("jql", "")]
    assert len(read_back) == 3
    assert desk.run(tasks).outcome.idle
    assert len(server.issues) == 120


def test_what_the_index_does_not_show_yet_is_asked_for_by_itself(desk: JiraDesk, server: JiraCloudFake) -> None:
    once(server, lambda asked: _without_search(server, asked))
    ran = desk.run(make_tasks(3))
    assert len(ran.outcome.created) == 3
    assert not ran.outcome.partial


def _without_search(server: JiraCloudFake, asked: Asked) -> Given:
    given = server.several(asked)
    server.before = lambda later: fault(503, "down") if "DESC" in later.query.get("jql", "") else None
    return given


def test_one_that_is_refused_costs_only_itself(
    desk: JiraDesk, server: JiraCloudFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = server._make
    bad = "坏"
    monkeypatch.setattr(
        server, "_make", lambda body: fault(400, summary="no") if body["fields"]["summary"] == bad else make(body)
    )
    tasks = [make_task(1), make_task(2, title=bad), make_task(3)]
    ran = desk.run(tasks)
    assert ran.outcome.created == [tasks[0].id, tasks[2].id]
    assert kinds(ran) == ["refused"]
    assert tasks[1].id not in intents(desk)
    monkeypatch.undo()
    assert desk.run(tasks).outcome.created == [tasks[1].id]
    assert desk.run(tasks).outcome.idle


def test_a_field_that_left_the_screen_meanwhile_costs_no_task(desk: JiraDesk, server: JiraCloudFake) -> None:
    def without_date(asked: Asked) -> Given:
        server.screen.discard("duedate")
        return server.several(asked)

    once(server, without_date)
    ran = desk.run(make_tasks(3))
    assert len(ran.outcome.created) == 3
    assert kinds(ran) == ["degraded"] * 3
    assert len(server.issues) == 3


@pytest.mark.parametrize("answer", [Given(503, {}), Given(201, {"issues": []}), Given(201, b'{"issues": [')])
def test_an_answer_that_is_lost_after_the_fact_makes_no_issue_twice(
    desk: JiraDesk, server: JiraCloudFake, answer: Given
) -> None:
    def lose(asked: Asked) -> Given:
        server.several(asked)
        return answer

    once(server, lose)
    tasks = make_tasks(3)
    ran = desk.run(tasks)
    assert ran.outcome.created == [task.id for task in tasks]
    assert not ran.outcome.partial
    assert len(server.issues) == 3
    assert desk.run(tasks).outcome.idle


def test_without_an_answer_nothing_is_sent_again_before_the_index_can_be_trusted(
    desk: JiraDesk, server: JiraCloudFake
) -> None:
    once(server, lambda _asked: Given(503, {}))
    tasks = make_tasks(3)
    ran = desk.run(tasks)
    assert kinds(ran) == ["unresolved"] * 3
    assert intents(desk) == {task.id for task in tasks}
    server.asked.clear()
    server.given.clear()
    assert kinds(desk.run(tasks)) == ["unresolved"] * 3
    assert server.writes() == []


def test_a_kill_right_after_the_request_makes_no_issue_twice(
    desk: JiraDesk, server: JiraCloudFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    destination = desk.make()

    class Killed(BaseException):
        pass

    def killed(*_words: Any) -> Any:
        raise Killed

    monkeypatch.setattr("exporter.destinations.trackers.jira_bulk.read_back", killed)
    tasks = make_tasks(3)
    with pytest.raises(Killed):
        desk.run(tasks, destination=destination)
    monkeypatch.undo()
    assert len(server.issues) == 3
    assert intents(desk) == {task.id for task in tasks}
    assert desk.run(tasks).outcome.idle
    assert len(server.issues) == 3
    assert intents(desk) == set()


def test_a_token_that_may_not_write_stops_the_run_and_leaves_nothing_begun(
    desk: JiraDesk, server: JiraCloudFake
) -> None:
    once(server, lambda _asked: fault(401, "no"))
    with pytest.raises(Exception, match="401"):
        desk.run(make_tasks(3))
    assert intents(desk) == set()
    assert server.issues == {}


def test_finished_tasks_among_them_are_finished(desk: JiraDesk) -> None:
    tasks = [make_task(1), make_task(2, status="done"), make_task(3, status="in_progress")]
    desk.run(tasks)
    assert [desk.item(task.id).fields[Field.STATUS] for task in tasks] == ["open", "done", "in_progress"]
    assert desk.run(tasks).outcome.idle


def test_one_task_alone_needs_no_bulk(desk: JiraDesk, server: JiraCloudFake) -> None:
    task = make_task()
    desk.run([task])
    desk.run([replace(task, title="新标题")])
    assert BULK not in {asked.path for asked in server.asked}
