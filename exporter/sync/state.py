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

from exporter.destinations.contract import Field, Value
from exporter.errors import NotAllowed, OutputError

_TABLES = """
CREATE TABLE IF NOT EXISTS items (
    destination TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, url TEXT, base TEXT NOT NULL,
    conflicts TEXT NOT NULL, PRIMARY KEY (destination, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal (
    destination TEXT NOT NULL, id TEXT NOT NULL, since TEXT NOT NULL, unknown INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (destination, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tasks (id TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = 1;
"""


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


class State:
    """One state file, open. Use as a context manager; every method that writes is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        """`path` may be missing; `set_aside` tells afterwards whether a damaged file was replaced."""
        self.path = path
        self.set_aside: Path | None = None
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
            db.executescript(_TABLES)
            db.execute("SELECT count(*) FROM items, journal, tasks").fetchone()
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several writes in one step."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def remembered(self, destination: str) -> dict[str, Remembered]:
        """Everything known of a destination's items, by task id."""
        rows = self._run(
            "SELECT id, key, url, base, conflicts FROM items WHERE destination = ?", (destination,)
        ).fetchall()
        return {row[0]: Remembered(row[1], _fields(row[3]), _fields(row[4]), row[2]) for row in rows}

    def remembered_one(self, destination: str, task_id: str) -> Remembered | None:
        """What is known of one item."""
        row = self._run(
            "SELECT key, base, conflicts, url FROM items WHERE destination = ? AND id = ?", (destination, task_id)
        ).fetchone()
        return Remembered(row[0], _fields(row[1]), _fields(row[2]), row[3]) if row else None

    def urls(self, destination: str) -> dict[str, str]:
        """The web pages of a destination's items, by task id."""
        rows = self._run("SELECT id, url FROM items WHERE destination = ? AND url IS NOT NULL", (destination,))
        return dict(rows.fetchall())

    def remember(self, destination: str, task_id: str, known: Remembered) -> None:
        """Record an item and settle its intent."""
        row = (destination, task_id, known.key, known.url, _text(known.base), _text(known.conflicts))
        self._run("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?)", row)

    def intents(self, destination: str) -> dict[str, Intent]:
        """Creates that were begun and not settled, by task id."""
        rows = self._run("SELECT id, since, unknown FROM journal WHERE destination = ?", (destination,)).fetchall()
        return {row[0]: Intent(row[0], datetime.fromisoformat(row[1]), bool(row[2])) for row in rows}

    def intend(self, destination: str, task_id: str, since: datetime) -> None:
        """Before a create: say that it will be sent."""
        self._run("INSERT OR REPLACE INTO journal VALUES (?, ?, ?, 0)", (destination, task_id, since.isoformat()))

    def doubt(self, destination: str, task_id: str) -> None:
        """After a create without an answer."""
        self._run("UPDATE journal SET unknown = 1 WHERE destination = ? AND id = ?", (destination, task_id))

    def settle(self, destination: str, task_id: str) -> None:
        """After a create's outcome is certain."""
        self._run("DELETE FROM journal WHERE destination = ? AND id = ?", (destination, task_id))

    def task_digests(self) -> dict[str, str]:
        """The content of each task as of the last run, to notice an edit by hand."""
        return dict(self._run("SELECT id, digest FROM tasks").fetchall())

    def remember_tasks(self, found: Mapping[str, str]) -> None:
        """Record the content of the tasks, replacing what was known."""
        with self.together():
            self._run("DELETE FROM tasks")
            for row in sorted(found.items()):
                self._run("INSERT INTO tasks VALUES (?, ?)", row)

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        try:
            return self._db.execute(statement, values)
        except sqlite3.OperationalError as error:
            raise _unwritable(self.path, error) from error


def _text(values: Mapping[Field, Value]) -> str:
    return json.dumps({str(name): value for name, value in values.items()}, ensure_ascii=False, sort_keys=True)


def _fields(text: str) -> dict[Field, Value]:
    known = {str(name): name for name in Field}
    return {known[name]: value for name, value in json.loads(text).items() if name in known}


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
