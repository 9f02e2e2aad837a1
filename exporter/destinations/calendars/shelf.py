"""What a calendar holds, read with as few requests as the server allows: only what changed is fetched again.

Items are known by their decoded path, for servers spell one address in several ways. What is not ours is remembered by
its ETag alone and never kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from exporter.destinations.calendars import dav_xml
from exporter.destinations.calendars.dav import Dav, strong
from exporter.destinations.calendars.dav_xml import CAL, DAV, Answer
from exporter.destinations.calendars.discovery import Calendar
from exporter.destinations.calendars.fold import unfold
from exporter.destinations.calendars.profile import UID_TAIL
from exporter.errors import DestinationError, ListingIncomplete, Missing, NotAllowed, Refused, Unreachable

_ETAG = f"{DAV}getetag"
_DATA = f"{CAL}calendar-data"
_BATCH = 60
"""Items asked for at once."""
_MOST_PARTS = 1000
"""Of one answer to sync-collection that a server gives in parts."""
_GONE = frozenset({404, 410})
_CUT_SHORT = 507


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. `data` is None where it is not ours."""

    url: str
    etag: str | None
    data: bytes | None = None


@dataclass(slots=True)
class Shelf:
    """A calendar's items by decoded path, as of the last `refresh`."""

    dav: Dav
    calendar: Calendar
    entries: dict[str, Entry] = field(default_factory=dict)
    token: str | None = None
    fresh: bool = False

    def refresh(self) -> None:
        """Look what changed since last time, or at everything.

        Raises:
            ListingIncomplete: the server cut its answer short or left something out.
            NotAllowed, Missing, Refused, Unreachable: as they come.
        """
        if self.token is None or not self._changes():
            self._everything()
        self.fresh = True

    def reread(self, path: str) -> Entry | None:
        """One item as it is now; None where it is gone."""
        known = self.entries[path]
        try:
            got = self.dav.get(known.url)
        except Missing:
            self.entries.pop(path, None)
            return None
        return self.keep(known.url, got.etag, got.data)

    def keep(self, url: str, etag: str | None, data: bytes) -> Entry:
        """Remember an item that was just read."""
        entry = Entry(url, etag, data if _is_ours(data) else None)
        self.entries[path_of(url)] = entry
        return entry

    def find(self, component: str, uid: str) -> list[Entry]:
        """Where the server says that an item with this UID stands; some answer with similar ones too."""
        found = self.dav.report(self.calendar.url, dav_xml.uid_query(component, uid))
        urls = {self._url(answer.href): answer for answer in found.answers if not self._is_calendar(answer.href)}
        for url, answer in urls.items():
            self._take(url, answer)
        return [self.entries[path_of(url)] for url in urls if path_of(url) in self.entries]

    def record(self) -> dict[str, Any]:
        """Everything known, as plain data, to begin with next time."""
        known = {
            path: [entry.url, entry.etag, entry.data.decode() if entry.data is not None else None]
            for path, entry in self.entries.items()
        }
        return {"calendar": self.calendar.url, "token": self.token, "entries": known}

    def recall(self, record: Mapping[str, Any]) -> None:
        """Begin with what `record` gave; what is of another calendar or damaged is passed over."""
        try:
            if record["calendar"] == self.calendar.url:
                known = {
                    path: Entry(self._url(url), etag, None if data is None else str(data).encode())
                    for path, (url, etag, data) in record["entries"].items()
                }
                self.entries, self.token = known, record["token"]
        except (KeyError, TypeError, ValueError, AttributeError):
            return

    def _everything(self) -> None:
        asked = (_ETAG, f"{DAV}resourcetype", f"{DAV}sync-token")
        found, _ = self.dav.propfind(self.calendar.url, asked, depth=1)
        there = {}
        token = None
        for answer in found.answers:
            _require_whole(answer)
            if f"{DAV}collection" in answer.names(f"{DAV}resourcetype") or self._is_calendar(answer.href):
                token = answer.text(f"{DAV}sync-token") or token
            elif answer.status not in _GONE:
                there[self._url(answer.href)] = _etag(answer)
        self.entries = {
            path: entry
            for path, entry in self.entries.items()
            if entry.etag is not None and there.get(entry.url) == entry.etag
        }
        self._fetch({url: etag for url, etag in there.items() if path_of(url) not in self.entries})
        self.token = token if self.calendar.tells_changes else None

    def _changes(self) -> bool:
        """Whether the server could say what changed; it may have forgotten our token."""
        for _ in range(_MOST_PARTS):
            try:
                found = self.dav.report(self.calendar.url, dav_xml.sync_collection(self.token or ""), depth=0)
            except (
                Refused,
                NotAllowed,
                Missing,
                Unreachable,
            ):  # a full reading tells whether it is more than the token
                self.token = None
                return False
            cut = any(answer.status == _CUT_SHORT for answer in found.answers)
            changed = {}
            for answer in found.answers:
                if self._is_calendar(answer.href):
                    continue
                url = self._url(answer.href)
                known = self.entries.get(path_of(url))
                if answer.status in _GONE:
                    self.entries.pop(path_of(url), None)
                elif known is None or known.etag is None or known.etag != _etag(answer):
                    changed[url] = _etag(answer)
            self._fetch(changed)
            if not found.token or (cut and found.token == self.token):
                break
            self.token = found.token
            if not cut:
                return True
        self.token = None
        return False

    def _fetch(self, wanted: Mapping[str, str | None]) -> None:
        waiting = iter(wanted)
        while batch := list(islice(waiting, _BATCH)):
            hrefs = [urlsplit(url).path for url in batch]
            answers: tuple[Answer, ...] = ()
            with suppress(Refused):  # then each is asked for by itself
                answers = self.dav.report(self.calendar.url, dav_xml.multiget(hrefs), depth=0).answers
            told = {path_of(self._url(answer.href)): answer for answer in answers}
            for url in batch:
                self._take(url, told.get(path_of(url)))

    def _take(self, url: str, answer: Answer | None) -> None:
        if answer and answer.status in _GONE:
            return
        data = answer.text(_DATA) if answer else None
        if answer and data:
            self.keep(url, _etag(answer), data.encode())
            return
        try:  # the report passed over it, or gave it without its text
            got = self.dav.get(url)
        except Missing:
            return
        except DestinationError as error:
            raise _incomplete(url) from error
        self.keep(url, got.etag, got.data)

    def _url(self, href: str) -> str:
        """On the host that we asked, whatever the server calls itself."""
        path = urlsplit(urljoin(self.calendar.url, href)).path
        return urljoin(self.calendar.url, path)

    def _is_calendar(self, href: str) -> bool:
        return path_of(self._url(href)).rstrip("/") == self.calendar.path.rstrip("/")


def path_of(url: str) -> str:
    """The decoded path of an address."""
    return unquote(urlsplit(url).path)


def _etag(answer: Answer) -> str | None:
    return strong(answer.text(_ETAG))


def _is_ours(data: bytes) -> bool:
    return UID_TAIL.encode() in unfold(data)


def _require_whole(answer: Answer) -> None:
    if answer.status is not None and answer.status >= 400 and answer.status not in _GONE:  # noqa: PLR2004  HTTP's errors
        raise _incomplete(answer.href)


def _incomplete(place: str) -> ListingIncomplete:
    return ListingIncomplete("{url} could not be listed to the end", hint="Run again later.", url=unquote(place))


def ours(entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """The items that bear a UID of ours, in the order of their paths."""
    return ((path, entry) for path, entry in sorted(entries.items()) if entry.data is not None)
