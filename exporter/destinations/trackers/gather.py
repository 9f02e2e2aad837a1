"""Listing a tracker: every page, each issue once, and a word on whether anything may have been missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from exporter.destinations.trackers.ahead import NOTHING, ahead
from exporter.destinations.trackers.record import Issue, Page
from exporter.errors import ListingIncomplete, Missing, Unreachable

TRIES = 3


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

    @property
    def issues(self) -> Iterator[Issue]:
        """Each once."""
        return iter(self.by_key.values())


def gather(
    pages: Callable[[], Iterator[Page]], read: Callable[[Any], Issue | None], meanwhile: Iterator[object] = NOTHING
) -> Gathered:
    """List everything; where the server counts and the count is not reached, pages have shifted: list again.

    Args:
        pages: a new reading from the first page on.
        read: a server's JSON to an issue, or None.
        meanwhile: see `ahead`.

    Raises:
        NotAllowed, Missing, Unreachable, ListingIncomplete: before the first page was read.
    """
    gathered = Gathered()
    for _ in range(TRIES):
        gathered, total = _once(pages, read, meanwhile)
        if not gathered.complete or total is None or len(gathered.by_key) + gathered.others >= total:
            return gathered
    gathered.complete = False
    return gathered


def _once(
    pages: Callable[[], Iterator[Page]], read: Callable[[Any], Issue | None], meanwhile: Iterator[object]
) -> tuple[Gathered, int | None]:
    gathered, total, number = Gathered(), None, 0
    try:
        for number, page in enumerate(ahead(pages(), meanwhile), 1):  # noqa: B007  counted on
            total = max(total or 0, page.total) if page.total is not None else total  # one that goes meanwhile counts
            for raw in page.raws:
                _add(gathered, read(raw))
    except (Missing, Unreachable, ListingIncomplete) as error:
        if not number:
            raise
        gathered.complete = False
        gathered.problems.append(str(error))
    gathered.may_have_shifted = number > 1 and total is None
    return gathered, total


def _add(gathered: Gathered, issue: Issue | None) -> None:
    if issue is None:
        gathered.others += 1
        return
    gathered.by_key[issue.key] = issue
    gathered.labels.update(dict.fromkeys(issue.labels))
    gathered.assignees.update(dict.fromkeys(issue.assignees))
