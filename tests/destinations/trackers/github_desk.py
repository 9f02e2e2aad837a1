from __future__ import annotations

from pathlib import Path
from typing import Any

from exporter.destinations.contract import Field
from exporter.destinations.trackers.github import GitHub
from tests.destinations.desk import Ran
from tests.destinations.trackers.web_desk import WebDesk
from tests.servers.github import REPO, GitHubFake

CLOSED = {"open": ("open", "reopened"), "done": ("closed", "completed"), "dropped": ("closed", "not_planned")}


def kinds(ran: Ran) -> list[str]:
    return [notice.kind for notice in ran.outcome.all_notices]


class GitHubDesk(WebDesk):
    def __init__(self, folder: Path, server: GitHubFake, **options: Any) -> None:
        super().__init__(folder, server, **{"repo": REPO, **options})
        self.server = server

    def make(self) -> GitHub:
        return GitHub(self.setup())

    def raw(self, task_id: str) -> dict[str, Any]:
        return self.server.issues[int(self.item(task_id).key)]

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        raw = self.raw(task_id)
        if field is Field.TITLE:
            raw["title"] = value
        elif field is Field.STATUS:
            raw["state"], raw["state_reason"] = CLOSED[value]
        elif field is Field.LABELS:
            for name in value:
                self.server.labels.setdefault(name.casefold(), {"name": name, "color": "d73a4a"})
            raw["labels"] = [self.server.labels[name.casefold()] for name in value]
        elif field is Field.CHECKLIST:
            for line in value:
                before = f"- [{' ' if line['done'] else 'x'}] {line['text']}\n"
                raw["body"] = raw["body"].replace(before, f"- [{'x' if line['done'] else ' '}] {line['text']}\n")
        else:
            raise NotImplementedError(field)
        self.server.touch(raw)

    def person_writes(self, task_id: str, text: str) -> None:
        raw = self.raw(task_id)
        raw["body"] = f"{text}\r\n\r\n{raw['body']}\r\n{text}".replace("\r\n", "\n").replace("\n", "\r\n")
        self.server.touch(raw)

    def text_of(self, task_id: str) -> str:
        return str(self.raw(task_id)["body"])

    def comments_of(self, task_id: str) -> list[str]:
        return [raw["body"] for raw in self.server.comments.get(int(self.item(task_id).key), ())]

    def person_copies(self, task_id: str) -> None:
        number = max(self.server.issues) + 1
        url = f"https://github.com/{REPO}/issues/{number}"
        self.server.issues[number] = {**self.raw(task_id), "number": number, "html_url": url}

    def snapshot(self) -> Any:
        return self.server.state()
