"""Up to fifty issues of Jira Cloud in one request, and one to read them back.

Jira makes what it can, lists what it made in order, and names each of the others by its place in the request.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from exporter.destinations.http import Http
from exporter.destinations.trackers.jira_index import FIELDS, MARK
from exporter.errors import Changed, DestinationError, NotAllowed, OutcomeUnknown, Refused

MOST = 50
INVALID = 400


def send(http: Http, drafts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
    """For each draft the id and key of its issue, or None: certainly not made.

    Raises:
        OutcomeUnknown: nobody knows of any.
        NotAllowed, Missing, Unreachable: none was made.
    """
    try:
        reply = http.send("POST", "issue/bulk", data={"issueUpdates": drafts}, accept={INVALID})
    except (Refused, Changed):
        return [None] * len(drafts)
    try:
        said = reply.json()
        failed = {int(error["failedElementNumber"]) for error in said["errors"]}
        made = iter(said["issues"])
        answers = [None if number in failed else _known(next(made)) for number in range(len(drafts))]
        told = next(made, None) is None
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
        answers, told = [None] * len(drafts), reply.status == INVALID
    if not told:
        raise OutcomeUnknown("{destination} did not say what it made", destination=http.url)
    return answers


def _known(issue: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"id": int(issue["id"]), "key": str(issue["key"])}


def read_back(http: Http, project: str, ids: Collection[int]) -> dict[int, Any]:
    """Issues that were just made, by id, as far as one request shows them: they are the newest."""
    query = {
        "jql": f'project = "{project}" ORDER BY key DESC',
        "fields": FIELDS,
        "properties": MARK,
        "maxResults": len(ids),
        "reconcileIssues": ",".join(map(str, sorted(ids))),
    }
    try:
        found = http.get("search/jql", query)["issues"]
        return {int(raw["id"]): raw for raw in found if int(raw["id"]) in ids}
    except (DestinationError, NotAllowed, KeyError, TypeError, ValueError):
        return {}
