"""What is sent to Redmine to make or change an issue, and sent with less where a field is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exporter.destinations.http import Http, Reply
from exporter.destinations.trackers.redmine_fields import Fields
from exporter.destinations.trackers.redmine_people import People
from exporter.errors import Refused

_NAMES = {
    "title": "subject",
    "text": "description",
    "status": "status_id",
    "due": "due_date",
    "start": "start_date",
    "progress": "done_ratio",
}
"""Our names of what goes as it is → Redmine's."""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields of `Issue` with their values, as Redmine takes them."""

    http: Http
    people: People
    fields: Fields

    def data(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The issue's JSON."""
        data: dict[str, Any] = {sent: changes[name] for name, sent in _NAMES.items() if name in changes}
        if "assignees" in changes:
            chosen = next(iter(changes["assignees"]), None)
            data["assigned_to_id"] = self.people.number(chosen) if chosen else None
        if fields := self.fields.to_send(changes):
            data["custom_fields"] = fields
        return data

    def send(self, method: str, path: str, data: Mapping[str, Any]) -> Reply:
        """Neither an assignee nor a label may cost the task: refused with them, it is sent without.

        Raises:
            NotAllowed, Missing, Refused, OutcomeUnknown, Unreachable: as `Http.send`.
        """
        less = [data]
        if data.get("assigned_to_id"):
            less.append({name: value for name, value in data.items() if name != "assigned_to_id"})
        if data.get("custom_fields"):
            less.append({**less[-1], "custom_fields": self.fields.without_labels(data["custom_fields"])})
        for sent in less:
            try:
                return self.http.send(method, path, data={"issue": sent})
            except Refused:
                if sent is less[-1]:
                    raise
        raise AssertionError  # the last one returned or raised
