"""3 normalize: Commitment → Task: an identity, a title, owners by rule, a due date, a checklist.

What the document does not say is filled in by rule or default, and the task's `owner_basis` and `due_basis` say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from exporter.identity import normalized, task_id
from exporter.model import Basis, Commitment, Criterion, Language, Owners, Source, Task, to_record
from exporter.naming.figure import in_words
from exporter.naming.labels import section_labels
from exporter.naming.title import title_of
from exporter.owners import OwnerRules
from exporter.problem import Problem
from exporter.schema import problems

_SHARED = {item.name for item in fields(Commitment)} & {item.name for item in fields(Task)}
_STEP = {"zh": "{text}（{due}）", "en": "{text} ({due})"}


@dataclass(frozen=True, slots=True)
class Origin:
    """The document the commitments were taken from."""

    name: str
    sha256: str
    url: str | None = None


def normalize(
    commitments: Sequence[Commitment],
    *,
    plan: str,
    document: Origin,
    year: int | None,
    rules: OwnerRules,
    now: datetime,
    language: Language | None = None,
    previous: Iterable[Task] = (),
) -> tuple[list[Task], list[Problem]]:
    """Make a task of each commitment.

    Args:
        commitments: of one document, in its order.
        plan: the plan's name, part of each id and kept as it is.
        document: their source.
        year: what has no date is due on its last day; None: it stays without.
        rules: owners for what names none.
        now: the moment of revision 1, with a time zone.
        language: of all tasks; None: each commitment's own.
        previous: tasks already made from other documents of the plan, so that the very same words there and here get
            different ids.

    Returns:
        The valid tasks, and what is wrong with the others and where they stand.
    """
    moment = now.astimezone(UTC).replace(microsecond=0)
    labels = section_labels([each.section for each in commitments])
    counted = Counter(normalized(task.text) for task in previous)
    tasks: list[Task] = []
    found: list[Problem] = []
    for commitment, label in zip(commitments, labels, strict=True):
        quote = normalized(commitment.text)
        counted[quote] += 1
        owners, owner_basis = _owners(commitment, rules)
        due, due_basis = _due(commitment, year)
        spoken = language or commitment.language
        task = Task(
            **{
                **{name: getattr(commitment, name) for name in _SHARED},
                "id": task_id(plan, commitment.text, counted[quote]),
                "title": title_of(commitment.text, spoken),
                "source": Source(document.name, document.sha256, url=document.url, **_place(commitment)),
                "owners": owners,
                "owner_basis": owner_basis,
                "due": due,
                "due_basis": due_basis,
                "language": spoken,
                "checklist": _checklist(commitment, spoken),
                "labels": label,
                "revised_at": moment,
            }
        )
        wrong = problems("task", to_record(task))
        place = ", ".join(part for part in (document.name, commitment.place) if part)
        found += [problem.at(place) for problem in wrong]
        tasks += [] if wrong else [task]
    return tasks, found


def _owners(commitment: Commitment, rules: OwnerRules) -> tuple[Owners, Basis | None]:
    """The owners whom the document names; a missing lead comes from the rules, and then the basis is theirs."""
    named = commitment.owners
    if named.lead:
        return named, commitment.owner_basis
    ruled = rules.owners_for(commitment.text, commitment.section)
    if not ruled:
        return named, commitment.owner_basis
    support = named.support or tuple(unit for unit in ruled.support if unit not in ruled.lead)
    return Owners(ruled.lead, support), "rule"


def assumed_due(year: int) -> date:
    """When a commitment of a year's plan is due that names no date."""
    return date(year, 12, 31)


def _due(commitment: Commitment, year: int | None) -> tuple[date | None, Basis | None]:
    if commitment.due:
        return commitment.due, commitment.due_basis
    if commitment.milestones:
        return max(step.due for step in commitment.milestones), "explicit"
    return (assumed_due(year), "default") if year else (None, None)


def _place(commitment: Commitment) -> dict[str, Any]:
    return {name: getattr(commitment, name) for name in ("start", "end", "paragraph", "place")}


def _checklist(commitment: Commitment, language: Language) -> tuple[Criterion, ...]:
    """What must be true in the end: figures, then dated steps; else the single actions where there are several."""
    steps = [_STEP[language].format(text=step.text, due=step.due.isoformat()) for step in commitment.milestones]
    dated = [normalized(step.text) for step in commitment.milestones]
    figures = [each for each in commitment.indicators if not any(normalized(each.text) in step for step in dated)]
    lines = [in_words(figure) for figure in figures] + steps
    if not lines and len(commitment.actions) > 1:
        lines = [" ".join(action.split()) for action in commitment.actions]
    return tuple(Criterion(line) for line in dict.fromkeys(lines) if line)
