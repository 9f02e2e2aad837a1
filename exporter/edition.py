"""A second edition of the document taken into the ledger: look, let people decide, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from exporter.config import Config
from exporter.documents import read_document
from exporter.documents.read import read_text
from exporter.errors import DocumentError, LedgerError
from exporter.extraction import extract
from exporter.identity import normalized
from exporter.ledger import Ledger, free_id, load, update, with_ids
from exporter.ledger.edition import Matches, Pair, gone, match, plan_of, renewed
from exporter.model import Commitment, Task
from exporter.naming.labels import section_labels
from exporter.normalize import Origin, normalize
from exporter.owners import OwnerRules, load_owners
from exporter.problem import Problem


@dataclass(frozen=True, slots=True)
class Renewal:
    """A task of the ledger as the new edition has it; `kept` are fields in which people's words stand against it."""

    pair: Pair
    task: Task
    kept: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether more than the place of the quote is new."""
        old = self.pair.old
        return replace(self.task, source=old.source, section=old.section) != old


@dataclass(frozen=True, slots=True)
class Edition:
    """What a new edition would do to a ledger."""

    document: str
    ledger: Ledger
    matches: Matches
    renewals: tuple[Renewal, ...]
    bases: dict[str, Task]
    """Old id → what the old quote alone gives."""
    problems: tuple[Problem, ...]
    """Commitments that could not become a task."""

    def settled(self, same: Collection[str]) -> Edition:
        """With every doubt decided: the old ids that are named have their counterpart in the new edition."""
        matches = self.matches.settled(same)
        return replace(self, matches=matches, renewals=_renewals(matches.pairs, self.bases))


def look(document: Path, ledger: Path, *, year: int | None, config: Config | None, now: datetime) -> Edition:
    """Match a new edition to a ledger. Writes nothing.

    Args:
        document: the new edition.
        ledger: the ledger that it goes into.
        year: of dates that name none; else the configuration's, else that of most tasks of the ledger.
        config: the plan's, for its name and owner rules; without it the name is that of the ledger's ids.
        now: when new tasks are revised first.

    Raises:
        DocumentError: it cannot be read, or nothing is promised in it.
        LedgerError: the ledger cannot be read or has mistakes: a task that is not read would be added again.
    """
    read = load(ledger)
    for problem in read.problems:
        hint = "Correct it first; `exporter check` names every mistake."
        raise LedgerError(problem.what, where=problem.place, hint=hint, **problem.values)
    plan = (config.plan.name if config else None) or plan_of(read.tasks) or ledger.stem
    known = with_ids(read, plan)
    rules = load_owners(config.plan.owners) if config and config.plan.owners else OwnerRules()
    before = _year_of(known.tasks)
    normalizing = _Normalizing(plan, rules, now)
    tasks, problems, name = _tasks(
        document, year or (config.plan.year if config else None) or before, config, normalizing
    )
    matches = match(known.tasks, tasks)
    labels = dict(zip((task.id for task in known.tasks), section_labels([t.section for t in known.tasks]), strict=True))
    asked = [pair.old for pair in (*matches.pairs, *matches.unsure)]
    found = ((task, normalizing.base(task, before or year)) for task in asked)
    bases = {task.id: replace(base, labels=labels[task.id]) for task, base in found if base}
    return Edition(name, known, matches, _renewals(matches.pairs, bases), bases, tuple(problems))


def take(edition: Edition) -> bool:
    """Write the edition into the ledger; what is unsure is left alone.

    Returns:
        Whether the ledger changed.

    Raises:
        LedgerError: somebody changed it since.
    """
    taken = {entry.id for entry in edition.ledger.entries}
    added = []
    for task in edition.matches.added:
        new = replace(task, id=free_id(task.id.rpartition("-")[0], task.text, taken))
        taken.add(new.id)
        added.append(new)
    known = {each.task.id: each.task for each in edition.renewals} | {
        task.id: gone(task) for task in edition.matches.gone
    }
    return update(edition.ledger, [*(known.get(task.id, task) for task in edition.ledger.tasks), *added])


@dataclass(frozen=True, slots=True)
class _Normalizing:
    """What every commitment of this run is normalized with."""

    plan: str
    rules: OwnerRules
    now: datetime

    def tasks(
        self, found: Sequence[Commitment], origin: Origin, year: int | None, config: Config | None
    ) -> tuple[list[Task], list[Problem]]:
        language = config.plan.language if config else None
        return normalize(
            found, plan=self.plan, document=origin, year=year, rules=self.rules, now=self.now, language=language
        )

    def base(self, task: Task, year: int | None) -> Task | None:
        """What the quote of a task gives by itself, under the headings it stood below."""
        try:
            found = extract(read_text(task.text, "quote.txt"), year=year)
        except DocumentError:
            return None
        if len(found) != 1 or normalized(found[0].text) != normalized(task.text):
            return None
        commitment = replace(found[0], section=task.section, language=task.language)
        made, _ = self.tasks([commitment], Origin(task.source.document, task.source.sha256), year, None)
        return made[0] if made else None


def _tasks(
    path: Path, year: int | None, config: Config | None, normalizing: _Normalizing
) -> tuple[list[Task], list[Problem], str]:
    document = read_document(path)
    found = extract(document, year=year, published=config.plan.published if config else None)
    if not found:
        raise DocumentError(
            "nothing is promised in this document",
            where=document.name,
            hint="Look at what was read with `exporter extract FILE --explain`, or name another document.",
        )
    origin = Origin(document.name, document.sha256, config.plan.url if config else None)
    tasks, problems = normalizing.tasks(found, origin, year, config)
    return tasks, problems, document.name


def _renewals(pairs: Sequence[Pair], bases: dict[str, Task]) -> tuple[Renewal, ...]:
    return tuple(Renewal(pair, *renewed(pair, bases.get(pair.old.id))) for pair in pairs)


def _year_of(tasks: Sequence[Task]) -> int | None:
    """The year that most tasks are due in."""
    years = Counter(task.due.year for task in tasks if task.due)
    return years.most_common(1)[0][0] if years else None
