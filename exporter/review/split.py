"""One commitment made two or more: each part quotes to the letter and takes what stands in its words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from exporter.errors import InputError
from exporter.extraction.grammar import Around, Timing
from exporter.extraction.language import grammar_of
from exporter.extraction.lines import unwrapped
from exporter.identity import normalized
from exporter.ledger import free_id
from exporter.model import Task
from exporter.naming.title import title_of

Span = tuple[int, int]
_JOINTS = "，,、;；"
"""What stands between two clauses belongs to neither."""


def spans(quote: str, typed: str) -> list[Span]:
    """Where the parts stand in the quote, into which somebody has put line breaks.

    Raises:
        InputError: another letter than a blank was changed, there is no break, or a part is empty.
    """
    lines = ["".join(line.split()) for line in typed.splitlines()]
    lines = [line for line in lines if line]
    places = [place for place, letter in enumerate(quote) if not letter.isspace()]
    if "".join(lines) != "".join(quote[place] for place in places):
        raise InputError("only line breaks may be put into the quote; its words stay as the document has them")
    if len(lines) < 2:  # noqa: PLR2004  parts
        hint = "Put the cursor where the second part begins and press Enter."
        raise InputError("there is no line break in the quote yet", hint=hint)
    found, at = [], 0
    for line in lines:
        found.append(_without_joints(quote, places[at], places[at + len(line) - 1] + 1))
        at += len(line)
    return found


def split(task: Task, parts: Sequence[Span], *, plan: str, taken: Collection[str], year: int) -> list[Task]:
    """The task once for each part; the first keeps id, notes, progress and status, the others get ids of their own.

    Args:
        task: the one there is.
        parts: spans of its quote, in order.
        plan: name of the plan, part of the new ids.
        taken: ids that there are.
        year: of dates that name none.
    """
    quotes = [task.text[start:end] for start, end in parts]
    known = set(taken)
    found = []
    for number, (quote, (start, end)) in enumerate(zip(quotes, parts, strict=True)):
        part = replace(task, **_shared(task, quotes, number, year), text=quote, confidence=_unseen(task))
        if task.source.document:
            whole = task.source
            part = replace(part, source=replace(whole, start=whole.start + start, end=whole.start + end))
        if number:
            title = title_of(quote, task.language)
            part = replace(part, id=free_id(plan, quote, known), title=title, notes="", progress=None, revision=1)
            known.add(part.id)
        elif task.title == title_of(task.text, task.language):
            part = replace(part, title=title_of(quote, task.language))
        found.append(part)
    return found


def _without_joints(quote: str, start: int, end: int) -> Span:
    while start < end and (quote[start] in _JOINTS or quote[start].isspace()):
        start += 1
    while start < end and (quote[end - 1] in _JOINTS or quote[end - 1].isspace()):
        end -= 1
    if start == end:
        raise InputError("one of the parts would be empty")
    return start, end


def _unseen(task: Task) -> Any:
    """What a machine has cut anew, nobody has looked at."""
    return "high" if task.confidence == "reviewed" else task.confidence


def _shared(task: Task, quotes: Sequence[str], number: int, year: int) -> dict[str, Any]:
    """Lists go to the part whose words hold them, the first where none does; a date that a part gives is its own."""

    def own(values: Sequence[Any], words: Any) -> tuple[Any, ...]:
        return tuple(value for value in values if _home(words(value), quotes) == number)

    return {
        "indicators": own(task.indicators, lambda each: each.text),
        "milestones": own(task.milestones, lambda each: each.text),
        "actions": own(task.actions, lambda each: each),
        "checklist": own(task.checklist, lambda each: each.text),
        **_due(task, quotes[number], year),
    }


def _home(words: str, quotes: Sequence[str]) -> int:
    wanted = normalized(words)
    bare = wanted.rpartition("(")[0]  # a dated step of the checklist: 完成主体结构（2018-06-30）
    for each in filter(None, (wanted, bare)):
        for number, quote in enumerate(quotes):
            if each in normalized(quote):
                return number
    return 0


def _due(task: Task, quote: str, year: int) -> dict[str, Any]:
    """A date that a person gave stays; else the part's own; else the whole's, taken over from the words around it."""
    if task.due_basis is None:
        return {}
    timing = timing_of(quote, task, year)
    if timing.due:
        return {"due": timing.due, "due_text": timing.due_text, "due_basis": timing.due_basis}
    elsewhere = task.due_basis == "explicit" and normalized(task.due_text or "") not in normalized(quote)
    return {"due_basis": "inherited"} if elsewhere else {}


def timing_of(words: str, task: Task, year: int) -> Timing:
    """The dates in some words, read as the document's own would be."""
    grammar = grammar_of(task.language)
    return grammar.timing(unwrapped(words, task.language), Around(year=year, section=task.section))


def day_in(words: str, task: Task, year: int) -> date | None:
    """The day that words such as 6月底前 mean."""
    return timing_of(words, task, year).due
