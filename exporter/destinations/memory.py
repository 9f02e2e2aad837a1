"""The reference destination: items in a dictionary. The contract suite is written against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from exporter.destinations.contract import Destination, Field, Item, Keep, Listing, Setup, Value, Wanted
from exporter.destinations.marker import plan_of
from exporter.errors import Changed, Missing
from exporter.lights import LIGHTS, Light
from exporter.model import Task
from exporter.news import News


class Memory(Destination):
    """Holds every field natively and forgets everything when the process ends."""

    kind = "memory"
    keeps: ClassVar[Mapping[Field, Keep]] = dict.fromkeys(Field, "native")
    takes_comments: ClassVar[bool] = True
    options_schema: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.items: dict[str, Item] = {}
        self.comments_there: dict[str, list[News]] = {}
        self.writes = 0

    @property
    def lights(self) -> Collection[Light]:
        """All of them."""
        return LIGHTS

    def listing(self) -> Listing:
        """The plan's items, in the order they were made."""
        return Listing(tuple(item for item in self.items.values() if plan_of(item.id) == self.setup.plan))

    def render(self, task: Task) -> Wanted:
        """Every field as the task has it."""
        return Wanted(
            task.id,
            {
                Field.TITLE: task.title,
                Field.STATUS: task.status,
                Field.DUE: task.due.isoformat() if task.due else None,
                Field.START: task.start_date.isoformat() if task.start_date else None,
                Field.ASSIGNEES: sorted(self.setup.accounts[o] for o in task.owners.lead if o in self.setup.accounts),
                Field.LABELS: sorted(task.labels),
                Field.CHECKLIST: [{"text": line.text, "done": line.done} for line in task.checklist],
                Field.PROGRESS: task.progress,
                Field.BODY: task.text,
            },
            task,
        )

    def told(self, item: Item) -> frozenset[str]:
        """By the items' keys."""
        return frozenset(news.key for news in self.comments_there.get(item.key, ()))

    def tell(self, item: Item, news: News) -> None:
        """One more."""
        if item.key not in self.items:
            raise Missing("item {key} is not there", key=item.key)
        self.writes += 1
        self.comments_there.setdefault(item.key, []).append(news)

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """Keys count up."""
        self.writes += 1
        fields = {Field.LIGHT: None, **wanted.fields}
        item = Item(wanted.id, str(len(self.items) + 1), fields, dict(base), version="1")
        self.items[item.key] = item
        return item

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        """Optimistic locking by version."""
        held = self.items.get(item.key)
        if held is None:
            raise Missing("item {key} is not there", key=item.key)
        if held.version != item.version:
            raise Changed("item {key} was changed meanwhile", key=item.key)
        self.writes += 1
        version = str(int(held.version or 0) + 1)
        self.items[item.key] = replace(held, fields={**held.fields, **changes}, base=dict(base), version=version)
        return self.items[item.key]
