"""What a calendar shows beside its tasks: dated steps, quarterly checkpoints and to-dos.

They follow the tasks and are no items of their own. A person's edit of one is kept all the same: each field is merged
with what we last wrote, as the sync does for tasks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from exporter.destinations.calendars.component import change_component, make_component, render_task
from exporter.destinations.calendars.content import Part
from exporter.destinations.calendars.description import describe
from exporter.destinations.calendars.profile import DAYS, UID_TAIL, Profile
from exporter.destinations.calendars.reading import read_fields, uid_of
from exporter.destinations.calendars.spool import Held, Spool
from exporter.destinations.calendars.summary import base_in
from exporter.destinations.calendars.values import clean
from exporter.destinations.contract import Field, Value, Wanted
from exporter.destinations.marker import digest, digests
from exporter.model import Language, Milestone, Owners, Source, Task
from exporter.naming.title import title_of
from exporter.wording import say

_CLOSED = {"done", "dropped"}
_MOST_QUARTERS = 80


@dataclass(frozen=True, slots=True)
class Derived:
    """A component that should be there."""

    uid: str
    wanted: Wanted
    related: str | None = None


def steps(task: Task, profile: Profile) -> Iterator[Derived]:
    """An event for each dated step of a task, which says whose step it is.

    Its UID comes from the step's words, so a moved date keeps it.
    """
    seen: Counter[str] = Counter()
    for step in task.milestones:
        if not DAYS[0] <= step.due <= DAYS[1]:
            continue
        mark = digest(step.text)
        seen[mark] += 1
        tail = f"-{seen[mark]}" if seen[mark] > 1 else ""
        dated = replace(task, title=_step_title(step, task), due=step.due, due_basis="explicit", start_date=None)
        about = say("Step", language=task.language), f"{step.due.isoformat()} {step.text}"
        head = say("{label}: {text}", language=task.language, label=about[0], text=about[1])
        body = clean(f"{head}\n\n{describe(task, profile.links.get(task.id))}")
        fields = {**render_task(dated, profile).fields, Field.BODY: body}
        uid = f"{task.id}.step-{mark}{tail}{UID_TAIL}"
        yield Derived(uid, Wanted(task.id, fields, dated), uid_of(task.id))


def _step_title(step: Milestone, task: Task) -> str:
    """What is to be done by then, and of which task: 报批（编制养老服务设施专项规划）."""
    title = title_of(step.text, task.language)
    if title.startswith(task.title.rstrip("…")) or task.title.startswith(title):
        return title
    return say("{text} ({remark})", language=task.language, text=title, remark=task.title)


def todo(task: Task, fields: Mapping[Field, Value], profile: Profile) -> Derived:
    """The to-do of a task, saying what its event says (`fields`), a person's edits included."""
    rendered = render_task(task, profile).fields
    same = {name: fields[name] for name in (Field.TITLE, Field.STATUS, Field.DUE, Field.LABELS) if name in fields}
    merged = {**rendered, **same}
    if merged[Field.STATUS] == "done":
        merged[Field.PROGRESS] = 100
    return Derived(f"{task.id}.todo{UID_TAIL}", Wanted(task.id, merged, task), uid_of(task.id))


def checkpoints(plan: str, scope: str, tasks: Sequence[Task], profile: Profile) -> Iterator[Derived]:
    """One event at the end of each quarter, listing what is still open. `scope` tells calendars of one plan apart."""
    dated = sorted((task for task in tasks if task.due and task.status != "dropped"), key=_by_due)
    if not dated:
        return
    language = dated[0].language
    revised = max((task.revised_at for task in dated if task.revised_at), default=None)
    for first, last in _quarters(dated):
        open_ = [task for task in dated if task.status not in _CLOSED]
        due = [task for task in open_ if first <= (task.due or last) <= last]
        name = say("{year} Q{quarter}", language=language, year=last.year, quarter=last.month // 3)
        title = say(
            "Checkpoint {name}: {open} open, {due} due this quarter",
            language=language,
            name=name,
            open=len(open_),
            due=len(due),
        )
        check = Task(
            id=plan,
            title=title,
            text=title,
            source=Source("", "", 0, 0),
            owners=Owners(),
            due=last,
            language=language,
            status="open" if open_ else "done",
            revised_at=revised,
        )
        body = {Field.BODY: clean("\n".join(_listing(open_, first, last, language)))}
        uid = f"{plan}.check-{digest(scope)}-{last.year:04}q{last.month // 3}{UID_TAIL}"
        yield Derived(uid, Wanted(plan, {**render_task(check, profile).fields, **body}, check))


def follow(held: Mapping[str, Held], wanted: Iterable[Derived], profile: Profile, spool: Spool) -> dict[str, Held]:
    """The components as they should be now, by UID: made, or what is held with our changes merged in."""
    now = {}
    for each in wanted:
        there = held.get(each.uid)
        part = _one(there.part() if there else None, each, profile)
        now[each.uid] = spool.hold(part) if part else held[each.uid]
    return now


def untouched(held: Held, profile: Profile) -> bool:
    """Whether nobody but us wrote any field of it, so that it may go with what it was made from."""
    part = held.part()
    try:
        fields = read_fields(part, profile)
    except ValueError:
        return False
    base = base_in(part)
    return all(digest(value) == base.get(name) for name, value in fields.items())


def _one(part: Part | None, derived: Derived, profile: Profile) -> Part | None:
    """The component made, or changed; None where it is as it should be."""
    fields, task = derived.wanted.fields, derived.wanted.task
    if part is None:
        return make_component(derived.wanted, digests(fields), profile, uid=derived.uid, related=derived.related)
    try:
        held = read_fields(part, profile)
    except ValueError:  # a person took its day away
        return None
    base = base_in(part)
    agreed = {name: value for name, value in fields.items() if held.get(name) == value}
    changes = {
        name: value for name, value in fields.items() if name not in agreed and digest(held.get(name)) == base.get(name)
    }
    fresh = {**base, **digests(agreed), **digests(changes)}
    if not changes and fresh == base:
        return None
    change_component(part, changes, fresh, task, profile)
    return part


def _by_due(task: Task) -> tuple[date, str]:
    return task.due or date.max, task.id


def _quarters(tasks: Sequence[Task]) -> Iterator[tuple[date, date]]:
    """First and last day of every quarter from the year of the first date to the quarter of the last due date."""
    end = max(task.due for task in tasks if task.due)
    begin = min(day for task in tasks for day in (task.due, task.start_date) if day)
    year, quarter = begin.year, 1
    for _ in range(_MOST_QUARTERS):
        first = date(year, 3 * quarter - 2, 1)
        if first > end:
            return
        yield first, date(year, 3 * quarter, 31 if quarter in {1, 4} else 30)
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)  # noqa: PLR2004  quarters of a year


def _listing(tasks: Sequence[Task], first: date, last: date, language: Language) -> Iterator[str]:
    """What is due in the quarter comes with what should be done by then, and before what has time."""
    groups = {
        "Due before this quarter": [task for task in tasks if task.due and task.due < first],
        "Due this quarter": [task for task in tasks if task.due and first <= task.due <= last],
        "Due later": [task for task in tasks if task.due and task.due > last],
    }
    for name, group in groups.items():
        if group:
            yield say("{label}: {text}", language=language, label=say(name, language=language), text="")
            yield from _bullets(group, language)


def _bullets(tasks: Sequence[Task], language: Language) -> Iterator[str]:
    for task in tasks:
        day = task.due.isoformat() if task.due else ""
        unit = say("{unit}: ", language=language, unit=task.owners.lead[0]) if task.owners.lead else ""
        yield f"· {day} {unit}{' '.join(task.title.split())}"
