"""What `exporter doctor` says of a calendar server. Writes nothing."""

from __future__ import annotations

from exporter.destinations.calendars.choice import Vacancy, Wish, choose
from exporter.destinations.calendars.dav import Dav
from exporter.destinations.calendars.dav_refusal import read_only
from exporter.destinations.contract import Finding
from exporter.errors import ExporterError
from exporter.wording import say


def findings(dav: Dav, wish: Wish) -> list[Finding]:
    """Found, fit and writable; or the one sentence that says why not."""
    try:
        place = choose(dav, wish)
    except ExporterError as error:
        return [Finding.of(error)]
    if isinstance(place, Vacancy):
        sentence = say("the calendar “{name}” will be made at {url}", name=place.name, url=place.url)
        return [Finding(ok=True, sentence=sentence)]
    if place.writable is False:
        return [Finding.of(read_only(place.url))]
    template = (
        "the calendar “{name}” is there, and takes to-dos: {url}"
        if wish.component == "VTODO"
        else "the calendar “{name}” is there, and takes events: {url}"
    )
    return [Finding(ok=True, sentence=say(template, name=place.name, url=place.url))]
