"""A request and its answer as values: what is given for a path and its headers, without any network.

RFC 9110: If-None-Match goes before If-Modified-Since; the compressed form has an ETag of its own and is given only to
who asks for it.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, unquote

from exporter.feed.page import index_page
from exporter.feed.shelf import Sheet, Shelf
from exporter.wording import Language

Headers = Mapping[str, str] | Message
"""Of a request, looked up without regard to case."""

_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_ORIGIN = re.compile(r"https?://[^/?]*")
"""Some programs write the whole address into a request."""
_GUARD = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
"""The address itself may be a secret: it is kept out of referrers and search engines."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body; the body is left out where only its headers were asked for."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def answer(shelf: Shelf, target: str, headers: Headers, *, secret: str = "", language: Language) -> Answer:
    """What a GET is answered with.

    Args:
        shelf: what is handed out.
        target: as it stands in the request.
        headers: of the request.
        secret: the first part of every path, where there is one.
        language: of the index page where the reader's program wishes none that we have.
    """
    path, _, query = _ORIGIN.sub("", target).partition("?")
    path = "/".join(quote(unquote(part), safe="") for part in path.removeprefix("/").split("/"))
    if secret:
        first, slash, path = path.partition("/")
        if not hmac.compare_digest(first.encode(), quote(secret, safe="").encode()):
            return _plain(404, "not found")
        if not slash:
            return Answer(308, {**_GUARD, "Location": f"{quote(secret, safe='')}/"})
    if not path:
        return _index(shelf, query, headers, secret, language)
    sheet = shelf.sheet(path)
    return _file(sheet, headers) if sheet else _plain(404, "not found")


def refusal() -> Answer:
    """To a method that would change something."""
    refused = _plain(405, "only GET and HEAD")
    return Answer(405, {**refused.headers, "Allow": "GET, HEAD"}, refused.body)


def _index(shelf: Shelf, query: str, headers: Headers, secret: str, language: Language) -> Answer:
    spoken = _language(query.removeprefix("lang=")) or _language(headers.get("Accept-Language", "")) or language
    host = headers.get("Host", "")
    base = f"{host}/{quote(secret, safe='')}/".replace("//", "/") if _HOST.fullmatch(host) else None
    body = index_page(shelf.title, shelf.entries(), base, spoken)
    told = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return Answer(200, _GUARD | told, body)


def _file(sheet: Sheet, headers: Headers) -> Answer:
    packed = _takes_gzip(headers.get("Accept-Encoding", ""))
    etag = f'"{sheet.etag}-gzip"' if packed else f'"{sheet.etag}"'
    told = {
        **_GUARD,
        "ETag": etag,
        "Last-Modified": format_datetime(sheet.changed, usegmt=True),
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }
    if _is_known(sheet, etag, headers):
        return Answer(304, told)
    name = sheet.address.rpartition("/")[2]
    told |= {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": f"inline; filename*=UTF-8''{name}",
        **({"Content-Encoding": "gzip"} if packed else {}),
    }
    return Answer(200, told, sheet.packed if packed else sheet.content)


def _is_known(sheet: Sheet, etag: str, headers: Headers) -> bool:
    tags = headers.get("If-None-Match")
    if tags is not None:
        return tags.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    since = _date(headers.get("If-Modified-Since", ""))
    return since is not None and sheet.changed <= since


def _takes_gzip(text: str) -> bool:
    """`gzip` or `*` in Accept-Encoding, unless its weight is 0."""
    weights = {}
    for piece in text.lower().split(","):
        name, _, weight = piece.partition(";")
        weights[name.strip()] = weight.replace(" ", "")
    found = weights.get("gzip", weights.get("*"))
    return found is not None and not re.fullmatch(r"q=0(?:\.0*)?", found)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _language(text: str) -> Language | None:
    """The first language of Accept-Language that we have, in the reader's order; weights are seldom out of order."""
    for piece in text.lower().split(","):
        name = piece.partition(";")[0].strip().partition("-")[0]
        if name == "zh":
            return "zh"
        if name == "en":
            return "en"
    return None


def _plain(status: int, text: str) -> Answer:
    headers = {**_GUARD, "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return Answer(status, headers, f"{text}\n".encode())
