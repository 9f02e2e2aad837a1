"""github: issues of a repository on github.com or GitHub Enterprise Server, over its REST API (2022-11-28).

Closed as completed is done, closed as not planned is dropped; work under way is a label. A due date is a milestone.
Listings follow the Link header from the oldest issue on; pull requests, which GitHub lists among them, are passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

from exporter.destinations.contract import Field, Finding, Keep, Kept, Setup
from exporter.destinations.http import kept
from exporter.destinations.http.address import is_loopback
from exporter.destinations.http.links import next_query
from exporter.destinations.http.transport import Reply
from exporter.destinations.markdown import GITHUB
from exporter.destinations.trackers import connection, milestones
from exporter.destinations.trackers.github_check import findings, out_of_reach
from exporter.destinations.trackers.github_due import NOON, Due, day_of
from exporter.destinations.trackers.issue import IssueTracker
from exporter.destinations.trackers.markup import Markdown
from exporter.destinations.trackers.record import Issue, Page
from exporter.destinations.trackers.rendered import OWNER
from exporter.destinations.trackers.signals import SIGNALS
from exporter.destinations.trackers.status_labels import option
from exporter.errors import Changed, ConfigError, ListingIncomplete, Missing, NotAllowed, Refused
from exporter.model import Status

URL = "https://api.github.com"
PER_PAGE = 100
INVALID = 422
FORBIDDEN = 403
_REASONS: Mapping[Status, str] = {"done": "completed", "dropped": "not_planned"}
_COLOURS = {OWNER: "c5def5", "": "ededed"}


class GitHub(IssueTracker):
    """Issues of one repository."""

    kind = "github"
    keeps: ClassVar[Mapping[Field, Keep]] = IssueTracker.keeps
    markup = Markdown(GITHUB)
    native_statuses: ClassVar[Collection[Status]] = frozenset({"open", "done", "dropped"})
    title_room: ClassVar[int] = 256
    label_room: ClassVar[int] = 50
    names_ignore_case: ClassVar[bool] = True
    settle_after: ClassVar[float] = 600.0
    required_options = ("repo", "token")
    options_schema: ClassVar[Mapping[str, Any]] = {
        **connection.OPTIONS,
        "repo": {
            "title": "Repository 仓库",
            "description": "owner/name, as in its address.",
            "type": "string",
            "pattern": r"^[\w.-]+/[\w.-]+$",
        },
        "due": {
            "title": "Due dates 截止日期",
            "description": "A milestone for each date, one for each quarter, or only text in the issue.",
            "enum": ["milestone", "quarter", "text"],
        },
        **SIGNALS,
        "statuses": option("in_progress"),
        "sections": milestones.OPTION,
    }

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.repo: str = setup.options["repo"]
        self._due = Due(setup.options.get("due", "milestone"), setup.language)
        if self._due.manner == "text":
            self.native -= {Field.DUE}
        elif self.by_milestone:
            raise ConfigError(
                "{destination}: an issue on GitHub has one milestone, and it cannot be both date and section",
                hint='Write `due = "text"` beside `sections = "milestone"`, or leave `sections` out.',
                destination=setup.name,
            )
        self.http = connection.connect(
            setup,
            _root(setup.options.get("url", URL)),
            lambda token: {"Authorization": f"Bearer {token}"},
            rules=((80, 60.0), (500, 3600.0)),
            gap=1.0,
            headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"},
        )
        self._milestones: dict[str, int] = {}

    @property
    def page(self) -> str:
        """The repository's issues, on the site that belongs to the API."""
        site = "https://github.com" if self.http.url == URL else self.http.url.removesuffix("/api/v3")
        return f"{site}/{self.repo}/issues"

    # Reading

    def pages(self) -> Iterator[Page]:
        """Issues and pull requests, the oldest first."""
        query: Mapping[str, Any] = {"state": "all", "sort": "created", "direction": "asc"}
        try:
            for reply in self._each_reply("issues", query, self.answers):
                known = self.http.echo is not None and self.http.echo.repeats  # so it was a list then
                yield Page(unread=partial(_list, reply)) if known else Page(_list(reply))
        except Missing as error:
            raise out_of_reach(self.repo, error) from error

    def _each_page(self, path: str, query: Mapping[str, Any]) -> Iterator[list[Any]]:
        for reply in self._each_reply(path, query):
            yield _list(reply)

    def _each_reply(
        self, path: str, query: Mapping[str, Any], answers: dict[str, Kept] | None = None
    ) -> Iterator[Reply]:
        """A page that GitHub says is unchanged costs nothing of the limit, and is taken from `answers`."""
        asked: Mapping[str, Any] | None = {**query, "per_page": PER_PAGE}
        while asked is not None:
            reply, unchanged = kept.get(self.http, self._path(path), asked, {} if answers is None else answers)
            self.recalled = self.recalled or unchanged
            yield reply
            asked = next_query(reply)

    def _path(self, *parts: str) -> str:
        return "/".join(("repos", self.repo, *parts))

    def read(self, raw: Any) -> Issue | None:
        """An issue; None for a pull request."""
        if raw.get("pull_request"):
            return None
        milestone = raw.get("milestone") or {}
        due = day_of(milestone)
        if milestone:
            self._milestones.setdefault(milestone["title"], milestone["number"])
        return Issue(
            key=str(raw["number"]),
            title=raw["title"],
            text=raw.get("body") or "",
            status=_status(raw),
            labels=tuple(label if isinstance(label, str) else label["name"] for label in raw["labels"]),
            assignees=tuple(person["login"] for person in raw["assignees"]),
            due=due,
            url=raw["html_url"],
            version=raw["updated_at"],
            unread=frozenset({Field.DUE} if milestone and due is None else ()),  # a person's own, not to be replaced
            note=bool(raw.get("locked")),
        )

    def fetch(self, key: str) -> Any:
        """One issue. A transferred one answers from its new repository, and is no longer the one we listed."""
        raw = self.http.get(self._path("issues", key))
        if not isinstance(raw, dict) or str(raw.get("number")) != key:
            raise Changed("{repo}#{key} was transferred to another repository", repo=self.repo, key=key)
        return raw

    def comments_of(self, key: str) -> Iterator[str]:
        """See Commented."""
        for raws in self._each_page(f"issues/{key}/comments", {}):
            yield from (raw.get("body") or "" for raw in raws)

    def unassignable(self, accounts: Collection[str]) -> Collection[str]:
        """Who cannot be assigned, by the repository's own list."""
        missing = {account.casefold(): account for account in accounts}
        for people in self._each_page("assignees", {}):
            for person in people:
                missing.pop(person["login"].casefold(), None)
            if not missing:
                break
        return list(missing.values())

    # Writing

    def post(self, draft: Issue) -> Any:
        """See IssueTracker."""
        data: dict[str, Any] = {"title": draft.title, "body": draft.text}
        if draft.labels:
            data["labels"] = list(draft.labels)
        if draft.assignees:
            data["assignees"] = list(draft.assignees)
        if draft.due:
            data["milestone"] = self._milestone(draft.due)
        elif draft.section:
            data["milestone"] = self._titled({"title": draft.section})
        return self._write("POST", self._path("issues"), data)

    def patch(self, issue: Issue, changes: Mapping[str, Any]) -> Any:
        """One request; GitHub replaces labels and assignees as whole sets."""
        data: dict[str, Any] = {"body": changes["text"]}
        if "title" in changes:
            data["title"] = changes["title"]
        if "status" in changes:
            status: Status = changes["status"]
            data["state"] = "open" if status == "open" else "closed"
            data["state_reason"] = _REASONS.get(status, "reopened")
        for name in ("labels", "assignees"):
            if name in changes:
                data[name] = list(changes[name])
        if "due" in changes:
            data["milestone"] = self._milestone(changes["due"]) if changes["due"] else None
        try:
            return self._write("PATCH", self._path("issues", issue.key), data)
        except NotAllowed as error:
            if issue.note and error.values.get("status") == FORBIDDEN:
                what = "{url} is locked, and the token may not write to locked issues"
                raise Refused(what, hint="Unlock it, or let a maintainer's token do it.", url=issue.url) from error
            raise

    def add_comment(self, key: str, text: str) -> None:
        """See Commented."""
        self._write("POST", self._path("issues", key, "comments"), {"body": text})

    def _write(self, method: str, path: str, data: Mapping[str, Any]) -> Any:
        try:
            return self.http.send(method, path, data=data).json()
        except NotAllowed as error:
            if "archived" in str(error.values.get("reason", "")):
                what = "{repo} is archived, so nothing can be written there"
                raise NotAllowed(what, hint="Take it out of the archive, or choose another.", repo=self.repo) from error
            raise

    def due_held(self, day: str) -> str:
        """A quarter's end, where milestones are quarters."""
        return self._due.held(day)

    def _milestone(self, day: str) -> int | None:
        """The number of a date's milestone, made where there is none; None where it cannot be made."""
        return self._titled({"title": self._due.title(day), "due_on": f"{day}{NOON}"})

    def _titled(self, data: Mapping[str, Any]) -> int | None:
        title = data["title"]
        if title not in self._milestones:
            self._list_milestones()
        if title not in self._milestones:
            with self.beside():
                reply = self._tolerant("milestones", data)
                if reply.ok:
                    self._milestones[title] = reply.json()["number"]
                else:  # somebody else made it a moment ago
                    self._list_milestones()
        return self._milestones.get(title)

    def _list_milestones(self) -> None:
        for raws in self._each_page("milestones", {"state": "all"}):
            self._milestones.update((raw["title"], raw["number"]) for raw in raws)

    def _tolerant(self, path: str, data: Mapping[str, Any]) -> Reply:
        """Make a label or milestone; that it is there already is no error."""
        reply = self.http.send("POST", self._path(path), data=data, accept=(INVALID,))
        if reply.status == INVALID and "already_exists" not in reply.text:
            raise Refused("{repo} does not take {name}", repo=self.repo, name=data.get("name") or data.get("title"))
        return reply

    @cached_property
    def _labels_of_repo(self) -> set[str]:
        return {self.spelling.key(raw["name"]) for raws in self._each_page("labels", {}) for raw in raws}

    def make_labels(self, names: Collection[str]) -> Collection[str]:
        """Labels are made before they are used: one that GitHub refuses must not cost the issue."""
        usable = []
        for name in names:
            if self.spelling.key(name) not in self._labels_of_repo:
                plain = next(colour for prefix, colour in _COLOURS.items() if name.startswith(prefix))
                colour = self.light_labels.colour(name) or plain
                with self.beside():
                    self._tolerant("labels", {"name": name, "color": colour})
                    self._labels_of_repo.add(self.spelling.key(name))
            usable += [name] if self.spelling.key(name) in self._labels_of_repo else []
        return usable

    # Preflight

    def check(self) -> list[Finding]:
        """The repository, our rights in it, accounts that cannot be assigned, requests left."""
        return list(findings(self.http, self.repo, self.refused_accounts))


def _root(url: str) -> str:
    """The API's root: people write the address that they see in the browser."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    if host in {"github.com", "www.github.com"}:
        return URL
    if parts.path.strip("/") or host.startswith("api.") or is_loopback(host):
        return url
    return f"{url.strip().rstrip('/')}/api/v3"


def _status(raw: Mapping[str, Any]) -> Status:
    """A duplicate is not to be done either."""
    if raw["state"] == "open":
        return "open"
    return "dropped" if raw.get("state_reason") in {"not_planned", "duplicate"} else "done"


def _list(reply: Reply) -> list[Any]:
    raws = reply.json()
    if not isinstance(raws, list):
        hint = "Check `url` in exporter.toml."
        raise ListingIncomplete("{url} answered with something that is no list", hint=hint, url=reply.url)
    return raws
