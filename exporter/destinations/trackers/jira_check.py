"""What `exporter doctor` asks of a Jira project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from exporter.destinations.contract import Finding, Listing
from exporter.destinations.http import Http
from exporter.destinations.trackers.jira_screen import Screen
from exporter.errors import DestinationError, NotAllowed
from exporter.wording import say

RIGHTS = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "ASSIGN_ISSUES")
SHOWN = ("duedate", "assignee", "labels", "description")


class There(Protocol):
    """What is asked of the destination."""

    http: Http
    site: str
    project: str
    screen: Screen

    def meet(self) -> None:
        """Learn the create screen and the accounts."""

    def refused_accounts(self) -> Iterator[str]:
        """A sentence for each account that cannot be assigned."""

    def listing(self) -> Listing:
        """The plan's issues."""


def findings(there: There) -> Iterator[Finding]:
    """Reachable, token valid, may write, fields on the create screen, accounts assignable. Nothing is written."""
    try:
        user = there.http.get("myself")
        name = user.get("displayName") or user.get("name") or "?"
        sentence = say("{url}: the token is valid and belongs to {user}", url=there.site, user=name)
        yield Finding(ok=True, sentence=sentence)
        yield _rights(there)
        there.meet()
        yield from _screen(there)
        yield from (Finding(ok=False, sentence=sentence) for sentence in there.refused_accounts())
        count = len(there.listing().items)
        yield Finding(
            ok=True, sentence=say("{project}: {count} tasks of this plan", project=there.project, count=count)
        )
    except (DestinationError, NotAllowed) as error:
        yield Finding.of(error)
    except (KeyError, TypeError, AttributeError):
        yield Finding(ok=False, sentence=say("{url} is not the address of a Jira", url=there.site))


def _rights(there: There) -> Finding:
    query = {"projectKey": there.project, "permissions": ",".join(RIGHTS)}
    found = there.http.get("mypermissions", query)["permissions"]
    missing = [right for right in RIGHTS if not (found.get(right) or {}).get("havePermission")]
    if not missing:
        return Finding(ok=True, sentence=say("{project}: its user may write there", project=there.project))
    sentence = "{project}: its user lacks the rights {rights}; give it a role that has them"
    return Finding(ok=False, sentence=say(sentence, project=there.project, rights=", ".join(missing)))


def _screen(there: There) -> Iterator[Finding]:
    chosen = there.screen.chosen
    if chosen is None:
        return
    sentence = say("{project}: issues are made as {type}", project=there.project, type=chosen["name"])
    yield Finding(ok=True, sentence=sentence)
    off = [name for name in SHOWN if there.screen.lacks(name)]
    if off:
        sentence = (
            "the create screen of {type} lacks {fields}; they stand in the text only, until an administrator adds them"
        )
        yield Finding(ok=False, sentence=say(sentence, type=chosen["name"], fields=", ".join(off)))
