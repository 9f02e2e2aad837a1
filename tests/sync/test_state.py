from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporter.destinations.contract import Field
from exporter.errors import Locked, NotAllowed, OutputError
from exporter.sync.lock import only_run
from exporter.sync.state import Intent, Remembered, State

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_is_remembered_is_there_next_time(tmp_path: Path) -> None:
    known = Remembered("TASK-1", {Field.TITLE: "标题", Field.DUE: None, Field.LABELS: ["a"]}, {Field.DUE: "x"}, "u")
    with State(tmp_path / "s.sqlite") as state:
        state.remember("board", "p-1", known)
        state.intend("board", "p-2", NOW)
        state.doubt("board", "p-2")
        state.remember_tasks({"p-1": "abc"})
    with State(tmp_path / "s.sqlite") as state:
        assert state.remembered("board") == {"p-1": known}
        assert state.remembered_one("board", "p-1") == known
        assert state.remembered("other") == {}
        assert state.intents("board") == {"p-2": Intent("p-2", NOW, unknown=True)}
        assert state.task_digests() == {"p-1": "abc"}
        state.settle("board", "p-2")
        assert state.intents("board") == {}


def test_a_damaged_file_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with State(path) as state:
        assert state.set_aside == tmp_path / "s.sqlite.damaged"
        assert state.remembered("board") == {}
    assert (tmp_path / "s.sqlite.damaged").read_bytes().startswith(b"not a database")


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def half(state: State) -> None:
        with state.together():
            state.remember("board", "p-1", Remembered("1"))
            raise ZeroDivisionError

    with State(tmp_path / "s.sqlite") as state:
        with pytest.raises(ZeroDivisionError):
            half(state)
        assert state.remembered("board") == {}


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with State(tmp_path / "s.sqlite") as state:
        state._db.execute("PRAGMA max_page_count = 8")
        with pytest.raises(OutputError, match="cannot be used"):
            state.remember("board", "p-1", Remembered("x" * 100_000))
        assert state.remembered("board") == {}


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="cannot be written"):
        State(tmp_path)  # a folder


def test_one_run_at_a_time_and_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with only_run(path, NOW), pytest.raises(Locked, match="since 2026-03-01T12:00:00"), only_run(path, NOW):
        pass
    with only_run(path, NOW):
        pass


def test_journal_is_written_through(tmp_path: Path) -> None:
    with State(tmp_path / "s.sqlite") as state:
        assert state._db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert state._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        state.intend("board", "p-1", NOW)
        other = sqlite3.connect(tmp_path / "s.sqlite")
        assert other.execute("SELECT id FROM journal").fetchall() == [("p-1",)]
        other.close()
