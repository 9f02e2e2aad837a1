"""What users of neighbouring tools suffer and no other test here answers, on every tracker that speaks HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from tests.builders import make_task, make_tasks
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.destinations.trackers.jira_desk import JiraDesk
from tests.servers.fake import Fake, serving
from tests.servers.gitea import GiteaFake
from tests.servers.github import GitHubFake
from tests.servers.gitlab import GitLabFake
from tests.servers.jira import JiraCloudFake, JiraDataCenterFake

MAKERS: dict[str, tuple[type[Fake], Any]] = {
    "github": (GitHubFake, GitHubDesk),
    "gitlab": (GitLabFake, GitLabDesk),
    "gitea": (GiteaFake, GiteaDesk),
    "jira cloud": (JiraCloudFake, JiraDesk),
    "jira data center": (JiraDataCenterFake, JiraDesk),
}


@pytest.fixture(params=MAKERS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    server, desk = MAKERS[request.param]
    with serving(server()) as running:
        yield desk(tmp_path, running)


def test_no_words_are_searched_for(desk: Any) -> None:
    """An index of words lags for minutes; Jira's JQL is the only list that it has, and asks for all of the project."""
    tasks = make_tasks(3)
    desk.run(tasks)
    desk.state.unlink()
    desk.run([replace(tasks[0], title="新标题"), *tasks[1:], make_task(4)])
    for asked in desk.server.asked:
        if "jql" in asked.query:
            assert asked.query["jql"].startswith('project = "PLAN" ORDER BY key ')
        elif not asked.path.startswith(("/rest/api/2/user/", "/rest/api/3/user/")):
            assert not {"q", "search", "query", "text", "keyword"} & set(asked.query)
            assert "search" not in asked.path


def test_a_change_is_seen_though_no_date_tells_of_it(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dates and versions are hints; what is compared is what stands there."""
    task, other = make_tasks(2)
    desk.run([task, other])
    assert desk.run([task, other]).outcome.idle
    monkeypatch.setattr(desk.server, "touch", lambda _issue: None)
    desk.person_sets(task.id, Field.STATUS, "done")
    ran = desk.run([task, other])
    assert [each.status for each in ran.pulled.tasks] == ["done", "open"]
    desk.person_sets(other.id, Field.TITLE, "人改的标题")
    now = replace(other, title="台账改的标题")
    shown = desk.run([ran.pulled.tasks[0], now]).outcome.all_notices
    assert [(notice.kind, notice.field) for notice in shown] == [("conflict", Field.TITLE)]
