"""What `exporter doctor` asks of a GitLab project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from exporter.destinations.contract import Finding
from exporter.destinations.http import Http
from exporter.errors import DestinationError, NotAllowed
from exporter.wording import say

ENOUGH = 15
"""Access level of the role Planner, the least that may set labels, dates and assignees (Reporter is 20)."""
_NO_SELF = frozenset({401, 403, 404})
"""Answers about the token itself from a server or for a token that has no such page."""


def findings(http: Http, project: str, refused: Callable[[], Iterable[str]]) -> Iterator[Finding]:
    """Reachable, token valid, may write, accounts assignable, requests left. Nothing is written.

    Args:
        http: the client.
        project: path of the project below the API's root.
        refused: gives a sentence for each account that cannot be assigned there.
    """
    try:
        yield from _token(http)
        yield from _project(http.get(project))
        for sentence in refused():
            yield Finding(ok=False, sentence=sentence)
    except (DestinationError, NotAllowed) as error:
        yield Finding.of(error)
    except (KeyError, TypeError, AttributeError):
        yield Finding(ok=False, sentence=say("{url} is not the address of GitLab's API", url=http.url))


def _token(http: Http) -> Iterator[Finding]:
    """Whose it is; scopes and last day of a personal, group or project access token (others have no such page)."""
    reply = http.send("GET", "user")
    user = reply.json()["username"]
    yield Finding(ok=True, sentence=say("{url}: the token is valid and belongs to {user}", url=http.url, user=user))
    left = reply.headers.get("RateLimit-Remaining", "")
    if left.isdecimal():
        sentence = say(
            "{left} of {limit} requests a minute are left", left=left, limit=reply.headers["RateLimit-Limit"]
        )
        yield Finding(ok=int(left) > 0, sentence=sentence)
    reply = http.send("GET", "personal_access_tokens/self", accept=_NO_SELF)
    if not reply.ok:
        return
    token = reply.json()
    if "api" not in token.get("scopes", ()):
        yield Finding(ok=False, sentence=say("the token may only read; make one with the scope {scope}", scope="api"))
    if token.get("expires_at"):
        yield Finding(ok=True, sentence=say("the token is valid until {day}", day=token["expires_at"]))


def _project(found: Mapping[str, Any]) -> Iterator[Finding]:
    name = found["path_with_namespace"]
    if found.get("archived"):
        yield Finding(ok=False, sentence=say("{repo} is archived, so nothing can be written there", repo=name))
    if found.get("issues_access_level") == "disabled" or found.get("issues_enabled") is False:
        yield Finding(ok=False, sentence=say("issues are switched off in {repo}", repo=name))
    may = _level(found.get("permissions") or {}) >= ENOUGH
    sentence = "{repo}: its account may write there"
    if not may:
        sentence = "{repo}: its account has no right to write there; labels, assignees and dates would be lost"
    yield Finding(ok=may, sentence=say(sentence, repo=name))


def _level(permissions: Mapping[str, Any]) -> int:
    """The higher of the two ways in: as a member of the project, or of its group."""
    ways = (permissions.get("project_access"), permissions.get("group_access"))
    return max((int(way["access_level"]) for way in ways if way), default=0)
