"""The content lines that a field becomes, by property name; None takes a property away.

New components are put together from these rows in one go, old ones have single rows replaced.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import quote, urlsplit

from exporter.destinations.calendars.profile import BASE, PREFIX, STATUS, Profile
from exporter.destinations.calendars.values import (
    clean,
    date_line,
    list_line,
    moment_line,
    number_line,
    text_line,
    uri_line,
)
from exporter.destinations.contract import Field
from exporter.destinations.marker import base_text
from exporter.errors import Refused

Rows = dict[str, str | None]

FREE: Rows = {"TRANSP": "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS": "X-MICROSOFT-CDO-BUSYSTATUS:FREE"}
"""A deadline keeps nobody from meeting anybody."""

_TODO_STATUS = {"open": "NEEDS-ACTION", "in_progress": "IN-PROCESS", "done": "COMPLETED", "dropped": "CANCELLED"}
_DAY = timedelta(days=1)
_URI = "%:/?#[]@!$&'()*+,;=~"


def stamp_rows(stamp: datetime, number: int) -> Rows:
    """When the component was last changed, and how many times."""
    return {
        "DTSTAMP": moment_line("DTSTAMP", stamp),
        "LAST-MODIFIED": moment_line("LAST-MODIFIED", stamp),
        "SEQUENCE": number_line("SEQUENCE", number),
    }


def day_rows(due: date | None, start: date | None, profile: Profile) -> Rows:
    """A to-do's start and due day, or an event's first day and the day after its last.

    Raises:
        Refused: an event without a day.
    """
    start = start if start and (due is None or start < due) else None
    if profile.component == "VTODO":
        return {
            "DTSTART": date_line("DTSTART", start) if start else None,
            "DUE": date_line("DUE", due) if due else None,
            "DURATION": None,
        }
    if due is None:
        raise Refused("an event needs a day", hint="Give the task a due date in the ledger and run again.")
    first = start if profile.span and start else due
    return {"DTSTART": date_line("DTSTART", first), "DTEND": date_line("DTEND", due + _DAY), "DURATION": None}


def status_rows(status: str, profile: Profile, stamp: datetime) -> Rows:
    """STATUS and, where it cannot say everything, a property of ours."""
    if profile.component == "VTODO":
        completed = moment_line("COMPLETED", stamp) if status == "done" else None
        return {"STATUS": f"STATUS:{_TODO_STATUS[status]}", "COMPLETED": completed}
    return {
        "STATUS": "STATUS:CANCELLED" if status == "dropped" else "STATUS:CONFIRMED",
        STATUS: f"{STATUS}:{status}" if status in {"in_progress", "done"} else None,
    }


def title_rows(prefix: str, title: str) -> Rows:
    """The summary, and what of it stands before the title."""
    return {"SUMMARY": text_line("SUMMARY", prefix + title), PREFIX: text_line(PREFIX, prefix) if prefix else None}


def body_rows(text: str) -> Rows:
    """The description."""
    return {"DESCRIPTION": text_line("DESCRIPTION", text) if text else None}


def label_rows(labels: Sequence[str]) -> Rows:
    """All labels on one line."""
    return {"CATEGORIES": list_line("CATEGORIES", labels) if labels else None}


def percent_rows(percent: int | None) -> Rows:
    """How far a to-do is."""
    return {"PERCENT-COMPLETE": None if percent is None else number_line("PERCENT-COMPLETE", percent)}


def address(url: str | None) -> str | None:
    """A web address as it may stand in a URL property; None for what is none."""
    if not url:
        return None
    quoted = quote(clean(url), safe=_URI)
    return quoted if urlsplit(quoted).scheme in {"http", "https"} else None


def url_rows(usable: str | None) -> Rows:
    """Where a click leads."""
    return {"URL": uri_line("URL", usable) if usable else None}


def marker_rows(base: Mapping[Field, str], url_mark: str | None) -> Rows:
    """The digests of what we wrote; that of the URL, which is no field of the contract, comes last."""
    pairs = base_text(base) + (f" url={url_mark}" if url_mark else "")
    return {BASE: f"{BASE}:{pairs}"}
