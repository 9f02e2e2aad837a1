"""What every tracker's items have in common: the neutral record between a tracker's JSON and the contract's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exporter.destinations.contract import Field
from exporter.model import Status


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as the tracker holds it, or as it should: names as the tracker spells them, dates as ISO text.

    `status` is the one that the tracker itself tells (status labels are not yet considered). `task_id` and `base` are
    the marker, for a tracker that keeps it elsewhere than in `text`; what is written always carries both.
    """

    key: str = ""
    title: str = ""
    text: str = ""
    status: Status = "open"
    labels: tuple[str, ...] = ()
    assignees: tuple[str, ...] = ()
    due: str | None = None
    start: str | None = None
    progress: float | None = None
    url: str | None = None
    version: str | None = None
    task_id: str | None = None
    base: Mapping[Field, str] | None = None
    section: str = ""
    """The milestone of a new issue, where sections are milestones."""
    unread: frozenset[Field] = frozenset()
    """Fields that hold something of a person's that ours must not replace; they are left alone."""
    note: Any = None
    """Whatever the tracker needs to update it later."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing. `total`: how many there are on all pages, where the server says so."""

    raws: Sequence[Any] = ()
    total: int | None = None
    unread: Callable[[], Sequence[Any]] | None = None
    """Gives `raws`, where the page need not be read to know the next one."""

    def each(self) -> Sequence[Any]:
        """The issues on it, as the server gives them.

        Raises:
            ListingIncomplete: it is no list of issues.
        """
        return self.unread() if self.unread else self.raws
