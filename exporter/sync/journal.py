"""Settling creates whose outcome nobody knows: list again, adopt what is found, never repeat blindly."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta

from exporter.clock import Clock
from exporter.destinations.contract import Destination, Item, Listing
from exporter.errors import DestinationError
from exporter.sync.state import Intent, State

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between listings while a create that may have happened has not appeared."""


@dataclass(frozen=True, slots=True)
class Settled:
    """`listing`: the newest one. `open`: ids that must not be created in this run."""

    listing: Listing
    open: frozenset[str]


def settle(destination: Destination, listing: Listing, state: State, clock: Clock) -> Settled:
    """Settle what earlier runs left: an intent is over when its item is listed, or when it has certainly not been made.

    A create is certainly not made when the destination's listings cannot lag behind its creates, or when they have not
    shown it for longer than they ever lag (`settle_after` seconds).
    """
    name = destination.setup.name
    pending = state.intents(name)
    if not pending:
        return Settled(listing, frozenset())
    horizon = timedelta(seconds=destination.settle_after)
    for wait in (0.0, *WAITS):
        if wait:
            clock.sleep(wait)
            listing = destination.listing()
        _settle_found(pending, listing.items, state, name)
        if not listing.complete and not any(intent.unknown for intent in pending.values()):
            return Settled(listing, frozenset())  # nothing can be created, and nobody waits for an answer
        if listing.complete:
            for intent in [each for each in pending.values() if clock.now() - each.since >= horizon]:
                state.settle(name, intent.id)
                del pending[intent.id]
        if not pending:
            break
    return Settled(listing, frozenset(pending))


def _settle_found(pending: dict[str, Intent], items: Iterable[Item], state: State, name: str) -> None:
    with state.together():
        for item in items:
            if pending.pop(item.id, None):
                state.settle(name, item.id)


def look_again(destination: Destination, ids: Collection[str], clock: Clock) -> dict[str, Item]:
    """After creates without an answer: list with growing waits until the items appear, or give up for this run."""
    found: dict[str, Item] = {}
    for wait in WAITS:
        clock.sleep(wait)
        try:
            listed = destination.listing().items
        except DestinationError:
            continue
        found = {item.id: item for item in reversed(listed) if item.id in ids} | found
        if len(found) == len(ids):
            break
    return found
