"""What can be filled in when an issue is made in a Jira project: the create screen of its issue type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.destinations.http import Http
from exporter.errors import Missing, Refused

_USUAL = ("task", "任务")


class Screen:
    """Asked once. Cloud and Data Center 8.4 and later have the same two addresses and name the lists differently."""

    def __init__(self, http: Http, project: str, issue_type: str | None = None) -> None:
        self.http = http
        self.project = project
        self.issue_type = issue_type
        self.chosen: Mapping[str, Any] | None = None
        self.fields: frozenset[str] = frozenset()
        self.types: tuple[str, ...] = ()
        self._loaded = False

    def load(self) -> None:
        """Ask the server.

        Raises:
            Missing: no such project, or no such type.
            DestinationError, NotAllowed: it does not answer.
        """
        if self._loaded:
            return
        path = f"issue/createmeta/{self.project}/issuetypes"
        types = [each for each in self._list(path, "issueTypes") if not each.get("subtask")]
        self.types = tuple(str(each["name"]) for each in types)
        self.chosen = self._choose(types)
        if self.chosen:
            found = self._list(f"{path}/{self.chosen['id']}", "fields")
            self.fields = frozenset(str(each.get("fieldId") or each["key"]) for each in found)
        self._loaded = True

    def _list(self, path: str, name: str) -> list[Any]:
        found: list[Any] = []
        while True:
            try:
                page = self.http.get(path, {"startAt": len(found), "maxResults": 100})
            except Missing as error:
                raise Missing(
                    "there is no project {project} on {url}, or the token may not see it",
                    hint="Check `url` and `project` in exporter.toml.",
                    project=self.project,
                    url=self.http.url,
                ) from error
            new = page.get(name) or page.get("values") or []
            found += new
            if not new or len(found) >= int(page.get("total", 0)):
                return found

    def _choose(self, types: list[Any]) -> Mapping[str, Any] | None:
        names = (self.issue_type.casefold(),) if self.issue_type else _USUAL
        for name in names:
            for each in types:
                if str(each["name"]).casefold() == name:
                    return dict(each)
        if self.issue_type and types:
            raise Missing(
                "{project} has no issue type {name}",
                hint="Write `issue_type` in exporter.toml as one of: {known}.",
                project=self.project,
                name=self.issue_type,
                known=", ".join(self.types),
            )
        return dict(types[0]) if types else None

    def lacks(self, field: str) -> bool:
        """Whether the create screen is known and does not show a field."""
        return bool(self.fields) and field not in self.fields

    def type_id(self) -> str:
        """The issue type's id.

        Raises:
            Refused: nothing may be made there.
        """
        if self.chosen is None:
            what = "the token's user may make no issues in {project}"
            raise Refused(what, hint="Give it the permission Create Issues.", project=self.project)
        return str(self.chosen["id"])
