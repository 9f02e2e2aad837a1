from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk
from tests.destinations.trackers.jira_desk import JiraDesk
from tests.servers.fake import serving
from tests.servers.jira import JiraCloudFake, JiraDataCenterFake, JiraFake
from tests.servers.openapi import Description

OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "openapi" / "jira-issues.json"
NOT_CUT_OUT = ("/rest/api/3/issue/createmeta/", "/rest/api/3/mypermissions")
"""Official addresses that the file at hand, a cut of the whole description, does not hold."""


@cache
def description() -> Description | None:
    """The official one of Cloud, where it is at hand; it is not part of this project."""
    return Description.read(OFFICIAL, prefix="") if OFFICIAL.is_file() else None


def problems(server: JiraFake) -> list[str]:
    official = description()
    if official is None or not server.cloud:
        return []
    wrong: list[str] = []
    for asked, given in zip(server.asked, server.given, strict=True):
        if asked.path.startswith(NOT_CUT_OUT):
            continue
        wrong += official.problems(asked)
        if given.status < 400:
            wrong += official.answer_problems(asked, given)
        if asked.method != "GET" and "fields" in (asked.body or {}):
            wrong += field_problems(asked.body["fields"])
    return list(dict.fromkeys(wrong))


def field_problems(fields: dict[str, Any]) -> Iterator[str]:
    """The description leaves `fields` open; types by the reference pages of each field."""
    kinds: dict[str, Any] = {
        "summary": str,
        "description": dict,
        "labels": list,
        "duedate": str | None,
        "assignee": dict | None,
        "project": dict,
        "issuetype": dict,
    }
    for name, value in fields.items():
        if name not in kinds or not isinstance(value, kinds[name]):
            yield f"{name} must not be {value!r}"


class TestJiraCloud(DestinationContract):
    """Every exchange is checked against the official description, where it is at hand."""

    kind: ClassVar[type[JiraFake]] = JiraCloudFake

    @pytest.fixture(autouse=True)
    def _server(self) -> Iterator[None]:
        with serving(self.kind()) as self.server:
            yield
        assert problems(self.server) == []

    def make_desk(self, folder: Path) -> Desk:
        return JiraDesk(folder, self.server)


class TestJiraDataCenter(TestJiraCloud):
    """No official description is at hand: Atlassian publishes one for Cloud only."""

    kind = JiraDataCenterFake


def test_the_official_description_is_at_hand() -> None:
    if description() is None:
        pytest.skip(f"{OFFICIAL.name} is not beside this project: no exchange was checked against it")
    assert json.loads(OFFICIAL.read_text(encoding="utf-8"))["info"]["version"]
