"""evolution-data-server, which GNOME's calendar and Evolution read with; run in a session bus and a home of its own."""

from __future__ import annotations

import json
import sys
from typing import Any

import gi  # type: ignore[import-not-found]  # the system's Python has it

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
from gi.repository import ECal, EDataServer  # type: ignore[import-not-found]  # noqa: E402  after the versions

_SECONDS = 5
"""For a connection to elsewhere. A file has none, so they always pass; without them it does not start at all."""


def day(value: Any) -> str:
    """An all-day date as it stands; a time of day would be another event."""
    moment = value.get_value()
    if not moment.is_date():
        return str(moment.as_ical_string())
    return f"{moment.get_year():04}-{moment.get_month():02}-{moment.get_day():02}"


def row(component: Any) -> list[str]:
    """UID, first day, day after the last, summary, description."""
    summary, described = component.get_summary(), component.get_descriptions()
    return [
        component.get_uid(),
        day(component.get_dtstart()),
        day(component.get_dtend()),
        summary.get_value() if summary else "",
        described[0].get_value() if described else "",
    ]


source = EDataServer.SourceRegistry.new_sync(None).ref_source(sys.argv[1])
client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, _SECONDS, None)
_, components = client.get_object_list_as_comps_sync("#t", None)
print(json.dumps([row(component) for component in components]))  # noqa: T201  the result
