"""The state file: what we last wrote where, and the journal of creates. SQLite, written ahead and to the disk.

It is a cache. Everything but the journal of unsettled creates can be learnt again by listing; a damaged file is put
aside and a new one begun.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from exporter.destinations.contract import Field, Kept, Value
from exporter.errors import NotAllowed, OutputError
from exporter.sync.idle import Idle
from exporter.sync.tables import prepare

_KNOWN = {str(name): name for name in Field}


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of one item: its key, the agreed value of each field, and conflicts that were shown."""

    key: str
    base: Mapping[Field, Value] = field(default_factory=dict)
    conflicts: Mapping[Field, str] = field(default_factory=dict)
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """A create that was begun and not settled; `unknown`: it was sent and no answer came."""

    id: str
    since: datetime
    unknown: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """A comment that is to be written. `outcome`: owed (not sent), begun (sent, perhaps), unknown, refused."""

    id: str
    news: str
    since: datetime
    outcome: str


class State:
    """One state file, open. Use as a context manager; what is written is on the disk when the method returns.

    Only what is written inside `later` may wait for the next write. So a create costs one trip to the disk and not two:
    its result goes there with the next intent, and a result that a crash takes away is found again by listing.
    """

    def __init__(self, path: Path) -> None:
        """`path` may be missing; `set_aside` tells afterwards whether a damaged file was replaced."""
        self.path = path
        self.set_aside: Path | None = None
        self._late: list[tuple[str, tuple[object, ...]]] = []
        self._deferring = False
        self._memory: dict[str, dict[str, Remembered]] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise _unwritable(path, error) from error
            self.set_aside = path.with_name(path.name + ".damaged")
            path.replace(self.set_aside)
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            self._db = self._open()
        except OSError as error:
            raise _unwritable(path, error) from error

    @classmethod
    def to_look_at(cls, path: Path) -> Self:
        """The state file for a run that writes nothing: a missing one is not made."""
        return cls(path if path.exists() else Path(":memory:"))

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            prepare(db)
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._catch_up()
        finally:
            self._db.close()

    @contextmanager
    def later(self) -> Iterator[None]:
        """What is written inside is on the disk with the next write, or when the file is closed."""
        self._deferring = True
        try:
            yield
        finally:
            self._deferring = False

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several writes in one step."""
        late, self._late = self._late, []
        self._run("BEGIN IMMEDIATE")
        try:
            for statement, values in late:
                self._run(statement, values)
            yield
            self._run("COMMIT")
        except BaseException:
            self._memory.clear()
            self._late = late + self._late
            if self._db.in_transaction:
                self._run("ROLLBACK")
            raise

    def remembered(self, destination: str) -> dict[str, Remembered]:
        """Everything known of a destination's items, by task id."""
        return dict(self._remembered(destination))

    def _remembered(self, destination: str) -> dict[str, Remembered]:
        """Read once: nobody else writes while we hold the lock."""
        if destination in self._memory:
            return self._memory[destination]
        rows = self._run(
            "SELECT id, key, url, base, conflicts FROM items WHERE destination = ?", (destination,)
        ).fetchall()
        found = {row[0]: Remembered(row[1], _fields(row[3]), _fields(row[4]), row[2]) for row in rows}
        return self._memory.setdefault(destination, found)

    def remembered_one(self, destination: str, task_id: str) -> Remembered | None:
        """What is known of one item."""
        return self._remembered(destination).get(task_id)

    def urls(self, destination: str) -> dict[str, str]:
        """The web pages of a destination's items, by task id."""
        self._catch_up()
        rows = self._run("SELECT id, url FROM items WHERE destination = ? AND url IS NOT NULL", (destination,))
        return dict(rows.fetchall())

    def remember(self, destination: str, task_id: str, known: Remembered) -> None:
        """Record an item and settle its intent."""
        row = (destination, task_id, known.key, known.url, _text(known.base), _text(known.conflicts))
        self._write("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)", row)
        self._remembered(destination)[task_id] = known

    def intents(self, destination: str) -> dict[str, Intent]:
        """Creates that were begun and not settled, by task id."""
        self._catch_up()
        rows = self._run("SELECT id, since, unknown FROM journal WHERE destination = ?", (destination,)).fetchall()
        return {row[0]: Intent(row[0], datetime.fromisoformat(row[1]), bool(row[2])) for row in rows}

    def intend(self, destination: str, task_id: str, since: datetime) -> None:
        """Before a create: say that it will be sent."""
        self._write("INSERT OR REPLACE INTO journal VALUES (?, ?, ?, 0)", (destination, task_id, since.isoformat()))

    def doubt(self, destination: str, task_id: str) -> None:
        """After a create without an answer."""
        self._write("UPDATE journal SET unknown = 1 WHERE destination = ? AND id = ?", (destination, task_id))

    def settle(self, destination: str, task_id: str) -> None:
        """After a create's outcome is certain."""
        self._write("DELETE FROM journal WHERE destination = ? AND id = ?", (destination, task_id))

    def owed(self, destination: str) -> dict[str, Owed]:
        """Comments that are not settled, by task id."""
        asked = "SELECT id, news, since, outcome FROM comments WHERE destination = ?"
        rows = self._run(asked, (destination,)).fetchall()
        return {row[0]: Owed(row[0], row[1], datetime.fromisoformat(row[2]), row[3]) for row in rows}

    def owe(self, destination: str, owed: Owed) -> None:
        """Before a comment, and after one whose outcome is not that it was written."""
        row = (destination, owed.id, owed.news, owed.since.isoformat(), owed.outcome)
        self._write("INSERT OR REPLACE INTO comments VALUES (?, ?, ?, ?, ?)", row)

    def acquit(self, destination: str, task_id: str) -> None:
        """After a comment, or when nobody waits for it any more."""
        self._write("DELETE FROM comments WHERE destination = ? AND id = ?", (destination, task_id))

    def task_digests(self) -> dict[str, str]:
        """The content of each task as of the last run, to notice an edit by hand."""
        return dict(self._run("SELECT id, digest FROM tasks").fetchall())

    def remember_tasks(self, found: Mapping[str, str]) -> None:
        """Record the content of the tasks, replacing what was known."""
        with self.together():
            self._run("DELETE FROM tasks")
            for row in sorted(found.items()):
                self._run("INSERT INTO tasks VALUES (?, ?)", row)

    def answers(self, destination: str) -> dict[str, Kept]:
        """A server's answers as of the last listing, by their addresses."""
        rows = self._run(
            "SELECT name, etag, link, packed FROM answers WHERE destination = ?", (destination,)
        ).fetchall()
        return {row[0]: Kept(*row[1:]) for row in rows}

    def keep_answers(self, destination: str, found: Mapping[str, Kept]) -> None:
        """Keep these, and no others."""
        with self.together():
            self._run("DELETE FROM answers WHERE destination = ?", (destination,))
            for name, kept in found.items():
                row = (destination, name, kept.etag, kept.link, kept.packed)
                self._run("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", row)

    def idle(self, destination: str) -> Idle | None:
        """The last run there, if it had nothing to do and nothing was written since."""
        self._catch_up()
        row = self._run("SELECT found FROM idle WHERE destination = ?", (destination,)).fetchone()
        return Idle.from_text(row[0]) if row else None

    def keep_idle(self, destination: str, found: Idle) -> None:
        """Remember a run that had nothing to do."""
        if self.idle(destination) != found:
            self._write("INSERT OR REPLACE INTO idle VALUES (?, ?)", (destination, found.as_text()))

    @property
    def rows_written(self) -> int:
        """How many since the file was opened, those that wait included."""
        return self._db.total_changes + len(self._late)

    def _catch_up(self) -> None:
        if self._late:
            with self.together():
                pass

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        """Now, with what waited; or later."""
        if self._deferring:
            self._late.append((statement, values))
        elif self._late:
            with self.together():
                self._run(statement, values)
        else:
            self._run(statement, values)

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise _unwritable(self.path, error) from error


def _text(values: Mapping[Field, Value]) -> str:
    return json.dumps({str(name): value for name, value in values.items()}, ensure_ascii=False, sort_keys=True)


def _fields(text: str) -> dict[Field, Value]:
    if text == "{}":
        return {}
    return {_KNOWN[name]: value for name, value in json.loads(text).items() if name in _KNOWN}


def _unwritable(path: Path, error: Exception) -> NotAllowed | OutputError:
    if isinstance(error, PermissionError) or "readonly" in str(error) or "unable to open" in str(error):
        return NotAllowed(
            "the state file cannot be written",
            where=str(path),
            hint="Choose another place for `state` in exporter.toml.",
        )
    return OutputError(
        "the state file cannot be used ({reason})", where=str(path), hint="Free some space and run again.", reason=error
    )
