"""What an event says about its task, in plain text and in the document's language."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.destinations.calendars.values import clean
from exporter.destinations.facts import Fact, facts
from exporter.model import Task
from exporter.wording import say


def describe(task: Task, link: str | None = None) -> str:
    """The quote to the letter, what is known of it, the checklist, the task's id and its page at a tracker."""
    checks = tuple(f"{'☑' if line.done else '☐'} {line.text}" for line in task.checklist)
    tail = [Fact(say("Checklist", language=task.language), lines=checks)] if checks else []
    tail.append(Fact(say("Task", language=task.language), task.id, url=link))
    lines = [line for fact in (*facts(task), *tail) for line in _lines(fact, task)]
    return clean("\n".join([say("“{quote}”", language=task.language, quote=task.text), "", *lines]))


def _lines(fact: Fact, task: Task) -> Iterator[str]:
    yield say("{label}: {text}", language=task.language, label=fact.label, text=fact.text)
    for line in fact.lines:
        yield line if line[:1] in {"☑", "☐"} else f"· {line}"
    if fact.url:
        yield fact.url
