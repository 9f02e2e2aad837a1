"""Sections as milestones: given once to what is new, made where there are none, and people's from then on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.errors import ConfigError
from tests.builders import make_task
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.servers.fake import Fake, serving
from tests.servers.gitea import GiteaFake
from tests.servers.github import GitHubFake
from tests.servers.gitlab import GitLabFake

AnyDesk = GitHubDesk | GitLabDesk | GiteaDesk
MAKERS: dict[str, tuple[type[Fake], Any, dict[str, str]]] = {
    "github": (GitHubFake, GitHubDesk, {"due": "text"}),
    "gitlab": (GitLabFake, GitLabDesk, {}),
    "gitea": (GiteaFake, GiteaDesk, {}),
}
FIRST = make_task(1, labels=("科技创新", "重点"))
SECOND = make_task(2, labels=("科技创新",))
OTHER = make_task(3, labels=("城市建设",))


@pytest.fixture(params=MAKERS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AnyDesk]:
    server, desk, options = MAKERS[request.param]
    with serving(server()) as running:
        yield desk(tmp_path, running, sections="milestone", **options)


def milestones(desk: AnyDesk) -> list[str | None]:
    """Of the issues, in their order."""
    return [issue["milestone"] and issue["milestone"]["title"] for _, issue in sorted(desk.server.issues.items())]


def test_new_issues_get_the_milestone_of_their_section_and_not_its_label(desk: AnyDesk) -> None:
    tasks = [FIRST, SECOND, OTHER]
    ran = desk.run(tasks)
    assert not ran.outcome.partial
    assert milestones(desk) == ["科技创新", "科技创新", "城市建设"]
    assert "重点" in desk.item(FIRST.id).fields[Field.LABELS]
    assert "科技创新" not in desk.item(FIRST.id).fields[Field.LABELS]
    assert desk.run(tasks).outcome.idle


def test_one_that_is_there_is_used(desk: AnyDesk) -> None:
    desk.run([FIRST])
    desk.run([FIRST, SECOND])
    assert milestones(desk) == ["科技创新", "科技创新"]
    assert len(desk.server.milestones) == 1


def test_a_persons_milestone_stays(desk: AnyDesk) -> None:
    desk.run([FIRST])
    issue = next(iter(desk.server.issues.values()))
    issue["milestone"] = None
    assert desk.run([FIRST]).outcome.idle
    desk.run([replace(FIRST, title="新标题")])
    assert milestones(desk) == [None]


def test_a_task_without_a_section_has_none(desk: AnyDesk) -> None:
    desk.run([make_task(1, section=(), labels=("重点",))])
    assert milestones(desk) == [None]
    assert "重点" in desk.item(make_task(1).id).fields[Field.LABELS]


def test_a_milestone_that_may_not_be_made_costs_no_task(tmp_path: Path) -> None:
    with serving(GitLabFake()) as server:
        server.milestones.append({"id": 1, "iid": 1, "title": "别的", "state": "active"})
        desk = GitLabDesk(tmp_path, server, sections="milestone")
        server.role = 10
        assert desk.run([FIRST]).outcome.created == [FIRST.id]
        assert milestones(desk) == [None]


def test_a_milestone_on_github_is_a_date_or_a_section(tmp_path: Path) -> None:
    with serving(GitHubFake()) as server, pytest.raises(ConfigError, match="cannot be both"):
        GitHubDesk(tmp_path, server, sections="milestone").make()
