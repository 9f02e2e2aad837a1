"""The web pages of a run's items, for destinations that show where a task stands elsewhere (a calendar its tracker)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from exporter.destinations.contract import Destination, Listing
from exporter.errors import SafetyStop
from exporter.sync.plan import Plan
from exporter.sync.state import State

_WEB = ("https://", "http://")


def known_links(names: Sequence[str], listings: Mapping[str, Listing], state: State) -> dict[str, str]:
    """Task id → page: what was just listed, and for destinations out of this run what is remembered of them.

    Args:
        names: of every destination in exporter.toml; where a task stands at several, the first one counts.
        listings: of those that were looked at.
        state: what earlier runs, or this one so far, remember.
    """
    found: dict[str, str] = {}
    for name in reversed(names):
        listing = listings.get(name)
        pairs: list[tuple[str, str | None]] = (
            [(item.id, item.url) for item in reversed(listing.items)]
            if listing is not None
            else list(state.urls(name).items())
        )
        found |= {task_id: url for task_id, url in pairs if url and url.startswith(_WEB)}
    return found


def remembered_links(names: Sequence[str], state: State) -> dict[str, str]:
    """The same by what is remembered alone: after items were made."""
    return known_links(names, {}, state)


def show_links(destination: Destination, links: Mapping[str, str]) -> bool:
    """Let a destination render with these links from now on; returns whether that makes a difference to it."""
    held = destination.setup.links
    if not destination.shows_links or held == links:
        return False
    held.clear()
    held.update(links)
    return True


def guard_beside_links(
    destination: Destination, plan: Plan, plan_again: Callable[[], Plan], check: Callable[[Plan], None]
) -> None:
    """`check` a plan without counting items to which nothing but a link is new.

    Trackers that were added to a plan give every event a link, and that is no accident.

    Raises:
        SafetyStop: as `check` does.
    """
    try:
        check(plan)
    except SafetyStop:
        links = dict(destination.setup.links)
        if not links:
            raise
        show_links(destination, {})
        try:
            bare = {change.id for change in plan_again().changes}
        finally:
            show_links(destination, links)
        check(replace(plan, changes=tuple(change for change in plan.changes if change.id in bare)))
