"""The quarterly report in words and tables: what is late, at risk and done, by part and by unit."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.destinations.facts import figure
from exporter.lights import LIGHTS, Standing
from exporter.model import Language
from exporter.report.account import Account
from exporter.report.status import LIGHT_NAMES, figures_table, percent_text
from exporter.report.view import Line, Table, View
from exporter.wording import say


def quarterly_view(account: Account) -> View:
    """The report, in the account's language; bold lines are headings, the first one is the title."""
    tongue, found = account.language, account.overview
    page: list[Line | Table] = [
        Line(account.title, "bold"),
        Line(say("As of {day}", language=tongue, day=account.day.isoformat())),
        Line(_summary(account)),
    ]
    if account.unreadable:
        sentence = "{count} entries of the ledger cannot be read: exporter check"
        page.append(Line(say(sentence, language=tongue, count=account.unreadable)))
    page += [Line(say("By part", language=tongue), "bold")]
    page += [figures_table(say("Part", language=tongue), found.parts, say("(no heading)", language=tongue), tongue)]
    for light in LIGHTS:
        if light != "on_track":
            page += _tasks(say(LIGHT_NAMES[light], language=tongue), account.with_light(light), tongue)
    page += _measured(account)
    page += [Line(say("By unit", language=tongue), "bold")]
    page += [figures_table(say("Lead", language=tongue), found.owners, say("(nobody)", language=tongue), tongue)]
    return page


def _summary(account: Account) -> str:
    found, tongue = account.overview, account.language
    return say(
        "Of {tasks} tasks {done} are done, {on_track} on track, {at_risk} at risk and {late} late; "
        "{dropped} were dropped. {soon} are due within 30 days.",
        language=tongue,
        tasks=found.tasks,
        done=found.lights["done"],
        on_track=found.lights["on_track"],
        at_risk=found.lights["at_risk"],
        late=found.lights["late"],
        dropped=found.statuses["dropped"],
        soon=len(found.soon),
    )


def _tasks(name: str, standings: Sequence[Standing], tongue: Language) -> list[Line | Table]:
    heading = Line(
        say("{name} ({count})", language=tongue, name=name[:1].upper() + name[1:], count=len(standings)), "bold"
    )
    if not standings:
        return [heading, Line(say("None.", language=tongue))]
    columns = tuple(say(title, language=tongue) for title in ("Due", "Title", "Lead", "Progress", "Id"))
    rows = tuple(
        (
            each.task.due.isoformat() if each.task.due else "–",
            each.task.title,
            _joined(each.task.owners.lead, tongue),
            percent_text(each.progress.percent),
            each.task.id.rpartition("-")[2],  # its end is enough for every command
        )
        for each in standings
    )
    return [heading, Table(columns, rows, right=frozenset({3}))]


def _measured(account: Account) -> list[Line | Table]:
    """What was recorded, whatever its light."""
    tongue = account.language
    rows = tuple(
        (figure(indicator, tongue), percent_text(each.progress.percent), _joined(each.task.owners.lead, tongue))
        for each in account.sorted
        for indicator in each.task.indicators
        if indicator.current is not None
    )
    if not rows:
        return []
    columns = tuple(say(title, language=tongue) for title in ("Indicators", "Progress", "Lead"))
    return [Line(say("Measured values", language=tongue), "bold"), Table(columns, rows, right=frozenset({1}))]


def _joined(names: Sequence[str], tongue: Language) -> str:
    return ("、" if tongue == "zh" else ", ").join(names)
