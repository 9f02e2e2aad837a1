"""What a run works on: the tasks of one plan, from the ledger or fresh from its documents, and its destinations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from exporter.config import Config, DestinationConfig
from exporter.destinations.contract import Destination, Patience, Setup
from exporter.destinations.marker import digest
from exporter.destinations.registry import destination_class
from exporter.documents import read_document
from exporter.errors import DocumentError
from exporter.extraction import extract
from exporter.identity import require_distinct
from exporter.ledger import Ledger, load, save, update, with_ids
from exporter.model import Commitment, Language, Task, to_record
from exporter.normalize import Origin, assumed_due, normalize
from exporter.owners import OwnerRules, load_owners
from exporter.problem import Problem
from exporter.progress import kept


@dataclass(frozen=True, slots=True)
class Work:
    """Tasks and destinations of one run."""

    config: Config
    ledger: Ledger | None
    """None before the first run has written it."""
    tasks: tuple[Task, ...]
    destinations: tuple[Destination, ...]
    problems: tuple[Problem, ...] = ()
    """Records that break the schema, and commitments that could not become a task."""
    held: Collection[str] = field(default_factory=frozenset)
    """Ids of such records: their items are left alone."""
    whole: bool = True
    """Whether every record's id is readable."""
    found: int | None = None
    """How many commitments were found, where the ledger is new; None where it was there already."""
    language: Language = "zh"
    rows_added: int = 0
    """Rows of the ledger that got their id in this run."""
    rules: OwnerRules = field(default_factory=OwnerRules)

    @property
    def unsaved(self) -> bool:
        """Whether the ledger would be written even if nobody changed a task."""
        return self.found is not None or bool(self.rows_added)

    def digests(self, tasks: Sequence[Task]) -> dict[str, str]:
        """Each task's content, to notice an edit by hand in the next run."""
        return {task.id: content_digest([task]) for task in tasks}

    def revised(self, tasks: Sequence[Task], before: Mapping[str, str], now: datetime) -> tuple[Task, ...]:
        """Tasks whose content is not what the last run knew get the next revision and the time of it."""
        known = self.digests(tasks)
        return tuple(
            replace(self._decided(task), revision=task.revision + 1, revised_at=now)
            if before.get(task.id, known[task.id]) != known[task.id]
            else task
            for task in tasks
        )

    def _decided(self, task: Task) -> Task:
        """A unit or date that a person put in the place of an assumed one is not called assumed any more."""
        ruled = self.rules.owners_for(task.text, task.section).lead
        if task.owner_basis == "rule" and ruled and task.owners.lead != ruled:
            task = replace(task, owner_basis=None)
        if task.due_basis == "default" and task.due != assumed_due(self.config.plan.year):
            task = replace(task, due_basis=None)
        return task


def content_digest(tasks: Sequence[Task]) -> str:
    """A digest of what the tasks say, without revision and its time."""
    records = [to_record(task) for task in tasks]
    for each in records:
        if each["confidence"] == "reviewed":  # no destination shows who looked: a review renews no calendar entry
            each["confidence"] = "high"
    return digest([{k: v for k, v in each.items() if k not in {"revision", "revised_at"}} for each in records])


def open_work(
    config: Config, names: Sequence[str], now: datetime, patience: Patience | None = None, *, force: bool = False
) -> Work:
    """The tasks from the ledger, which is the truth once it exists; before that, from the plan's documents.

    Raises:
        LedgerError: the ledger is damaged.
        DocumentError: a document cannot be read, or nothing is promised in it.
        ConfigError: a destination or owners.toml is not usable.
    """
    rules = load_owners(config.plan.owners) if config.plan.owners else OwnerRules()
    work = _from_ledger(config) if config.plan.ledger.exists() else _from_documents(config, rules, now)
    today = now.astimezone().date()
    opened = (
        open_destination(each, config, work.language, rules, patience, force=force, today=today)
        for each in config.chosen(names)
    )
    return replace(work, destinations=tuple(opened), rules=rules)


def first_ledger(config: Config, now: datetime) -> Work | None:
    """Make the ledger from the documents where there is none yet, as the first sync would; None where there is one.

    Raises:
        DocumentError: a document cannot be read, or nothing is promised in it.
        ConfigError: owners.toml is not usable.
    """
    if config.plan.ledger.exists():
        return None
    work = _from_documents(config, load_owners(config.plan.owners) if config.plan.owners else OwnerRules(), now)
    saved(work, work.tasks)
    return work


def saved(work: Work, tasks: Sequence[Task]) -> bool:
    """Write the ledger where it differs; returns whether it did."""
    if work.ledger:
        return update(work.ledger, tasks)
    plan = work.config.plan
    return save(plan.ledger, tasks, heading=plan.title, language=work.language)


def language_of(records: Sequence[Commitment | Task]) -> Language:
    """The language of most of them; Chinese where there are none."""
    counts: Counter[Language] = Counter(record.language for record in records)
    return counts.most_common(1)[0][0] if counts else "zh"


def _from_ledger(config: Config) -> Work:
    read = load(config.plan.ledger)
    read.require_distinct_ids()
    ledger = with_ids(read, config.plan.name)
    unread = [entry for entry in ledger.entries if entry.task is None]
    return Work(
        config,
        ledger,
        tuple(kept(task) for task in ledger.tasks),
        (),
        ledger.problems,
        ledger.unreadable,
        whole=all(entry.id in ledger.unreadable for entry in unread),
        language=config.plan.language or language_of(ledger.tasks),
        rows_added=read.unnamed,
    )


def _from_documents(config: Config, rules: OwnerRules, now: datetime) -> Work:
    plan = config.plan
    read = [read_document(path) for path in plan.documents]
    found = [extract(document, year=plan.year, published=plan.published) for document in read]
    if not any(found):
        raise DocumentError(
            "nothing is promised in this document",
            where=", ".join(document.name for document in read),
            hint="Look at what was read with `exporter extract FILE --explain`, or name another document.",
        )
    tasks: list[Task] = []
    problems: list[Problem] = []
    for document, commitments in zip(read, found, strict=True):
        made, wrong = normalize(
            commitments,
            plan=plan.name,
            document=Origin(document.name, document.sha256, plan.url),
            year=plan.year,
            rules=rules,
            now=now,
            language=plan.language,
            previous=tasks,
        )
        tasks += made
        problems += wrong
    require_distinct((task.id, task.title) for task in tasks)
    return Work(
        config,
        None,
        tuple(tasks),
        (),
        tuple(problems),
        found=sum(map(len, found)),
        language=plan.language or language_of(tasks),
    )


def open_destination(
    chosen: DestinationConfig,
    config: Config,
    language: Language,
    rules: OwnerRules,
    patience: Patience | None = None,
    *,
    force: bool = False,
    today: date | None = None,
) -> Destination:
    """A destination, made without touching disk or network; with `today`, as people here write the date, for lights.

    Raises:
        ConfigError: what exporter.toml says of it cannot be used.
    """
    return destination_class(chosen.kind)(
        Setup(
            chosen.name,
            config.plan.name,
            config.plan.title,
            chosen.options,
            language,
            config.folder,
            accounts=rules.accounts_for(chosen.name, chosen.kind),
            patience=patience or Patience(),
            force=force,
            today=today,
            rules=config.lights,
        )
    )
