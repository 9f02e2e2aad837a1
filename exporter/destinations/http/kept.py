"""Answers of earlier runs that a server may say are unchanged: If-None-Match, 304 (RFC 9110, 13.1.2).

Worth it where such an answer costs no quota (GitHub) and pages are large. What is kept is trusted as far as the
server's word goes, and no farther: who is about to make something reads again without it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import urlencode

from exporter.destinations.contract import Kept
from exporter.destinations.http.client import Http
from exporter.destinations.http.transport import Reply

_UNCHANGED = 304


def get(http: Http, path: str, params: Mapping[str, Any], kept: MutableMapping[str, Kept]) -> tuple[Reply, bool]:
    """GET, and whether the server only said that what is kept is unchanged. `kept` holds the newest answer afterwards.

    An answer that repeats a secret is not kept.

    Raises:
        NotAllowed, Missing, Refused, Unreachable: as `Http.send`.
    """
    name = f"{path}?{urlencode(sorted(params.items()))}"
    known = kept.pop(name, None)
    body = _unpacked(known)
    if known and body is not None:
        reply = http.send("GET", path, params=params, headers={"If-None-Match": known.etag})
        if reply.status == _UNCHANGED:
            kept[name] = known
            if http.echo:
                http.echo.hear(body)
            return Reply(200, {**reply.headers, "Link": known.link}, body, reply.url), True
    else:
        reply = http.send("GET", path, params=params)
    etag = reply.headers.get("ETag")
    if etag and not any(secret and secret.encode() in reply.content for secret in http.secrets()):
        kept[name] = Kept(etag, reply.headers.get("Link", ""), zlib.compress(reply.content, 1))
    return reply, False


def _unpacked(known: Kept | None) -> bytes | None:
    """None where nothing is kept or it is damaged."""
    try:
        return zlib.decompress(known.packed) if known else None
    except zlib.error:
        return None
