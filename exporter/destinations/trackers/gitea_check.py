"""What `exporter doctor` asks of a repository on Gitea or Forgejo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from exporter.destinations.contract import Finding
from exporter.destinations.http import Http
from exporter.errors import DestinationError, NotAllowed
from exporter.wording import say

_NO_SCOPE = 403
"""The answer to a token that was not given the right to read its own user."""


def findings(http: Http, repo: str, refused: Callable[[], Iterable[str]]) -> Iterator[Finding]:
    """Reachable, token valid, may write, accounts assignable. Nothing is written; these servers tell no limits.

    Args:
        http: the client.
        repo: owner/name.
        refused: gives a sentence for each account that cannot be assigned there.
    """
    try:
        version = http.get("version")["version"]
        yield Finding(ok=True, sentence=say("{url}: version {version}", url=http.url, version=version))
        reply = http.send("GET", "user", accept={_NO_SCOPE})
        user = reply.json().get("login", "?") if reply.ok else "?"
        yield Finding(ok=True, sentence=say("{url}: the token is valid and belongs to {user}", url=http.url, user=user))
        yield from _repository(http.get(f"repos/{repo}"), repo)
        for sentence in refused():
            yield Finding(ok=False, sentence=sentence)
    except (DestinationError, NotAllowed) as error:
        yield Finding.of(error)
    except (KeyError, TypeError, AttributeError):
        yield Finding(ok=False, sentence=say("{url} is not the address of Gitea's API", url=http.url))


def _repository(found: Mapping[str, Any], repo: str) -> Iterator[Finding]:
    if found.get("archived"):
        yield Finding(ok=False, sentence=say("{repo} is archived, so nothing can be written there", repo=repo))
    if found.get("has_issues") is False:
        yield Finding(ok=False, sentence=say("issues are switched off in {repo}", repo=repo))
    rights = found.get("permissions") or {}
    may = bool(rights.get("push") or rights.get("admin"))
    sentence = "{repo}: its account may write there"
    if not may:
        sentence = "{repo}: its account has no right to write there; labels, assignees and dates would be lost"
    yield Finding(ok=may, sentence=say(sentence, repo=repo))
