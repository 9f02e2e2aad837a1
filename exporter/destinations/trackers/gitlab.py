"""gitlab: issues of one project, on gitlab.com or a server of one's own (REST API v4, GitLab 13 and later).

Follows GitLab's own pages "Issues API", "REST API" (pagination, paths), "Project members API" and "Quick actions".
A description is searched for quick actions whenever it is sent, so no line of ours begins with a slash. Labels that do
not exist are made by the server itself; below the role Planner it drops them, and due dates and assignees, silently.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from exporter.destinations.contract import Finding, Setup
from exporter.destinations.http.links import next_query
from exporter.destinations.markdown import GITLAB, plain
from exporter.destinations.trackers import milestones
from exporter.destinations.trackers.connection import OPTIONS, api_root, connect
from exporter.destinations.trackers.gitlab_check import findings
from exporter.destinations.trackers.issue import IssueTracker
from exporter.destinations.trackers.markup import Markdown
from exporter.destinations.trackers.milestones import Milestones
from exporter.destinations.trackers.record import Issue, Page
from exporter.destinations.trackers.signals import SIGNALS
from exporter.destinations.trackers.status_labels import OPTION
from exporter.errors import ListingIncomplete

HOME = "https://gitlab.com/api/v4"
PER_PAGE = 100
"""The most that GitLab gives at once."""
NO_KEYSET = 405
"""The answer of a server before 18.3, whose issues have no keyset pagination."""
NOBODY = 0
"""The user id that stands for "no assignee"."""
_SIGNS = "@#!&$~%["
"""What begins a mention or a reference."""


class GitLab(IssueTracker):
    """Issues of a GitLab project."""

    kind = "gitlab"
    options_schema: ClassVar[Mapping[str, Any]] = {
        **OPTIONS,
        "project": {
            "title": "Project 项目",
            "description": "Path of the project, as in its address (group/name), or its number.",
            "type": ["string", "integer"],
            "minLength": 1,
        },
        **SIGNALS,
        "statuses": OPTION,
        "sections": milestones.OPTION,
        "confidential": {
            "title": "Confidential 保密",
            "description": "true makes new issues confidential: only members of the project see them.",
            "type": "boolean",
            "default": False,
        },
        "several_assignees": {
            "title": "Several assignees 多个负责人",
            "description": "true assigns every lead unit's account; the free tier keeps only one.",
            "type": "boolean",
            "default": False,
        },
    }
    required_options = ("project", "token")
    settle_after: ClassVar[float] = 60.0
    """gitlab.com lists from replicas of its database, which may be some seconds behind."""
    markup = Markdown(GITLAB)
    label_room = 255
    label_signs: ClassVar[Mapping[str, str]] = {
        ",": "，",  # parts two labels
        "&lt;": "＜",
        "&gt;": "＞",
        "&amp;": "＆",
        "<": "＜",  # the server takes HTML out of labels
        ">": "＞",
    }

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        url = api_root(setup.options.get("url", HOME), "/api/v4")
        self.http = connect(setup, url, lambda token: {"PRIVATE-TOKEN": token}, rules=((150, 60.0),))
        self.project = f"projects/{quote(str(setup.options['project']).strip('/'), safe='')}"
        self.most_assignees = 200 if setup.options.get("several_assignees") else 1
        self._milestones = Milestones(self._list_milestones, self._make_milestone)
        self._people: dict[str, tuple[int, str]] = {}

    @property
    def page(self) -> str:
        """The project's issues; one given by number is found by its number."""
        site, project = self.http.url.removesuffix("/api/v4"), str(self.setup.options["project"]).strip("/")
        return f"{site}/projects/{project}" if project.isdecimal() else f"{site}/{project}/-/issues"

    # Reading

    def pages(self) -> Iterator[Page]:
        """By keyset where the server can, so that no page ever shifts; else by number, counted against X-Total."""
        every = {"scope": "all", "state": "all", "order_by": "created_at", "sort": "asc", "per_page": PER_PAGE}
        asked: Mapping[str, Any] = {**every, "pagination": "keyset"}
        path = f"{self.project}/issues"
        reply = self.http.send("GET", path, params=asked, accept={NO_KEYSET})
        keyset = reply.status != NO_KEYSET
        if not keyset:
            reply = self.http.send("GET", path, params=every)
        seen = 0
        while True:
            raws, following = reply.json(), next_query(reply)
            seen += len(raws)
            # what keyset pages gave is all there is; other servers say how many there are, up to 10,000
            counted = seen if keyset else reply.headers.get("X-Total")
            yield Page(raws, int(counted) if counted else None)
            if following is None:
                return
            if following == asked:
                raise ListingIncomplete("{url} gives the same page again and again", url=self.http.url)
            asked, reply = following, self.http.send("GET", path, params=following)

    def read(self, raw: Any) -> Issue:
        """An issue of any type (issue, incident, task); the key is the number that people see."""
        for person in raw["assignees"]:
            self._learn(person)
        return Issue(
            key=str(raw["iid"]),
            title=raw["title"],
            text=raw["description"] or "",
            status="done" if raw["state"] == "closed" else "open",
            labels=tuple(raw["labels"]),
            assignees=tuple(person["username"] for person in raw["assignees"]),
            due=raw["due_date"],
            url=raw["web_url"],
            version=raw["updated_at"],
        )

    def fetch(self, key: str) -> Any:
        """GET one issue."""
        return self.http.get(f"{self.project}/issues/{key}")

    def comments_of(self, key: str) -> Iterator[str]:
        """See Commented; GitLab's own notes of what was changed are left out."""
        asked: Mapping[str, Any] | None = {"sort": "asc", "order_by": "created_at", "per_page": PER_PAGE}
        while asked is not None:
            reply = self.http.send("GET", f"{self.project}/issues/{key}/notes", params=asked)
            yield from (raw["body"] or "" for raw in reply.json() if not raw.get("system"))
            asked = next_query(reply)

    # Writing

    def post(self, draft: Issue) -> Any:
        """One request."""
        data: dict[str, Any] = {"title": plain(draft.title, GITLAB), "description": draft.text}
        if draft.labels:
            data["labels"] = ",".join(draft.labels)
        if draft.due:
            data["due_date"] = draft.due
        if draft.assignees:
            data["assignee_ids"] = self._ids(draft.assignees)
        if draft.section:
            with self.beside():
                data["milestone_id"] = self._milestones.number(draft.section)
        if self.setup.options.get("confidential"):
            data["confidential"] = True
        return self.http.send("POST", f"{self.project}/issues", data=data).json()

    def _list_milestones(self) -> Iterator[tuple[str, int]]:
        """Those of the project; a group's have their own numbers, and are found with it."""
        query = {"include_ancestors": "true", "per_page": PER_PAGE}
        asked: Mapping[str, Any] | None = query
        while asked is not None:
            reply = self.http.send("GET", f"{self.project}/milestones", params=asked)
            yield from ((raw["title"], raw["id"]) for raw in reply.json())
            asked = next_query(reply)

    def _make_milestone(self, title: str) -> int:
        return int(self.http.send("POST", f"{self.project}/milestones", data={"title": title}).json()["id"])

    def patch(self, issue: Issue, changes: Mapping[str, Any]) -> Any:
        """One request for everything, the marker included; labels by difference, so that others' are never touched."""
        data: dict[str, Any] = {"description": changes["text"]}
        if "title" in changes:
            data["title"] = plain(changes["title"], GITLAB)
        if "due" in changes:
            data["due_date"] = changes["due"] or ""
        if "assignees" in changes:
            ids = self._ids(changes["assignees"])
            data |= {"assignee_ids": ids or [NOBODY]} if ids or not changes["assignees"] else {}
        if "labels" in changes:
            before, after = set(issue.labels), set(changes["labels"])
            data |= {"add_labels": ",".join(sorted(after - before))} if after - before else {}
            data |= {"remove_labels": ",".join(sorted(before - after))} if before - after else {}
        if "status" in changes:
            data["state_event"] = "close" if changes["status"] == "done" else "reopen"
        return self.http.send("PUT", f"{self.project}/issues/{issue.key}", data=data).json()

    def add_comment(self, key: str, text: str) -> None:
        """See Commented."""
        self.http.send("POST", f"{self.project}/issues/{key}/notes", data={"body": text})

    def title_length(self, text: str) -> int:
        """In characters, as Ruby counts, with room for what keeps `@` and `#` from being acted on in titles."""
        return len(text) + sum(text.count(sign) for sign in _SIGNS)

    # People

    def account(self, text: str) -> str:
        """User names are one whatever their case; the server's own spelling counts."""
        name = super().account(text)
        return self._people.get(name.casefold(), (NOBODY, name))[1]

    def unassignable(self, accounts: Collection[str]) -> Collection[str]:
        """Those who are neither members nor users that a public project lets in; a name is learned in passing."""
        members = {name.casefold() for name in self._members()}
        strangers = [name for name in accounts if name.casefold() not in members]
        if not strangers:
            return set()
        public = self.http.get(self.project).get("visibility") != "private"
        found = {name for name in strangers if self._look_up(name)}
        return {name for name in strangers if not (public and name in found)}

    def _members(self) -> Iterator[str]:
        """User names of the project's members, inherited ones too."""
        asked: Mapping[str, Any] | None = {"per_page": PER_PAGE}
        while asked is not None:
            reply = self.http.send("GET", f"{self.project}/members/all", params=asked)
            for person in reply.json():
                if person.get("state") == "active":
                    yield self._learn(person)
            asked = next_query(reply)

    def _look_up(self, name: str) -> bool:
        found = self.http.get("users", {"username": name})
        active = [person for person in found if person.get("state") == "active"]
        for person in active:
            self._learn(person)
        return bool(active)

    def _learn(self, person: Mapping[str, Any]) -> str:
        name = str(person["username"])
        self._people[name.casefold()] = (int(person["id"]), name)
        return name

    def _ids(self, names: Collection[str]) -> list[int]:
        """User ids; a name that nobody bears is left out, and the read-back tells."""
        return [
            self._people[key][0] for name in names if (key := name.casefold()) in self._people or self._look_up(name)
        ]

    # Preflight

    def check(self) -> list[Finding]:
        """Token, scope, project, role, accounts and limits."""
        return list(findings(self.http, self.project, self.refused_accounts))
