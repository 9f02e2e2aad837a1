"""A destination as a person and a sync run see it: what the contract suite needs of each kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from exporter.clock import Clock
from exporter.destinations.contract import Destination, Field, Item
from exporter.model import Task
from exporter.sync.outcome import Outcome
from exporter.sync.plan import Plan
from exporter.sync.planner import Options
from exporter.sync.pull import Pulled, bring_back
from exporter.sync.state import State
from exporter.sync.visit import guard, visit

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class Ran:
    """One run: what it planned, what it did, and the tasks after pulling."""

    plan: Plan
    outcome: Outcome
    pulled: Pulled


class Desk(ABC):
    """Subclass it for a destination: make one, and do by other means what a person would do there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state.sqlite"
        self.slept: list[float] = []
        self.today: date | None = None
        """Lights are shown from when it is set."""

    @abstractmethod
    def make(self) -> Destination:
        """The destination as a new process would make it; what it holds stays."""

    @abstractmethod
    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        """A person changes a field there, with the destination's own means."""

    @abstractmethod
    def person_writes(self, task_id: str, text: str) -> None:
        """A person adds free text to the item, outside our block."""

    @abstractmethod
    def text_of(self, task_id: str) -> str:
        """Everything that stands in the item, as the destination keeps it."""

    @abstractmethod
    def person_copies(self, task_id: str) -> None:
        """A person duplicates the item, marker and all."""

    @abstractmethod
    def snapshot(self) -> Any:
        """All that the destination holds, to see whether anything was written."""

    def comments_of(self, task_id: str) -> list[str]:
        """The texts of the item's comments as the destination keeps them; needed where there can be some."""
        raise NotImplementedError

    def clock(self) -> Clock:
        """A clock that stands still and remembers how long it would have slept."""
        return Clock(lambda: NOW, self.slept.append)

    def item(self, task_id: str) -> Item:
        """The one item of a task."""
        found = [item for item in self.make().listing().items if item.id == task_id]
        assert len(found) == 1, f"{task_id}: {len(found)} items"
        return found[0]

    def run(
        self, tasks: Sequence[Task], options: Options | None = None, *, destination: Destination | None = None
    ) -> Ran:
        """One sync: look, bring back, plan, stop before damage, apply."""
        options = options or Options()
        destination = destination or self.make()
        destination.setup = replace(destination.setup, today=self.today)
        with State(self.state) as state:
            seen = visit(destination, state, self.clock(), tasks)
            pulled = bring_back(tasks, [seen.news(tasks)], force=options.force)
            plan = seen.plan(pulled.tasks, options, origins=pulled.origins)
            guard(plan, len(tasks), options)
            return Ran(plan, seen.apply(plan, state, self.clock()), pulled)
