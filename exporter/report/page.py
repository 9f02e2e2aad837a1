"""The report as one HTML page: no network, no server; styles and script inside, allowed by their digests alone."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from exporter.destinations.facts import Fact, facts, figure
from exporter.destinations.markdown import visible
from exporter.lights import LIGHTS, Light, Standing
from exporter.model import Language
from exporter.progress import measure, with_progress
from exporter.report.account import Account
from exporter.report.chart import pieces, timeline
from exporter.report.status import LIGHT_NAMES, STATUS_NAMES, percent_text
from exporter.report.summary import Groups, by_month, by_owner, by_part, figures
from exporter.wording import say

if TYPE_CHECKING:
    from jinja2 import Environment

SIGNS: dict[Light | None, str] = {"late": "✕", "at_risk": "▲", "on_track": "●", "done": "✓", None: "–"}
"""Lights are told by sign and word too, never by colour alone."""
_WORDS = {
    "of": "As of {day}",
    "totals": "Totals",
    "timeline": "Due by month",
    "today": "this day",
    "by_part": "By part",
    "by_owner": "By unit",
    "by_month": "By month",
    "tasks": "Tasks",
    "count": "tasks",
    "part": "Part",
    "lead": "Lead",
    "month": "Month",
    "progress": "Progress",
    "search": "Search",
    "light": "Light",
    "any": "all",
    "open_all": "Open all",
    "close_all": "Close all",
    "reset": "Show all",
    "due": "Due",
    "no_due": "(no date)",
    "nobody": "(nobody)",
    "no_heading": "(no heading)",
    "status": "Status",
    "indicators": "Indicators",
    "series": "Readings",
    "checklist": "Checklist",
    "ticked": "done",
    "unticked": "open",
    "links": "Where it stands",
    "labels": "Labels",
    "id": "Id",
    "check": "to be checked",
    "dropped": "dropped",
    "shown": "tasks shown",
    "nothing": "No task fits. Change the search or show all.",
    "skip": "To the tasks",
    "unreadable": "{count} entries of the ledger cannot be read: exporter check",
}
_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A group's row: its name, figures and bar."""

    name: str
    tasks: int
    lights: Mapping[Light, int]
    dropped: int
    percent: str
    pieces: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """An indicator: what is to be reached, how far it is, and what was measured when."""

    text: str
    percent: float | None
    said: str
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A task on the page."""

    standing: Standing
    sign: str
    light: str
    percent: str
    due: str
    leads: str
    owners: str
    """Numbers of its leading units in the filter, as words."""
    part: int
    facts: tuple[Fact, ...]
    gauges: tuple[Gauge, ...]
    links: tuple[tuple[str, str], ...]
    status: str


def html_page(account: Account) -> bytes:
    """The whole page, UTF-8, in the account's language."""
    style, script = _asset("report.css"), _asset("report.js")
    tongue = account.language
    words = {
        name: say(_WORDS[name], language=tongue, day=account.day.isoformat(), count=account.unreadable)
        for name in _WORDS
    }
    parts, owners = by_part(account.standings), by_owner(account.standings)
    months = by_month(account.standings)
    text = _environment().get_template("report.html").render(
        account=account,
        language="zh-Hans" if tongue == "zh" else "en",
        t=words,
        lights=[(light, SIGNS[light], say(LIGHT_NAMES[light], language=tongue)) for light in LIGHTS],
        dropped=account.overview.statuses["dropped"],
        bar=pieces(account.overview.lights, sum(account.overview.lights.values())),
        timeline=timeline(months, account.day),
        groups=[
            ("part", words["by_part"], words["part"], _rows(parts, words["no_heading"])),
            ("owner", words["by_owner"], words["lead"], _rows(owners, words["nobody"])),
            ("month", words["by_month"], words["month"], _rows(months, words["no_due"])),
        ],
        parts=[name or words["no_heading"] for name in parts],
        owners=[name or words["nobody"] for name in owners],
        cards=_cards(account, parts, owners, words),
        style=_unescaped(style),
        script=_unescaped(script),
        policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'",
    )  # fmt: skip
    return text.encode("utf-8")


def _rows(groups: Groups, nameless: str) -> list[Row]:
    most = max(map(len, groups.values()), default=0)
    found = []
    for name, own in groups.items():
        each = figures(own)
        bar = pieces(each.lights, most)
        found.append(Row(name or nameless, each.tasks, each.lights, each.dropped, percent_text(each.percent), bar))
    return found


def _cards(account: Account, parts: Groups, owners: Groups, words: Mapping[str, str]) -> list[Card]:
    tongue = account.language
    units = {name: str(number) for number, name in enumerate(owners)}
    places = {each.task.id: number for number, own in enumerate(parts.values()) for each in own}
    joiner = "、" if tongue == "zh" else ", "
    found = []
    for each in account.sorted:
        task = replace(with_progress(each.task, ticks=True), language=tongue)
        due = task.due.isoformat() if task.due else words["no_due"]
        name = say(LIGHT_NAMES[each.light], language=tongue) if each.light else words["dropped"]
        found.append(
            Card(
                each,
                SIGNS[each.light],
                name,
                percent_text(each.progress.percent),
                due,
                joiner.join(task.owners.lead) or words["nobody"],
                " ".join(units[name] for name in task.owners.lead or ("",)),
                places[task.id],
                tuple(_harmless(fact) for fact in facts(task) if fact.label != words["indicators"]),
                _gauges(each, tongue),
                tuple((name, url) for name, url in account.links.get(task.id, ()) if _WEB.fullmatch(url)),
                say(STATUS_NAMES[task.status], language=tongue),
            )
        )
    return found


def _gauges(standing: Standing, tongue: Language) -> tuple[Gauge, ...]:
    found = []
    for each in standing.task.indicators:
        how_far = measure(each)
        said = percent_text(how_far.percent) if how_far.percent is not None else say(how_far.why, language=tongue)
        series = tuple(f"{one.on.isoformat()} {one.value:.12g}" for one in each.series)
        found.append(Gauge(figure(each, tongue), how_far.percent, said, series))
    return tuple(found)


def _harmless(fact: Fact) -> Fact:
    """A link that leads to a web page, or none."""
    return fact if fact.url is None or _WEB.fullmatch(fact.url) else replace(fact, url=None)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("exporter.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: visible(value) if type(value) is str else value,
    )


@cache
def _asset(name: str) -> str:
    return (resources.files("exporter.report") / "templates" / name).read_text(encoding="utf-8")


def _unescaped(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  our own style and script


def _digest(text: str) -> str:
    """As a Content-Security-Policy names it (CSP Level 3, hash-source)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
