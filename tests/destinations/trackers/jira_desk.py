from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from exporter.destinations.contract import Field
from exporter.destinations.trackers.jira import Jira
from tests.destinations.trackers.web_desk import WebDesk
from tests.servers.jira import PROJECT, JiraFake

NAMES = {"open": "待办", "in_progress": "进行中", "done": "完成"}


class JiraDesk(WebDesk):
    def __init__(self, folder: Path, server: JiraFake, **options: Any) -> None:
        edition = {"edition": "cloud", "user": server.user} if server.cloud else {"edition": "datacenter"}
        super().__init__(folder, server, **{"project": PROJECT, **edition, **options})
        self.server = server

    def make(self) -> Jira:
        return Jira(self.setup())

    def key(self, task_id: str) -> str:
        return self.item(task_id).key

    def fields(self, task_id: str) -> dict[str, Any]:
        fields: dict[str, Any] = self.server.issues[self.key(task_id)]["fields"]
        return fields

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        key = self.key(task_id)
        fields = self.server.issues[key]["fields"]
        if field is Field.TITLE:
            fields["summary"] = value
        elif field is Field.STATUS:
            fields["status"] = self.server._status(NAMES[value])
        elif field is Field.LABELS:
            fields["labels"] = [label for label in fields["labels"] if label.startswith("exporter-")] + value
        elif field is Field.CHECKLIST:
            self.tick(fields, {line["text"]: line["done"] for line in value})
        else:
            raise NotImplementedError(field)
        self.server.touch(key)

    def tick(self, fields: dict[str, Any], done: dict[str, bool]) -> None:
        if not self.server.cloud:
            for text, tick in done.items():
                fields["description"] = fields["description"].replace(
                    f"{'☐☑'[not tick]} {text}", f"{'☐☑'[tick]} {text}"
                )
            return
        panel = next(node for node in fields["description"]["content"] if node["type"] == "panel")
        boxes = next(node for node in panel["content"] if node["type"] == "taskList")
        for box in boxes["content"]:
            box["attrs"]["state"] = "DONE" if done[box["content"][0]["text"]] else "TODO"

    def person_writes(self, task_id: str, text: str) -> None:
        fields = self.fields(task_id)
        if self.server.cloud:
            own = {"type": "paragraph", "content": [{"type": "text", "text": text, "marks": [{"type": "strong"}]}]}
            table = {"type": "expand", "attrs": {"title": "别动"}, "content": [copy.deepcopy(own)]}
            fields["description"]["content"] = [own, *fields["description"]["content"], table]
        else:
            fields["description"] = f"{text}\n\n{fields['description']}\n{text}  \n".replace("\n", "\r\n")
        self.server.touch(self.key(task_id))

    def text_of(self, task_id: str) -> str:
        text = self.fields(task_id)["description"]
        return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)

    def comments_of(self, task_id: str) -> list[str]:
        bodies = [raw["body"] for raw in self.server.comments.get(self.key(task_id), ())]
        return [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in bodies]

    def person_copies(self, task_id: str) -> None:
        """As the website clones: labels and description, no property."""
        number = len(self.server.issues) + 1
        raw = copy.deepcopy(self.server.issues[self.key(task_id)])
        self.server.issues[f"{PROJECT}-{number}"] = {**raw, "id": str(10100 + number)}

    def snapshot(self) -> Any:
        return self.server.state()
