"""Every issue of a Jira project: JQL is the only list there is, and on Cloud its index lags behind what is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from exporter.destinations.http import Http
from exporter.destinations.trackers.record import Page

MARK = "exporter"
"""Name of the property, and with a hyphen the beginning of the label."""
FIELDS = "summary,description,status,labels,assignee,duedate,updated"
PER_PAGE = 100
MOST_RECONCILED = 50
MOST_MISSES = 3
"""Numbers in a row that are not there, until we believe that none follows: people delete issues."""
MISSING = 404


@dataclass(slots=True)
class Index:
    """`made`: ids of the issues that this run made."""

    http: Http
    project: str
    cloud: bool
    made: list[int] = field(default_factory=list)

    def pages(self) -> Iterator[Page]:
        """Closed issues too, the oldest first."""
        query = {"jql": f'project = "{self.project}" ORDER BY key ASC', "fields": FIELDS, "maxResults": PER_PAGE}
        yield from self._by_token(query) if self.cloud else self._by_number(query)

    def _by_token(self, query: Mapping[str, Any]) -> Iterator[Page]:
        """Cloud: no total; what this run made is shown even where the index does not know it yet."""
        asked: dict[str, Any] | None = {**query, "properties": MARK}
        if self.made and asked:
            asked["reconcileIssues"] = ",".join(map(str, self.made[-MOST_RECONCILED:]))
        seen: dict[int, int] = {}
        while asked is not None:
            found = self.http.get("search/jql", asked)
            seen |= {_number(raw): int(raw["id"]) for raw in found["issues"]}
            yield Page(found["issues"])
            token = found.get("nextPageToken")
            asked = {**asked, "nextPageToken": token} if token and not found.get("isLast") else None
        if late := list(self._unindexed(seen)):
            yield Page(late)

    def _unindexed(self, seen: Mapping[int, int]) -> Iterator[Any]:
        """What an earlier run or somebody else made a moment ago: the numbers that follow, each asked for by itself.

        Args:
            seen: number → id of what was listed.
        """
        number = max((number for number, id_ in seen.items() if id_ not in self.made), default=0)
        misses = 0
        while misses < MOST_MISSES:
            number += 1
            if number in seen:
                continue
            query = {"fields": FIELDS, "properties": MARK}
            reply = self.http.send("GET", f"issue/{self.project}-{number}", params=query, accept={MISSING})
            misses = 0 if reply.ok else misses + 1
            if reply.ok and reply.json()["key"] == f"{self.project}-{number}":  # else it was moved elsewhere
                yield reply.json()

    def _by_number(self, query: Mapping[str, Any]) -> Iterator[Page]:
        """Data Center: the total tells whether pages have shifted; a page may be shorter than what was asked for."""
        start = 0
        while True:
            found = self.http.get("search", {**query, "startAt": start})
            yield Page(found["issues"], total=found["total"])
            start += len(found["issues"])
            if start >= found["total"] or not found["issues"]:
                return

    def comments(self, key: str) -> Iterator[Any]:
        """Every comment of an issue, the oldest first."""
        start, total = 0, 1
        while start < total:
            query = {"startAt": start, "maxResults": PER_PAGE, "orderBy": "created"}
            found = self.http.get(f"issue/{quote(key, safe='')}/comment", query)
            yield from found["comments"]
            start, total = start + len(found["comments"]), found["total"] if found["comments"] else 0


def _number(raw: Mapping[str, Any]) -> int:
    """12 of PLAN-12."""
    return int(str(raw["key"]).rpartition("-")[2])
