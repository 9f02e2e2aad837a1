"""What `exporter doctor` asks of a repository on GitHub."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from exporter.destinations.contract import Finding
from exporter.destinations.http import Http
from exporter.errors import DestinationError, Missing, NotAllowed
from exporter.wording import say

_GONE = 410


def findings(http: Http, repo: str, refused: Callable[[], Iterable[str]]) -> Iterator[Finding]:
    """Reachable, token valid, may write, accounts assignable, requests left. Nothing is written.

    Args:
        http: the client.
        repo: owner/name.
        refused: gives a sentence for each account that cannot be assigned.
    """
    try:
        found = http.get(f"repos/{repo}")
    except Missing as error:
        yield Finding.of(out_of_reach(repo, error))
        return
    except (DestinationError, NotAllowed) as error:
        yield Finding.of(error)
        return
    if not isinstance(found, dict) or "full_name" not in found:
        yield Finding(ok=False, sentence=say("{url} is not the address of GitHub's API", url=http.url))
        return
    yield from _repository(found, repo)
    try:
        yield from (Finding(ok=False, sentence=sentence) for sentence in refused())
        yield _limits(http)
    except (DestinationError, NotAllowed) as error:
        yield Finding.of(error)


def out_of_reach(repo: str, error: Missing) -> Missing:
    """Why a repository or its issues are not there."""
    if error.values.get("status") == _GONE:
        return Missing(
            "issues are switched off in {repo}",
            hint="Switch them on in the repository's settings (General, Features, Issues).",
            repo=repo,
        )
    return Missing(
        "there is no repository {repo}, or the token may not see it",
        hint="Check `repo` in exporter.toml, and that the token was given this repository.",
        repo=repo,
    )


def _repository(found: dict[str, Any], repo: str) -> Iterator[Finding]:
    yield Finding(ok=True, sentence=say("{repo}: the token is valid and sees it", repo=repo))
    name = str(found["full_name"])
    if name.casefold() != repo.casefold():
        sentence = say("{repo} is now called {name}: write that into exporter.toml", repo=repo, name=name)
        yield Finding(ok=False, sentence=sentence)
    if found.get("archived"):
        yield Finding(ok=False, sentence=say("{repo} is archived, so nothing can be written there", repo=repo))
    if found.get("has_issues") is False:
        yield Finding(ok=False, sentence=say("issues are switched off in {repo}", repo=repo))
    rights = found.get("permissions")
    if rights is not None:
        may = bool(rights.get("push") or rights.get("triage"))
        sentence = "{repo}: its account may write there"
        if not may:
            sentence = "{repo}: its account has no right to write there; labels, assignees and milestones would be lost"
        yield Finding(ok=may, sentence=say(sentence, repo=repo))


def _limits(http: Http) -> Finding:
    """Asking costs nothing; GitHub Enterprise Server answers 404 where limits are switched off."""
    try:
        core = http.get("rate_limit")["resources"]["core"]
        left, limit = int(core["remaining"]), int(core["limit"])
    except (Missing, KeyError, TypeError, ValueError):
        return Finding(ok=True, sentence=say("requests are not limited"))
    sentence = say("{left} of {limit} requests an hour are left", left=left, limit=limit)
    return Finding(ok=left > limit // 50, sentence=sentence)
