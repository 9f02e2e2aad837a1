"""The nine defects found in the nearest tool, each as a test of ours, at a tracker over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exporter.cli import app
from exporter.clock import Clock
from exporter.destinations.contract import Field
from exporter.errors import ExitCode, SafetyStop
from exporter.identity import task_id
from exporter.ledger import save
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.desk import NOW
from tests.destinations.trackers.github_desk import GitHubDesk, kinds
from tests.servers.fake import Asked, Given, serving
from tests.servers.github import REPO, GitHubFake

CONFIG = f"""
[plan]
name = "{PLAN}"
year = 2026
document = "plan.md"
ledger = "ledger.yaml"
[destinations.issues]
kind = "github"
url = "{{url}}"
repo = "{REPO}"
token = {{{{ env = "DEFECTS_TOKEN" }}}}
pace = "off"
lights = false
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[GitHubDesk]:
    with serving(GitHubFake()) as server:
        yield GitHubDesk(tmp_path, server)


@pytest.fixture
def plan(tmp_path: Path, desk: GitHubDesk, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DEFECTS_TOKEN", desk.server.token)
    (tmp_path / "exporter.toml").write_text(CONFIG.format(url=desk.server.url), encoding="utf-8")
    save(tmp_path / "ledger.yaml", make_tasks(3))
    return tmp_path


def refuses(server: GitHubFake, status: int, method: str = "POST") -> None:
    server.before = lambda asked: Given(status, {"message": "no"}) if asked.method == method else None


def test_chinese_titles_have_ids_of_their_own(desk: GitHubDesk) -> None:
    ids = [task_id(PLAN, text) for text in ("新建学校", "修缮医院", "、。！")]
    assert len(set(ids)) == 3
    tasks = [make_task(n, id=each, title="。！") for n, each in enumerate(ids, 1)]  # nothing of it is a letter
    assert desk.run(tasks).outcome.created == ids
    assert desk.run(tasks).outcome.idle


def test_a_503_after_the_commit_makes_nothing_twice(desk: GitHubDesk) -> None:
    def commit_and_fail(asked: Asked) -> Given | None:
        if asked.method != "POST" or not asked.path.endswith("/issues"):
            return None
        desk.server.new_issue(asked)
        return Given(503, {"message": "busy"})

    desk.server.before = commit_and_fail
    ran = desk.run(make_tasks(2))
    assert ran.outcome.created == [task.id for task in make_tasks(2)]
    desk.server.before = lambda _asked: None
    assert len(desk.server.issues) == 2
    assert desk.run(make_tasks(2)).outcome.idle


def test_a_child_waits_for_a_parent_that_failed(desk: GitHubDesk) -> None:
    parent, child = make_task(1, title="父"), make_task(2, parent=make_task(1).id)
    desk.server.before = lambda asked: (
        Given(422, {"message": "no"}) if asked.method == "POST" and "父".encode() in asked.content else None
    )
    ran = desk.run([child, parent])
    assert kinds(ran) == ["refused", "blocked"]
    assert desk.server.issues == {}
    desk.server.before = lambda _asked: None
    assert desk.run([child, parent]).outcome.created == [parent.id, child.id]


def test_ctrl_c_loses_nothing(desk: GitHubDesk) -> None:
    """It comes while the answer to the second create is under way."""
    here = desk.make()
    send = here.http.send

    def interrupted(method: str, path: str, **more: object) -> object:
        reply = send(method, path, **more)  # type: ignore[arg-type]
        if len(desk.server.issues) == 2:
            raise KeyboardInterrupt
        return reply

    here.http = _Sending(here.http, interrupted)  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        desk.run(make_tasks(3), destination=here)
    assert desk.run(make_tasks(3)).outcome.created == [make_task(3).id]
    assert len(desk.server.issues) == 3
    assert desk.run(make_tasks(3)).outcome.idle


class _Sending:
    """A client whose `send` is another."""

    def __init__(self, inner: object, send: object) -> None:
        self._inner = inner
        self.send = send

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


def test_what_was_deleted_there_is_planned_and_said(desk: GitHubDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.run(make_tasks(2))
    later = Clock(lambda: NOW + timedelta(hours=1), desk.slept.append)  # lists have stopped lagging
    monkeypatch.setattr(desk, "clock", lambda: later)
    del desk.server.issues[1]
    ran = desk.run(make_tasks(2))
    assert [change.action for change in ran.plan.changes] == ["create"]
    assert ran.outcome.created == [make_task(1).id]
    assert desk.run(make_tasks(2)).outcome.idle


def test_siblings_with_one_title_stay_two(desk: GitHubDesk) -> None:
    parent = make_task(1)
    twins = [make_task(number, title="完成年度任务", parent=parent.id) for number in (2, 3)]
    desk.run([parent, *twins])
    assert len(desk.server.issues) == 3
    desk.person_sets(twins[0].id, Field.STATUS, "done")
    ran = desk.run([parent, *twins])
    assert [task.status for task in ran.pulled.tasks] == ["open", "done", "open"]


def test_an_empty_plan_orphans_nothing(desk: GitHubDesk) -> None:
    desk.run(make_tasks(3))
    before = desk.snapshot()
    with pytest.raises(SafetyStop):
        desk.run([])
    assert desk.snapshot() == before


@pytest.mark.parametrize(("status", "code"), [(422, ExitCode.PARTIAL), (500, ExitCode.PARTIAL), (401, 6), (404, 4)])
def test_a_run_in_which_every_call_fails_does_not_end_with_0(
    plan: Path, desk: GitHubDesk, status: int, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plan.is_dir()
    monkeypatch.setattr("exporter.sync.journal.WAITS", ())
    refuses(desk.server, status)
    result = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(app, ["sync", "--yes"])
    assert result.exit_code == code, result.output
    assert desk.server.issues == {}


def test_a_dry_run_reads_the_server_and_writes_nothing(plan: Path, desk: GitHubDesk) -> None:
    save(plan / "ledger.yaml", make_tasks(2))
    desk.run(make_tasks(2))
    desk.server.asked.clear()
    save(plan / "ledger.yaml", [replace(make_task(1), title="改了"), make_task(2), make_task(3)])
    result = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(app, ["sync", "--dry-run"])
    assert result.exit_code == 0, result.output
    assert "1 to create, 1 to update, 0 to close, 1 unchanged" in result.output
    assert desk.server.asked
    assert desk.server.writes() == []
