from __future__ import annotations

from pathlib import Path
from typing import Any

from exporter.destinations.contract import Field
from exporter.destinations.trackers.gitlab import GitLab
from tests.destinations.trackers.web_desk import WebDesk
from tests.servers.gitlab import PROJECT, GitLabFake

STATES = {"open": "opened", "done": "closed"}


class GitLabDesk(WebDesk):
    def __init__(self, folder: Path, server: GitLabFake, **options: Any) -> None:
        super().__init__(folder, server, **{"project": PROJECT, **options})
        self.server = server

    def make(self) -> GitLab:
        return GitLab(self.setup())

    def raw(self, task_id: str) -> dict[str, Any]:
        return self.server.issues[int(self.item(task_id).key)]

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        raw = self.raw(task_id)
        if field is Field.TITLE:
            raw["title"] = value
        elif field is Field.STATUS:
            raw["state"] = STATES[value]
        elif field is Field.LABELS:
            self.server.labels |= set(value)
            raw["labels"] = list(value)
        elif field is Field.CHECKLIST:
            for line in value:
                before = f"- [{' ' if line['done'] else 'x'}] {line['text']}"
                assert raw["description"].count(before) <= 1
                raw["description"] = raw["description"].replace(
                    before, before[:3] + "x "[not line["done"]] + before[4:]
                )
        else:
            raise NotImplementedError(field)
        self.server.touch(raw)

    def person_writes(self, task_id: str, text: str) -> None:
        raw = self.raw(task_id)
        raw["description"] = f"{text}\n\n{raw['description']}\n{text}"
        self.server.touch(raw)

    def text_of(self, task_id: str) -> str:
        return str(self.raw(task_id)["description"])

    def comments_of(self, task_id: str) -> list[str]:
        return [raw["body"] for raw in self.server.notes.get(int(self.item(task_id).key), ())]

    def person_copies(self, task_id: str) -> None:
        number = max(self.server.issues) + 1
        copy = {"iid": number, "id": 1000 + number, "created_at": f"2026-03-01T08:00:00.{number:06}Z"}
        self.server.issues[number] = {**self.raw(task_id), **copy}

    def snapshot(self) -> Any:
        return self.server.state()
