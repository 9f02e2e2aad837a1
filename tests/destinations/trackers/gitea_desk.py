from __future__ import annotations

from pathlib import Path
from typing import Any

from exporter.destinations.contract import Field
from exporter.destinations.trackers.gitea import Gitea
from tests.destinations.trackers.web_desk import WebDesk
from tests.servers.gitea import REPO, GiteaFake

STATES = {"open": "open", "done": "closed"}


class GiteaDesk(WebDesk):
    def __init__(self, folder: Path, server: GiteaFake, **options: Any) -> None:
        super().__init__(folder, server, **{"repo": REPO, **options})
        self.server = server

    def make(self) -> Gitea:
        return Gitea(self.setup())

    def raw(self, task_id: str) -> dict[str, Any]:
        return self.server.issues[int(self.item(task_id).key)]

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        raw = self.raw(task_id)
        if field is Field.TITLE:
            raw["title"] = value
        elif field is Field.STATUS:
            raw["state"] = STATES[value]
        elif field is Field.LABELS:
            known = {each["name"]: each for each in self.server.labels}
            for name in value:
                number = 100 + len(self.server.labels)
                label = {"id": number, "name": name, "color": "d73a4a", "url": f"https://git.test/labels/{number}"}
                if name not in known:
                    self.server.labels.append(label)
                    known[name] = label
            raw["labels"] = [known[name] for name in value]
        elif field is Field.CHECKLIST:
            for line in value:
                before = f"- [{' ' if line['done'] else 'x'}] {line['text']}"
                self.edit(raw, raw["body"].replace(before, f"- [{'x' if line['done'] else ' '}] {line['text']}"))
        else:
            raise NotImplementedError(field)
        self.server.touch(raw)

    def edit(self, raw: dict[str, Any], body: str) -> None:
        raw["body"] = body
        raw |= {"content_version": raw["content_version"] + 1} if "content_version" in raw else {}
        self.server.touch(raw)

    def person_writes(self, task_id: str, text: str) -> None:
        raw = self.raw(task_id)
        self.edit(raw, f"{text}\n\n{raw['body']}\n{text}  \n".replace("\n", "\r\n"))

    def text_of(self, task_id: str) -> str:
        return str(self.raw(task_id)["body"])

    def comments_of(self, task_id: str) -> list[str]:
        return [raw["body"] for raw in self.server.comments.get(int(self.item(task_id).key), ())]

    def person_copies(self, task_id: str) -> None:
        number = max(self.server.issues) + 1
        self.server.issues[number] = {**self.raw(task_id), "number": number}

    def snapshot(self) -> Any:
        return self.server.state()
