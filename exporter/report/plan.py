"""A plan as a page: what would be done at each destination, and what a person should know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from exporter.destinations.contract import Field
from exporter.pipeline import Prepared
from exporter.report.destinations import FIELD_NAMES
from exporter.report.status import LIGHT_NAMES
from exporter.report.view import Line, Table, Tone, View
from exporter.sync.plan import GRAVE, Action, Change, Comment, Notice, Plan
from exporter.wording import say

SHOWN = 30
"""Changes of one destination on a page; the rest is counted."""
LONGEST = 60
"""Characters of a value on a page."""
SIGNS: dict[Action, tuple[str, Tone]] = {"create": ("+", "green"), "update": ("~", "yellow"), "close": ("x", "red")}


def plan_view(prepared: Prepared) -> View:
    """Everything that would be done; nothing to do is one sentence."""
    page: list[Line | Table] = []
    work = prepared.work
    if work.found is not None:
        page.append(Line(say("{count} commitments found; the ledger would be new", count=work.found)))
    if prepared.pulled.changed:
        page.append(Line(say("{count} tasks would take over what people changed", count=len(prepared.pulled.changed))))
    for plan in prepared.plans:
        page += _destination(plan)
    page += _links_to_come(prepared)
    page += notice_lines(prepared.pulled.notices)
    page += [Line(str(problem), "red") for problem in work.problems]
    if not prepared.pending and not prepared.failures:
        page.append(Line(say("Nothing to do."), "green"))
    return page


def notice_lines(notices: Iterable[Notice], destination: str = "") -> list[Line]:
    """A line a notice, which begins with its destination; what an earlier run said already is only counted."""
    told = list(notices)
    head = f"! {destination}: " if destination else "! "
    lines = [Line(f"{head}{each}", "red" if each.kind in GRAVE else "yellow") for each in told if not each.known]
    known = len(told) - len(lines)
    return (
        [*lines, Line(say("{count} notices of earlier runs still hold; --json lists them", count=known), "dim")]
        if known
        else lines
    )


def _destination(plan: Plan) -> list[Line | Table]:
    counts = plan.counts()
    head = say(
        "{name} ({kind}): {create} to create, {update} to update, {close} to close, {unchanged} unchanged",
        name=plan.destination,
        kind=plan.kind,
        create=counts["create"],
        update=counts["update"],
        close=counts["close"],
        unchanged=plan.unchanged,
    )
    if plan.comments:
        head = say("{head}, {count} comments", head=head, count=len(plan.comments))
    page: list[Line | Table] = [Line(head, "bold")]
    for change in plan.changes[:SHOWN]:
        page += _change(change)
    if len(plan.changes) > SHOWN:
        page.append(Line(say("… and {count} more; --json lists all", count=len(plan.changes) - SHOWN), "dim"))
    page += [_comment(comment) for comment in plan.comments[:SHOWN]]
    if len(plan.comments) > SHOWN:
        sentence = "… and {count} more comments; --json lists all"
        page.append(Line(say(sentence, count=len(plan.comments) - SHOWN), "dim"))
    return page + list(notice_lines(plan.notices, plan.destination))


def _links_to_come(prepared: Prepared) -> list[Line]:
    """Calendars take over links to what is only made in the run itself."""
    made = {plan.destination for plan in prepared.plans if plan.counts()["create"]}
    there = prepared.work.destinations
    if not any(each.page and each.setup.name in made for each in there):
        return []
    sentence = "{name}: then links to the new pages are added"
    return [Line(say(sentence, name=each.setup.name), "dim") for each in there if each.shows_links]


def _change(change: Change) -> list[Line]:
    sign, tone = SIGNS[change.action]
    lines = [Line(f"  {sign} {change.id}  {_short(change.title)}", tone)]
    if change.action == "update":
        lines += [
            Line(f"      {say(FIELD_NAMES[name])}: {_value(name, shift.old)} → {_value(name, shift.new)}")
            for name, shift in change.fields.items()
        ]
    return lines


def _comment(comment: Comment) -> Line:
    told = say("comment: late" if comment.news.kind == "late" else "comment: done")
    return Line(f"  » {comment.id}  {_short(comment.title)}  {told}", "yellow")


def _value(name: Field, value: Any) -> str:
    """A field's value in a few words; long texts are only named."""
    if value in (None, "", []):
        return say("(nothing)")
    if name is Field.LIGHT:
        return say(LIGHT_NAMES[value])
    if name is Field.BODY:
        return say("(text)")
    if name is Field.CHECKLIST:
        return f"{sum(bool(line['done']) for line in value)}/{len(value)}"
    if isinstance(value, list):
        return _short(", ".join(map(str, value)))
    return _short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def counts_table(rows: Sequence[tuple[str, ...]], columns: Sequence[str]) -> Table:
    """Names on the left, figures on the right."""
    return Table(tuple(columns), tuple(rows), right=frozenset(range(1, len(columns))))
