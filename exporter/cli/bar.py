"""What shows that a run is at work: bars and waits on a terminal, a line for a long wait everywhere else."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from exporter.cli.screen import is_terminal, note, wants_colour
from exporter.wording import say, spoken

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import Task, TaskID
    from rich.text import Text

WORTH_SHOWING = 2.0
"""Seconds of a wait below which nobody needs to be told: servers want a pause between two writes."""
WORTH_A_LINE = 30.0
"""The same where there is no bar, and each wait would stay as a line."""


class Shown(Protocol):
    """A run as it is shown."""

    def step(self, destination: str, done: int, total: int, title: str) -> None:
        """What is worked on."""

    def waiting(self, host: str, seconds: float) -> None:
        """A wait for a server begins, or has ended (0 seconds)."""


class Lines:
    """Without a terminal."""

    def step(self, destination: str, done: int, total: int, title: str) -> None:
        """Nothing: a log needs no bar."""

    def waiting(self, host: str, seconds: float) -> None:
        """One line for a long wait, so that nobody takes the run for dead."""
        if seconds > WORTH_A_LINE:
            note(say("waiting {seconds} s for {host}", seconds=math.ceil(seconds), host=host))


class Drawn:
    """Bars on a terminal; they appear with the first step or wait, for before that the terminal may ask a question."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bars = _bars()
        self._jobs: dict[str, TaskID] = {}
        self._wait: TaskID | None = None

    def step(self, destination: str, done: int, total: int, title: str) -> None:
        """A bar a destination."""
        self._bars.start()
        if destination not in self._jobs:
            self._jobs[destination] = self._bars.add_task(self._what, total=total)
        shown = " ".join(filter(None, (self._what, destination, title[:20])))
        self._bars.update(self._jobs[destination], completed=done, total=total, description=shown)

    def waiting(self, host: str, seconds: float) -> None:
        """A line that counts down while the wait lasts."""
        if self._wait is not None:
            self._bars.remove_task(self._wait)
            self._wait = None
        if seconds >= WORTH_SHOWING:
            self._bars.start()
            self._wait = self._bars.add_task(host, total=seconds, waits=True)
        elif not self._jobs:
            self._bars.stop()

    def stop(self) -> None:
        """Take everything off the screen."""
        self._bars.stop()


@contextmanager
def progress(what: str) -> Iterator[Shown]:
    """Show a run on standard error for as long as it lasts."""
    if not is_terminal(sys.stderr):
        yield Lines()
        return
    drawn = Drawn(what)
    try:
        yield drawn
    finally:
        drawn.stop()


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text as Words

    language = spoken()  # the bars are drawn by a thread of their own, which knows no language

    class What(TextColumn):
        def render(self, task: Task) -> Text:
            if not task.fields.get("waits"):
                return super().render(task)
            left = max(0, math.ceil((task.total or 0) - (task.elapsed or 0)))
            return Words(say("waiting {seconds} s for {host}", language=language, seconds=left, host=task.description))

    class Count(MofNCompleteColumn):
        def render(self, task: Task) -> Text:
            return Words() if task.fields.get("waits") else super().render(task)

    console = Console(stderr=True, no_color=not wants_colour(sys.stderr))
    columns = (What("{task.description}", markup=False), BarColumn(), Count(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, redirect_stdout=False)  # results are no part of the bar
