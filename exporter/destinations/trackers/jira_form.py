"""What is sent to Jira to make or change an issue, and sent with less where a field is refused."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from exporter.destinations.http import Http, Reply
from exporter.destinations.http.reason import reason_of
from exporter.destinations.marker import base_text
from exporter.destinations.trackers.jira_index import MARK
from exporter.destinations.trackers.jira_people import People
from exporter.destinations.trackers.jira_screen import Screen
from exporter.destinations.trackers.record import Issue
from exporter.errors import Refused

INVALID = 400
OPTIONAL = frozenset({"assignee", "duedate"})
"""Fields without which an issue is written rather than not at all."""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields of `Issue` with their values, as Jira takes them."""

    http: Http
    people: People
    screen: Screen
    cloud: bool

    def new(self, draft: Issue) -> dict[str, Any]:
        """The JSON of a new issue."""
        written = {name: getattr(draft, name) for name in ("title", "text", "task_id", "base", "labels", "assignees")}
        data = self.data({**written, **({"due": draft.due} if draft.due else {})}, draft.labels)
        data["fields"] |= {"project": {"key": self.screen.project}, "issuetype": {"id": self.screen.type_id()}}
        if not draft.assignees or self.screen.lacks("assignee"):
            data["fields"].pop("assignee", None)
        if self.screen.lacks("labels"):
            del data["fields"]["labels"]  # the marker stands in the property and the description all the same
        return data

    def data(self, changes: Mapping[str, Any], labels: Collection[str]) -> dict[str, Any]:
        """The JSON of changes. The label that is our marker is always among the labels."""
        mark = f"{MARK}-{changes['task_id']}"
        fields: dict[str, Any] = {"labels": sorted({*changes.get("labels", labels), mark})}
        fields["description"] = json.loads(changes["text"]) if self.cloud else changes["text"]
        if "title" in changes:
            fields["summary"] = changes["title"]
        if "due" in changes:
            fields["duedate"] = changes["due"]
        if "assignees" in changes:
            account = next(iter(changes["assignees"]), None)
            fields["assignee"] = self.people.reference(account) if account else None
        data: dict[str, Any] = {"fields": fields}
        if self.cloud:
            value = {"id": changes["task_id"], "base": base_text(changes["base"])}
            data["properties"] = [{"key": MARK, "value": value}]
        return data

    def send(self, method: str, path: str, data: Mapping[str, Any]) -> Reply:
        """An assignee or a date that is refused must not cost the task: Jira names the field, and it is left out.

        Raises:
            NotAllowed, Missing, Refused, OutcomeUnknown, Unreachable: as `Http.send`.
        """
        fields = dict(data["fields"])
        while True:
            reply = self.http.send(method, path, data={**data, "fields": fields}, accept={INVALID})
            if reply.ok:
                return reply
            refused = OPTIONAL & set(fields) & set(_errors(reply.text))
            if not refused:
                raise Refused(
                    "{host} refused ({status}: {reason})",
                    host=urlsplit(self.http.url).netloc,
                    status=reply.status,
                    reason=reason_of(reply.text, "?", self.http.secrets()),
                )
            fields = {name: value for name, value in fields.items() if name not in refused}


def _errors(text: str) -> Collection[str]:
    """The fields that a refusal names."""
    with suppress(ValueError, AttributeError):
        return dict(json.loads(text).get("errors") or {})
    return ()
