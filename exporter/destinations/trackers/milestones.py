"""Sections as milestones, where an office wants to see a plan's chapters there and not among the labels.

A milestone is given once, when an issue is made, and belongs to people from then on, like all that is none of the
contract's fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from exporter.model import Task

OPTION = {
    "title": "Sections 章节",
    "description": "The section, a task's first label, stays a label or becomes the milestone of a new issue.",
    "enum": ["label", "milestone"],
}


@dataclass(slots=True)
class Milestones:
    """By title; listed when the first one is needed, made where there is none.

    Args:
        known: titles and numbers of those that are there, closed ones too.
        make: makes one and gives its number, or None.
    """

    known: Callable[[], Iterable[tuple[str, int]]]
    make: Callable[[str], int | None]
    _numbers: dict[str, int] | None = None

    def number(self, title: str) -> int | None:
        """The number of a milestone; None where it cannot be made.

        Raises:
            DestinationError, NotAllowed: the server does not take it, or does not answer.
        """
        if self._numbers is None:
            self._numbers = dict(self.known())
        if title not in self._numbers:
            made = self.make(title)
            if made is None:
                return None
            self._numbers[title] = made
        return self._numbers[title]


def section_of(task: Task) -> str:
    """What a task's milestone is called; empty where it has no section."""
    return task.labels[0] if task.section and task.labels else ""
