"""A task as a destination shall show it: with the percentage that its measured values and ticks give, and its light."""

from __future__ import annotations

from dataclasses import replace

from exporter.destinations.contract import Destination, Field, Wanted
from exporter.lights import stand
from exporter.model import Task
from exporter.progress import with_progress


def as_shown(destination: Destination, task: Task) -> Wanted:
    """The task's fields there.

    Ticks count only where the percentage has a field of its own. Beside a checklist, a line of text that says the same
    would be rewritten with every tick.

    Raises:
        Refused: see `Destination.render`.
    """
    wanted = destination.render(_with_progress(destination, task))
    shown, today = destination.lights, destination.setup.today
    if shown is None or today is None:
        return wanted
    light = stand(task, today, destination.setup.rules).light
    return replace(wanted, fields={**wanted.fields, Field.LIGHT: light if light in shown else None})


def prepare(destination: Destination, task: Task) -> None:
    """Let it do ahead what `as_shown` will need."""
    destination.prepare(_with_progress(destination, task))


def _with_progress(destination: Destination, task: Task) -> Task:
    return with_progress(task, ticks=destination.keeps.get(Field.PROGRESS) == "native")
