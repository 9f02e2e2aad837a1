"""Three-way merge of one field: what we last wrote, what the task says now, what the item says now.

A person's edit is never overwritten. Where both sides changed, it is a conflict, and the item stays as it is until
somebody chooses. Labels and assignees merge as sets and checklists by line, so they never conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from exporter.destinations.contract import Field, Value
from exporter.destinations.marker import digest

Prefer = Literal["ours", "theirs"]
Kind = Literal["same", "write", "kept", "conflict"]
CLOSED = frozenset({"done", "dropped"})
SETS = frozenset({Field.LABELS, Field.ASSIGNEES})


class Unknown:
    """The type of UNKNOWN: nobody remembers what was last written."""


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Merged:
    """What the field should say and why.

    `same`: both agree. `write`: `value` must be written. `kept`: the item differs because a person changed it, and
    stays. `conflict`: both changed. `base`: what to remember as agreed, UNKNOWN where the old memory must stay.
    """

    kind: Kind
    value: Value
    base: Value | Unknown


def merge(
    field: Field,
    ours: Value,
    theirs: Value,
    *,
    remembered: Value | Unknown = UNKNOWN,
    mark: str | None = None,
    prefer: Prefer | None = None,
) -> Merged:
    """Merge one field.

    Args:
        field: which one; decides how.
        ours: what the task says now, as the destination would show it.
        theirs: what the item says now.
        remembered: what the state file knows we last wrote, or UNKNOWN.
        mark: the digest of what we last wrote, from the item's marker, or None.
        prefer: how to settle a conflict.
    """
    if ours == theirs:
        return Merged("same", theirs, ours)
    base = _base(ours, theirs, remembered, mark)
    if field in SETS:
        return _decide(_merge_sets(base, ours, theirs), theirs, ours)
    if field is Field.CHECKLIST:
        return _decide(_merge_checklists(base, ours, theirs), theirs, ours)
    if field is Field.LIGHT:
        return _merge_lights(base, ours, theirs)
    if field is Field.STATUS and theirs in CLOSED and base != theirs and prefer != "ours":
        return Merged("kept", theirs, UNKNOWN)  # a person's close wins
    return _merge_values(base, ours, theirs, _elsewhere(ours, theirs, remembered, mark), prefer)


def _base(ours: Value, theirs: Value, remembered: Value | Unknown, mark: str | None) -> Value | Unknown:
    """The last agreed value: the marker's word first, for it is written by whoever wrote last."""
    for candidate in (theirs, ours):
        if mark is not None and digest(candidate) == mark:
            return candidate
    return remembered


def _elsewhere(ours: Value, theirs: Value, remembered: Value | Unknown, mark: str | None) -> bool:
    """Whether another machine wrote what we see, while nothing changed here since our last run."""
    return mark is not None and digest(theirs) == mark and remembered == ours


def _merge_lights(base: Value | Unknown, ours: Value, theirs: Value) -> Merged:
    """Nobody decides a light but the day, so there is no conflict; one that a person took off stays off until it turns.

    Where nobody remembers what was written, one that we would not show is a person's own label.
    """
    if base == ours or (ours is None and isinstance(base, Unknown)):
        return Merged("kept", theirs, UNKNOWN)
    return Merged("write", ours, ours)


def _merge_values(base: Value | Unknown, ours: Value, theirs: Value, elsewhere: bool, prefer: Prefer | None) -> Merged:  # noqa: FBT001
    if elsewhere or base == ours:
        return Merged("kept", theirs, UNKNOWN)
    if base == theirs:
        return Merged("write", ours, ours)
    if prefer == "ours":
        return Merged("write", ours, ours)
    if prefer == "theirs":
        return Merged("kept", theirs, ours)  # from now on only a new change of ours is a conflict again
    return Merged("conflict", theirs, UNKNOWN)


def _decide(merged: Value, theirs: Value, ours: Value) -> Merged:
    return Merged("kept" if merged == theirs else "write", merged, ours)


def _merge_sets(base: Value | Unknown, ours: list[str], theirs: list[str]) -> list[str]:
    before = set(ours) & set(theirs) if isinstance(base, Unknown) else set(base)
    return sorted((set(theirs) | (set(ours) - before)) - (before - set(ours)))


def _merge_checklists(base: Value | Unknown, ours: Value, theirs: Value) -> list[dict[str, Any]]:
    """Lines are known by their text. A line added or ticked by a person stays; one that a person removed stays away."""
    mine, held = _ticks(ours), _ticks(theirs)
    before = {text: held[text] for text in mine if text in held} if isinstance(base, Unknown) else _ticks(base)
    merged = {}
    for text, tick in held.items():
        if text in mine:
            we_changed = text in before and mine[text] != before[text] and tick == before[text]
            merged[text] = mine[text] if we_changed else tick
        elif text not in before or tick != before[text]:
            merged[text] = tick
    merged.update({text: tick for text, tick in mine.items() if text not in held and text not in before})
    return [{"text": text, "done": tick} for text, tick in merged.items()]


def _ticks(lines: Iterable[Mapping[str, Any]]) -> dict[str, bool]:
    return {line["text"]: bool(line["done"]) for line in lines}
