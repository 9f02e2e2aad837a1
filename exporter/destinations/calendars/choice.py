"""Which of a person's calendars the tasks go to; one is made where that is wished for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from exporter.destinations.calendars.dav import Dav
from exporter.destinations.calendars.discovery import Calendar, Places, calendar_at, look_around
from exporter.errors import Changed, DestinationError, Missing, NotAllowed, OutcomeUnknown, Refused
from exporter.wording import say


@dataclass(frozen=True, slots=True)
class Wish:
    """What exporter.toml says of the calendar."""

    component: str
    calendar: str | None = None
    create: bool = False
    title: str = ""
    """The name of a new calendar, where none is given."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Where a calendar is still to be made."""

    url: str
    name: str
    component: str

    def fill(self, dav: Dav) -> Calendar:
        """Make it. One that another run made meanwhile is as good.

        Raises:
            NotAllowed, Missing, Refused, Unreachable: the server does not make calendars for us.
        """
        trouble: DestinationError | NotAllowed | None = None
        try:
            dav.make_calendar(self.url, self.name, self.component)
        except (OutcomeUnknown, Changed, Refused, NotAllowed) as error:
            trouble = error
        try:
            made = calendar_at(dav, self.url)
        except (Missing, NotAllowed, Refused):
            made = None
        if made:
            return made
        raise Refused(
            "the calendar “{name}” could not be made ({reason})",
            hint="Make it in the calendar service itself, then run again.",
            name=self.name,
            reason=str(trouble) if trouble else self.url,
        ) from trouble


def choose(dav: Dav, wish: Wish) -> Calendar | Vacancy:
    """The calendar that exporter.toml means.

    Raises:
        Missing: there is none of that name, or none at all.
        Refused: it takes no such items, or several would do.
        NotAllowed, Unreachable: as they come.
    """
    alone = wish.calendar is None
    places = look_around(dav, alone=alone, vacant=alone and wish.create)
    if places.vacant:
        return Vacancy(places.vacant, wish.title, wish.component)
    if wish.calendar is None and places.itself:
        return _taking(places.itself, wish)
    if wish.calendar is None:
        return _only_one(places, wish)
    named = [each for each in _every(places) if each.is_called(wish.calendar or "")]
    fitting = [each for each in named if each.takes(wish.component)]
    if len(fitting) > 1:
        raise _several(fitting)
    if named:
        return _taking((fitting or named)[0], wish)
    return _absent(places, wish)


def _only_one(places: Places, wish: Wish) -> Calendar | Vacancy:
    fitting = [each for each in places.calendars if each.takes(wish.component) and each.writable is not False]
    if len(fitting) == 1 and not wish.create:
        return fitting[0]
    if wish.create:
        mine = [each for each in places.calendars if each.is_called(wish.title)]
        return _taking(mine[0], wish) if mine else _absent(places, wish)
    if fitting:
        raise _several(fitting)
    return _absent(places, wish)


def _absent(places: Places, wish: Wish) -> Vacancy:
    name = wish.calendar or wish.title
    if wish.create and places.homes:
        mark = hashlib.sha256(f"{name}\n{wish.component}".encode()).hexdigest()[:12]
        return Vacancy(f"{places.homes[0]}exporter-{mark}/", name, wish.component)
    there = _named(_every(places))
    if wish.calendar is None:
        raise Missing(
            "no calendar there takes {items}; there are: {calendars}",
            hint="Make one there, or set create = true in exporter.toml.",
            items=_items(wish.component),
            calendars=there,
        )
    raise Missing(
        "there is no calendar “{name}”; there are: {calendars}",
        hint="Write one of them as `calendar` into exporter.toml, or set create = true.",
        name=name,
        calendars=there,
    )


def _taking(calendar: Calendar, wish: Wish) -> Calendar:
    if calendar.takes(wish.component):
        return calendar
    other = "vevent" if wish.component == "VTODO" else "vtodo"
    raise Refused(
        "the calendar “{name}” takes no {items}",
        hint='Choose another calendar, or set component = "{other}" in exporter.toml.',
        name=calendar.name,
        items=_items(wish.component),
        other=other,
    )


def _every(places: Places) -> list[Calendar]:
    return list(dict.fromkeys([*places.calendars, *([places.itself] if places.itself else [])]))


def _several(fitting: Iterable[Calendar]) -> Refused:
    return Refused(
        "there are several calendars: {calendars}",
        hint="Write one of them as `calendar` into exporter.toml.",
        calendars=_named(fitting),
    )


def _named(calendars: Iterable[Calendar]) -> str:
    return ", ".join(f"{each.name} ({each.path})" for each in calendars) or say("none")


def _items(component: str) -> str:
    return say("to-dos") if component == "VTODO" else say("events")
