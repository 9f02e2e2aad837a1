"""A small CalDAV server with the habits of the large ones, each turned on by its switch.

One principal (/p/), one home (/h/), calendars below it. What it stores it gives back to the byte.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tests.servers.fake import Asked, Fake, Given, route

DAV, CAL = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
WRITE = "<d:privilege><d:read/></d:privilege><d:privilege><d:write/></d:privilege>"
READ = "<d:privilege><d:read/></d:privilege>"


@dataclass
class Shelf:
    """One calendar: items by name, and the history for sync-collection."""

    name: str
    components: tuple[str, ...] = ("VEVENT", "VTODO")
    items: dict[str, bytes] = field(default_factory=dict)
    writable: bool = True
    history: list[str] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> None:
        self.items[name] = data
        self.history.append(name)

    def remove(self, name: str) -> None:
        del self.items[name]
        self.history.append(name)


class DavFake(Fake):
    """Switches:

    sync             sync-collection is offered
    absolute         hrefs are whole addresses of another, inner host
    tells_etags      there are ETags at all
    weak             GET's ETags are weak, as behind a proxy that compresses
    honours_new      If-None-Match is honoured
    renames          items are stored under a name of the server's own
    data_in_report   multiget gives the text
    encoding         of every XML answer
    """

    def __init__(self) -> None:
        super().__init__()
        self.calendars = {"work": Shelf("Work")}
        self.sync = True
        self.absolute = False
        self.weak = False
        self.tells_etags = True
        self.honours_new = True
        self.renames = False
        self.data_in_report = True
        self.makes_calendars = True
        self.encoding = "utf-8"
        self.forget_tokens = False
        self.most_changes = 1000

    # Answers

    def href(self, path: str) -> str:
        return escape(("http://inner.example:8080" if self.absolute else "") + quote(path))

    def multistatus(self, parts: Iterable[str], token: str = "") -> Given:
        tail = f"<d:sync-token>{token}</d:sync-token>" if token else ""
        text = f"{HEAD}<d:multistatus {SPACES}>{''.join(parts)}{tail}</d:multistatus>"
        body = text.replace('"utf-8"', f'"{self.encoding}"').encode(self.encoding)
        return Given(207, body, {"Content-Type": "application/xml"})

    def answer_for(self, path: str, props: str) -> str:
        ok = "<d:status>HTTP/1.1 200 OK</d:status>"
        found = f"<d:propstat><d:prop>{props}</d:prop>{ok}</d:propstat>"
        return f"<d:response><d:href>{self.href(path)}</d:href>{found}</d:response>"

    def missing(self, path: str, status: str = "404 Not Found") -> str:
        return f"<d:response><d:href>{self.href(path)}</d:href><d:status>HTTP/1.1 {status}</d:status></d:response>"

    def error(self, status: int, rule: str = "", words: str = "") -> Given:
        said = f'<s:message xmlns:s="http://sabredav.org/ns">{words}</s:message>' if words else ""
        return Given(status, f"{HEAD}<d:error {SPACES}>{said}{rule}</d:error>".encode())

    def described(self, key: str) -> str:
        calendar = self.calendars[key]
        components = "".join(f'<c:comp name="{name}"/>' for name in calendar.components)
        reports = (
            "<d:supported-report><d:report><d:sync-collection/></d:report></d:supported-report>" if self.sync else ""
        )
        return (
            "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
            f"<d:current-user-principal><d:href>{self.href('/p/')}</d:href></d:current-user-principal>"
            f"<d:displayname>{escape(calendar.name)}</d:displayname>"
            f"<c:supported-calendar-component-set>{components}</c:supported-calendar-component-set>"
            f"<d:current-user-privilege-set>{WRITE if calendar.writable else READ}</d:current-user-privilege-set>"
            f"<d:supported-report-set>{reports}</d:supported-report-set>"
            f"<d:sync-token>{self.token(calendar)}</d:sync-token>"
        )

    def token(self, calendar: Shelf) -> str:
        return f"http://example.org/sync/{len(calendar.history)}"

    # Finding calendars

    @route("PROPFIND", "/.well-known/caldav")
    def well_known(self, _asked: Asked) -> Given:
        return Given(301, b"", {"Location": "/dav/"})

    @route("PROPFIND", "/dav/")
    def context(self, _asked: Asked) -> Given:
        who = f"<d:current-user-principal><d:href>{self.href('/p/')}</d:href></d:current-user-principal>"
        return self.multistatus([self.answer_for("/dav/", "<d:resourcetype><d:collection/></d:resourcetype>" + who)])

    @route("PROPFIND", "/p/")
    def principal(self, _asked: Asked) -> Given:
        home = f"<c:calendar-home-set><d:href>{self.href('/h/')}</d:href></c:calendar-home-set>"
        return self.multistatus([self.answer_for("/p/", home)])

    @route("PROPFIND", "/h/")
    def home(self, asked: Asked) -> Given:
        parts = [self.answer_for("/h/", "<d:resourcetype><d:collection/></d:resourcetype>")]
        if asked.headers["Depth"] == "1":
            parts += [self.answer_for(f"/h/{key}/", self.described(key)) for key in self.calendars]
        return self.multistatus(parts)

    @route("MKCALENDAR", "/h/(?P<key>[^/]+)/")
    def make(self, asked: Asked, key: str) -> Given:
        if not self.makes_calendars:
            return Given(405, b"")
        if key in self.calendars:
            return self.error(403, "<d:resource-must-be-null/>")
        root = ET.fromstring(asked.content)  # noqa: S314  our own request
        name = next(root.iter(f"{DAV}displayname")).text or ""
        components = tuple(each.get("name", "") for each in root.iter(f"{CAL}comp"))
        self.calendars[key] = Shelf(name, components)
        return Given(201, b"")

    # One calendar

    @route("PROPFIND", "/h/(?P<key>[^/]+)/")
    def calendar(self, asked: Asked, key: str) -> Given:
        if key not in self.calendars:
            return Given(404, b"")
        parts = [self.answer_for(f"/h/{key}/", self.described(key))]
        if asked.headers["Depth"] == "1":
            parts += [
                self.answer_for(f"/h/{key}/{name}", self.etag_prop(key, name)) for name in self.calendars[key].items
            ]
        return self.multistatus(parts)

    @route("REPORT", "/h/(?P<key>[^/]+)/")
    def report(self, asked: Asked, key: str) -> Given:
        root = ET.fromstring(asked.content)  # noqa: S314  our own request
        if root.tag == f"{DAV}sync-collection":
            return self.changes(key, root.findtext(f"{DAV}sync-token") or "")
        if root.tag == f"{CAL}calendar-multiget":
            names = [(each.text or "").rpartition("/")[2] for each in root.iter(f"{DAV}href")]
            return self.multistatus(self.shown(key, re.sub("%([0-9A-F]{2})", _byte, name)) for name in names)
        uid = root.findtext(f".//{CAL}text-match") or ""
        return self.multistatus(
            self.shown(key, name) for name, data in self.calendars[key].items.items() if uid.encode() in data
        )

    def changes(self, key: str, token: str) -> Given:
        calendar = self.calendars[key]
        if self.forget_tokens or not self.sync:
            return self.error(403, "<d:valid-sync-token/>")
        since = int(token.rpartition("/")[2])
        until = min(len(calendar.history), since + self.most_changes)
        names = dict.fromkeys(calendar.history[since:until])
        parts = [
            self.answer_for(f"/h/{key}/{name}", self.etag_prop(key, name))
            if name in calendar.items
            else self.missing(f"/h/{key}/{name}")
            for name in names
        ]
        if until < len(calendar.history):
            parts.append(self.missing(f"/h/{key}/", "507 Insufficient Storage"))
        return self.multistatus(parts, f"http://example.org/sync/{until}")

    def shown(self, key: str, name: str) -> str:
        path, data = f"/h/{key}/{name}", self.calendars[key].items.get(name)
        if data is None:
            return self.missing(path)
        text = f"<c:calendar-data>{escape(data.decode())}</c:calendar-data>" if self.data_in_report else ""
        return self.answer_for(path, self.etag_prop(key, name) + text)

    def etag_prop(self, key: str, name: str) -> str:
        if not self.tells_etags:
            return ""
        return f"<d:getetag>{escape(etag(self.calendars[key].items[name]))}</d:getetag>"

    # One item

    @route("GET", "/h/(?P<key>[^/]+)/(?P<name>[^/]+)")
    def get(self, _asked: Asked, key: str, name: str) -> Given:
        data = self.calendars[key].items.get(name)
        if data is None:
            return Given(404, b"")
        if not self.tells_etags:
            return Given(200, data)
        return Given(200, data, {"ETag": f"{'W/' if self.weak else ''}{etag(data)}"})

    @route("PUT", "/h/(?P<key>[^/]+)/(?P<name>[^/]+)")
    def put(self, asked: Asked, key: str, name: str) -> Given:
        calendar = self.calendars[key]
        if not calendar.writable:
            return self.error(403, "<d:need-privileges/>", "read only")
        there = calendar.items.get(name)
        if self.honours_new and "If-None-Match" in asked.headers and there is not None:
            return Given(412, b"")
        wanted = asked.headers.get("If-Match")
        if wanted and (there is None or wanted != etag(there)):
            return Given(412, b"")
        uid = re.search(rb"^UID:(.*)\r$", asked.content, re.MULTILINE)
        assert uid
        if any(uid[0] in data for other, data in calendar.items.items() if other != name):
            return self.error(409, "<c:no-uid-conflict/>")
        calendar.put(f"{len(calendar.items)}.ics" if self.renames and there is None else name, asked.content)
        return Given(201 if there is None else 204, b"")


def etag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()[:12]}"'


def _byte(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
