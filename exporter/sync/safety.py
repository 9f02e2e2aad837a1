"""Stops before damage: a run that would orphan or change more than a run should, or an empty ledger."""

from __future__ import annotations

from exporter.destinations.contract import Field
from exporter.errors import SafetyStop
from exporter.sync.plan import Plan

FEWEST = 10
SHARE = 0.30


def limit(listed: int) -> int:
    """How many items a run may change or orphan without --force: the larger of 10 and 30 %."""
    return max(FEWEST, int(listed * SHARE))


def check_plan(plan: Plan, tasks: int) -> None:
    """Refuse a plan that looks like an accident. Creates are not counted; nothing on both sides is fine.

    Lights are not counted either, nor comments that nobody is sent: where many turn in one night, the calendar did it.

    Raises:
        SafetyStop: the ledger is empty while the destination is not, or too much would change or become orphan.
    """
    if not tasks and plan.listed:
        raise SafetyStop(
            "the ledger is empty, but {destination} holds {listed} of its tasks; nothing was changed",
            hint="Restore the ledger. If it really should be empty, pass --force.",
            destination=plan.destination,
            listed=plan.listed,
        )
    counts = plan.counts()
    updates = sum(change.action == "update" and set(change.fields) != {Field.LIGHT} for change in plan.changes)
    touched = updates + counts["close"] + counts["orphan"]
    allowed = limit(plan.listed)
    if plan.mailed and counts["comment"] > allowed:
        raise SafetyStop(
            "this run would write {comments} comments at {destination}, more than the {allowed} that pass without "
            "asking; nothing was changed",
            hint="Look at `exporter plan`. If they should be written, pass --force; `comments = false` writes none.",
            comments=counts["comment"],
            destination=plan.destination,
            allowed=allowed,
        )
    if touched > allowed:
        raise SafetyStop(
            "this run would change {update}, close {close} and orphan {orphan} of {listed} tasks at {destination}, "
            "more than the {allowed} that pass without asking; nothing was changed",
            hint="Look at `exporter plan`. If it is right, pass --force.",
            destination=plan.destination,
            listed=plan.listed,
            allowed=allowed,
            update=updates,
            close=counts["close"],
            orphan=counts["orphan"],
        )
