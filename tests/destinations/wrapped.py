"""A destination with something wrong about it, and a desk that asks for another plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from exporter.destinations.contract import Destination, Field, Item, Listing, Value, Wanted
from exporter.errors import NotAllowed, OutcomeUnknown
from exporter.lights import Light
from exporter.model import Task
from exporter.news import News
from tests.destinations.desk import Desk


class Elsewhere:
    """The same place, asked for another plan whose name only begins alike."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def make(self) -> Destination:
        destination = self.desk.make()
        destination.setup = replace(destination.setup, plan=destination.setup.plan.split("-")[0])
        return destination


class Wrapped(Destination):
    """Passes every verb on; `batch` stays 1, so that each create goes through `create`."""

    def __init__(self, inner: Destination) -> None:
        super().__init__(inner.setup)
        self.inner = inner
        names = ("kind", "keeps", "safe_creates", "settle_after", "staged", "takes_comments", "mails_comments")
        for name in names:  # not batch: one by one, through `create`
            setattr(self, name, getattr(inner, name))

    @property
    def lights(self) -> Collection[Light] | None:
        return self.inner.lights

    def told(self, item: Item) -> frozenset[str]:
        return self.inner.told(item)

    def tell(self, item: Item, news: News) -> None:
        self.inner.tell(item, news)

    def listing(self) -> Listing:
        self.inner.answers, self.inner.expected = self.answers, self.expected
        return self.inner.listing()

    def render(self, task: Task) -> Wanted:
        return self.inner.render(task)

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        return self.inner.create(wanted, base)

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        return self.inner.update(item, changes, base)

    def commit(self) -> bool:
        return self.inner.commit()


class Short(Wrapped):
    """Could not read every page."""

    def listing(self) -> Listing:
        return replace(self.inner.listing(), complete=False)


class Doubtful(Wrapped):
    """Every create happens, and its answer is lost."""

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        self.inner.create(wanted, base)
        raise OutcomeUnknown("the connection broke")


class Unheard(Wrapped):
    """Every comment is written, and its answer is lost."""

    def tell(self, item: Item, news: News) -> None:
        self.inner.tell(item, news)
        raise OutcomeUnknown("the connection broke")


class Silenced(Wrapped):
    """Takes no comments from us."""

    def tell(self, item: Item, news: News) -> None:  # noqa: ARG002  it is refused whatever it says
        raise NotAllowed("the issue is locked")


class Overtaken(Wrapped):
    """Another machine runs just before the first update or comment here."""

    def __init__(self, inner: Destination, other: Callable[[], None]) -> None:
        super().__init__(inner)
        self.other: Callable[[], None] | None = other

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        self._let_it_run()
        return super().update(item, changes, base)

    def told(self, item: Item) -> frozenset[str]:
        found = super().told(item)
        self._let_it_run()
        return found

    def _let_it_run(self) -> None:
        other, self.other = self.other, None
        if other:
            other()
