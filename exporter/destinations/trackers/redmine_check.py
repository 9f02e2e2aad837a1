"""What `exporter doctor` asks of a Redmine project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from exporter.destinations.contract import Finding, Listing, Setup
from exporter.destinations.http import Http
from exporter.destinations.trackers.redmine_fields import Fields
from exporter.destinations.trackers.redmine_status import Statuses
from exporter.errors import DestinationError, NotAllowed
from exporter.wording import say

RIGHTS = ("view_issues", "add_issues", "edit_issues")
NOTES = "add_issue_notes"
"""The right to write comments; who may edit issues may lack it."""
USED = {"assigned_to_id", "start_date", "due_date", "done_ratio", "description"}
"""Standard fields of a tracker that we fill."""


class There(Protocol):
    """What is asked of the destination."""

    setup: Setup
    http: Http
    project: str
    fields: Fields
    statuses: Statuses

    @property
    def comments(self) -> bool:
        """Whether comments are wanted."""

    def meet(self) -> None:
        """Learn statuses, fields and accounts."""

    def refused_accounts(self) -> Iterator[str]:
        """A sentence for each account that cannot be assigned."""

    def listing(self) -> Listing:
        """The plan's issues."""


def findings(there: There) -> Iterator[Finding]:
    """Reachable, key valid, may write, statuses and fields known, accounts assignable. Nothing is written."""
    try:
        user = there.http.get("users/current.json", {"include": "memberships"})["user"]
        who = say("{url}: the key is valid and belongs to {user}", url=there.http.url, user=user.get("login", "?"))
        yield Finding(ok=True, sentence=who)
        there.meet()
        query = {"include": "trackers,enabled_modules"}
        project = there.http.get(f"{there.project}.json", query)["project"]
        yield from _rights(there, user, project)
        yield from _project(there, project)
        yield from _statuses(there)
        yield from (Finding(ok=False, sentence=sentence) for sentence in there.refused_accounts())
        count = len(there.listing().items)
        yield Finding(
            ok=True, sentence=say("{project}: {count} tasks of this plan", project=project["name"], count=count)
        )
        yield from _fields(there)
    except (DestinationError, NotAllowed) as error:
        yield Finding.of(error)
    except (KeyError, TypeError, AttributeError):
        yield Finding(ok=False, sentence=say("{url} is not the address of a Redmine", url=there.http.url))


def _rights(there: There, user: Mapping[str, Any], project: Mapping[str, Any]) -> Iterator[Finding]:
    """What the roles of the key's user allow; administrators may do anything."""
    held = {*RIGHTS, NOTES} if user.get("admin") else _held(there, user, project)
    name, missing = project["name"], [right for right in RIGHTS if right not in held]
    if missing:
        sentence = "{project}: its user lacks the rights {rights}; give it a role that has them"
        yield Finding(ok=False, sentence=say(sentence, project=name, rights=", ".join(missing)))
    else:
        yield Finding(ok=True, sentence=say("{project}: its user may write there", project=name))
    if there.comments and NOTES not in held:
        sentence = (
            "{project}: its user lacks the right {right}, so nobody is told what turns late or is done; "
            "give it a role that has it, or write `comments = false`"
        )
        yield Finding(ok=False, sentence=say(sentence, project=name, right=NOTES))


def _held(there: There, user: Mapping[str, Any], project: Mapping[str, Any]) -> set[str]:
    mine = [each for each in user.get("memberships", ()) if each["project"]["id"] == project["id"]]
    roles = {role["id"] for each in mine for role in each["roles"]}
    return {right for role in roles for right in there.http.get(f"roles/{role}.json")["role"]["permissions"]}


def _project(there: There, project: Mapping[str, Any]) -> Iterator[Finding]:
    name = project["name"]
    if "issue_tracking" not in {each["name"] for each in project.get("enabled_modules", ())}:
        yield Finding(ok=False, sentence=say("{project}: the module for issues is switched off", project=name))
    chosen = there.setup.options.get("tracker", "").casefold()
    trackers = project.get("trackers", [])
    used = next((each for each in trackers if not chosen or each["name"].casefold() == chosen), None)
    if used is None:
        sentence = "{project} has no tracker {tracker}; it has {known}"
        known = ", ".join(each["name"] for each in trackers)
        yield Finding(ok=False, sentence=say(sentence, project=name, tracker=chosen or "–", known=known))
        return
    every = there.http.get("trackers.json")["trackers"]
    fields = next((each.get("enabled_standard_fields") for each in every if each["id"] == used["id"]), None)
    if fields is not None and (off := sorted(USED - set(fields))):
        sentence = "the tracker {tracker} does not show {fields}; what belongs there is lost"
        yield Finding(ok=False, sentence=say(sentence, tracker=used["name"], fields=", ".join(off)))


def _statuses(there: There) -> Iterator[Finding]:
    for status in there.statuses.missing():
        sentence = "no status means {status}; name one under `statuses` in exporter.toml: {known}"
        known = ", ".join(each["name"] for each in there.statuses.known)
        yield Finding(ok=False, sentence=say(sentence, status=status, known=known))


def _fields(there: There) -> Iterator[Finding]:
    for name in sorted(there.fields.unknown):
        if not there.fields.asked:
            sentence = "the first issue will show whether there is a custom field {name}"
            yield Finding(ok=True, sentence=say(sentence, name=name))
            continue
        sentence = "no issue shows a custom field {name} yet; check its spelling, its trackers and who may see it"
        yield Finding(ok=False, sentence=say(sentence, name=name))
