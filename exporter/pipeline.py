"""The road as a few functions; the command line and a Python user call the same.

read ─► extract ─► normalize ─► check ─► keep (ledger) ─► plan ─► apply ─► report
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from exporter.clock import Clock
from exporter.config import Config
from exporter.destinations.contract import Destination, Field, Patience
from exporter.documents import Document, read_document
from exporter.errors import ExitCode, ExporterError, SafetyStop
from exporter.extraction import extract
from exporter.model import Commitment, Task
from exporter.sync.links import guard_beside_links, known_links, remembered_links, show_links
from exporter.sync.lock import only_run
from exporter.sync.outcome import Outcome
from exporter.sync.plan import Notice, Plan
from exporter.sync.planner import Options
from exporter.sync.pull import Pulled, bring_back
from exporter.sync.state import State
from exporter.sync.visit import Visit, guard, visit
from exporter.work import Work, content_digest, open_work, saved

Progress = Callable[[str, int, int, str], None]
"""destination, done, total, title."""
Confirm = Callable[["Prepared"], bool]


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document and what it promises."""

    document: Document
    commitments: tuple[Commitment, ...]


def extract_file(path: Path, *, year: int | None = None) -> Extraction:
    """Read a document and find its commitments; there may be none.

    Raises:
        DocumentError: it cannot be read.
    """
    document = read_document(path)
    return Extraction(document, tuple(extract(document, year=year)))


@dataclass(frozen=True, slots=True)
class Failure:
    """A destination that could not be used at all."""

    destination: str
    error: ExporterError


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that a run would do, before it does anything."""

    work: Work
    pulled: Pulled
    plans: tuple[Plan, ...]
    visits: tuple[Visit, ...]
    failures: tuple[Failure, ...]

    @property
    def pending(self) -> bool:
        """Whether anything would be written anywhere."""
        return bool(self.pulled.changed) or self.work.unsaved or any(plan.writes for plan in self.plans)

    def as_record(self, options: Options, names: Sequence[str]) -> dict[str, Any]:
        """Plain data, valid against schemas/plan.schema.json."""
        return {
            "version": 1,
            "plan": self.work.config.plan.name,
            "config": self.work.config.file.name,
            "options": {
                "to": list(names),
                "force": options.force,
                "close_orphans": options.close_orphans,
                "prefer": {str(name or "*"): side for name, side in options.prefer.items()},
            },
            "tasks": content_digest(self.pulled.tasks),
            "pulled": list(self.pulled.changed),
            "destinations": [plan.as_record() for plan in self.plans],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did."""

    prepared: Prepared
    outcomes: tuple[Outcome, ...] = ()
    failures: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = ()
    tasks: tuple[Task, ...] = ()
    ledger_written: bool = False
    declined: bool = False

    @property
    def idle(self) -> bool:
        """Whether nothing was written anywhere."""
        return not self.ledger_written and not any(each.written or not each.idle for each in self.outcomes)

    @property
    def exit_code(self) -> ExitCode:
        """Partial where a person should look; the failures' own code where no destination could be used."""
        codes = {failure.error.exit_code for failure in self.failures}
        if codes and not self.outcomes:
            return ExitCode(max(codes)) if len(codes) == 1 else ExitCode.PARTIAL
        notices = any(notice.grave for notice in self.notices)
        troubled = codes or notices or self.prepared.work.problems or any(each.partial for each in self.outcomes)
        return ExitCode.PARTIAL if troubled else ExitCode.DONE


def look(work: Work, state: State, options: Options, clock: Clock, *, in_full: bool = False) -> Prepared:
    """Look at every destination and bring back what people did there; plans come later.

    Raises:
        SafetyStop: so many tasks would be closed at once that it must be an accident.
    """
    visits: list[Visit] = []
    failures: list[Failure] = []
    for destination in work.destinations:
        try:
            visits.append(visit(destination, state, clock, work.tasks, in_full=in_full))
        except ExporterError as error:
            failures.append(Failure(destination.setup.name, error))
    pulled = bring_back(work.tasks, [each.news(work.tasks) for each in visits], force=options.force)
    tasks = work.revised(pulled.tasks, state.task_digests(), clock.now())
    return Prepared(work, replace(pulled, tasks=tasks), (), tuple(visits), tuple(failures))


def prepare(work: Work, state: State, options: Options, clock: Clock, *, in_full: bool = False) -> Prepared:
    """Look, and plan for every destination. Writes nothing outside the journal.

    `in_full`: for a plan that is printed or saved, with what it was made from.

    Raises:
        SafetyStop: the run would do more than a run should, and is not forced.
    """
    seen = look(work, state, options, clock, in_full=in_full)
    tasks = seen.pulled.tasks
    listings = {each.destination.setup.name: each.listing for each in seen.visits if each.listing}
    links = known_links([each.name for each in work.config.destinations], listings, state)
    plans = []
    for each in seen.visits:
        show_links(each.destination, links)
        again = partial(each.plan, tasks, options, held=work.held, whole=work.whole, origins=seen.pulled.origins)
        plan = again()
        guard_beside_links(each.destination, plan, again, lambda which: guard(which, len(tasks), options))
        plans.append(plan)
    return replace(seen, plans=tuple(plans))


def make_plan(
    config: Config, names: Sequence[str], options: Options, clock: Clock, *, patience: Patience | None = None
) -> Prepared:
    """What `sync` would do. Nothing is written."""
    with State.to_look_at(config.plan.state) as state:
        work = open_work(config, names, clock.now(), patience, force=options.force)
        return prepare(work, state, options, clock, in_full=True)


def sync(
    config: Config,
    names: Sequence[str],
    options: Options,
    clock: Clock,
    *,
    confirm: Confirm = lambda _prepared: True,
    progress: Progress = lambda _destination, _done, _total, _title: None,
    patience: Patience | None = None,
) -> Report:
    """Bring ledger and destinations into step.

    The order makes a kill at any moment harmless: the ledger is on the disk before the first item is made, and each
    item is journalled before it is sent.

    Raises:
        SafetyStop, Locked, InputError, NotAllowed, OutputError: nothing was changed at any destination.
    """
    with _run(config, clock) as state:
        prepared = prepare(open_work(config, names, clock.now(), patience, force=options.force), state, options, clock)
        if not confirm(prepared):
            return Report(prepared, failures=prepared.failures, tasks=prepared.pulled.tasks, declined=True)
        return _carry_out(prepared, state, options, clock, progress)


def apply_saved(
    config: Config,
    record: dict[str, Any],
    clock: Clock,
    *,
    progress: Progress = lambda _destination, _done, _total, _title: None,
    patience: Patience | None = None,
) -> Report:
    """Carry out a saved plan, if what it saw is still so.

    Raises:
        SafetyStop: ledger or destination have changed since.
    """
    names, options = options_from(record)
    with _run(config, clock) as state:
        work = open_work(config, names, clock.now(), patience, force=options.force)
        prepared = prepare(work, state, options, clock, in_full=True)
        if _essence(prepared.as_record(options, names)) != _essence(record):
            raise SafetyStop(
                "the ledger or a destination has changed since this plan was made; nothing was changed",
                hint="Make a new plan with `exporter plan -o`, look at it and apply that.",
            )
        return _carry_out(prepared, state, options, clock, progress)


def pull(
    config: Config, names: Sequence[str], options: Options, clock: Clock, *, patience: Patience | None = None
) -> Report:
    """Bring status, ticks and progress back into the ledger, and write nowhere else."""
    with _run(config, clock) as state:
        prepared = look(open_work(config, names, clock.now(), patience, force=options.force), state, options, clock)
        tasks = prepared.pulled.tasks
        written = saved(prepared.work, tasks)
        state.remember_tasks(prepared.work.digests(tasks))
        return Report(prepared, (), prepared.failures, _notices(prepared, state), tasks, written)


def options_from(record: dict[str, Any]) -> tuple[list[str], Options]:
    """The names and options in a saved plan."""
    asked = record["options"]
    prefer = {None if name == "*" else Field(name): side for name, side in asked["prefer"].items()}
    return list(asked["to"]), Options(asked["force"], asked["close_orphans"], prefer)


@contextlib.contextmanager
def _run(config: Config, clock: Clock) -> Iterator[State]:
    with only_run(config.plan.state, clock.now()), State(config.plan.state) as state:
        yield state


def _carry_out(prepared: Prepared, state: State, options: Options, clock: Clock, progress: Progress) -> Report:
    """Trackers before calendars: these link to what was made there, so they are planned once more if there is new."""
    work, tasks = prepared.work, prepared.pulled.tasks
    written = saved(work, tasks)
    state.remember_tasks(work.digests(tasks))
    outcomes: dict[str, Outcome] = {}
    failures = list(prepared.failures)
    pairs = zip(prepared.visits, prepared.plans, strict=True)
    for seen, planned in sorted(pairs, key=lambda pair: pair[0].destination.shows_links):
        there, plan = seen.destination, planned
        try:
            if there.shows_links:
                links = remembered_links([each.name for each in work.config.destinations], state)
                if show_links(there, there.setup.links | links):
                    plan = seen.plan(tasks, options, held=work.held, whole=work.whole)
            outcomes[plan.destination] = seen.apply(plan, state, clock, _named(progress, there))
        except ExporterError as error:
            failures.append(Failure(plan.destination, error))
    done = tuple(outcomes[plan.destination] for plan in prepared.plans if plan.destination in outcomes)
    return Report(prepared, done, tuple(failures), _notices(prepared, state), tasks, written)


def _named(progress: Progress, destination: Destination) -> Callable[[int, int, str], None]:
    return lambda done, total, title: progress(destination.setup.name, done, total, title)


def _essence(record: dict[str, Any]) -> list[Any]:
    """What must still hold when a saved plan is carried out; notices are left out, for they are sentences."""
    whole = [record[key] for key in ("plan", "tasks", "pulled")]
    return whole + [
        [each[key] for key in ("destination", "kind", "changes", "comments", "seen")] for each in record["destinations"]
    ]


def _notices(prepared: Prepared, state: State) -> tuple[Notice, ...]:
    notices = prepared.pulled.notices
    if state.set_aside:
        sentence = "the state file was damaged; it was put aside as {file} and learnt anew by looking"
        notices = (*notices, Notice("settled", sentence, {"file": state.set_aside.name}))
    return notices
