"""The calendars that every parser must read alike: a real plan, and two hundred events of the worst text there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from exporter.config import read_config
from exporter.destinations.calendars.ics import Ics
from exporter.destinations.calendars.reading import uid_of
from exporter.destinations.calendars.summary import prefix_of, title_of
from exporter.destinations.contract import Field, Setup
from exporter.destinations.marker import digests, plan_of
from exporter.model import Task
from exporter.work import open_work
from tests.builders import PLAN, make_task

Row = tuple[str, str, str, str, str]
"""UID, first day, day after the last, summary, description."""
SEED = Path(__file__).resolve().parents[2] / "seeds" / "nankai-2018" / "exporter.toml"
NASTY = (
    "长" * 400,
    "🎉👨‍👩‍👧‍👦 ZWJ e\u0301 a\u0308\u0323 🇨🇳",
    "a,b;c:d\\n \\N \\\\ \\, \\; \"quoted\" 'single' ^n ^^",
    "\\" * 200,
    " leading and trailing ",
    "line\r\nline\rline\u2028line\x85line\x0bline",
    "controls\x00\x01\x1b\x7f\u202e",
    "مرحبا שלום नमस्ते ไทย 한국어",
    "𠀀𠮷" * 60,
)


@dataclass(frozen=True)
class Case:
    """A calendar file, its to-dos beside it, and what was written into them."""

    name: str
    path: Path
    rows: tuple[Row, ...]

    @property
    def todos(self) -> Path:
        return self.path.with_name(f"{self.path.stem}-todos.ics")


def nasty_tasks(count: int) -> list[Task]:
    return [
        make_task(
            number,
            title=f"{number} {NASTY[number % len(NASTY)]}",
            text=f"{NASTY[(number + 3) % len(NASTY)]}{'中' * number}",
            labels=(NASTY[number % len(NASTY)][:30], "a,b"),
            due=date(2026, 1, 1) + timedelta(days=number * 2),
        )
        for number in range(1, count + 1)
    ]


def nasty(folder: Path, count: int = 200) -> Case:
    return _written("nasty", folder, nasty_tasks(count))


def less_nasty(folder: Path) -> Case:
    """Each kind of text at each width of a line: enough where a program is asked with every run of the tests."""
    return nasty(folder, 60)


def nankai(folder: Path) -> Case:
    """The plan of the seed, as its calendar shows it."""
    return _written(
        "nankai", folder, open_work(read_config(SEED), ("calendar",), datetime(2026, 1, 1, tzinfo=UTC)).tasks
    )


def _written(name: str, folder: Path, tasks: list[Task] | tuple[Task, ...]) -> Case:
    plan = plan_of(tasks[0].id) if tasks else PLAN
    made = Ics(Setup("calendar", plan, name, {"path": f"{name}.ics", "todos": True}, folder=folder))
    made.listing()
    rows = []
    for task in tasks:
        if task.due is None or task.status == "dropped":
            continue
        wanted = made.render(task)
        made.create(wanted, digests(wanted.fields))
        summary = prefix_of(task, task.status, made.profile) + title_of(task, made.profile)
        after = (task.due + timedelta(days=1)).isoformat()
        rows.append((uid_of(task.id), task.due.isoformat(), after, summary, str(wanted.fields[Field.BODY])))
    assert made.commit()
    return Case(name, made.path, tuple(sorted(rows)))
