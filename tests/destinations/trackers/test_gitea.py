from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from functools import cache
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import pytest

from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.servers.fake import Asked, serving
from tests.servers.gitea import FORGEJO, GITEA, OLD_GITEA, GiteaFake
from tests.servers.openapi import Description

OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "openapi"
FILES = {GITEA: "gitea-issues-openapi3.json", FORGEJO: "forgejo-issues-swagger2.json"}
FILES[OLD_GITEA] = FILES[FORGEJO]  # which is compatible with Gitea 1.22, and says so


@cache
def description(version: str) -> Description | None:
    """The official one, where it is at hand; it is not part of this project."""
    file = OFFICIAL / FILES.get(version, "")
    return Description.read(file, prefix="") if file.is_file() else None


def without_null(value: Any) -> Any:
    """The descriptions are made from types that may be null and do not say so."""
    if isinstance(value, dict):
        return {key: without_null(each) for key, each in value.items() if each is not None}
    return [without_null(each) for each in value] if isinstance(value, list) else value


def problems(server: GiteaFake) -> list[str]:
    official = description(server.version)
    if official is None:
        return []
    wrong: list[str] = []
    for asked, given in zip(server.asked, server.given, strict=True):
        wrong += official.problems(asked)
        if given.status < 400:
            wrong += official.answer_problems(asked, replace(given, body=without_null(given.body)))
    return list(dict.fromkeys(wrong))


class TestGitea(DestinationContract):
    """Every exchange is checked against the official description, where it is at hand."""

    version: ClassVar[str] = GITEA

    @pytest.fixture(autouse=True)
    def _server(self) -> Iterator[None]:
        with serving(GiteaFake(self.version)) as self.server:
            yield
        assert problems(self.server) == []

    def make_desk(self, folder: Path) -> Desk:
        return GiteaDesk(folder, self.server)


class TestForgejo(TestGitea):
    version = FORGEJO
    many = 60  # two pages


class TestOldGitea(TestGitea):
    """1.22: no versions of the text, due dates by the moment."""

    version = OLD_GITEA
    many = 60


@pytest.mark.parametrize("version", sorted(FILES))
def test_the_official_description_is_at_hand(version: str) -> None:
    if description(version) is None:
        pytest.skip(f"{FILES[version]} is not beside this project: no exchange was checked against it")
    assert json.loads((OFFICIAL / FILES[version]).read_text(encoding="utf-8"))["info"]["version"]


@pytest.mark.parametrize("version", sorted(FILES))
@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("GET", "issues?state=any", None),
        ("GET", "issues?sorted=oldest", None),
        ("GET", "labels?limit=many", None),
        ("POST", "issues", {"title": "x", "labels": ["bug"]}),
        ("POST", "issues", {"title": "x", "due_date": "2026-12-31"}),
        ("POST", "issues", {"title": "x", "state": "closed"}),
        ("POST", "issues", {"body": "x"}),
        ("PATCH", "issues/1", {"labels": [1]}),
        ("PATCH", "issues/1", {"due_date": None}),
        ("PATCH", "issues/1", {"assignees": "office"}),
        ("POST", "labels", {"name": "bug"}),
        ("POST", "issues/1/labels", {"names": ["bug"]}),
        ("PATCH", "issues/1/labels", {"labels": [1]}),
        ("POST", "issues/1/comments", {"text": "x"}),
    ],
)
def test_the_checker_finds_what_servers_would_pass_over(version: str, method: str, path: str, data: Any) -> None:
    official = description(version)
    if official is None:
        pytest.skip("the official description is not beside this project")
    where, _, query = path.partition("?")
    content = json.dumps(data).encode() if data else b""
    headers = Message()
    headers["Content-Type"] = "application/json"
    asked = Asked(method, f"/api/v1/repos/a/b/{where}", dict(parse_qsl(query)), headers, content)
    assert official.problems(asked)
