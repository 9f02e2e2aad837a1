"""The desk: reads and writes the ledger, one change at a time, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from exporter.clock import Clock
from exporter.config import Config
from exporter.ledger import Ledger, load, put, refreshed, rewritten, update, with_ids
from exporter.model import Task, to_record
from exporter.report.json_bytes import json_bytes
from exporter.sync.lock import only_run

_MEMORY = 64 * 2**20
"""Octets of earlier ledgers that are kept for an undo; older changes are taken back field by field."""
_SEEN = 4000
"""Tasks as they were shown, kept to tell a person's edit from another's."""


class Stale(Exception):
    """A task is no longer what was shown; `task` is what it is now, None where it is gone."""

    def __init__(self, name: str, task: Task | None) -> None:
        super().__init__(name)
        self.name = name
        self.task = task


@dataclass(frozen=True, slots=True)
class Step:
    """One change that can be taken back."""

    olds: tuple[Task, ...]
    news: tuple[Task, ...]
    before: bytes | None
    """The whole file; None where it is no longer kept."""
    after: str
    """Digest of the file as it was left."""


def version(task: Task) -> str:
    """A digest of what a task says, without revision and its time, which a sync counts on."""
    record = to_record(task)
    return hashlib.sha256(
        json_bytes({name: value for name, value in record.items() if name not in {"revision", "revised_at"}})
    ).hexdigest()[:32]


class Desk:
    """One plan's ledger on the desk. Safe to use from several threads."""

    def __init__(self, config: Config, clock: Clock) -> None:
        self.config = config
        self._clock = clock
        self._mutex = threading.Lock()
        self._ledger: Ledger | None = None
        self._steps: list[Step] = []
        self._seen: OrderedDict[str, Task] = OrderedDict()

    def look(self) -> Ledger:
        """The ledger as it is now; read again only when its octets have changed.

        Raises:
            LedgerError: it is gone or damaged.
        """
        known, path = self._ledger, self.config.plan.ledger
        if known is None or not path.is_file() or path.read_bytes() != known.content:
            known = self._ledger = with_ids(load(path), self.config.plan.name)
        return known

    def show(self, task: Task) -> str:
        """The version of a task that is shown now, remembered."""
        name = version(task)
        with self._mutex:
            self._seen[name] = task
            self._seen.move_to_end(name)
            while len(self._seen) > _SEEN:
                self._seen.popitem(last=False)
        return name

    def shown(self, name: str) -> Task | None:
        """The task that was shown under a version, if it is still remembered."""
        return self._seen.get(name)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._steps)

    def change(self, seen: Sequence[tuple[str, str]], work: Callable[[list[Task], Ledger], Sequence[Task]]) -> bool:
        """Change tasks and write the ledger.

        Args:
            seen: id and shown version of each task that the change is made of.
            work: those tasks as they are now, and the ledger → the tasks as they shall be, new ones among them.

        Returns:
            Whether the ledger changed.

        Raises:
            Stale: one of them is not what was shown; nothing was written.
            Locked: a run is at work.
            LedgerError, NotAllowed, OutputError: see `exporter.ledger.update`.
        """
        with self._alone() as ledger:
            known = {task.id: task for task in ledger.tasks}
            tasks = [self._unchanged(known.get(name), name, shown) for name, shown in seen]
            wanted = list(work(tasks, ledger))
            olds = tuple(known[task.id] for task in wanted if task.id in known)
            content = rewritten(ledger, wanted)
            if content is None or not put(ledger, content):
                return False
            self._remember(Step(olds, tuple(wanted), ledger.content, _digest(content)))
            self._ledger = with_ids(refreshed(ledger, wanted, content), self.config.plan.name)
            return True

    def undo(self) -> str:
        """Take back the last change: the whole file to the letter, or field by field where others wrote since.

        Nothing leaves a ledger that others may have seen: a task that the change had added is then given up.

        Returns:
            Id of the task that it was about.

        Raises:
            LookupError: there is no change to take back.
            Stale: one of its tasks was changed since; nothing was written.
            Locked, LedgerError, NotAllowed, OutputError: as `change`.
        """
        with self._alone() as ledger:
            if not self._steps:
                raise LookupError
            step = self._steps[-1]
            if step.before is not None and _digest(ledger.content) == step.after:
                put(ledger, step.before)
            else:
                update(ledger, _taken_back(step, {task.id: task for task in ledger.tasks}))
            self._steps.pop()
            return step.news[0].id

    @contextmanager
    def _alone(self) -> Iterator[Ledger]:
        """With the lock that a sync holds, and the ledger as it is now."""
        with self._mutex, only_run(self.config.plan.state, self._clock.now()):
            yield self.look()

    @staticmethod
    def _unchanged(task: Task | None, name: str, shown: str) -> Task:
        if task is None or version(task) != shown:
            raise Stale(name, task)
        return task

    def _remember(self, step: Step) -> None:
        self._steps.append(step)
        kept = 0
        for place in range(len(self._steps) - 1, -1, -1):
            step = self._steps[place]
            kept += len(step.before or b"")
            if kept > _MEMORY:
                self._steps[place] = replace(step, before=None)


def _taken_back(step: Step, known: dict[str, Task]) -> list[Task]:
    for new in step.news:
        now = known.get(new.id)
        if now is None or version(now) != version(new):
            raise Stale(new.id, now)
    olds = {task.id: task for task in step.olds}
    found = []
    for new in step.news:
        now, old = known[new.id], olds.get(new.id)
        if old is None:
            found.append(replace(now, status="dropped"))
        else:
            found.append(replace(old, revision=now.revision, revised_at=now.revised_at))
    return found


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
