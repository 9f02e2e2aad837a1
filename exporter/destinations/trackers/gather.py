"""Listing a tracker: every page, each issue once, and a word on whether anything may have been missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from exporter.destinations.contract import Expected
from exporter.destinations.http.echo import Echo
from exporter.destinations.trackers.ahead import NOTHING, ahead
from exporter.destinations.trackers.record import Issue, Page
from exporter.errors import ListingIncomplete, Missing, Unreachable

TRIES = 3


@dataclass(frozen=True, slots=True)
class Old:
    """An earlier run that had nothing to do, and how far this one is like it."""

    expected: Expected | None = None
    echo: Echo = field(default_factory=Echo)

    @classmethod
    def of(cls, expected: Expected | None) -> Old:
        """Nothing was heard yet."""
        return cls(expected, Echo(expected.answers if expected else ()))

    def repeats(self) -> bool:
        """So far."""
        return self.expected is not None and self.echo.repeats and not self.expected.over()

    def whole(self) -> bool:
        """In everything."""
        return self.expected is not None and self.echo.whole and self.expected.still()


@dataclass(slots=True)
class Gathered:
    """Issues in the order of their first appearance, labels and accounts that any of them bears."""

    by_key: dict[str, Issue] = field(default_factory=dict)
    complete: bool = True
    may_have_shifted: bool = False
    """Several pages without a total to count against: an issue removed while they were read may have hidden another."""
    problems: list[str] = field(default_factory=list)
    labels: dict[str, None] = field(default_factory=dict)
    assignees: dict[str, None] = field(default_factory=dict)
    others: int = 0
    """How many were no issues."""
    unchanged: bool = False
    """Every page is that of an earlier run, and none was read."""

    @property
    def issues(self) -> Iterator[Issue]:
        """Each once."""
        return iter(self.by_key.values())


def gather(
    pages: Callable[[], Iterator[Page]],
    read: Callable[[Any], Issue | None],
    meanwhile: Iterator[object] = NOTHING,
    old: Old | None = None,
) -> Gathered:
    """List everything; where the server counts and the count is not reached, pages have shifted: list again.

    Args:
        pages: a new reading from the first page on.
        read: a server's JSON to an issue, or None.
        meanwhile: see `ahead`.
        old: what an earlier run read. Pages are put aside as long as they are the same, and not read if all are.

    Raises:
        NotAllowed, Missing, Unreachable, ListingIncomplete: before the first page was read.
    """
    gathered = Gathered()
    for _ in range(TRIES):
        gathered, total = _once(pages, read, meanwhile, old or Old())
        counted = total is None or len(gathered.by_key) + gathered.others >= total
        if counted or gathered.unchanged or not gathered.complete:
            return gathered
    gathered.complete = False
    return gathered


def _once(
    pages: Callable[[], Iterator[Page]], read: Callable[[Any], Issue | None], meanwhile: Iterator[object], old: Old
) -> tuple[Gathered, int | None]:
    gathered, total, number = Gathered(), None, 0
    aside: list[Page] = []
    try:
        for number, page in enumerate(ahead(pages(), meanwhile), 1):  # noqa: B007  counted on
            total = max(total or 0, page.total) if page.total is not None else total  # one that goes meanwhile counts
            aside.append(page)
            if not old.repeats():
                _read(gathered, aside, read)
        gathered.unchanged = bool(aside) and old.whole()
    except (Missing, Unreachable, ListingIncomplete) as error:
        if not number:
            raise
        gathered.complete = False
        gathered.problems.append(str(error))
    if not gathered.unchanged:
        _read(gathered, aside, read)
    gathered.may_have_shifted = number > 1 and total is None
    return gathered, total


def _read(gathered: Gathered, aside: list[Page], read: Callable[[Any], Issue | None]) -> None:
    """The pages that were put aside, and no longer are."""
    while aside:
        for raw in aside.pop(0).each():
            _add(gathered, read(raw))


def _add(gathered: Gathered, issue: Issue | None) -> None:
    if issue is None:
        gathered.others += 1
        return
    gathered.by_key[issue.key] = issue
    gathered.labels.update(dict.fromkeys(issue.labels))
    gathered.assignees.update(dict.fromkeys(issue.assignees))
