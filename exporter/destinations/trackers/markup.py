"""A description in the tracker's own markup: our block with its checklist, between the markers, among foreign text."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from exporter.destinations import body
from exporter.destinations.contract import Field
from exporter.destinations.markdown import Dialect, inline, one_line, remark_block, task_block
from exporter.destinations.marker import said_in, said_text
from exporter.destinations.remark import Remark
from exporter.model import Task
from exporter.wording import say

Lines = Sequence[Mapping[str, Any]]
"""A checklist: `{"text": str, "done": bool}` each."""
_HIDDEN = re.compile(r"<!--([^<>\r\n]*?)-->")
_BOX = re.compile(r"^[ \t]*[-*+][ \t]+\[(?P<tick>[ xX])\][ \t]+(?P<text>\S.*?)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Seen:
    """Our block as it stands in a description. `problem`: why it cannot be trusted, a template; then it is not read."""

    id: str
    base: Mapping[Field, str] = field(default_factory=dict)
    body: str = ""
    checklist: Lines = ()
    problem: str | None = None


class Markup(ABC):
    """What a tracker's descriptions are written in. Texts of checklist lines are canonical as they stand there."""

    @abstractmethod
    def body(self, task: Task) -> str:
        """The block without markers and checklist, canonical."""

    @abstractmethod
    def line(self, text: str) -> str:
        """The text of a checklist line, as it will stand there and be read again."""

    @abstractmethod
    def read(self, text: str) -> Seen | None:
        """Our block in a description, or None."""

    @abstractmethod
    def write(self, text: str, task_id: str, base: Mapping[Field, str], block: str, checklist: Lines) -> str:
        """The description with our block replaced, or put after what stands there; all else is kept to the byte.

        Raises:
            Refused: the markers are damaged, so nobody can say where the block ends.
        """

    @abstractmethod
    def comment(self, remark: Remark, task_id: str, key: str) -> str:
        """A comment, with the mark of its news."""

    @abstractmethod
    def keys_in(self, text: str, task_id: str) -> Collection[str]:
        """Keys of the news of a task that a comment tells."""

    def mark_again(self, text: str, task_id: str, base: Mapping[Field, str]) -> str:
        """A description that `write` made, with another `base`."""
        seen = self.read(text) or Seen(task_id)
        return self.write(text, task_id, base, seen.body, seen.checklist)

    def checklist(self, task: Task) -> list[dict[str, Any]]:
        """The task's lines in order, each with a text of its own: a merge knows lines by their text."""
        texts = [self.line(line.text) or "–" for line in task.checklist]
        if len(set(texts)) < len(texts):
            texts = _distinct(texts)
        return [{"text": text, "done": line.done} for text, line in zip(texts, task.checklist, strict=True)]


@dataclass(frozen=True, slots=True)
class Markdown(Markup):
    """Markers in HTML comments, the checklist as task list items (`- [ ] …`) at the end of the block."""

    dialect: Dialect

    def body(self, task: Task) -> str:
        """Quote and facts, then the checklist's heading: without it the two lists would run into one."""
        block = task_block(task, self.dialect)
        if not task.checklist:
            return block
        return f"{block}\n\n**{say('Checklist', language=task.language)}**"

    def line(self, text: str) -> str:
        """Escaped; on one line."""
        return inline(one_line(text), self.dialect).strip()

    def comment(self, remark: Remark, task_id: str, key: str) -> str:
        """The mark is hidden in an HTML comment."""
        return f"{self.told(remark)}\n\n<!-- {said_text(task_id, key)} -->"

    def keys_in(self, text: str, task_id: str) -> Collection[str]:
        """In HTML comments; a quote holds none, for its signs are escaped."""
        return said_in(_HIDDEN.findall(text), task_id)

    def told(self, remark: Remark) -> str:
        """Sentence and facts."""
        return remark_block(remark, self.dialect)

    def read(self, text: str) -> Seen | None:
        """Lines with a box are the checklist, wherever in the block a person put them."""
        found = body.find(text)
        if found is None:
            return None
        lines = [{"text": box["text"], "done": box["tick"] != " "} for box in _BOX.finditer(found.block)]
        block = body.canonical(_BOX.sub("", found.block)) if lines else found.block
        return Seen(found.id, found.base, block, lines, found.problem)

    def write(self, text: str, task_id: str, base: Mapping[Field, str], block: str, checklist: Lines) -> str:
        """See Markup. A box that a person only ticked stays where it stands."""
        found = body.find(text)
        if found is None:
            return body.insert(text, _with_boxes(block, checklist), task_id, base)
        seen = self.read(text)
        same = seen is not None and not found.problem and (seen.body, list(seen.checklist)) == (block, list(checklist))
        return body.replace(text, found, found.block if same else _with_boxes(block, checklist), base)


def _with_boxes(block: str, checklist: Lines) -> str:
    boxes = "\n".join(f"- [{'x' if line['done'] else ' '}] {line['text']}" for line in checklist)
    return f"{block}\n\n{boxes}" if boxes else block


def _distinct(texts: Iterable[str]) -> list[str]:
    distinct: dict[str, None] = {}
    for text in texts:
        numbered = (text if number == 1 else f"{text} ({number})" for number in count(1))
        distinct[next(each for each in numbered if each not in distinct)] = None
    return list(distinct)
