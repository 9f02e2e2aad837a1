"""A look at everything a run needs, before there is a run. Nothing is written anywhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporter.config import Config, DestinationConfig
from exporter.destinations.contract import Destination, Field, Finding, Patience
from exporter.documents import read_document
from exporter.errors import ConfigError, DocumentError, ExitCode, ExporterError
from exporter.files import near, require_writable
from exporter.ledger import load
from exporter.model import Language, Task
from exporter.owners import OwnerRules, load_owners
from exporter.secrets import Secret
from exporter.sync.lock import held_by
from exporter.wording import say
from exporter.work import language_of, open_destination

NAMED = 5
"""Units in one sentence; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Ward:
    """What was found at one place: the plan itself, or a destination."""

    name: str
    kind: str
    """"" for the plan."""
    findings: tuple[Finding, ...]
    remarks: tuple[str, ...] = ()
    """What is worth knowing and no fault."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """Everything that was found."""

    wards: tuple[Ward, ...]

    @property
    def exit_code(self) -> ExitCode:
        """The one code of all faults; bad input before everything else, and partial where faults differ."""
        codes = {finding.code for ward in self.wards for finding in ward.findings if not finding.ok}
        if ExitCode.BAD_INPUT in codes:
            return ExitCode.BAD_INPUT
        if len(codes) > 1:
            return ExitCode.PARTIAL
        return codes.pop() if codes else ExitCode.DONE


def examine(config: Config, names: Sequence[str] = (), patience: Patience | None = None) -> Checkup:
    """Look at the plan's files, then at each destination.

    Raises:
        UsageError: there is no destination of that name.
    """
    chosen = config.chosen(names)
    plan = _Plan(config)
    ward = Ward(config.plan.name, "", tuple(plan.findings()))
    return Checkup((ward, *(_destination(each, config, plan, patience) for each in chosen)))


class _Plan:
    """The plan's own files, and what was learnt from them."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.rules = OwnerRules()
        self.tasks: tuple[Task, ...] = ()

    @property
    def language(self) -> Language:
        return self.config.plan.language or language_of(self.tasks)

    def findings(self) -> Iterator[Finding]:
        yield Finding(ok=True, sentence=say("{file} is read and understood", file=near(self.config.file)))
        for look in (self._ledger, self._documents, self._owners, self._state, self._lock):
            yield from _guarded(look)

    def _documents(self) -> Iterator[Finding]:
        for path in self.config.plan.documents:
            if path.exists() or not self.config.plan.ledger.exists():
                yield from _guarded(lambda path=path: self._document(path))  # type: ignore[misc]
            else:  # it was read once, and the ledger has been the truth since
                sentence = say("{file} is not there; the ledger holds what it said", file=near(path))
                yield Finding(ok=True, sentence=sentence)

    def _document(self, path: Path) -> Iterator[Finding]:
        length = len(read_document(path).text)
        if not length:
            raise DocumentError("nothing can be read in it", where=near(path))
        yield Finding(ok=True, sentence=say("{file} can be read: {count} characters", file=near(path), count=length))

    def _ledger(self) -> Iterator[Finding]:
        path = self.config.plan.ledger
        if not path.exists():
            yield from _place_for(path)
            return
        ledger = load(path)
        ledger.require_distinct_ids()
        self.tasks = ledger.tasks
        yield Finding(ok=True, sentence=say("{file} holds {count} tasks", file=near(path), count=len(ledger.tasks)))
        if ledger.problems:
            sentence = say(
                "{count} entries of the ledger break its rules: exporter check {file}",
                count=len(ledger.problems),
                file=near(path),
            )
            yield Finding(ok=False, sentence=sentence, code=ExitCode.BAD_INPUT)

    def _owners(self) -> Iterator[Finding]:
        path = self.config.plan.owners
        if path is not None:
            self.rules = load_owners(path)
            count = len(self.rules.accounts)
            yield Finding(ok=True, sentence=say("{file}: {count} units have accounts", file=near(path), count=count))

    def _state(self) -> Iterator[Finding]:
        path = self.config.plan.state
        if not path.exists():
            yield from _place_for(path)
            return
        try:
            items = _items_in(path)
        except sqlite3.DatabaseError:
            sentence = say("{file} is damaged; the next run puts it aside and learns anew by looking", file=near(path))
            yield Finding(ok=False, sentence=sentence)
            return
        require_writable(path)
        yield Finding(ok=True, sentence=say("{file} knows {count} items", file=near(path), count=items))

    def _lock(self) -> Iterator[Finding]:
        locked = held_by(self.config.plan.state)
        yield Finding.of(locked) if locked else Finding(ok=True, sentence=say("no other run is at work"))


def _destination(chosen: DestinationConfig, config: Config, plan: _Plan, patience: Patience | None) -> Ward:
    findings = [*_guarded(lambda: _secrets(chosen))]
    remarks: list[str] = []
    if all(finding.ok for finding in findings):
        try:
            there = open_destination(chosen, config, plan.language, plan.rules, patience)
            findings += there.check()
            remarks += _without_account(there, plan.tasks)
        except ExporterError as error:
            findings.append(Finding.of(error))
    if not findings:
        findings.append(Finding(ok=True, sentence=say("nothing is to be looked at there")))
    return Ward(chosen.name, chosen.kind, tuple(findings), tuple(remarks))


def _secrets(chosen: DestinationConfig) -> Iterator[Finding]:
    """Each secret can be had now; it is neither shown nor kept."""
    for key, value in chosen.options.items():
        if isinstance(value, Secret):
            try:
                value.reveal()
            except ConfigError as error:
                yield Finding.of(error)
            else:
                yield Finding(ok=True, sentence=say("the secret {key} was found where exporter.toml says", key=key))


def _without_account(there: Destination, tasks: Sequence[Task]) -> Iterator[str]:
    """Leading units of tasks that nobody there stands for."""
    if there.keeps.get(Field.ASSIGNEES) != "native":
        return
    leads = dict.fromkeys(unit for task in tasks for unit in task.owners.lead)
    missing = [unit for unit in leads if unit not in there.setup.accounts]
    if missing:
        names = say(", ").join(missing[:NAMED]) + (" …" if len(missing) > NAMED else "")
        sentence = "{count} of {all} leading units have no account there and stand as labels or text: {names}"
        yield say(sentence, count=len(missing), all=len(leads), names=names)


def _guarded(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a look finds, or the one sentence that ended it."""
    try:
        yield from look()
    except ExporterError as error:
        yield Finding.of(error)


def _place_for(path: Path) -> Iterator[Finding]:
    require_writable(path)
    yield Finding(ok=True, sentence=say("{file} will be made", file=near(path)))


def _items_in(path: Path) -> int:
    """How many items a state file knows; opened so that not even a lock file appears beside it.

    Raises:
        sqlite3.DatabaseError: it is damaged.
    """
    db = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
    try:
        if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError
        return int(db.execute("SELECT count(*) FROM items").fetchone()[0])
    finally:
        db.close()
