"""The pure diff: tasks and a listing go in, a plan comes out. Nothing is read or written here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from exporter.destinations.contract import Destination, Field, Item, Listing, Value, Wanted
from exporter.destinations.marker import digest, digests
from exporter.errors import Refused
from exporter.model import Task
from exporter.sync.appearance import as_shown
from exporter.sync.merge import CLOSED, UNKNOWN, Prefer, Unknown, merge
from exporter.sync.plan import Change, Comment, Memo, Notice, Plan, Shift, sharing
from exporter.sync.state import Owed, Remembered
from exporter.sync.telling import Telling


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may ask of a run."""

    force: bool = False
    close_orphans: bool = False
    prefer: Mapping[Field | None, Prefer] = field(default_factory=dict)
    """Per field; the key None stands for every field."""

    def preference(self, name: Field) -> Prefer | None:
        """How to settle a conflict in a field."""
        return self.prefer.get(name, self.prefer.get(None))


@dataclass(frozen=True, slots=True)
class Known:
    """What a run knows beside the tasks: the state file's memory and which records of the ledger are unreadable."""

    remembered: Mapping[str, Remembered] = field(default_factory=dict)
    held: Collection[str] = frozenset()
    """Ids of ledger records that break the schema: their items are left alone."""
    whole: bool = True
    """Whether every record of the ledger has a readable id; if not, nobody can say who is an orphan."""
    unsettled: Collection[str] = frozenset()
    """Ids whose create is begun and not settled: not to be created again in this run."""
    owed: Mapping[str, Owed] = field(default_factory=dict)
    """Comments that are begun and not settled, by task id."""
    origins: Mapping[str, str] = field(default_factory=dict)
    """Task id → destination at which a person set its status, as this run has heard."""


def make_plan(
    destination: Destination, tasks: Sequence[Task], listing: Listing, known: Known, options: Options
) -> Plan:
    """Compare what the tasks want with what the destination holds."""
    telling = Telling.of(destination, tasks, known.owed, known.origins)
    items, doubles = _by_id(listing.items)
    notices = _listing_notices(listing, doubles)
    shown: list[Mapping[Field, Value]] = []
    changes: list[Change] = []
    memos: list[Memo] = []
    comments: list[Comment] = []
    unchanged = 0
    for wanted in _render(destination, _parents_first(tasks), items, notices):
        shown.append(wanted.fields)
        if wanted.id in doubles:
            continue
        item = items.get(wanted.id)
        if item is None and wanted.id in known.unsettled:
            notices.append(_unresolved(wanted.id))
            continue
        if item is None:
            changes += map(telling.born, _create(wanted, listing))
            continue
        memory = known.remembered.get(wanted.id)
        change, memo, said = _compare(wanted, item, memory, options)
        change, memo, comment = telling.met(wanted, item, memory, change, memo)
        comments += [comment] if comment else []
        memos.append(memo)
        notices += said
        unchanged += change is None
        changes += [change] if change else []
    ours = {task.id for task in tasks} | set(known.held) | set(doubles)
    orphans = [item for key, item in items.items() if key not in ours]
    closes, said = _orphans(orphans, known, listing, options)
    return Plan(
        destination.setup.name,
        destination.kind,
        (*changes, *closes),
        (*notices, *said),
        tuple(memos),
        tuple(comments),
        unchanged,
        len(listing.items),
        lambda: [*shown, *map(_trace, listing.items)],
        mailed=destination.mails_comments,
    )


def _render(
    destination: Destination, tasks: Sequence[Task], items: Mapping[str, Item], notices: list[Notice]
) -> Iterator[Wanted]:
    """Each task as the destination would show it; one that it cannot show never stops the others."""
    for task in tasks:
        try:
            wanted = as_shown(destination, task)
        except Refused as error:
            notices.append(Notice("unfit", "{id}: {reason}", {"id": task.id, "reason": str(error)}, task.id))
            continue
        item = items.get(task.id)
        yield replace(wanted, fields=sharing(wanted.fields, item.fields)) if item else wanted


def _by_id(items: Sequence[Item]) -> tuple[dict[str, Item], dict[str, list[Item]]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.id, []).append(item)
    single = {task_id: group[0] for task_id, group in groups.items() if len(group) == 1}
    return single, {task_id: group for task_id, group in groups.items() if len(group) > 1}


def _listing_notices(listing: Listing, doubles: Mapping[str, Sequence[Item]]) -> list[Notice]:
    notices = [Notice("unreadable", "{problem}", {"problem": problem}) for problem in listing.problems]
    notices += [Notice("unfit", "{problem}", {"problem": remark}) for remark in listing.remarks]
    if not listing.complete:
        notices.append(
            Notice(
                "incomplete", "not everything there could be listed, so nothing is created or closed in this run", {}
            )
        )
    for task_id, group in doubles.items():
        keys = ", ".join(item.key for item in group)
        notices.append(
            Notice(
                "duplicate",
                "{id} stands there more than once ({keys}); neither was touched: remove the marker from all but one",
                {"id": task_id, "keys": keys},
                task_id,
            )
        )
    return notices


def _parents_first(tasks: Sequence[Task]) -> list[Task]:
    """The ledger's order, but a child after its parent; a circle keeps the ledger's order."""
    waiting = {task.id: task for task in tasks}
    ordered: list[Task] = []

    for task in tasks:
        line: list[Task] = []
        step: Task | None = task
        while step is not None and step.id in waiting:
            line.append(waiting.pop(step.id))
            step = waiting.get(step.parent or "")
        ordered += reversed(line)
    return ordered


def _create(wanted: Wanted, listing: Listing) -> list[Change]:
    if not listing.complete or wanted.task.status == "dropped":
        return []
    shifts = {name: Shift(None, value) for name, value in wanted.fields.items() if value not in (None, [], "")}
    base = digests(wanted.fields)
    return [Change("create", wanted.id, wanted.task.title, shifts, wanted, None, base, wanted.task.parent)]


def _unresolved(task_id: str) -> Notice:
    sentence = "{id}: an earlier run sent it and got no answer; it has not appeared yet, so it is not sent again"
    return Notice("unresolved", sentence, {"id": task_id}, task_id)


def _compare(
    wanted: Wanted, item: Item, remembered: Remembered | None, options: Options
) -> tuple[Change | None, Memo, list[Notice]]:
    memory = remembered or Remembered(item.key)
    shifts: dict[Field, Shift] = {}
    agreed: dict[Field, Value | Unknown] = {}
    conflicts: dict[Field, str] = {}
    notices: list[Notice] = []
    for name, ours in wanted.fields.items():
        if name not in item.fields:
            continue  # it cannot be read there, and so must not be written
        theirs = item.fields[name]
        merged = merge(
            name,
            ours,
            theirs,
            remembered=memory.base.get(name, UNKNOWN),
            mark=item.base.get(name),
            prefer=options.preference(name),
        )
        agreed[name] = merged.base
        if merged.kind == "write":
            shifts[name] = Shift(theirs, merged.value)
        elif merged.kind == "conflict":
            conflicts[name] = digest([ours, theirs])
            notices.append(_conflict(wanted, item, name, memory.conflicts.get(name) == conflicts[name]))
    memo = Memo(wanted.id, item.key, agreed, item.url, conflicts)
    if not shifts:
        return None, memo, notices
    base = {**item.base, **{name: digest(agreed[name]) for name in agreed if agreed[name] is not UNKNOWN}}
    return Change("update", wanted.id, wanted.task.title, shifts, wanted, item, base, wanted.task.parent), memo, notices


def _conflict(wanted: Wanted, item: Item, name: Field, known: bool) -> Notice:  # noqa: FBT001
    return Notice(
        "conflict",
        "{id}: {field} was changed both in the ledger ({ours}) and there ({theirs}); it was left as it is there. "
        "Settle it with --prefer {field}=ours or --prefer {field}=theirs",
        {
            "id": wanted.id,
            "field": str(name),
            "ours": _brief(wanted.fields[name]),
            "theirs": _brief(item.fields.get(name)),
        },
        wanted.id,
        name,
        known,
    )


def _brief(value: Value, most: int = 40) -> str:
    text = " ".join(str(value if value is not None else "–").split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _orphans(
    orphans: Sequence[Item], known: Known, listing: Listing, options: Options
) -> tuple[list[Change], list[Notice]]:
    if not known.whole:
        return [], []
    closes: list[Change] = []
    notices: list[Notice] = []
    for item in orphans:
        title = str(item.fields.get(Field.TITLE, ""))
        if item.fields.get(Field.STATUS) in CLOSED:
            continue
        if options.close_orphans and listing.complete:
            shift = {Field.STATUS: Shift(item.fields.get(Field.STATUS), "dropped")}
            base = {**item.base, Field.STATUS: digest("dropped")}
            closes.append(Change("close", item.id, title, shift, None, item, base))
            continue
        notices.append(
            Notice(
                "orphan",
                "{id} ({title}) is no longer in the ledger; it stays there, --close-orphans closes it",
                {"id": item.id, "title": _brief(title)},
                item.id,
            )
        )
    return closes, notices


def _trace(item: Item) -> list[Value]:
    return [item.id, item.key, item.version, {str(name): value for name, value in item.fields.items()}]
