"""Two commitments made one: the first takes over the second's words and fields, the second stays, given up. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from exporter.errors import InputError
from exporter.model import Milestone, Owners, Task
from exporter.wording import say

_FARTHEST = 2000
"""Characters between two quotes; what stands farther apart is not one commitment."""


def merged(first: Task, second: Task, document: str | None) -> tuple[Task, Task]:
    """Both tasks as they are afterwards.

    The second is not taken out: nothing is ever deleted from a ledger, and a later edition of the document finds it
    there and does not bring it back as new.

    Args:
        first: keeps its id, title, status, progress.
        second: of the same document, behind it.
        document: the text from which both quote; None where it is not at hand.

    Raises:
        InputError: the two cannot be one quote.
    """
    whole = replace(
        first,
        **_quote(first, second, document),
        owners=_owners(first, second),
        indicators=_together(first.indicators, second.indicators),
        milestones=_milestones(first, second),
        actions=_together(first.actions, second.actions),
        checklist=_together(first.checklist, second.checklist),
        labels=_together(first.labels, second.labels),
        notes="\n".join(filter(None, (first.notes.strip(), second.notes.strip()))),
        confidence="high" if first.confidence == "reviewed" else first.confidence,
        **_due(first, second),
    )
    said = say("merged into {id}", language=first.language, id=first.id)
    notes = "\n".join(filter(None, (second.notes.strip(), said)))
    return whole, replace(second, status="dropped", confidence="reviewed", notes=notes)


def _quote(first: Task, second: Task, document: str | None) -> dict[str, Any]:
    here, there = first.source, second.source
    if (here.document, here.sha256) != (there.document, there.sha256):
        raise InputError("the two come from different documents and cannot be one quote")
    if first.section != second.section:  # a heading would stand in the middle of the quote
        raise InputError("the two stand under different headings and cannot be one quote")
    if not here.document:  # both were added by hand
        return {"text": f"{first.text}\n{second.text}"}
    if document is None:
        hint = "Put the document back to its place, or write the two together in the ledger."
        raise InputError("without the document nobody knows what stands between the two quotes", hint=hint)
    start, end = min(here.start, there.start), max(here.end, there.end)
    if end - start > len(first.text) + len(second.text) + _FARTHEST:
        raise InputError("the two quotes stand too far apart to be one")
    return {"text": document[start:end], "source": replace(here, start=start, end=end)}


def _owners(first: Task, second: Task) -> Owners:
    lead = _together(first.owners.lead, second.owners.lead)
    support = _together(first.owners.support, second.owners.support)
    return Owners(lead, tuple(unit for unit in support if unit not in lead))


def _due(first: Task, second: Task) -> dict[str, Any]:
    """The later day; the earlier one becomes a step."""
    later = _later(first, second)
    return {"due": later.due, "due_text": later.due_text, "due_basis": later.due_basis}


def _later(first: Task, second: Task) -> Task:
    return second if second.due and (first.due is None or second.due > first.due) else first


def _milestones(first: Task, second: Task) -> tuple[Milestone, ...]:
    found = _together(first.milestones, second.milestones)
    earlier = first if _later(first, second) is second else second
    dated = earlier.due and earlier.due_basis != "default" and earlier.due != _later(first, second).due
    if dated and earlier.due and not earlier.milestones:
        found = (*found, Milestone(earlier.title, earlier.due))
    return found


def _together(one: Iterable[Any], other: Iterable[Any]) -> tuple[Any, ...]:
    found = list(one)
    found += [each for each in other if each not in found]
    return tuple(found)
