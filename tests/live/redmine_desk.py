"""A person at a real Redmine, each desk with a project of its own on one server."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from exporter.destinations.contract import Field, Setup
from exporter.destinations.trackers.redmine import Redmine
from exporter.secrets import Secret
from tests.builders import PLAN
from tests.destinations.desk import Desk
from tests.servers import redmine as server

NAMES = {"open": "New", "in_progress": "In Progress", "done": "Closed", "dropped": "Rejected"}
_numbers = count(1)


class RedmineDesk(Desk):
    """The office syncs with a manager's key; people are the administrator."""

    def __init__(self, folder: Path, there: server.Redmine, **options: Any) -> None:
        super().__init__(folder)
        self.there = there
        self.project = f"plan-{next(_numbers)}"
        self.accounts: dict[str, str] = {}
        self.options: dict[str, Any] = {
            "url": there.url,
            "project": self.project,
            "token": Secret("command", ("echo", there.key("office"))),
            "pace": "off",
            "labels_field": "标签",
            **options,
        }
        modules = ["issue_tracking"]
        trackers = [there.seed["trackers"][name] for name in ("Bug", "Strict")]
        project = {"name": self.project, "identifier": self.project, "is_public": False}
        self.call(
            "POST", "projects.json", project={**project, "enabled_module_names": modules, "tracker_ids": trackers}
        )
        for login, role in (("office", "Manager"), ("clerk", "Developer")):
            self.add_member(login, role)

    def add_member(self, login: str, role: str) -> None:
        member = {"user_id": self.there.seed["users"][login], "role_ids": [self.there.seed["roles"][role]]}
        self.call("POST", f"projects/{self.project}/memberships.json", membership=member)

    def call(self, method: str, path: str, login: str = "admin", **data: Any) -> Any:
        headers = {"X-Redmine-API-Key": self.there.key(login), "Content-Type": "application/json"}
        body = json.dumps(data).encode() if data else None
        asked = Request(f"{self.there.url}/{path}", body, headers, method=method)  # noqa: S310  loopback
        with urlopen(asked, timeout=30) as answer:  # noqa: S310
            content = answer.read()
        return json.loads(content) if content.strip() else None

    def make(self) -> Redmine:
        setup = Setup(
            "issues", PLAN, "计划", self.options, folder=self.folder, clock=self.clock(), accounts=self.accounts
        )
        return Redmine(setup)

    def raw(self, task_id: str) -> dict[str, Any]:
        return dict(self.call("GET", f"issues/{self.item(task_id).key}.json")["issue"])

    def put(self, task_id: str, **changes: Any) -> None:
        self.call("PUT", f"issues/{self.item(task_id).key}.json", issue=changes)

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        if field is Field.TITLE:
            self.put(task_id, subject=value)
        elif field is Field.STATUS:
            self.put(task_id, status_id=self.there.seed["statuses"][NAMES[value]])
        elif field is Field.LABELS:
            labels = {"id": self.there.seed["fields"]["标签"], "value": "\r\n".join(value)}
            self.put(task_id, custom_fields=[labels])
        elif field is Field.CHECKLIST:
            text = self.raw(task_id)["description"]
            for line in value:
                before = f"- [{' ' if line['done'] else 'x'}] {line['text']}"
                text = text.replace(before, f"- [{'x' if line['done'] else ' '}] {line['text']}")
            self.put(task_id, description=text)
        else:
            raise NotImplementedError(field)

    def person_writes(self, task_id: str, text: str) -> None:
        whole = f"{text}\n\n{self.raw(task_id)['description']}\n{text}"
        self.put(task_id, description=whole.replace("\r\n", "\n").replace("\n", "\r\n"))  # as a browser sends it

    def text_of(self, task_id: str) -> str:
        return str(self.raw(task_id)["description"])

    def comments_of(self, task_id: str) -> list[str]:
        found = self.call("GET", f"issues/{self.item(task_id).key}.json?include=journals")["issue"]["journals"]
        return [each["notes"] for each in found if each.get("notes")]

    def person_copies(self, task_id: str) -> None:
        raw = self.raw(task_id)
        fields = [{"id": each["id"], "value": each["value"]} for each in raw["custom_fields"]]
        copy = {"project_id": self.project, "subject": raw["subject"], "description": raw["description"]}
        self.call("POST", "issues.json", issue={**copy, "custom_fields": fields})

    def snapshot(self) -> Any:
        found: list[Any] = []
        while True:
            query = f"status_id=*&sort=id&limit=100&offset={len(found)}"
            page = self.call("GET", f"projects/{self.project}/issues.json?{query}")
            found += page["issues"]
            if len(found) >= page["total_count"]:
                return found
