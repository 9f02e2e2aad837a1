"""The Link header (RFC 8288), by which GitHub, GitLab and Gitea name the next page."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from exporter.destinations.http.transport import Reply


def next_query(reply: Reply) -> dict[str, str] | None:
    """What the next page is asked with, or None on the last one.

    Only the query is taken: a server behind a proxy may name itself otherwise than we know it, and our token stays
    with the address it was given for.
    """
    from requests.utils import parse_header_links  # noqa: PLC0415  heavy, and loaded by now

    for link in parse_header_links(reply.headers.get("Link", "")):
        if link.get("rel") == "next":
            return dict(parse_qsl(urlsplit(link["url"]).query, keep_blank_values=True))
    return None
