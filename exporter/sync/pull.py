"""What people did at the destinations, brought back into the tasks: status, ticked lines, progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from exporter.destinations.contract import Destination, Field, Item, Listing, Value
from exporter.errors import Refused, SafetyStop
from exporter.model import Criterion, Task
from exporter.sync.appearance import as_shown
from exporter.sync.merge import CLOSED, UNKNOWN, merge
from exporter.sync.plan import Notice
from exporter.sync.safety import limit
from exporter.sync.state import Remembered

PULLED = (Field.STATUS, Field.CHECKLIST, Field.PROGRESS)


@dataclass(frozen=True, slots=True)
class Heard:
    """One destination's news of one task: what a person changed there; a checklist as ticks in our order."""

    destination: str
    fields: Mapping[Field, Value]


@dataclass(frozen=True, slots=True)
class Pulled:
    """The tasks as they are now, which of them changed, and what could not be settled."""

    tasks: tuple[Task, ...]
    changed: tuple[str, ...]
    notices: tuple[Notice, ...]
    origins: Mapping[str, str] = field(default_factory=dict)
    """Task id → destination at which a person set the status that it has now."""


def hear(
    destination: Destination, tasks: Sequence[Task], listing: Listing, remembered: Mapping[str, Remembered]
) -> dict[str, Heard]:
    """What changed at one destination since we last wrote there, by task id.

    Items that share one marker are passed over.
    """
    items: dict[str, Item | None] = {}
    for item in listing.items:
        items[item.id] = None if item.id in items else item
    news = {}
    for task in tasks:
        found = items.get(task.id)
        if found is not None:
            fields = _changes(destination, task, found, remembered.get(task.id))
            if fields:
                news[task.id] = Heard(destination.setup.name, fields)
    return news


def _changes(destination: Destination, task: Task, item: Item, memory: Remembered | None) -> dict[Field, Value]:
    try:
        wanted = as_shown(destination, task).fields
    except Refused:
        return {}
    changed = {}
    for name in PULLED:
        if name not in wanted or name not in item.fields:
            continue
        base = memory.base.get(name, UNKNOWN) if memory else UNKNOWN
        merged = merge(name, wanted[name], item.fields[name], remembered=base, mark=item.base.get(name))
        if merged.kind in {"kept", "write"} and merged.value != wanted[name]:
            changed[name] = merged.value
    if Field.CHECKLIST in changed:
        ticks = {line["text"]: bool(line["done"]) for line in changed[Field.CHECKLIST]}
        shown = [line["text"] for line in wanted[Field.CHECKLIST]]
        changed[Field.CHECKLIST] = [
            ticks.get(text, line.done) for text, line in zip(shown, task.checklist, strict=True)
        ]
    return changed


def bring_back(tasks: Sequence[Task], news: Sequence[Mapping[str, Heard]], *, force: bool = False) -> Pulled:
    """Merge the news of all destinations into the tasks.

    Raises:
        SafetyStop: more tasks would be closed at once than a run may close without --force.
    """
    done: list[Task] = []
    changed: list[str] = []
    notices: list[Notice] = []
    origins: dict[str, str] = {}
    for task in tasks:
        heard = [each[task.id] for each in news if task.id in each]
        now, said = _one(task, heard)
        done.append(now)
        notices += said
        changed += [task.id] if now is not task and now != task else []
        places = [each.destination for each in heard if each.fields.get(Field.STATUS) == now.status]
        if places:
            origins[task.id] = places[0]
    _check(tasks, done, force=force)
    return Pulled(tuple(done), tuple(changed), tuple(notices), origins)


def _one(task: Task, heard: Sequence[Heard]) -> tuple[Task, list[Notice]]:
    if not heard:
        return task, []
    notices: list[Notice] = []
    said = {each.destination: each.fields[Field.STATUS] for each in heard if Field.STATUS in each.fields}
    answers = set(said.values())
    chosen = (answers & CLOSED) or answers
    if len(chosen) == 1:
        task = replace(task, status=chosen.pop())
    elif chosen:
        where = ", ".join(f"{name}: {status}" for name, status in said.items())
        sentence = "{id}: the destinations disagree about its status ({where}); set it in the ledger"
        notices.append(Notice("conflict", sentence, {"id": task.id, "where": where}, task.id, Field.STATUS))
    for each in heard:
        if Field.CHECKLIST in each.fields:
            task = replace(task, checklist=_ticked(task, each.fields[Field.CHECKLIST]))
        if each.fields.get(Field.PROGRESS) is not None:
            task = replace(task, progress=each.fields[Field.PROGRESS])
    return task, notices


def _ticked(task: Task, ticks: Sequence[bool]) -> tuple[Criterion, ...]:
    """Only ticks come back: a line that a person added or removed there stays that destination's own."""
    return tuple(replace(line, done=tick) for line, tick in zip(task.checklist, ticks, strict=True))


def _check(before: Sequence[Task], after: Sequence[Task], *, force: bool) -> None:
    closed = sum(new.status in CLOSED and old.status not in CLOSED for old, new in zip(before, after, strict=True))
    if closed > limit(len(before)) and not force:
        raise SafetyStop(
            "{closed} of {tasks} tasks would be closed at once, because the destinations say so; nothing was changed",
            hint="Look at them there. If it is right, pass --force.",
            closed=closed,
            tasks=len(before),
        )
