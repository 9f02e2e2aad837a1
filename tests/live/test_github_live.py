"""github against a stateful server that other people wrote, and against GitHub's own description of its API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field, Setup
from exporter.destinations.trackers.github import GitHub
from exporter.secrets import Secret
from exporter.sync.planner import Options
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk
from tests.destinations.trackers.github_desk import CLOSED, GitHubDesk
from tests.live.emulate import Emulator, emulating
from tests.live.npm import NpmTool
from tests.servers.fake import Asked, serving
from tests.servers.github import REPO, GitHubFake
from tests.servers.openapi import Description

pytestmark = pytest.mark.live


@pytest.fixture(scope="session")
def emulator(npm_tool: NpmTool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    modules, node = npm_tool("emulate@0.12.2"), npm_tool("node@24") / "node" / "bin" / "node"
    if not node.is_file():
        pytest.skip("the npm package node has no program for this machine")
    with emulating(modules, node, tmp_path_factory.mktemp("emulate")) as running:
        yield running


class EmulatorDesk(Desk):
    """A person at the website, which only sends requests too."""

    def __init__(self, folder: Path, emulator: Emulator) -> None:
        super().__init__(folder)
        self.emulator = emulator
        self.repo, self.token = emulator.repository()

    def make(self) -> GitHub:
        options = {
            "url": self.emulator.url,
            "repo": self.repo,
            "pace": "off",
            "token": Secret("command", ("echo", self.token)),
        }
        return GitHub(Setup("issues", PLAN, "计划", options, clock=self.clock()))

    def issue(self, task_id: str) -> dict[str, Any]:
        raw: dict[str, Any] = self.emulator.call("GET", f"/repos/{self.repo}/issues/{self.item(task_id).key}")
        return raw

    def edit(self, task_id: str, **changes: Any) -> None:
        self.emulator.call("PATCH", f"/repos/{self.repo}/issues/{self.item(task_id).key}", changes, self.token)

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        if field is Field.TITLE:
            self.edit(task_id, title=value)
        elif field is Field.STATUS:
            self.edit(task_id, state=CLOSED[value][0], state_reason=CLOSED[value][1])
        elif field is Field.LABELS:
            self.edit(task_id, labels=value)
        elif field is Field.CHECKLIST:
            body = self.text_of(task_id)
            for line in value:
                if line["done"]:
                    body = body.replace(f"- [ ] {line['text']}\n", f"- [x] {line['text']}\n")
            self.edit(task_id, body=body)
        else:
            raise NotImplementedError(field)

    def person_writes(self, task_id: str, text: str) -> None:
        self.edit(task_id, body=f"{self.text_of(task_id)}\n\n{text}".replace("\n", "\r\n"))

    def text_of(self, task_id: str) -> str:
        return str(self.issue(task_id)["body"])

    def comments_of(self, task_id: str) -> list[str]:
        raws = self.emulator.call("GET", f"/repos/{self.repo}/issues/{self.item(task_id).key}/comments?per_page=100")
        return [raw["body"] for raw in raws]

    def person_copies(self, task_id: str) -> None:
        raw = self.issue(task_id)
        copied = {"title": raw["title"], "body": raw["body"]}
        self.emulator.call("POST", f"/repos/{self.repo}/issues", copied, self.token)

    def snapshot(self) -> Any:
        found = []
        for number in range(1, 10):
            path = f"/repos/{self.repo}/issues?state=all&per_page=100&page={number}"
            found += self.emulator.call("GET", path)
        return found


class TestGitHubEmulator(DestinationContract):
    """The whole contract, 250 tasks over three pages included."""

    @pytest.fixture(autouse=True)
    def _emulator(self, emulator: Emulator) -> None:
        self.emulator = emulator

    def make_desk(self, folder: Path) -> Desk:
        return EmulatorDesk(folder, self.emulator)


def test_pages_closed_issues_and_a_lost_state_file(emulator: Emulator, tmp_path: Path) -> None:
    desk = EmulatorDesk(tmp_path, emulator)
    tasks = make_tasks(250)
    desk.run(tasks)
    for task in (tasks[0], tasks[120], tasks[249]):
        desk.person_sets(task.id, Field.STATUS, "done")
    desk.state.unlink()
    ran = desk.run(tasks)
    assert ran.outcome.idle
    assert [task.id for task in ran.pulled.tasks if task.status == "done"] == [
        tasks[0].id,
        tasks[120].id,
        tasks[249].id,
    ]
    desk.person_sets(tasks[120].id, Field.STATUS, "open")
    again = desk.run(ran.pulled.tasks)
    assert again.pulled.changed == (tasks[120].id,)
    assert again.outcome.idle
    assert len(desk.snapshot()) == 250


def test_due_dates_are_milestones_there(emulator: Emulator, tmp_path: Path) -> None:
    desk = EmulatorDesk(tmp_path, emulator)
    desk.run([make_task(), make_task(2, due=None)])
    assert desk.issue(make_task().id)["milestone"]["title"] == "2026-12-31"
    assert desk.issue(make_task(2).id)["milestone"] is None
    desk.run([replace(make_task(), due=None), make_task(2, due=None)])
    assert desk.issue(make_task().id)["milestone"] is None


# GitHub's own description


@pytest.fixture(scope="session")
def description(npm_data: NpmTool) -> Description:
    generated = npm_data("@octokit/openapi@23") / "generated"
    return Description.read(generated / "api.github.com.json", GitHubFake.root)


@dataclass(frozen=True)
class Bad:
    method: str
    path: str
    body: Any
    words: str
    query: dict[str, str] | None = None


BAD = (
    Bad("GET", "issues", None, "query state", {"state": "everything"}),
    Bad("GET", "issues", None, "query sorted is not known", {"sorted": "created"}),
    Bad("GET", "issues/1", {}, "a body is not expected"),
    Bad("GET", "labels", None, "query per_page", {"per_page": "all"}),
    Bad("GET", "milestones", None, "query state", {"state": "done"}),
    Bad("GET", "assignees", None, "query page", {"page": "last"}),
    Bad("POST", "issues", {"body": "no title"}, "'title' is a required property"),
    Bad("POST", "issues", {"title": "x", "due_date": "2026-12-31"}, "due_date is not known"),
    Bad("POST", "issues", {"title": "x", "milestone": {"title": "x"}}, "milestone"),
    Bad("PATCH", "issues/1", {"state": "done"}, "'done' is not one of"),
    Bad("PATCH", "issues/1", {"state_reason": "dropped"}, "'dropped' is not valid"),
    Bad("PATCH", "issues/1", {"labels": "urgent"}, "labels"),
    Bad("POST", "labels", {"color": "ededed"}, "'name' is a required property"),
    Bad("POST", "milestones", {"title": "x", "due_on": "2026-12-31"}, "is not a 'date-time'"),
    Bad("POST", "releases", {"title": "x"}, "'tag_name' is a required property"),
    Bad("POST", "issues/1/comments", {"text": "x"}, "'body' is a required property"),
    Bad("POST", "issue", {"title": "x"}, "no such operation"),
)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.method} {bad.path} {bad.words}")
def test_the_checker_bites(description: Description, bad: Bad) -> None:
    headers = Message()
    headers["Content-Type"] = "application/json"
    content = b"" if bad.body is None else json.dumps(bad.body).encode()
    problems = description.problems(
        Asked(bad.method, f"{GitHubFake.root}/repos/{REPO}/{bad.path}", bad.query or {}, headers, content)
    )
    assert any(bad.words in problem for problem in problems), problems


def test_every_request_is_one_that_github_describes(description: Description, tmp_path: Path) -> None:
    with serving(GitHubFake()) as server:
        desk = GitHubDesk(tmp_path, server)
        desk.accounts = {"区科委": "octocat"}
        tasks = [*make_tasks(120), make_task(130, status="done"), make_task(131, status="in_progress")]
        desk.run(tasks)
        desk.state.unlink()
        now = [replace(task, title=f"新{task.title}", due=None) for task in tasks[:2]]
        now += [replace(tasks[2], status="dropped"), replace(tasks[3], labels=("新标签",))]
        desk.run([*now, *tasks[4:]])
        desk.run([replace(tasks[2], status="open"), *now[:2], *tasks[3:]])
        desk.make().check()
        desk.today = tasks[5].due
        desk.run([*now, *tasks[4:]], Options(force=True))
        desk.today = date(2027, 1, 1)
        desk.run([*now, *tasks[4:]], Options(force=True))
    asked = {
        (each.method, re.sub(r"\d+$|\d+(?=/comments)", "", each.path.rpartition(REPO)[2])) for each in server.asked
    }
    assert asked == {
        ("GET", ""),
        ("GET", "/api/v3/rate_limit"),
        ("GET", "/assignees"),
        ("GET", "/issues"),
        ("GET", "/issues/"),
        ("GET", "/issues//comments"),
        ("GET", "/labels"),
        ("GET", "/milestones"),
        ("PATCH", "/issues/"),
        ("POST", "/issues"),
        ("POST", "/issues//comments"),
        ("POST", "/labels"),
        ("POST", "/milestones"),
    }
    problems = {problem for each in server.asked for problem in description.problems(each)}
    assert problems == set()
