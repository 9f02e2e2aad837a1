"""A live calendar on a CalDAV server (Nextcloud, Radicale, iCloud, Fastmail …): one event or to-do a task.

An item is known by its UID, which the server takes only once, and written only over the ETag that was read, so that
nothing a person does at the same time is lost. What comes back is compared by fields: servers rewrite what they store.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import quote

from exporter.destinations.calendars.caldav_check import findings
from exporter.destinations.calendars.caldav_options import OPTIONS
from exporter.destinations.calendars.choice import Vacancy, Wish, choose
from exporter.destinations.calendars.component import render_task
from exporter.destinations.calendars.dav import Dav
from exporter.destinations.calendars.dav_refusal import read_only
from exporter.destinations.calendars.profile import Profile
from exporter.destinations.calendars.reading import uid_of
from exporter.destinations.calendars.resource import Resource, new_resource, read_item
from exporter.destinations.calendars.shelf import Entry, Shelf, ours, path_of
from exporter.destinations.calendars.shelf_file import load, save
from exporter.destinations.contract import Destination, Field, Finding, Item, Keep, Listing, Setup, Value, Wanted
from exporter.errors import Changed, ListingIncomplete, Missing, OutcomeUnknown, Refused, Unreachable
from exporter.model import Task
from exporter.wording import say

_MOST_TRIES = 3
"""Of one update, when somebody else writes the same item at the same time."""
_COMPONENTS: Mapping[str, Literal["VEVENT", "VTODO"]] = {"vevent": "VEVENT", "vtodo": "VTODO"}


class CalDav(Destination):
    """Events or to-dos in one calendar of a server."""

    kind = "caldav"
    keeps: ClassVar[Mapping[Field, Keep]] = {
        Field.TITLE: "native",
        Field.STATUS: "native",
        Field.DUE: "native",
        Field.START: "native",
        Field.ASSIGNEES: "text",
        Field.LABELS: "native",
        Field.CHECKLIST: "text",
        Field.PROGRESS: "native",
        Field.BODY: "native",
    }
    options_schema: ClassVar[Mapping[str, Any]] = OPTIONS
    required_options = ("url",)
    safe_creates = True
    shows_links = True

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        options = setup.options
        component = _COMPONENTS[options.get("component", "vtodo")]
        self.profile = Profile.of(setup, component)
        self.wish = Wish(
            component, options.get("calendar"), bool(options.get("create", False)), setup.plan_title or setup.plan
        )
        self.dav = Dav(setup)
        self._cache = setup.folder / Path(options["cache"]).expanduser() if "cache" in options else None
        self._shelf: Shelf | None = None
        self._taken: set[str] = set()
        self._tasks: dict[str, Task] = {}

    def listing(self) -> Listing:
        """Every item of this plan. A calendar that is still to be made holds none, and a plan makes none."""
        shelf = self._shelf or self._found(make=False)
        if shelf is None:
            return Listing(())
        self._refresh(shelf)
        items: list[Item] = []
        problems: list[str] = []
        for path, entry in ours(shelf.entries):
            self._read(path, entry, items, problems)
        return Listing(tuple(items), problems=tuple(problems))

    def render(self, task: Task) -> Wanted:
        """The task as its component; remembered, for an update brings only fields."""
        self._tasks[task.id] = task
        return render_task(task, self.profile)

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """Look for the UID in what was listed, store it where nothing stands, and read it back.

        Its address comes from its UID, so that even a server that ignores If-None-Match gets no second one.
        """
        shelf = self._writable()
        if wanted.id in self._taken:
            raise Refused(
                "{id} is in the calendar already, and cannot be used as it is there",
                hint="Look at it in the calendar; to-dos and events of one plan need a calendar each.",
                id=wanted.id,
            )
        self._tasks[wanted.id] = wanted.task
        url = f"{shelf.calendar.url}{quote(wanted.id, safe='')}.ics"
        if path_of(url) in shelf.entries:
            raise Refused("something else stands where {id} belongs", id=wanted.id, hint="Move it away and run again.")
        self.dav.put(url, new_resource(wanted, base, self.profile), new=True)
        return self._made(shelf, url, wanted.id)

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        """Write over the ETag that was read; where somebody else's change touches none of our fields, both are kept."""
        shelf = self._writable()
        entry = shelf.entries.get(item.key)
        if entry and (entry.etag is None or entry.etag != item.version):
            entry = shelf.reread(item.key)
        trouble: Changed | OutcomeUnknown | None = None
        for tries in range(_MOST_TRIES + 1):
            resource, now = self._still(item, entry, changes)
            assert entry is not None  # noqa: S101  `_still` raised otherwise
            if now.base == base and all(now.fields.get(name) == value for name, value in changes.items()):
                return now  # an earlier try arrived after all
            if tries == _MOST_TRIES:
                break
            data = resource.changed(item, changes, base, self._tasks.get(item.id), self.profile)
            try:
                self.dav.put(entry.url, data, etag=entry.etag)
            except (Changed, OutcomeUnknown) as error:
                trouble, entry = error, self._again(shelf, item.key, error)
                continue
            return self._made(shelf, entry.url, item.id)
        raise Changed("{id} could not be stored: {reason}", id=item.id, reason=str(trouble)) from trouble

    def check(self) -> list[Finding]:
        """Reachable, let in, the calendar there, open to writing, and fit for what it is to hold."""
        return findings(self.dav, self.wish)

    # What stands there

    def _found(self, *, make: bool) -> Shelf | None:
        place = choose(self.dav, self.wish)
        if isinstance(place, Vacancy):
            if not make:
                return None
            place = place.fill(self.dav)
        self._shelf = Shelf(self.dav, place)
        if self._cache:
            load(self._cache, self._shelf)
        return self._shelf

    def _writable(self) -> Shelf:
        shelf = self._shelf or self._found(make=True)
        assert shelf is not None  # noqa: S101  it was made
        if shelf.calendar.writable is False:
            raise read_only(shelf.calendar.url)
        if not shelf.fresh:
            self._refresh(shelf)
        return shelf

    def _refresh(self, shelf: Shelf) -> None:
        shelf.refresh()
        if self._cache:
            save(self._cache, shelf)
        self._taken = set(self._ids(shelf))

    def _read(self, path: str, entry: Entry, items: list[Item], problems: list[str]) -> None:
        try:
            parts = Resource.parse(entry.data or b"", path).ids(self.setup.plan)
        except ListingIncomplete as error:
            if f"{self.setup.plan}-".encode() in (entry.data or b""):
                problems.append(str(error))
            return
        for task_id, part in parts:
            if part.name != self.profile.component:
                continue
            try:
                items.append(read_item(part, self.profile, path, entry.etag))
            except ValueError:
                problems.append(say("{file}: the event of {id} has no readable date", file=path, id=task_id))

    def _ids(self, shelf: Shelf) -> Iterator[str]:
        for path, entry in ours(shelf.entries):
            try:
                found = Resource.parse(entry.data or b"", path).ids(self.setup.plan)
            except ListingIncomplete:
                continue
            yield from (task_id for task_id, _ in found)

    def _one(self, entry: Entry, task_id: str) -> tuple[Resource, Item] | None:
        """The item of a task in an entry; None where it is not there any more."""
        path = path_of(entry.url)
        try:
            resource = Resource.parse(entry.data or b"", path)
            for found, part in resource.ids(self.setup.plan):
                if found == task_id and part.name == self.profile.component:
                    return resource, read_item(part, self.profile, path, entry.etag)
        except (ListingIncomplete, ValueError):
            pass
        return None

    def _still(self, item: Item, entry: Entry | None, changes: Mapping[Field, Value]) -> tuple[Resource, Item]:
        """The item as it is now, if nobody touched what we are about to write."""
        if entry is None:
            raise Missing("{id} is not in the calendar", id=item.id)
        found = self._one(entry, item.id)
        if found is None:
            raise Changed("{id} is no longer the item that was read", id=item.id, hint="Run again.")
        now = found[1].fields
        if any(now.get(name) not in (item.fields.get(name), value) for name, value in changes.items()):
            raise Changed("{id} was changed in the calendar meanwhile", id=item.id, hint="Run again.")
        return found

    def _again(self, shelf: Shelf, path: str, error: Changed | OutcomeUnknown) -> Entry | None:
        """The entry as it is after a write that was refused for its ETag or got no answer."""
        try:
            return shelf.reread(path)
        except (Unreachable, Refused):
            raise error from None

    def _made(self, shelf: Shelf, url: str, task_id: str) -> Item:
        """What was just stored, read back; a server may have given it another address."""
        try:
            got = self.dav.get(url)
            entries = [shelf.keep(url, got.etag, got.data)]
        except Missing:
            entries = self._elsewhere(shelf, task_id)
        except (Unreachable, Refused) as error:
            raise OutcomeUnknown("{id} was sent, and could not be read back", id=task_id) from error
        for entry in entries:
            found = self._one(entry, task_id)
            if found:
                self._taken.add(task_id)
                return found[1]
        raise OutcomeUnknown("the calendar took {id}, and does not show it", id=task_id)

    def _elsewhere(self, shelf: Shelf, task_id: str) -> list[Entry]:
        try:
            return shelf.find(self.profile.component, uid_of(task_id))
        except (Unreachable, Refused, Missing) as error:
            raise OutcomeUnknown("{id} was sent, and could not be read back", id=task_id) from error
