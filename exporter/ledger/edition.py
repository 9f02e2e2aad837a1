"""A second edition of the document: which of its tasks are those of the ledger, and what becomes of them. Pure.

Pairs are found in three steps: the same words, then similar words under the same heading, then what only a person can
tell. Similarity looks at words, not at figures: “新增320家” and “新增350家” are the same promise with another target.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from exporter.identity import normalized
from exporter.ledger.entry import NO_ID
from exporter.model import Criterion, Indicator, Language, Task

SURE = 85
"""From so many of 100 points, under the same heading and far from any other, two quotes are one commitment."""
MAYBE = 60
"""From so many, a person is asked."""
MARGIN = 8
"""The second best must be so many points behind."""
GONE: dict[Language, str] = {"zh": "新版未列", "en": "not in the new edition"}
"""Label of a task that the new edition no longer holds; its status stays, for only people give a task up."""
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBERED = re.compile(r"^(?:第?\(?[一二三四五六七八九十百\d]+[)章节条,.:]+\s*)+")
"""A heading's number, as `normalized` writes it."""
_FIELDS: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("owners", "owner_basis"),
    ("due", "due_text", "due_basis"),
    *(("start_date",), ("milestones",), ("indicators",), ("actions",), ("checklist",), ("labels",)),
)
"""Fields that the document gives and people edit; those of a group go together, judged by the first."""
Why = Literal["exact", "similar", "unsure"]


@dataclass(frozen=True, slots=True)
class Pair:
    """A task of the ledger and the task of the new edition that it is, or might be. `points` of 100."""

    old: Task
    new: Task
    why: Why
    points: float


@dataclass(frozen=True, slots=True)
class Matches:
    """How ledger and new edition belong together. Each task stands in one place only."""

    pairs: tuple[Pair, ...]
    """Sure ones, in the order of the new edition."""
    unsure: tuple[Pair, ...]
    added: tuple[Task, ...]
    gone: tuple[Task, ...]

    def settled(self, same: Collection[str]) -> Matches:
        """With every doubt decided: those whose old ids are named are the same, the others are gone and added."""
        yes = [pair for pair in self.unsure if pair.old.id in same]
        no = [pair for pair in self.unsure if pair.old.id not in same]
        return Matches(
            (*self.pairs, *yes),
            (),
            (*self.added, *(pair.new for pair in no)),
            (*self.gone, *(pair.old for pair in no)),
        )


def match(old: Sequence[Task], new: Sequence[Task]) -> Matches:
    """Find for each task of the new edition the one of the ledger. Tasks added by hand are never gone."""
    pairs, old_left, new_left = _exact(old, new)
    similar = _similar([task for task in old_left if task.source.document], new_left)
    taken = {pair.old.id for pair in similar}
    matched = {id(pair.new) for pair in similar}
    place = {id(task): number for number, task in enumerate(new)}
    sure = sorted([*pairs, *(each for each in similar if each.why == "similar")], key=lambda each: place[id(each.new)])
    return Matches(
        tuple(sure),
        tuple(each for each in similar if each.why == "unsure"),
        tuple(task for task in new_left if id(task) not in matched),
        tuple(task for task in old_left if task.source.document and task.id not in taken),
    )


def renewed(pair: Pair, base: Task | None) -> tuple[Task, tuple[str, ...]]:
    """The ledger's task as the new edition has it, without losing what people did.

    Id, status, progress, notes, parent, ticks and measured values stay. Quote, place and headings become those of the
    new edition. Any other field becomes new unless somebody edited it, which is seen by comparing it with `base`.

    Args:
        pair: the two tasks.
        base: what the old quote alone gives today; None where nothing can be made of it.

    Returns:
        The task, and the fields in which the new edition says something else than people wrote: theirs were kept.
    """
    old, new = pair.old, pair.new
    values: dict[str, Any] = {
        "text": new.text,
        "source": new.source,
        "section": new.section,
        "labels": tuple(label for label in old.labels if label not in GONE.values()),
    }
    if normalized(old.text) != normalized(new.text):
        values["confidence"] = new.confidence
    kept: list[str] = []
    current = replace(old, labels=values["labels"])
    for group in _FIELDS:
        ours, theirs = (_comparable(task, group[0]) for task in (current, new))
        if ours == theirs:
            continue
        if _unedited(current, base, group[0]):
            values |= {name: _carried(current, new, name) for name in group}
        elif base is None or _comparable(base, group[0]) != theirs:
            kept.append(group[0])
    return replace(old, **values), tuple(kept)


def gone(task: Task) -> Task:
    """The task with the label that says so."""
    label = GONE[task.language]
    return task if label in task.labels else replace(task, labels=(*task.labels, label))


def plan_of(tasks: Sequence[Task]) -> str | None:
    """The plan's name, as most ids bear it."""
    names = [name for task in tasks if task.id != NO_ID and (name := task.id.rpartition("-")[0])]
    return max(names, key=names.count) if names else None


def _exact(old: Sequence[Task], new: Sequence[Task]) -> tuple[list[Pair], list[Task], list[Task]]:
    """The same words; where they stand several times, first those under the same heading, then in their order."""
    waiting: dict[str, list[Task]] = defaultdict(list)
    for task in old:
        waiting[normalized(task.text)].append(task)
    pairs = []
    chosen: set[int] = set()
    for same_heading in (True, False):
        for task in new:
            if id(task) in chosen:
                continue
            there = waiting[normalized(task.text)]
            found = next((each for each in there if not same_heading or _heading(each) == _heading(task)), None)
            if found:
                there.remove(found)
                chosen.add(id(task))
                pairs.append(Pair(found, task, "exact", 100))
    left = {task.id for tasks in waiting.values() for task in tasks}
    return pairs, [task for task in old if task.id in left], [task for task in new if id(task) not in chosen]


def _similar(old: Sequence[Task], new: Sequence[Task]) -> list[Pair]:
    """The best one-to-one pairs among the rest, the highest points first."""
    from rapidfuzz import fuzz  # noqa: PLC0415  only a second edition needs it

    scores: list[tuple[float, int, int]] = []
    words = [[_words(task) for task in tasks] for tasks in (old, new)]
    for here, left in enumerate(words[0]):
        for there, right in enumerate(words[1]):
            points = fuzz.ratio(left, right, score_cutoff=MAYBE)
            if points:
                scores.append((points, here, there))
    rivals = _rivals(scores)
    pairs: list[Pair] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for points, here, there in sorted(scores, key=lambda each: (-each[0], each[1], each[2])):
        if here in used[0] or there in used[1]:
            continue
        used[0].add(here)
        used[1].add(there)
        alone = points - rivals[here, there] >= MARGIN
        sure = points >= SURE and alone and _heading(old[here]) == _heading(new[there])
        pairs.append(Pair(old[here], new[there], "similar" if sure else "unsure", round(points, 1)))
    return pairs


def _rivals(scores: Sequence[tuple[float, int, int]]) -> Mapping[tuple[int, int], float]:
    """For each pair, the points of the best other pair of either of its tasks."""
    rows: dict[int, list[tuple[float, int]]] = defaultdict(list)
    columns: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for points, here, there in scores:
        rows[here].append((points, there))
        columns[there].append((points, here))
    for each in (*rows.values(), *columns.values()):
        each.sort(reverse=True)
    return {
        (here, there): max(
            [points for points, other in rows[here][:2] if other != there]
            + [points for points, other in columns[there][:2] if other != here],
            default=0.0,
        )
        for _, here, there in scores
    }


def _words(task: Task) -> str:
    return _FIGURES.sub("0", normalized(task.text))


def _heading(task: Task) -> str:
    """The nearest heading without its number, which changes when a section is put in before it."""
    return _NUMBERED.sub("", normalized(task.section[-1])) if task.section else ""


def _unedited(task: Task, base: Task | None, field: str) -> bool:
    """Whether the field says what the old document said."""
    if field == "due" and task.due_basis == "default" and task.due and (task.due.month, task.due.day) == (12, 31):
        return True  # the plan's year end: no document said so, and no person either
    return base is not None and _comparable(task, field) == _comparable(base, field)


def _comparable(task: Task, field: str) -> Any:
    """A field without what people add to it: ticks and measured values."""
    if field == "checklist":
        return [line.text for line in task.checklist]
    if field == "indicators":
        return [replace(each, current=None, measured_on=None, series=()) for each in task.indicators]
    return getattr(task, field)


def _carried(old: Task, new: Task, field: str) -> Any:
    """The new edition's field with the ticks and measured values of the old one."""
    if field == "checklist":
        done = {line.text for line in old.checklist if line.done}
        return tuple(Criterion(line.text, line.text in done) for line in new.checklist)
    if field == "indicators":
        measured = {each.metric: each for each in old.indicators if each.current is not None}
        return tuple(_measured(each, measured.get(each.metric)) for each in new.indicators)
    return getattr(new, field)


def _measured(new: Indicator, old: Indicator | None) -> Indicator:
    if old is None or old.unit != new.unit:
        return new
    return replace(new, current=old.current, measured_on=old.measured_on, series=old.series)
