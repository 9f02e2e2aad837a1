"""`exporter extract --into` as a page: what a new edition adds, changes, no longer holds, and what is unsure."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from exporter.edition import Edition, Renewal
from exporter.model import Task
from exporter.report.view import Line, Table, View
from exporter.wording import say


def edition_view(edition: Edition) -> View:
    """A table for each sort, then their numbers."""
    matches = edition.matches
    changed = [each for each in edition.renewals if each.changed or each.kept]
    pieces: list[Line | Table] = [Line(str(problem), "yellow") for problem in edition.problems]
    tables = (
        Table(
            (say("Id"), say("Commitment"), say("New"), say("Kept as people wrote it")),
            tuple((_id(each.pair.old), each.task.title, _fields(_new(each)), _fields(each.kept)) for each in changed),
            say("Changed"),
        ),
        Table(
            (say("Commitment"), say("Lead"), say("Due")),
            tuple((task.title, _owners(task), task.due.isoformat() if task.due else "") for task in matches.added),
            say("Added"),
        ),
        Table(
            (say("Id"), say("Commitment"), say("Lead")),
            tuple((_id(task), task.title, _owners(task)) for task in matches.gone),
            say("Gone"),
        ),
        Table(
            (say("Id"), say("Ledger"), say("New edition"), say("Alike, %")),
            tuple((_id(pair.old), pair.old.text, pair.new.text, f"{pair.points:.0f}") for pair in matches.unsure),
            say("Unsure"),
            right=frozenset({3}),
        ),
    )
    pieces += [piece for table in tables if table.rows for piece in (table, Line())]
    return [*pieces, Line(_summary(edition, len(changed)), "bold")]


def edition_record(edition: Edition, *, written: bool) -> dict[str, Any]:
    """The same for `--json`."""
    matches = edition.matches
    return {
        "document": edition.document,
        "ledger": str(edition.ledger.path),
        "written": written,
        "same": sum(not (each.changed or each.kept) for each in edition.renewals),
        "changed": [
            {
                "id": each.pair.old.id,
                "title": each.task.title,
                "match": each.pair.why,
                "points": each.pair.points,
                "new": list(_new(each)),
                "kept": list(each.kept),
            }
            for each in edition.renewals
            if each.changed or each.kept
        ],
        "added": [{"title": task.title, "text": task.text} for task in matches.added],
        "gone": [{"id": task.id, "title": task.title} for task in matches.gone],
        "unsure": [
            {"id": pair.old.id, "old": pair.old.text, "new": pair.new.text, "points": pair.points}
            for pair in matches.unsure
        ],
        "problems": [problem.as_record() for problem in edition.problems],
    }


def _summary(edition: Edition, changed: int) -> str:
    matches = edition.matches
    return say(
        "{same} the same, {changed} changed, {added} added, {gone} gone, {unsure} unsure",
        same=len(edition.renewals) - changed,
        changed=changed,
        added=len(matches.added),
        gone=len(matches.gone),
        unsure=len(matches.unsure),
    )


def _new(each: Renewal) -> tuple[str, ...]:
    old = each.pair.old
    return tuple(
        item.name
        for item in fields(Task)
        if item.name not in {"source", "section", "owner_basis", "due_basis", "due_text"}
        and getattr(old, item.name) != getattr(each.task, item.name)
    )


def _fields(names: tuple[str, ...]) -> str:
    return say(", ").join(names)


def _id(task: Task) -> str:
    return task.id.rpartition("-")[2]


def _owners(task: Task) -> str:
    return say(", ").join(task.owners.lead)
