from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from exporter.clock import Clock
from exporter.destinations.contract import Setup
from exporter.destinations.trackers.github import GitHub
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.desk import NOW
from tests.destinations.trackers.github_desk import GitHubDesk, kinds
from tests.servers.fake import Asked, Given
from tests.servers.github import REPO, GitHubFake

TASK = make_task()
ISSUES = f"/api/v3/repos/{REPO}/issues"


# Pace, secrets, doctor


class Watch:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time = NOW

    def sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def test_writes_are_paced_as_github_asks(desk: GitHubDesk, server: GitHubFake) -> None:
    watch = Watch()
    moments: list[datetime] = []

    def note(asked: Asked) -> None:
        if asked.method != "GET":
            moments.append(watch.time)

    server.before = note
    del desk.options["pace"]
    setup = Setup("issues", PLAN, "计划", desk.options, clock=Clock(lambda: watch.time, watch.sleep))
    desk.run(make_tasks(90), destination=GitHub(setup))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    assert min(gaps) >= 1.0
    assert all((moments[n + 80] - moments[n]).total_seconds() >= 60.0 for n in range(len(moments) - 80))


def test_a_limit_longer_than_we_may_wait_stops_and_the_next_run_goes_on(desk: GitHubDesk, server: GitHubFake) -> None:
    tasks = make_tasks(5)
    desk.options["max_wait"] = 30
    limit = Given(403, {"message": "You have exceeded a secondary rate limit"}, {"Retry-After": "60"})
    server.before = lambda asked: limit if asked.method == "POST" and len(server.issues) == 2 else None
    ran = desk.run(tasks)
    assert ran.outcome.created == [task.id for task in tasks[:2]]
    assert kinds(ran) == ["stopped"]
    server.before = lambda _asked: None
    assert desk.run(tasks).outcome.created == [task.id for task in tasks[2:]]


def test_the_token_is_in_no_file_and_no_sentence(desk: GitHubDesk, server: GitHubFake) -> None:
    server.before = lambda asked: (
        Given(422, {"message": f"bad token {server.token}"}) if asked.method == "POST" else None
    )
    ran = desk.run([TASK])
    assert server.token not in str(ran.outcome.as_record()) + repr(desk.make().setup)
    assert all(server.token.encode() not in path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())


def test_doctor_says_what_is_well(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.accounts = {"区科委": "octocat"}
    findings = desk.make().check()
    assert all(finding.ok for finding in findings)
    assert [finding.sentence for finding in findings] == [
        "office/plan: the token is valid and sees it",
        "office/plan: its account may write there",
        "4999 of 5000 requests an hour are left",
    ]
    assert server.writes() == []


def test_doctor_says_what_is_wrong(desk: GitHubDesk, server: GitHubFake) -> None:
    desk.accounts = {"区科委": "nobody-here"}
    server.push = False
    server.settings.update(archived=True, has_issues=False)
    wrong = [finding.sentence for finding in desk.make().check() if not finding.ok]
    assert wrong == [
        "office/plan is archived, so nothing can be written there",
        "issues are switched off in office/plan",
        "office/plan: its account has no right to write there; labels, assignees and milestones would be lost",
        "nobody-here (区科委) cannot be assigned there; the label owner:区科委 is used instead",
    ]
    server.token = "other"
    assert [finding.ok for finding in desk.make().check()] == [False]


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("https://github.com", "https://api.github.com"),
        ("https://api.github.com/", "https://api.github.com"),
        ("https://git.example.gov.cn", "https://git.example.gov.cn/api/v3"),
        ("https://git.example.gov.cn/api/v3/", "https://git.example.gov.cn/api/v3"),
        ("https://api.office.ghe.com", "https://api.office.ghe.com"),
    ],
)
def test_the_address_may_be_the_one_of_the_browser(desk: GitHubDesk, written: str, root: str) -> None:
    desk.options["url"] = written
    assert desk.make().http.url == root


@pytest.mark.parametrize(("pace", "most"), [(10, 10), (500, 60)])
def test_a_pace_of_ones_own_only_slows_down(desk: GitHubDesk, server: GitHubFake, pace: int, most: int) -> None:
    watch = Watch()
    moments: list[datetime] = []
    server.before = lambda asked: moments.append(watch.time) if asked.method != "GET" else None
    setup = Setup("issues", PLAN, "计划", {**desk.options, "pace": pace}, clock=Clock(lambda: watch.time, watch.sleep))
    desk.run(make_tasks(30), destination=GitHub(setup))
    assert len(moments) >= 30
    for first in moments:
        assert sum(0 <= (each - first).total_seconds() < 60 for each in moments) <= most
