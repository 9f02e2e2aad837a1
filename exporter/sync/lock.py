"""One run at a time for one state file."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from exporter.errors import Locked, NotAllowed


@contextmanager
def only_run(state: Path, now: datetime) -> Iterator[None]:
    """Hold the lock beside the state file; the operating system lets go of it even when the process is killed.

    Raises:
        Locked: another run holds it; says which process and since when.
        NotAllowed: the folder cannot be written.
    """
    holder = state.with_name(state.name + ".running.json")
    try:
        state.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(state.with_name(state.name + ".lock"), timeout=0):
            holder.write_text(
                json.dumps({"pid": os.getpid(), "host": platform.node(), "since": now.isoformat(timespec="seconds")}),
                encoding="utf-8",
            )
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout:
        raise _locked(state, holder) from None
    except PermissionError as error:
        raise NotAllowed(
            "the state file cannot be written",
            where=str(state),
            hint="Choose another place for `state` in exporter.toml.",
        ) from error


def held_by(state: Path) -> Locked | None:
    """Which run is at work, if any; looks and leaves nothing behind."""
    holder, lock = state.with_name(state.name + ".running.json"), state.with_name(state.name + ".lock")
    if not holder.exists() or not lock.exists():
        return None
    try:
        with FileLock(lock, timeout=0):
            return None  # whoever held it was killed
    except Timeout:
        return _locked(state, holder)


def _locked(state: Path, holder: Path) -> Locked:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        who = {"pid": "?", "host": "?", "since": "?"}
    return Locked(
        "another run is at work (process {pid} on {host}, since {since})",
        where=str(state),
        hint="Wait until it has ended, then run again.",
        **who,
    )
