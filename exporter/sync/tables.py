"""The tables of the state file, and how an older file gets those that it lacks."""

from __future__ import annotations

import sqlite3

VERSION = 2
_TABLES = """
CREATE TABLE IF NOT EXISTS items (
    destination TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, url TEXT, base TEXT NOT NULL,
    conflicts TEXT NOT NULL, PRIMARY KEY (destination, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal (
    destination TEXT NOT NULL, id TEXT NOT NULL, since TEXT NOT NULL, unknown INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (destination, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    destination TEXT NOT NULL, name TEXT NOT NULL, etag TEXT NOT NULL, link TEXT NOT NULL, packed BLOB NOT NULL,
    PRIMARY KEY (destination, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS comments (
    destination TEXT NOT NULL, id TEXT NOT NULL, news TEXT NOT NULL, since TEXT NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (destination, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tasks (id TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS idle (destination TEXT PRIMARY KEY, found TEXT NOT NULL) WITHOUT ROWID;
"""
_NAMES = ("items", "journal", "answers", "comments", "tasks", "idle")
_DECIDING = ("items", "journal", "comments")
"""With the first row that changes in one of these, whoever writes it, an idle run of its destination is forgotten."""
_FORGET = """
CREATE TRIGGER IF NOT EXISTS {table}_{event} AFTER {event} ON {table} BEGIN
    DELETE FROM idle WHERE destination = {row}.destination;
END;
"""
_ROWS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}


def prepare(db: sqlite3.Connection) -> None:
    """Make what is not there yet; a file that has it all is not written to.

    Raises:
        sqlite3.DatabaseError: it is no state file, or a damaged one.
    """
    if db.execute("PRAGMA user_version").fetchone()[0] < VERSION:
        triggers = (
            _FORGET.format(table=table, event=event, row=_ROWS[event]) for table in _DECIDING for event in _ROWS
        )
        db.executescript(f"{_TABLES}{''.join(triggers)}PRAGMA user_version = {VERSION};")
    for name in _NAMES:
        db.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608  a name of ours; each read to its end
