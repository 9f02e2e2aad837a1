"""A run that had nothing to do is known again by what the server answers; whatever differs is looked at in full."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.destinations.trackers.listed import Listed
from exporter.errors import Unreachable
from exporter.model import Task
from exporter.sync import idle, tables
from exporter.sync.planner import Options
from exporter.sync.state import State
from exporter.sync.visit import visit
from tests.builders import make_tasks
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.destinations.trackers.jira_desk import JiraDesk
from tests.destinations.trackers.web_desk import WebDesk
from tests.servers.fake import serving
from tests.servers.gitea import GiteaFake
from tests.servers.github import GitHubFake
from tests.servers.gitlab import GitLabFake
from tests.servers.jira import JiraDataCenterFake

TASKS = make_tasks(5)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[GitHubDesk]:
    with serving(GitHubFake()) as server:
        server.most = 2
        yield GitHubDesk(tmp_path, server)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every issue of a listing that was looked into."""
    found: list[Any] = []
    understood = Listed._understood

    def noting(tracker: Listed, raw: Any) -> Any:
        found.append(raw)
        return understood(tracker, raw)

    monkeypatch.setattr(Listed, "_understood", noting)
    return found


def settle(desk: WebDesk, tasks: list[Task] = TASKS) -> None:
    """Until a run had nothing to do, and knows it."""
    for _ in range(3):
        ran = desk.run(tasks)
    assert ran.outcome.idle
    with State(desk.state) as state:
        assert state.idle("issues")


@pytest.mark.parametrize(
    ("server", "made"),
    [(GitHubFake, GitHubDesk), (GiteaFake, GiteaDesk), (GitLabFake, GitLabDesk), (JiraDataCenterFake, JiraDesk)],
)
def test_the_same_answers_need_not_be_read(tmp_path: Path, read: list[Any], server: Any, made: Any) -> None:
    with serving(server()) as served:
        served.most = 2
        desk = made(tmp_path, served)
        settle(desk)
        read.clear()
        served.asked.clear()
        ran = desk.run(TASKS)
        assert read == []
        assert {asked.method for asked in served.asked} == {"GET"}
        assert (ran.plan.unchanged, ran.plan.listed, ran.outcome.all_notices) == (5, 5, ())


def test_without_the_state_file_everything_is_read(desk: GitHubDesk, read: list[Any]) -> None:
    settle(desk)
    desk.state.unlink()
    read.clear()
    assert desk.run(TASKS).outcome.idle
    assert len(read) == 5


@pytest.mark.parametrize("number", [0, 4])
def test_what_a_person_changed_is_seen(desk: GitHubDesk, read: list[Any], number: int) -> None:
    settle(desk)
    before = desk.snapshot()
    desk.person_sets(TASKS[number].id, Field.STATUS, "done")
    desk.person_sets(TASKS[2].id, Field.TITLE, "改过的标题")
    read.clear()
    ran = desk.run(TASKS)
    assert [task.status for task in ran.pulled.tasks].count("done") == 1
    assert len({raw["number"] for raw in read}) == 5
    assert desk.snapshot() != before
    assert desk.item(TASKS[2].id).fields[Field.TITLE] == "改过的标题"


def test_an_issue_that_came_or_went_is_seen(desk: GitHubDesk) -> None:
    settle(desk)
    desk.person_copies(TASKS[0].id)
    assert [notice.kind for notice in desk.run(TASKS).outcome.all_notices] == ["duplicate"]
    del desk.server.issues[max(desk.server.issues)]
    settle(desk)
    del desk.server.issues[max(desk.server.issues)]
    assert desk.run(TASKS).outcome.created == [TASKS[4].id]


def another_account(desk: GitHubDesk) -> None:
    desk.accounts = {"区科委": "octocat"}


def another_option(desk: GitHubDesk) -> None:
    desk.options = {**desk.options, "due": "quarter"}


def another_day(desk: GitHubDesk) -> None:
    desk.today = date(2027, 2, 1)


@pytest.mark.parametrize("change", [another_account, another_option, another_day])
def test_another_day_or_option_is_another_run(
    desk: GitHubDesk, read: list[Any], change: Callable[[GitHubDesk], None]
) -> None:
    settle(desk)
    change(desk)
    read.clear()
    desk.run(TASKS)
    assert len({raw["number"] for raw in read}) == 5


def test_a_day_on_which_nothing_turns_is_like_the_one_before(desk: GitHubDesk, read: list[Any]) -> None:
    tasks = make_tasks(5, due=date(2026, 12, 31))
    desk.today = date(2026, 3, 2)
    settle(desk, tasks)
    read.clear()
    for day in (date(2026, 3, 3), date(2026, 3, 9)):
        desk.today = day
        assert desk.run(tasks).outcome.idle
    assert read == []
    desk.today = date(2026, 12, 20)
    assert [desk.item(task.id).fields[Field.LIGHT] for task in tasks] == [None] * 5
    assert len(desk.run(tasks).outcome.updated) == 5
    assert [desk.item(task.id).fields[Field.LIGHT] for task in tasks] == ["at_risk"] * 5
    settle(desk, tasks)
    desk.today = date(2027, 1, 1)
    assert len(desk.run(tasks).outcome.commented) == 5


def test_a_task_that_changed_is_written(desk: GitHubDesk) -> None:
    settle(desk)
    changed = [*TASKS[:4], replace(TASKS[4], text="另一句原文。")]
    assert desk.run(changed).outcome.updated == [TASKS[4].id]
    assert [notice.kind for notice in desk.run(TASKS[:4]).outcome.all_notices] == ["orphan"]


def test_another_program_reads_for_itself(desk: GitHubDesk, read: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    settle(desk)
    monkeypatch.setattr(idle, "_program", lambda: ["0.0.1"])
    read.clear()
    assert desk.run(TASKS).outcome.idle
    assert len(read) == 5


@pytest.mark.parametrize("asked", [Options(force=True), Options(close_orphans=True), Options(prefer={None: "ours"})])
def test_who_asks_for_something_gets_a_full_look(desk: GitHubDesk, read: list[Any], asked: Options) -> None:
    settle(desk)
    read.clear()
    assert desk.run(TASKS, asked).outcome.idle
    assert len(read) == 5


def test_a_run_that_had_something_to_say_says_it_again(desk: GitHubDesk) -> None:
    desk.run(TASKS)
    for _ in range(4):
        assert [notice.kind for notice in desk.run(TASKS[:4]).outcome.all_notices] == ["orphan"]
    with State(desk.state) as state:
        assert state.idle("issues") is None


def test_an_account_that_is_refused_from_now_on_is_said(desk: GitHubDesk) -> None:
    desk.accounts = {"区教委": "octocat"}  # no task is theirs, so no issue shows that it can be assigned
    settle(desk)
    desk.server.people.clear()
    assert [notice.kind for notice in desk.run(TASKS).outcome.all_notices] == ["unfit"]


def test_whoever_needs_the_items_gets_them(desk: GitHubDesk, read: list[Any]) -> None:
    settle(desk)
    read.clear()
    with State(desk.state) as state:
        seen = visit(desk.make(), state, desk.clock(), TASKS)
        assert (seen.listing, read) == (None, [])
        held = seen.plan(TASKS[1:], Options(), held=[TASKS[0].id])
        assert (held.unchanged, held.notices, len(read)) == (4, (), 5)
        assert seen.listing is not None
        whole = visit(desk.make(), state, desk.clock(), TASKS, in_full=True).plan(TASKS, Options())
        idle_ = visit(desk.make(), state, desk.clock(), TASKS).plan(TASKS, Options())
        assert (idle_, idle_.seen) == (replace(whole, memos=()), whole.seen)


def test_a_listing_that_breaks_off_is_no_idle_run(desk: GitHubDesk) -> None:
    settle(desk)
    desk.run([*TASKS, *make_tasks(6)[5:]])

    def broken(asked: Any) -> Any:
        if asked.query.get("page") == "3":
            raise Unreachable("the page is gone")

    desk.server.before = broken
    ran = desk.run([*TASKS, *make_tasks(6)[5:]])
    assert "incomplete" in [notice.kind for notice in ran.outcome.all_notices]


# The state file


@pytest.mark.parametrize(
    "written",
    [
        "UPDATE items SET url = 'x' WHERE id = :id",
        "DELETE FROM items WHERE id = :id",
        "INSERT OR REPLACE INTO items VALUES ('issues', :id, '9', NULL, '{}', '{}')",
        "INSERT INTO journal VALUES ('issues', :id, '2026-03-01T12:00:00+00:00', 0)",
        "INSERT INTO comments VALUES ('issues', :id, 'done', '2026-03-01T12:00:00+00:00', 'owed')",
    ],
)
def test_whoever_writes_to_the_state_file_makes_it_forget(desk: GitHubDesk, written: str) -> None:
    settle(desk)
    with sqlite3.connect(desk.state) as db:
        db.execute(written, {"id": TASKS[0].id})
    db.close()
    with State(desk.state) as state:
        assert state.idle("issues") is None


def test_a_damaged_memory_is_none(desk: GitHubDesk, read: list[Any]) -> None:
    settle(desk)
    for damaged in ("{", "[]", '{"print": "x", "answers": 3}', '{"answers": [], "unsure": [], "day": "morgen"}'):
        with sqlite3.connect(desk.state) as db:
            db.execute("UPDATE idle SET found = ?", (damaged,))
        db.close()
        read.clear()
        assert desk.run(TASKS).outcome.idle
        assert len(read) == 5


def test_an_older_file_gets_what_it_lacks_and_keeps_what_it_has(desk: GitHubDesk) -> None:
    settle(desk)
    with sqlite3.connect(desk.state) as db:
        for table in ("items", "journal", "comments"):
            for event in ("insert", "update", "delete"):
                db.execute(f"DROP TRIGGER {table}_{event}")
        db.execute("DROP TABLE idle")
        db.execute("PRAGMA user_version = 1")
    db.close()
    with State(desk.state) as state:
        assert set(state.remembered("issues")) == {task.id for task in TASKS}
    settle(desk)


def test_opening_a_large_file_reads_each_row_once() -> None:
    db = sqlite3.connect(":memory:")
    tables.prepare(db)
    db.executemany("INSERT INTO items VALUES ('d', ?, '', NULL, '{}', '{}')", [(str(n),) for n in range(100)])
    db.executemany("INSERT INTO journal VALUES ('d', ?, '', 0)", [(str(n),) for n in range(100)])
    db.executemany("INSERT INTO tasks VALUES (?, '')", [(str(n),) for n in range(100)])
    db.execute("INSERT INTO answers VALUES ('d', '', '', '', x'')")
    ticks: list[None] = []
    db.set_progress_handler(lambda: ticks.append(None), 1_000)
    tables.prepare(db)
    assert len(ticks) < 100  # a hundred rows three times over, never a hundred times a hundred
