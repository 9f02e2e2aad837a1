"""One item of a calendar server: a VCALENDAR in which a component of ours stands, with whatever else was put there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from exporter.destinations.calendars.component import change_component, make_component, read_component
from exporter.destinations.calendars.content import Part, parse
from exporter.destinations.calendars.profile import PRODID, Profile
from exporter.destinations.calendars.reading import task_of, uid_in
from exporter.destinations.contract import Field, Item, Value, Wanted
from exporter.destinations.marker import plan_of
from exporter.errors import ListingIncomplete, Refused
from exporter.model import Task

_REPEATS = ("RRULE", "RDATE", "RECURRENCE-ID")


@dataclass(frozen=True, slots=True)
class Resource:
    """A parsed item. `where` names it in sentences."""

    calendar: Part
    where: str

    @classmethod
    def parse(cls, data: bytes, where: str) -> Resource:
        """From octets.

        Raises:
            ListingIncomplete: it is damaged.
        """
        found = parse(data, where)
        if len(found) != 1 or found[0].name != "VCALENDAR":
            raise ListingIncomplete("this item is no calendar", where=where)
        return cls(found[0], where)

    def ids(self, plan: str) -> list[tuple[str, Part]]:
        """The tasks of a plan in it, and the component of each, whether events or to-dos."""
        told = ((task_of(part), part) for part in self.calendar.parts if part.name in {"VEVENT", "VTODO"})
        return [(task_id, part) for task_id, part in told if task_id is not None and plan_of(task_id) == plan]

    def changed(
        self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str], task: Task | None, profile: Profile
    ) -> bytes:
        """Its octets with the changes in our component and nothing else touched.

        Raises:
            Refused: a person made it repeat.
        """
        whole = self.calendar.copy()
        part = next(part for part in whole.parts if task_of(part) == item.id and part.name == profile.component)
        if self._repeats(part):
            _refuse_repeating(item.id)
        change_component(part, changes, base, task, profile)
        return whole.octets()

    def _repeats(self, ours: Part) -> bool:
        same = (part for part in self.calendar.parts if uid_in(part) == uid_in(ours))
        return any(part.first(name) for part in same for name in _REPEATS)


def new_resource(wanted: Wanted, base: Mapping[Field, str], profile: Profile) -> bytes:
    """The octets of a new item."""
    body = parse(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODID}\r\nEND:VCALENDAR\r\n".encode(), "")[0]
    body.body.append(make_component(wanted, base, profile))
    return body.octets()


def read_item(part: Part, profile: Profile, key: str, version: str | None) -> Item:
    """The item that a component is, known by its path and ETag.

    Raises:
        ValueError: it has no readable day.
    """
    item = read_component(part, profile, version)
    return Item(item.id, key, item.fields, item.base, item.version)


def _refuse_repeating(task_id: str) -> NoReturn:
    raise Refused(
        "{id} was made to repeat in the calendar, so it is left as it is",
        hint="Take the repetition away there, or change it there yourself.",
        id=task_id,
    )
