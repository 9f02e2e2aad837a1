"""From an address that a person knows to the calendars behind it (RFC 6764, 5397, 4791).

The address may be the server's, a principal's, a calendar home's or a calendar's. From a server's bare address
/.well-known/caldav is asked first; from any other, only when the address itself says nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from exporter.destinations.calendars.dav import Dav
from exporter.destinations.calendars.dav_refusal import not_caldav
from exporter.destinations.calendars.dav_xml import CAL, DAV, Answer
from exporter.errors import DestinationError, Missing, Refused

_PRINCIPAL = f"{DAV}current-user-principal"
_HOME = f"{CAL}calendar-home-set"
_COMPONENTS = f"{CAL}supported-calendar-component-set"
_PRIVILEGES = f"{DAV}current-user-privilege-set"
_REPORTS = f"{DAV}supported-report-set"
_TYPE = f"{DAV}resourcetype"
_NAME = f"{DAV}displayname"
_ASKED = (_TYPE, _NAME, _PRINCIPAL, _HOME, _COMPONENTS, _PRIVILEGES, _REPORTS)
_MAY_WRITE = frozenset({f"{DAV}all", f"{DAV}write", f"{DAV}write-content"})
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Calendar:
    """A collection of calendar items. What a server does not tell is None."""

    url: str
    name: str
    components: frozenset[str] | None = None
    writable: bool | None = None
    tells_changes: bool = False
    """Whether it answers sync-collection (RFC 6578)."""

    @property
    def path(self) -> str:
        """The decoded path, ending in a slash."""
        return unquote(urlsplit(self.url).path)

    def takes(self, component: str) -> bool:
        """Whether it says, or leaves open, that it takes such items."""
        return self.components is None or component in self.components

    def is_called(self, wanted: str) -> bool:
        """By its name, the last part of its path, its path or its whole address."""
        wanted = wanted.strip()
        last = self.path.rstrip("/").rpartition("/")[2]
        if _same(wanted, self.name) or _same(wanted, last):
            return True
        return "/" in wanted and unquote(urlsplit(urljoin(self.url, wanted)).path).rstrip("/") == self.path.rstrip("/")


@dataclass(frozen=True, slots=True)
class Places:
    """What lies behind an address: the calendar itself, if it is one, and the homes where more are and can be made."""

    itself: Calendar | None = None
    homes: tuple[str, ...] = ()
    vacant: str | None = None
    """The address, where nothing stands there yet."""
    calendars: tuple[Calendar, ...] = ()


def look_around(dav: Dav, *, alone: bool = False, vacant: bool = False) -> Places:
    """Find everything, over as few requests as the server allows.

    Args:
        dav: where to begin.
        alone: whether a calendar at the very address is all that is looked for.
        vacant: whether an address below the server's own may be empty, for a calendar is to be made there.

    Raises:
        NotAllowed, Unreachable: as they come.
        Missing, Refused: no CalDAV server answers there.
    """
    trouble: DestinationError | None = None
    for start in _starts(dav):
        try:
            places = _from(dav, start, alone=alone)
        except (Missing, Refused) as error:
            if vacant and isinstance(error, Missing) and urlsplit(dav.url).path.strip("/"):
                return Places(vacant=slashed(dav.url))
            trouble = trouble or error
            continue
        if places.itself or places.homes:
            return places
    raise trouble or not_caldav(dav.url)


def slashed(url: str) -> str:
    """A collection's address ends in a slash."""
    return url if url.endswith("/") else f"{url}/"


def calendar_at(dav: Dav, url: str) -> Calendar | None:
    """The calendar that stands at an address, None where none does."""
    found, at = dav.propfind(url, _ASKED)
    return next((calendar for answer in found.answers if (calendar := _calendar(answer, at))), None)


def _starts(dav: Dav) -> Iterator[str]:
    bare = not urlsplit(dav.url).path.strip("/")
    known = dav.well_known() if bare else None
    if known:
        dav.enter(known)
        yield known
    dav.enter(dav.url)
    yield dav.url
    if not bare and (known := dav.well_known()):
        dav.enter(known)
        yield known


def _from(dav: Dav, start: str, *, alone: bool) -> Places:
    answer, at = _one(dav, start)
    itself = _calendar(answer, at)
    if _is_for_strangers(answer, itself) and dav.login and not dav.login.unasked:
        dav.login.unasked = True
        answer, at = _one(dav, start)
        itself = _calendar(answer, at)
    if itself and alone:
        return Places(itself)
    homes = answer.hrefs(_HOME)
    for principal in [] if homes else answer.hrefs(_PRINCIPAL):
        url = urljoin(at, principal)
        dav.enter_home(url, at)
        answer, at = _one(dav, url)
        homes = answer.hrefs(_HOME)
    whole = tuple(dict.fromkeys(slashed(urljoin(at, home)) for home in homes))
    for home in whole:
        dav.enter_home(home, at)
    return Places(itself, whole, calendars=tuple(calendar for home in whole for calendar in _in_home(dav, home)))


def _is_for_strangers(answer: Answer, itself: Calendar | None) -> bool:
    """Whether the server showed a stranger around instead of asking who we are."""
    if itself:
        return itself.writable is False
    return not answer.hrefs(_HOME) and not answer.hrefs(_PRINCIPAL)


def _one(dav: Dav, url: str) -> tuple[Answer, str]:
    found, at = dav.propfind(url, _ASKED)
    answer = next(iter(found.answers), Answer(url))
    if answer.status in _GONE:
        raise Missing(
            "there is nothing at {url}",
            hint="Look up the CalDAV address in the service's settings and write it as `url` into exporter.toml.",
            url=unquote(url),
        )
    return answer, at


def _in_home(dav: Dav, home: str) -> Iterator[Calendar]:
    found, at = dav.propfind(home, _ASKED, depth=1)
    for answer in found.answers:
        calendar = _calendar(answer, at)
        if calendar:
            yield calendar


def _calendar(answer: Answer, at: str) -> Calendar | None:
    if f"{CAL}calendar" not in answer.names(_TYPE):
        return None
    path = urlsplit(urljoin(at, answer.href)).path
    url = slashed(urljoin(at, path))
    components = answer.props.get(_COMPONENTS)
    privileges = answer.names(_PRIVILEGES)
    return Calendar(
        url,
        answer.text(_NAME) or unquote(path).rstrip("/").rpartition("/")[2],
        frozenset(each.get("name", "").upper() for each in components) if components is not None else None,
        bool(privileges & _MAY_WRITE) if privileges else None,
        f"{DAV}sync-collection" in answer.names(_REPORTS),
    )


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", one).casefold() == unicodedata.normalize("NFKC", other).casefold()
