"""News of a task as people read it in a comment: one sentence, and the facts beside it, in the document's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from exporter.destinations.facts import Fact, deadline, measures, people
from exporter.model import Task
from exporter.news import News
from exporter.progress import Progress
from exporter.wording import say

_BASES = {"said": "as reported", "indicators": "by the indicators", "checklist": "by the checklist"}


@dataclass(frozen=True, slots=True)
class Remark:
    """Wording without markup."""

    task: Task
    sentence: str
    facts: tuple[Fact, ...]


def remark_of(news: News) -> Remark:
    """What a comment says."""
    return Remark(news.task, _sentence(news), tuple(_facts(news)))


def _sentence(news: News) -> str:
    task = news.task
    if news.kind == "late" and task.due:
        template = "Late: due on {due}, not done on {day}."
        return say(template, language=task.language, due=task.due.isoformat(), day=news.day.isoformat())
    if task.status != "done":
        return say("Every target is reached; the task itself is not closed yet.", language=task.language)
    template = "Done, as set at {place}." if news.origin else "Done, as set in the ledger."
    return say(template, language=task.language, place=news.origin)


def _facts(news: News) -> Iterator[Fact]:
    yield from deadline(news.task)
    if news.progress.basis != "done" and news.progress.percent is not None:
        yield Fact(say("Progress", language=news.task.language), _progress(news.progress, news.task))
    yield from measures(news.task)
    yield from people(news.task)


def _progress(found: Progress, task: Task) -> str:
    text = f"{found.percent:.0f}%"
    if found.basis not in _BASES:
        return text
    remark = say(_BASES[found.basis], language=task.language)
    return say("{text} ({remark})", language=task.language, text=text, remark=remark)
