"""One task file of Backlog.md: front matter, sections between hidden lines, a checklist, and our two markers.

Written against Backlog.md 1.52 (src/markdown/parser.ts, serializer.ts, structured-sections.ts). Its own edits drop
front matter that it does not know, rewrite the known fields, and replace the whole description on `-d`; they keep text
that stands outside its sections. So the id stands twice: around our block in the description, and in a stamp at the
end of the file, which also carries the digests of what we last wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from exporter.destinations import body
from exporter.destinations.contract import Field
from exporter.destinations.markdown import one_line
from exporter.destinations.marker import base_from, base_text
from exporter.destinations.trackers.backlog_front import Front, split

_STAMP = re.compile(r"<!--[ \t]*exporter:task[ \t]+(?P<id>[^\s<>]+)(?P<base>[^<>\r\n]*?)[ \t]*-->")
_DESCRIPTION_END = "<!-- SECTION:DESCRIPTION:END -->"
_FOREIGN = re.compile(r"<!-- (SECTION:[A-Z][A-Z0-9_]*|COMMENTS|DOD):BEGIN -->.*?<!-- \1:END -->", re.DOTALL)
_CHECKLIST = re.compile(r"<!-- AC:BEGIN -->(?P<items>.*?)<!-- AC:END -->", re.DOTALL)
_OLD_CHECKLIST = re.compile(
    r"^##[ \t]+Acceptance Criteria[ \t]*\r?\n(?P<items>.*?)(?=^##[ \t]|^<!-- exporter:task|\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_BOX = re.compile(
    r"^(?P<head>- \[)(?P<tick>[ xX])(?P<tail>\] (?:#\d+ )?)(?P<text>.+?)[ \t]*(?P<end>\r?)$", re.MULTILINE
)


@dataclass(frozen=True)
class TaskFile:
    """A task file, taken apart; `str()` puts it together again to the byte."""

    front: Front
    text: str
    """Everything below the front matter."""

    def __str__(self) -> str:
        """The whole file."""
        return str(self.front) + self.text

    # Who it is

    @property
    def stamp(self) -> tuple[str, Mapping[Field, str]] | None:
        """Task id and digests from the end of the file."""
        found = list(_STAMP.finditer(self.text))
        return (found[-1]["id"], base_from(found[-1]["base"])) if found else None

    @property
    def task_id(self) -> str | None:
        """The exporter task it belongs to, by the stamp, else by the block in the description."""
        if self.stamp:
            return self.stamp[0]
        block = body.find(self.text)
        return block.id if block else None

    def stamped(self, task_id: str, base: Mapping[Field, str]) -> TaskFile:
        """With the stamp renewed where it stands, or put at the end."""
        stamp = f"<!-- {f'exporter:task {task_id} {base_text(base)}'.rstrip()} -->"
        found = list(_STAMP.finditer(self.text))
        if found:
            return replace(self, text=self.text[: found[-1].start()] + stamp + self.text[found[-1].end() :])
        newline = self.front.newline
        return replace(self, text=f"{self.text.rstrip()}{newline * 2}{stamp}{newline}")

    # What it says

    def field(self, key: str) -> str:
        """A field of the front matter as one line of text; "" where it is missing."""
        value = self.front.values.get(key)
        return "" if value is None else one_line(_as_text(value))

    def names(self, key: str) -> list[str]:
        """A list field: cleaned, without doubles, sorted."""
        value = self.front.values.get(key)
        values = value if isinstance(value, list) else [value]
        return sorted({one_line(_as_text(each)) for each in values if each is not None} - {""})

    def due(self) -> str | None:
        """The due date; a time of day is passed over.

        Raises:
            ValueError: something stands there that is no date.
        """
        value = self.front.values.get("due_date")
        if value is None or value == "":
            return None
        if isinstance(value, datetime):
            return (value.astimezone(UTC) if value.tzinfo else value).date().isoformat()
        return date.fromisoformat(str(value).strip()[:10]).isoformat()

    def block(self) -> str:
        """Our block of the description, "" where a person removed it.

        Raises:
            ValueError: its markers are damaged or are another task's.
        """
        found = body.find(self.text)
        if found is None:
            return ""
        if found.problem or found.id != self.task_id:
            raise ValueError(found.problem or "the block of another task stands in its description")
        return found.block

    def with_block(self, block: str, task_id: str) -> TaskFile:
        """With our block replaced, or put into the description where it was missing.

        Raises:
            Refused: its markers are damaged.
        """
        found = body.find(self.text)
        if found:
            return replace(self, text=body.replace(self.text, found, block, {}))
        head, mark, tail = self.text.partition(_DESCRIPTION_END)
        newline = self.front.newline
        if mark:
            text = body.insert(head.rstrip("\r\n"), block, task_id, {})
            return replace(self, text=f"{text}{newline}{mark}{tail}")
        section = _section(body.wrap(block, task_id, {})).replace("\n", newline)
        return replace(self, text=f"{newline}{section}{newline * 2}{self.text.lstrip()}")

    # The checklist

    def checklist(self) -> list[dict[str, Any]]:
        """The acceptance criteria."""
        return [{"text": one_line(box["text"]), "done": box["tick"] != " "} for box in self._boxes()]

    def with_checklist(self, lines: Sequence[Mapping[str, Any]]) -> TaskFile:
        """With these acceptance criteria. Where only ticks differ, only they change."""
        boxes = list(self._boxes())
        if [one_line(box["text"]) for box in boxes] == [line["text"] for line in lines]:
            return replace(self, text=_ticked(self.text, boxes, [bool(line["done"]) for line in lines]))
        return self._rewritten(boxes, lines)

    def _lists(self) -> list[re.Match[str]]:
        hidden = _FOREIGN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), self.text)
        return list(_CHECKLIST.finditer(hidden)) or list(_OLD_CHECKLIST.finditer(hidden))

    def _boxes(self) -> Iterator[re.Match[str]]:
        for found in self._lists():
            yield from _BOX.finditer(self.text, found.start("items"), found.end("items"))

    def _rewritten(self, boxes: list[re.Match[str]], lines: Sequence[Mapping[str, Any]]) -> TaskFile:
        newline = self.front.newline
        new = newline.join(
            f"- [{'x' if line['done'] else ' '}] #{number} {line['text']}" for number, line in enumerate(lines, 1)
        )
        lists = self._lists()
        if not lists:
            return self._with_new_list(new) if lines else self
        text = self.text
        for box in reversed(boxes):
            end = box.end() + text.startswith("\n", box.end())
            text = text[: box.start()] + text[end:]
        start = boxes[0].start() if boxes else lists[0].start("items")
        if not boxes and text.startswith(newline, start):
            start += len(newline)
        before = "" if text[:start].endswith("\n") else newline
        return replace(self, text=text[:start] + before + new + (newline if new else "") + text[start:])

    def _with_new_list(self, items: str) -> TaskFile:
        newline = self.front.newline
        section = newline.join(("## Acceptance Criteria", "<!-- AC:BEGIN -->", items, "<!-- AC:END -->"))
        head, mark, tail = self.text.partition(_DESCRIPTION_END)
        if mark:
            return replace(self, text=f"{head}{mark}{newline * 2}{section}{tail}")
        return replace(self, text=f"{newline}{section}{newline * 2}{self.text.lstrip()}")


def parse(text: str) -> TaskFile | None:
    """A file's text → TaskFile, or None where it has no front matter."""
    parts = split(text)
    return TaskFile(*parts) if parts else None


def new_file(front: Front, block: str, task_id: str) -> TaskFile:
    """A file with our block and nothing else; checklist and stamp follow."""
    return TaskFile(front, f"\n{_section(body.wrap(block, task_id, {}))}\n")


def _section(text: str) -> str:
    return f"## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\n{text}\n{_DESCRIPTION_END}"


def _ticked(text: str, boxes: list[re.Match[str]], ticks: list[bool]) -> str:
    for box, done in reversed(list(zip(boxes, ticks, strict=True))):
        if (box["tick"] != " ") != done:
            start = box.start("tick")
            text = text[:start] + ("x" if done else " ") + text[start + 1 :]
    return text


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
