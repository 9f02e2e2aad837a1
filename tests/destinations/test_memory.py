from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from exporter.destinations.contract import Destination, Field, Setup
from exporter.destinations.memory import Memory
from tests.builders import PLAN
from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk


class MemoryDesk(Desk):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.memory = Memory(Setup("memory", PLAN, "计划", {}))

    def make(self) -> Destination:
        copy = Memory(Setup("memory", PLAN, "计划", {}))
        copy.items = self.memory.items
        copy.comments_there = self.memory.comments_there
        return copy

    def comments_of(self, task_id: str) -> list[str]:
        return [f"{news.key} {news.task.title}" for news in self.memory.comments_there.get(self.item(task_id).key, ())]

    def _put(self, task_id: str, **changes: Any) -> None:
        item = self.item(task_id)
        self.memory.items[item.key] = replace(item, **changes)

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        item = self.item(task_id)
        self._put(task_id, fields={**item.fields, field: value})

    def person_writes(self, task_id: str, text: str) -> None:
        self._put(task_id, note=text)

    def text_of(self, task_id: str) -> str:
        item = self.item(task_id)
        return f"{item.fields[Field.BODY]}\n{item.note or ''}"

    def person_copies(self, task_id: str) -> None:
        self.memory.items["copy"] = replace(self.item(task_id), key="copy")

    def snapshot(self) -> Mapping[str, Any]:
        return dict(self.memory.items)


class TestMemory(DestinationContract):
    def make_desk(self, folder: Path) -> Desk:
        return MemoryDesk(folder)
