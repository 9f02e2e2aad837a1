"""What `exporter doctor` says of a project on GitLab and of a repository on Gitea."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.wording import speak
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.servers.fake import Given, serving
from tests.servers.gitea import REPO, GiteaFake, fault
from tests.servers.gitlab import PROJECT, GitLabFake


@pytest.fixture
def gitlab(tmp_path: Path) -> Iterator[GitLabDesk]:
    with serving(GitLabFake()) as server:
        yield GitLabDesk(tmp_path, server)


@pytest.fixture
def gitea(tmp_path: Path) -> Iterator[GiteaDesk]:
    with serving(GiteaFake()) as server:
        yield GiteaDesk(tmp_path, server)


@pytest.fixture(params=["gitlab", "gitea"])
def desk(request: pytest.FixtureRequest) -> GitLabDesk | GiteaDesk:
    speak("en")
    found = request.getfixturevalue(request.param)
    assert isinstance(found, GitLabDesk | GiteaDesk)
    return found


def bad(desk: GitLabDesk | GiteaDesk) -> list[str]:
    return [each.sentence for each in desk.make().check() if not each.ok]


def test_everything_is_in_order_and_nothing_is_written(desk: GitLabDesk | GiteaDesk) -> None:
    desk.accounts = {"区科委": "Qu.KeWei"}
    found = desk.make().check()
    assert bad(desk) == []
    assert len(found) >= 3
    assert "belongs to office" in " ".join(each.sentence for each in found)
    assert desk.server.writes() == []


def test_another_kind_of_server_is_known_for_what_it_is(desk: GitLabDesk | GiteaDesk) -> None:
    desk.server.before = lambda _asked: Given(200, ["something", "else"])
    assert [each.partition(" is not the address")[1] for each in bad(desk)] == [" is not the address"]


def test_a_wrong_token_is_one_finding(desk: GitLabDesk | GiteaDesk) -> None:
    desk.server.token = "another"
    assert ["401" in each and "canary" not in each for each in bad(desk)] == [True]


def test_gitlab_names_what_is_wrong(gitlab: GitLabDesk) -> None:
    speak("en")
    gitlab.server.role, gitlab.server.archived, gitlab.server.scopes = 10, True, ["read_api"]
    gitlab.accounts = {"区科委": "outsider"}
    assert bad(gitlab) == [
        "the token may only read; make one with the scope api",
        f"{PROJECT} is archived, so nothing can be written there",
        f"{PROJECT}: its account has no right to write there; labels, assignees and dates would be lost",
        "outsider (区科委) cannot be assigned there; the label owner:区科委 is used instead",
    ]
    gitlab.server.role = 0
    assert "404" in bad(gitlab)[-1]


def test_gitea_names_what_is_wrong(gitea: GiteaDesk) -> None:
    speak("en")
    gitea.server.writer, gitea.server.archived = False, True
    gitea.accounts = {"区科委": "outsider"}
    assert bad(gitea) == [
        f"{REPO} is archived, so nothing can be written there",
        f"{REPO}: its account has no right to write there; labels, assignees and dates would be lost",
        "outsider (区科委) cannot be assigned there; the label owner:区科委 is used instead",
    ]


def test_a_token_of_gitea_need_not_read_its_own_user(gitea: GiteaDesk) -> None:
    gitea.server.before = lambda asked: fault(403, "no scope") if asked.path.endswith("/user") else None
    assert bad(gitea) == []
