"""WebDAV verbs over our HTTP layer: each returns what was asked for or raises what certainly happened.

Item addresses that a server writes into its answers are taken as paths on the host we asked, for a server behind a
proxy often names itself otherwise than we know it. Only the home of a user's calendars may stand on another host.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from exporter.destinations.calendars import dav_xml
from exporter.destinations.calendars.dav_login import Login
from exporter.destinations.calendars.dav_refusal import not_caldav, read_refusal, write_refusal
from exporter.destinations.calendars.dav_xml import Multistatus
from exporter.destinations.contract import Setup
from exporter.destinations.http import Http, Reply
from exporter.destinations.http.address import checked_address, same_origin
from exporter.destinations.http.options import Entrance, open_client
from exporter.errors import ConfigError, Refused, Unreachable

MULTI = 207
STORED = frozenset({200, 201, 204})
"""The only answers to a PUT that mean it was stored: Xandikos says 207 to what it does not store."""
_SAID = (*range(400, 500), 501, 507)
"""Refusals that are read here; 501 and 507 too mean that nothing was done."""
_XML = {"Content-Type": "application/xml; charset=utf-8"}
_CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}
_RULES = ((300, 60.0),)
"""Writes in seconds; no service publishes a limit, and a phone that synchronises does no more."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_MOVES = 5
_WELL_KNOWN = "/.well-known/caldav"


@dataclass(frozen=True, slots=True)
class Got:
    """An item's octets and ETag."""

    href: str
    data: bytes
    etag: str | None


class Dav:
    """The hosts of one calendar service, entered with one login."""

    def __init__(self, setup: Setup) -> None:
        options = setup.options
        self.setup = setup
        self.url = str(options["url"]).strip()
        self.login = Login(str(options["user"]), options.get("password")) if options.get("user") else None
        self._hosts: list[Http] = []

    def propfind(self, url: str, names: Iterable[str], depth: int = 0) -> tuple[Multistatus, str]:
        """Properties of a resource (depth 0) or of what it holds too (1), and the address that answered in the end.

        Raises:
            NotAllowed, Missing, Refused, Unreachable: see dav_refusal.
        """
        reply = self._ask("PROPFIND", url, dav_xml.propfind(names), depth)
        return self._multistatus(reply), reply.url

    def report(self, url: str, body: bytes, depth: int = 1) -> Multistatus:
        """A report on a calendar.

        Raises:
            NotAllowed, Missing, Refused, Unreachable: see dav_refusal.
        """
        return self._multistatus(self._ask("REPORT", url, body, depth))

    def get(self, url: str) -> Got:
        """One item.

        Raises:
            NotAllowed, Missing, Refused, Unreachable: see dav_refusal.
        """
        reply = self._send("GET", url, headers={"Accept": "text/calendar"})
        if not reply.ok:
            raise read_refusal(reply, self._secrets())
        return Got(url, reply.content, strong(reply.headers.get("ETag")))

    def put(self, url: str, data: bytes, *, etag: str | None = None, new: bool = False) -> None:
        """Store one item: `new` only where nothing stands, else only over what bears `etag`.

        Raises:
            Changed: something else stands there.
            NotAllowed, Missing, Refused, OutcomeUnknown, Unreachable: see dav_refusal.
        """
        condition = {"If-None-Match": "*"} if new else {"If-Match": etag} if etag else {}
        reply = self._send("PUT", url, data, {**_CALENDAR, **condition})
        if reply.status not in STORED:
            raise write_refusal(reply, self._secrets())

    def make_calendar(self, url: str, name: str, component: str) -> None:
        """Make a calendar (RFC 4791, 5.3.1).

        Raises:
            NotAllowed, Missing, Refused, OutcomeUnknown, Unreachable: see dav_refusal.
        """
        reply = self._send("MKCALENDAR", url, dav_xml.mkcalendar(name, component), _XML)
        if reply.status not in STORED:
            raise write_refusal(reply, self._secrets())

    def well_known(self) -> str | None:
        """Where /.well-known/caldav leads (RFC 6764), asked without a password, so that it may lead to another host.

        None where it leads nowhere. What it leads to is not asked here: that is for the one who has the password.
        """
        url = urljoin(self.url, _WELL_KNOWN)
        for _ in range(_MOST_MOVES):
            target = self._led(url)
            if target is None or (url.startswith("https:") and not target.startswith("https:")):
                return None
            if urlsplit(target).path != _WELL_KNOWN:
                return target
            url = target
        return None

    def _led(self, url: str) -> str | None:
        try:
            stranger = open_client(self.setup, _origin(url), Entrance())
            reply = stranger.send(
                "PROPFIND", url, headers={"Depth": "0"}, accept=(*_MOVED, *_SAID), as_json=False, follow=False
            )
            stranger.close()
            if reply.status not in _MOVED or "Location" not in reply.headers:
                return None
            target = _as_secure(urljoin(url, reply.headers["Location"]), url)
            checked_address(target, insecure=bool(self.setup.options.get("insecure", False)))
        except (ConfigError, Unreachable):  # plain http to another machine, or nobody there
            return None
        return target

    def enter(self, url: str) -> None:
        """Send the password to this host from now on: it is the one of exporter.toml, or /.well-known led there."""
        if not any(same_origin(url, http.url) for http in self._hosts):
            entrance = Entrance(login=self.login.auth, secrets=self._secrets) if self.login else Entrance()
            self._hosts.append(open_client(self.setup, _origin(url), entrance, rules=_RULES))

    def enter_home(self, url: str, named_by: str) -> None:
        """The same for the calendar home that a server names: on that host, or on a sibling of it over https.

        Raises:
            Refused: it stands elsewhere.
        """
        if not same_origin(url, named_by) and not _siblings(url, named_by):
            raise Refused(
                "{host} keeps the calendars at {other}, and the password does not go there",
                hint="If that is the right server, write its address into exporter.toml.",
                host=urlsplit(named_by).netloc,
                other=urlsplit(url).netloc,
            )
        self.enter(url)

    def close(self) -> None:
        """Close the connections."""
        for http in self._hosts:
            http.close()

    def _ask(self, method: str, url: str, body: bytes, depth: int) -> Reply:
        reply = self._send(method, url, body, {**_XML, "Depth": str(depth)})
        if not reply.ok:
            raise read_refusal(reply, self._secrets())
        return reply

    def _multistatus(self, reply: Reply) -> Multistatus:
        try:
            if reply.status == MULTI:
                return dav_xml.read_multistatus(reply.content)
        except ValueError:
            pass
        raise not_caldav(reply.url)

    def _send(self, method: str, url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        if not self._hosts:
            self.enter(self.url)
        http = next((http for http in self._hosts if same_origin(url, http.url)), self._hosts[0])
        accept: Collection[int] = _SAID
        return http.send(method, url, body=body, headers=headers, accept=accept, as_json=False)

    def _secrets(self) -> list[str]:
        return self.login.secrets() if self.login else []


def strong(etag: str | None) -> str | None:
    """An ETag as If-Match wants it, which knows only strong ones; proxies that compress weaken what the server gave."""
    return etag.removeprefix("W/") if etag else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _as_secure(url: str, named_by: str) -> str:
    """A server behind a proxy that ends TLS often calls itself http; it is reached the way that it was asked."""
    parts, asked = urlsplit(url), urlsplit(named_by)
    if (asked.scheme, parts.scheme) == ("https", "http") and parts.hostname == asked.hostname:
        return parts._replace(scheme="https", netloc=asked.netloc).geturl()
    return url


def _siblings(url: str, other: str) -> bool:
    """caldav.icloud.com and p34-caldav.icloud.com: one service over https, by all but a name's first part."""
    one, two = urlsplit(url), urlsplit(other)
    if one.scheme != "https" or two.scheme != "https":
        return False
    parents = {(host or "").partition(".")[2] for host in (one.hostname, two.hostname)}
    return len(parents) == 1 and "." in parents.pop()
