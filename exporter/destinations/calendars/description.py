"""What an event says about its task, in plain text and in the document's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exporter.destinations.calendars.values import clean
from exporter.destinations.facts import Fact, facts
from exporter.model import Task
from exporter.wording import say


def describe(task: Task, link: str | None = None) -> str:
    """The quote to the letter, what is known of it, the checklist, the task's id and its page at a tracker.

    Dated steps that stand in the checklist with their dates are not listed a second time.
    """
    checks = tuple(f"{'☑' if line.done else '☐'} {line.text}" for line in task.checklist)
    tail = [Fact(say("Checklist", language=task.language), lines=checks)] if checks else []
    tail.append(Fact(say("Task", language=task.language), task.id, url=link))
    known = facts(replace(task, milestones=()) if _ticks_off_steps(task) else task)
    lines = [line for fact in (*known, *tail) for line in _lines(fact, task)]
    return clean("\n".join([say("“{quote}”", language=task.language, quote=task.text), "", *lines]))


def _ticks_off_steps(task: Task) -> bool:
    return all(
        any(step.text in line.text and step.due.isoformat() in line.text for line in task.checklist)
        for step in task.milestones
    )


def _lines(fact: Fact, task: Task) -> Iterator[str]:
    yield say("{label}: {text}", language=task.language, label=fact.label, text=fact.text)
    for line in fact.lines:
        yield line if line[:1] in {"☑", "☐"} else f"· {line}"
    if fact.url:
        yield fact.url
