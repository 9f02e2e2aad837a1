"""Which task comes after which, and which are shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from exporter.model import Task

SHOWS: Mapping[str, Callable[[Task], bool]] = {
    "all": lambda _task: True,
    "open": lambda task: task.confidence != "reviewed",
    "check": lambda task: task.confidence == "check",
    "nobody": lambda task: task.status != "dropped" and not task.owners.lead,
    "undated": lambda task: task.status != "dropped" and (task.due is None or task.due_basis == "default"),
}
"""Name of a choice → whether a task is among it. A date by default is no date of the task's own."""


@dataclass(frozen=True, slots=True)
class Order:
    """Tasks as a reader of the documents meets them; those added by hand stand last, in the ledger's own order."""

    tasks: tuple[Task, ...]
    show: str

    @property
    def reviewed(self) -> int:
        """How many a person has looked at."""
        return sum(task.confidence == "reviewed" for task in self.tasks)

    @property
    def shown(self) -> tuple[Task, ...]:
        """Those of the choice."""
        return tuple(task for task in self.tasks if SHOWS[self.show](task))

    def find(self, name: str) -> Task | None:
        """The task of this id."""
        return next((task for task in self.tasks if task.id == name), None)

    def after(self, name: str) -> Task | None:
        """The next one of the choice."""
        return next((task for task in self.tasks[self._place(name) + 1 :] if SHOWS[self.show](task)), None)

    def before(self, name: str) -> Task | None:
        """The one before."""
        return next((task for task in reversed(self.tasks[: self._place(name)]) if SHOWS[self.show](task)), None)

    def behind(self, name: str) -> Task | None:
        """What stands next in the document and is not given up, whatever is shown: with it a task can be merged."""
        return next((task for task in self.tasks[self._place(name) + 1 :] if task.status != "dropped"), None)

    def waiting(self, name: str = "") -> Task | None:
        """The next of the choice at which nobody has looked, behind this one and else from the beginning."""
        start = self._place(name) + 1 if name else 0
        tasks = (*self.tasks[start:], *self.tasks[:start])
        return next((task for task in tasks if SHOWS[self.show](task) and task.confidence != "reviewed"), None)

    def _place(self, name: str) -> int:
        return next((place for place, task in enumerate(self.tasks) if task.id == name), len(self.tasks))


def order_of(tasks: Sequence[Task], show: str) -> Order:
    """Sorted by document, in the order in which the ledger first names them, and by place."""
    documents: dict[str, int] = {}
    for task in tasks:
        if task.source.document:
            documents.setdefault(task.source.document, len(documents))
    last = len(documents)
    return Order(
        tuple(sorted(tasks, key=lambda task: (documents.get(task.source.document, last), task.source.start))),
        show if show in SHOWS else "all",
    )
