"""A run that had nothing to do, remembered so that the next one need not find that out anew.

A plan is a pure function of the tasks, of what the server answers, of what the state file remembers, of the options,
and of what the day makes of each task: its light and its news. Where all of these are what they were when a run had
nothing to do, there is nothing to do. So digests and the day are kept; the state file itself forgets them with the
first row that changes (tables.py). Whatever differs, by however little, is looked at in full; and a run that had
anything to say, were it only known for long, is not kept at all.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Self

import exporter
from exporter.destinations.contract import Destination, Setup
from exporter.lights import Light, Rules, stand
from exporter.model import Task
from exporter.news import news_of

_STEP = 20
"""Tasks at a time; each takes some ten microseconds."""
_PASSING = frozenset({"clock", "patience", "today"})
"""What belongs to one run and changes no plan; the day does so through the tasks alone, see `turned`."""
_TOLD = tuple(each.name for each in fields(Setup) if each.name not in _PASSING)


@dataclass(frozen=True, slots=True)
class Idle:
    """`print`: of everything but the answers and the `day`. `answers`, `unsure`: see Expected.

    The rest is what its plan counted.
    """

    print: str
    answers: tuple[str, ...]
    unsure: tuple[str, ...]
    unchanged: int
    listed: int
    day: str | None = None

    def as_text(self) -> str:
        """As the state file keeps it."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """None where it is damaged."""
        try:
            found = json.loads(text)
            answers, unsure = tuple(found["answers"]), tuple(found["unsure"])
            day = date.fromisoformat(found["day"]).isoformat() if found["day"] else None
            counts = int(found["unchanged"]), int(found["listed"])
            return cls(str(found["print"]), answers, unsure, *counts, day)
        except (KeyError, TypeError, ValueError):
            return None


class Print:
    """A digest of the tasks, of how the destination was set up, and of the program itself; taken in short steps."""

    def __init__(self, destination: Destination, tasks: Sequence[Task]) -> None:
        told = [getattr(destination.setup, name) for name in _TOLD]  # a secret's repr says where it is, not what
        self._left: Iterator[object] = iter((_program(), destination.kind, told, *tasks))
        self._seen = hashlib.blake2b(digest_size=16)
        self._digest: str | None = None

    def step(self) -> bool:
        """Go on; returns whether something is left."""
        some = [repr(each) for each in islice(self._left, _STEP)]
        self._seen.update("\n".join([*some, ""]).encode("utf-8", "surrogatepass"))
        if not some:
            self._digest = self._seen.hexdigest()
        return self._digest is None

    def digest(self) -> str:
        """All of it."""
        while self._digest is None:
            self.step()
        return self._digest

    def differs(self, other: str) -> bool:
        """Whether it is another one, as far as is known already."""
        return self._digest not in {None, other}


def turned(destination: Destination, tasks: Sequence[Task], before: str | None) -> bool:
    """Whether any task has another light or other news than on the day `before`."""
    today, rules = destination.setup.today, destination.setup.rules
    if before is None or today is None:
        return today is not None or before is not None
    then = date.fromisoformat(before)
    return then != today and any(_signs(task, then, rules) != _signs(task, today, rules) for task in tasks)


def _signs(task: Task, day: date, rules: Rules) -> tuple[Light | None, str | None]:
    news = news_of(task, day)
    return stand(task, day, rules).light, news.key if news else None


@cache
def _program() -> list[object]:
    """Its version, and its files, for a copy that people work on has no version that tells."""
    return [exporter.__version__, *sorted(_files(Path(exporter.__file__).parent))]


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as found:
            for each in found:
                if each.is_dir():
                    yield from _files(Path(each.path)) if each.name != "__pycache__" else ()
                else:
                    stat = each.stat()
                    yield each.path, stat.st_size, stat.st_mtime_ns
    except OSError:  # not unpacked; the version must do
        return
