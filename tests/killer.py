"""Kills a sync at one step after another and looks at what the next sync makes of it.

    python -m tests.killer FOLDER

Steps are every file opened to write, renamed, removed or made, and every statement to the state file that is no query:
between two of them nothing on the disk is changed. Each run that is killed is a process of its own, ended with SIGKILL;
the next ones only see what it left on the disk. Prints one JSON object: the number of steps, and what went wrong at
which.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exporter.clock import Clock
from exporter.config import Config, read_config
from exporter.errors import ExporterError
from exporter.ledger import load, save
from exporter.pipeline import sync
from exporter.sync.planner import Options
from exporter.sync.state import State
from exporter.work import open_work
from tests.builders import PLAN, make_tasks

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CLOCK = Clock(lambda: NOW, lambda _seconds: None)
TASKS = 3
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "sqlite3.connect"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CONFIG = f"""
[plan]
name = "{PLAN}"
year = 2026
document = "plan.md"
ledger = "ledger.yaml"
[destinations.board]
kind = "backlog"
path = "board"
[destinations.calendar]
kind = "ics"
path = "milestones.ics"
"""


def changes(statement: str) -> bool:
    """Whether it may change the state file."""
    return not statement.lstrip().upper().startswith("SELECT")


def killed(work: Callable[[], None]) -> bool:
    """Run in a process of its own; False when it came to its end."""
    child = os.fork()
    if not child:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  told to the parent
            print(repr(error), file=sys.stderr)  # noqa: T201
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in {0, signal.SIGKILL}, "a run that should have been killed failed"
    return bool(status)


def killed_at(step: int, config: Config) -> bool:
    """Sync, killed at its nth step; False when there are fewer steps."""

    def work() -> None:
        count = 0

        def tick() -> None:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            reads = event == "open" and not arguments[2] & WRITES
            if event in EVENTS and not reads and str(config.folder) in str(arguments[0]):
                tick()

        run = State._run

        def ticking(self: State, statement: str, values: tuple[object, ...] = ()) -> Any:
            if changes(statement):
                tick()
            return run(self, statement, values)

        sys.addaudithook(hook)
        State._run = ticking  # type: ignore[method-assign]
        sync(config, (), Options(), CLOCK)

    return killed(work)


def wrong(config: Config, comments: int) -> list[str]:
    """What is not as it should be after one more sync; so many comments should stand on the board."""
    try:
        sync(config, (), Options(), CLOCK)
        again = sync(config, (), Options(), CLOCK)
    except ExporterError as error:
        return [f"the next sync failed: {error}"]
    faults = [] if again.idle else ["the run after it was not idle"]
    ids = sorted(task.id for task in load(config.plan.ledger).tasks)
    for destination in open_work(config, (), NOW).destinations:
        held = sorted(item.id for item in destination.listing().items)
        faults += [] if held == ids else [f"{destination.setup.name} holds {held}"]
    calendar = (config.folder / "milestones.ics").read_text(encoding="utf-8")
    faults += [] if calendar.endswith("END:VCALENDAR\n") else ["the calendar is cut"]
    told = sum(file.read_text(encoding="utf-8").count("exporter:said") for file in config.folder.rglob("task-*.md"))
    return faults + ([] if told == comments else [f"the board holds {told} comments"])


def main(folder: Path) -> None:
    """Kill at every step, from the first to the last, once for a first sync and once for one that changes things."""
    faults: list[str] = []
    steps = 0
    _synced(_scene(folder / "warm", changed=False))  # imports what every child would have to import
    gc.freeze()  # and leaves it alone, so that children share its memory
    for scene in ("first", "change"):
        _scene(folder / scene, changed=scene == "change")
        step = 0
        alive = True
        while alive:
            step += 1
            place = folder / f"{scene}-{step}"
            shutil.copytree(folder / scene, place)
            config = read_config(place / "exporter.toml")
            alive = killed_at(step, config)
            faults += [f"{scene}, step {step}: {fault}" for fault in wrong(config, comments=scene == "change")]
            shutil.rmtree(place)
        steps += step - 1
    print(json.dumps({"steps": steps, "faults": faults}))  # noqa: T201


def _scene(place: Path, *, changed: bool) -> Config:
    place.mkdir(parents=True)
    (place / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    save(place / "ledger.yaml", make_tasks(TASKS))
    config = read_config(place / "exporter.toml")
    if changed:
        _synced(config)
        text = config.plan.ledger.read_text(encoding="utf-8")
        text = text.replace("due: 2026-12-31", "due: 2026-02-27", 1)  # late, and told on the board
        text = text.replace("due: 2026-12-31", "due: 2026-06-30") + "\n- title: 手加的一行\n  due: 2026-05-01\n"
        config.plan.ledger.write_text(text, encoding="utf-8")
    return config


def _synced(config: Config) -> None:
    sync(config, (), Options(), CLOCK)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
