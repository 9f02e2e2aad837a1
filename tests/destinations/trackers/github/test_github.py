from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.model import Criterion
from tests.builders import make_task
from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk
from tests.destinations.trackers.github_desk import GitHubDesk, kinds
from tests.servers.fake import Asked, Given
from tests.servers.github import REPO, GitHubFake

TASK = make_task()
ISSUES = f"/api/v3/repos/{REPO}/issues"


class TestGitHub(DestinationContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: GitHubFake) -> None:
        self.server = server

    def make_desk(self, folder: Path) -> Desk:
        return GitHubDesk(folder, self.server)


class TestGitHubByQuarter(TestGitHub):
    def make_desk(self, folder: Path) -> Desk:
        return GitHubDesk(folder, self.server, due="quarter")


def writes(server: GitHubFake) -> list[tuple[str, str, Any]]:
    return [(asked.method, asked.path.rpartition("/")[2], asked.body) for asked in server.writes()]


# What is sent


def test_a_create_makes_label_and_milestone_first(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.accounts = {"区科委": "@Octocat"}
    desk.run([TASK])
    assert writes(server)[:2] == [
        ("POST", "labels", {"name": "科技创新", "color": "ededed"}),
        ("POST", "milestones", {"title": "2026-12-31", "due_on": "2026-12-31T12:00:00Z"}),
    ]
    method, path, body = writes(server)[2]
    assert (method, path) == ("POST", "issues")
    text = body.pop("body")
    assert body == {"title": "新增科技型企业1家", "labels": ["科技创新"], "assignees": ["Octocat"], "milestone": 1}
    assert text.startswith(f"<!-- exporter:begin {TASK.id} title=")
    assert text.endswith("**检查事项**\n\n- [ ] 新增科技型企业1家\n- [ ] 召开一次会议\n<!-- exporter:end -->")
    assert len(writes(server)) == 3
    assert server.asked[0].headers["X-GitHub-Api-Version"] == "2022-11-28"


def test_an_update_sends_only_what_changed_and_whole_sets(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.run([TASK])
    desk.person_sets(TASK.id, Field.LABELS, ["科技创新", "owner:区科委", "urgent"])
    server.asked.clear()
    desk.run([replace(TASK, labels=("城市建设",))])
    assert [path for _, path, _ in writes(server)] == ["labels", "1"]
    body = writes(server)[1][2]
    assert sorted(body) == ["body", "labels"]
    assert body["labels"] == ["owner:区科委", "urgent", "城市建设"]


def test_statuses_are_state_reason_and_label(desk: GitHubDesk) -> None:
    shown = []
    for status in ("open", "in_progress", "done", "dropped", "open"):
        desk.run([replace(TASK, status=status)])
        raw = desk.raw(TASK.id)
        shown.append((raw["state"], raw["state_reason"], "进行中" in [label["name"] for label in raw["labels"]]))
        assert desk.item(TASK.id).fields[Field.STATUS] == status
    assert shown == [
        ("open", None, False),
        ("open", None, True),
        ("closed", "completed", False),
        ("closed", "not_planned", False),
        ("open", "reopened", False),
    ]


def test_a_chosen_status_label(tmp_path: Path, server: GitHubFake) -> None:
    desk = GitHubDesk(tmp_path, server, statuses={"in_progress": "Doing"})
    server.labels["doing"] = {"name": "doing", "color": "000000"}
    desk.run([replace(TASK, status="in_progress", labels=("DOING", "x"))])
    assert [label["name"] for label in desk.raw(TASK.id)["labels"]] == ["doing", "owner:区科委", "x"]
    assert desk.run([replace(TASK, status="in_progress", labels=("DOING", "x"))]).outcome.idle


def test_the_status_label_that_a_person_puts_or_takes_comes_back(desk: GitHubDesk) -> None:
    desk.run([TASK])
    labels = [label["name"] for label in desk.raw(TASK.id)["labels"]]
    desk.person_sets(TASK.id, Field.LABELS, [*labels, "进行中"])
    [started] = desk.run([TASK]).pulled.tasks
    assert started.status == "in_progress"
    assert desk.run([started]).outcome.idle
    desk.person_sets(TASK.id, Field.LABELS, labels)
    assert [task.status for task in desk.run([started]).pulled.tasks] == ["open"]


def test_a_duplicate_is_dropped(desk: GitHubDesk) -> None:
    desk.run([TASK])
    desk.raw(TASK.id).update(state="closed", state_reason="duplicate")
    assert [task.status for task in desk.run([TASK]).pulled.tasks] == ["dropped"]


def test_a_task_that_is_done_already_takes_two_requests_and_survives_a_crash_between(
    desk: GitHubDesk, server: GitHubFake
) -> None:
    done = replace(TASK, status="done")
    server.before = lambda asked: Given(502) if asked.method == "PATCH" else None
    ran = desk.run([done])
    assert kinds(ran) == ["degraded"]
    server.before = lambda _asked: None
    after = desk.run([done])
    assert [task.status for task in after.pulled.tasks] == ["done"], "our own half-done work is no person's reopening"
    assert after.outcome.updated == [TASK.id]
    assert desk.raw(TASK.id)["state"] == "closed"
    assert desk.run([done]).outcome.idle


def test_a_title_fits_to_the_unit(desk: GitHubDesk) -> None:
    titles = ("长" * 256, "长" * 257, "🎉" * 129, "e\u0323\u0301" * 300, "👨‍👩‍👧‍👦" * 40)
    tasks = [make_task(number, title=title) for number, title in enumerate(titles, 1)]
    desk.run(tasks)
    held = [desk.raw(task.id)["title"] for task in tasks]
    assert [len(title.encode("utf-16-le")) // 2 for title in held] == [256, 256, 255, 255, 254]
    assert held[0] == titles[0]
    assert held[3] == "\u1eb9\u0301" * 127 + "…"
    assert held[4] == "👨‍👩‍👧‍👦" * 23 + "…"


def test_labels_are_shortened_to_what_github_takes(desk: GitHubDesk) -> None:
    task = replace(TASK, labels=("长" * 60, "🎉" * 30))
    desk.run([task])
    assert max(len(label["name"].encode("utf-16-le")) // 2 for label in desk.raw(task.id)["labels"]) == 50
    assert desk.run([task]).outcome.idle


def test_one_label_in_two_spellings(desk: GitHubDesk, server: GitHubFake) -> None:
    server.labels["bug"] = {"name": "Bug", "color": "d73a4a"}
    task = replace(TASK, labels=("bug", "BUG"))
    ran = desk.run([task])
    assert not ran.outcome.partial
    assert [label["name"] for label in desk.raw(task.id)["labels"]] == ["Bug", "owner:区科委"]
    before = desk.snapshot()
    desk.state.unlink()
    assert desk.run([task]).outcome.idle
    assert desk.snapshot() == before


def test_a_label_that_is_refused_does_not_cost_the_task(desk: GitHubDesk, server: GitHubFake) -> None:
    def refuse(asked: Asked) -> Given | None:
        refused = asked.path.endswith("/labels") and asked.method == "POST" and asked.body["name"] == "科技创新"
        return Given(422, {"message": "Validation Failed", "errors": [{"code": "invalid"}]}) if refused else None

    server.before = refuse
    ran = desk.run([TASK])
    assert ran.outcome.created == [TASK.id]
    assert kinds(ran) == ["degraded"]
    assert [label["name"] for label in desk.raw(TASK.id)["labels"]] == ["owner:区科委"]


def test_a_label_whose_making_is_unknown_is_tried_again(desk: GitHubDesk, server: GitHubFake) -> None:
    server.before = lambda asked: Given(503) if asked.path.endswith("/labels") and asked.method == "POST" else None
    assert kinds(desk.run([TASK])) == ["refused"]
    assert server.issues == {}
    server.before = lambda _asked: None
    assert desk.run([TASK]).outcome.created == [TASK.id]


def test_a_text_too_long_for_github_is_said_and_the_others_go_on(desk: GitHubDesk) -> None:
    ran = desk.run([replace(TASK, text="长" * 66_000), make_task(2)])
    assert kinds(ran) == ["unfit"]
    assert ran.outcome.created == [make_task(2).id]


def test_lines_with_one_text_stay_apart(desk: GitHubDesk) -> None:
    task = replace(TASK, checklist=(Criterion("开会"), Criterion("开会"), Criterion("开会 (2)")))
    desk.run([task])
    lines = desk.item(task.id).fields[Field.CHECKLIST]
    assert len({line["text"] for line in lines}) == 3
    desk.person_sets(task.id, Field.CHECKLIST, [{**lines[1], "done": True}])
    assert [line.done for line in desk.run([task]).pulled.tasks[0].checklist] == [False, True, False]
