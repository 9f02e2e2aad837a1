"""Pages that GitHub says are unchanged: free of charge, and never a reason to make anything."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from exporter.destinations.contract import Field
from exporter.sync.planner import Options
from exporter.sync.state import State
from tests.builders import make_tasks
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.servers.fake import Asked, Given
from tests.servers.github import REPO, GitHubFake

TASKS = make_tasks(250)


@pytest.fixture
def settled(desk: GitHubDesk, server: GitHubFake) -> GitHubDesk:
    """Every task is there, and a run has listed them."""
    desk.run(TASKS)
    assert desk.run(TASKS).outcome.idle
    server.asked.clear()
    server.unchanged = 0
    return desk


def lists(server: GitHubFake) -> list[Asked]:
    return [asked for asked in server.asked if (asked.method, asked.path) == ("GET", f"/api/v3/repos/{REPO}/issues")]


def test_a_run_with_nothing_new_costs_nothing_of_the_limit(settled: GitHubDesk, server: GitHubFake) -> None:
    ran = settled.run(TASKS)
    assert ran.outcome.idle
    assert ran.plan.listed == 250
    assert (len(server.asked), server.unchanged) == (3, 3)


def test_only_the_page_that_changed_comes_whole(settled: GitHubDesk, server: GitHubFake) -> None:
    settled.person_sets(TASKS[120].id, Field.TITLE, "人改的标题")
    server.asked.clear()
    server.unchanged = 0
    assert settled.run(TASKS).outcome.idle
    assert (len(lists(server)), server.unchanged) == (3, 2)
    assert settled.item(TASKS[120].id).fields[Field.TITLE] == "人改的标题"


def test_before_something_is_made_every_page_is_read_again_whole(settled: GitHubDesk, server: GitHubFake) -> None:
    tasks = make_tasks(251)
    assert settled.run(tasks).outcome.created == [tasks[250].id]
    again = lists(server)[3:]
    assert len(again) == 3
    assert all("If-None-Match" not in asked.headers for asked in again)


@pytest.mark.parametrize("number", [250, 251])
def test_a_server_that_wrongly_says_unchanged_makes_us_make_nothing_twice(
    settled: GitHubDesk, server: GitHubFake, number: int
) -> None:
    """Somebody else made the issue meanwhile, and an intermediary answers from its memory."""
    twin = make_tasks(251)[250]
    other = GitHubDesk(settled.folder / "other", server)
    other.folder.mkdir()
    other.run([*TASKS, twin])
    server.before = lambda asked: Given(304, b"") if "If-None-Match" in asked.headers else None
    settled.run(make_tasks(number))
    assert len(server.issues) == 251


def test_a_stale_page_closes_nothing_that_has_changed(settled: GitHubDesk, server: GitHubFake) -> None:
    gone = TASKS[0]
    settled.person_sets(gone.id, Field.STATUS, "done")
    server.before = lambda asked: Given(304, b"") if "If-None-Match" in asked.headers else None
    before = settled.snapshot()
    ran = settled.run(TASKS[1:], Options(close_orphans=True))
    assert [notice.kind for notice in ran.outcome.all_notices] == ["refused"]
    assert settled.snapshot() == before


def test_a_lost_state_file_only_costs_the_pages(settled: GitHubDesk, server: GitHubFake) -> None:
    settled.state.unlink()
    assert settled.run(TASKS).outcome.idle
    assert (len(lists(server)), server.unchanged) == (3, 0)
    assert settled.run(TASKS).outcome.idle
    assert server.unchanged == 3


def test_a_damaged_page_is_asked_for_again(settled: GitHubDesk, server: GitHubFake) -> None:
    with sqlite3.connect(settled.state) as state:
        state.execute("UPDATE answers SET packed = x'00'")
    state.close()
    assert settled.run(TASKS).outcome.idle
    assert server.unchanged == 0


def test_pages_are_kept_small_and_without_the_token(settled: GitHubDesk, server: GitHubFake) -> None:
    with State(settled.state) as state:
        kept = state.answers("issues")
    assert len(kept) == 3
    assert sum(len(each.packed) for each in kept.values()) < 250 * 1000
    assert not any(server.token in f"{name}{each}" for name, each in kept.items())


def test_a_run_that_finds_all_as_it_was_writes_no_page_again(settled: GitHubDesk) -> None:
    with State(settled.state) as state:
        before = state.answers("issues")
    settled.run([replace(task) for task in TASKS])
    with State(settled.state) as state:
        assert state.answers("issues") == before


def test_a_page_that_repeats_the_token_is_not_kept(settled: GitHubDesk, server: GitHubFake) -> None:
    server.issues[1]["body"] += f"\n{server.token}"
    settled.run(TASKS)
    with State(settled.state) as state:
        assert len(state.answers("issues")) == 2
    assert server.token.encode() not in settled.state.read_bytes()
