from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from exporter.destinations.contract import Field, Setup
from exporter.destinations.trackers.backlog import Backlog
from tests.builders import PLAN
from tests.destinations.desk import Desk

NAMES = {"open": "To Do", "in_progress": "In Progress", "done": "Done", "dropped": "Cancelled"}


def tool_reads(text: str) -> list[str]:
    """Comments as Backlog.md finds them: of its one section the second of every two pieces; an odd one is lost."""
    pattern = r"(?:\n|^)## Comments\s*\n<!-- COMMENTS:BEGIN -->\s*\n([\s\S]*?)<!-- COMMENTS:END -->"
    found = re.search(pattern, text.replace("\r\n", "\n"))
    pieces: list[list[str]] = [[]]
    for line in found[1].split("\n") if found else ():
        if line.strip() == "---":
            pieces.append([])
        else:
            pieces[-1].append(line)
    return ["\n".join(piece).strip() for piece in pieces[1:-1:2]]


class BacklogDesk(Desk):
    """A person with a text editor, writing as Backlog.md does: known fields only, in its own order and quotes."""

    def __init__(self, folder: Path, **options: Any) -> None:
        super().__init__(folder)
        self.options = {"path": "board", **options}

    def make(self) -> Backlog:
        return Backlog(Setup("board", PLAN, "计划", self.options, folder=self.folder))

    def path_of(self, task_id: str) -> Path:
        return Path(self.item(task_id).note[1])

    def edit(self, task_id: str, pattern: str, new: str) -> None:
        path = self.path_of(task_id)
        text = path.read_text(encoding="utf-8")
        changed, count = re.subn(pattern, lambda _found: new, text, count=1, flags=re.MULTILINE)
        assert count == 1, f"{pattern} is not in\n{text}"
        path.write_text(changed, encoding="utf-8")

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        if field is Field.TITLE:
            self.edit(task_id, r"^title:.*$", f"title: >-\n  {value}")
        elif field is Field.STATUS:
            self.edit(task_id, r"^status:.*$", f"status: {NAMES[value]}")
        elif field is Field.LABELS:
            lines = "".join(f"\n  - {label}" for label in reversed(value)) or " []"
            self.edit(task_id, r"^labels:.*\n(?:  - .*\n)*", f"labels:{lines}\n")
        elif field is Field.CHECKLIST:
            boxes = [f"- [{'x' if line['done'] else ' '}] #{n} {line['text']}\n" for n, line in enumerate(value, 1)]
            self.edit(task_id, r"(?<=AC:BEGIN -->\n)[\s\S]*(?=<!-- AC:END)", "".join(boxes))
        else:
            raise NotImplementedError(field)

    def person_writes(self, task_id: str, text: str) -> None:
        self.edit(task_id, r"^<!-- exporter:begin", f"{text}\n\n<!-- exporter:begin")

    def text_of(self, task_id: str) -> str:
        return self.path_of(task_id).read_text(encoding="utf-8")

    def comments_of(self, task_id: str) -> list[str]:
        return tool_reads(self.text_of(task_id))

    def person_copies(self, task_id: str) -> None:
        shutil.copy(self.path_of(task_id), self.path_of(task_id).with_name("task-99 - copy.md"))

    def snapshot(self) -> dict[str, bytes]:
        files = sorted(path for path in (self.folder / "board").rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}
