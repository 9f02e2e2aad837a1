"""gitea: issues of a repository on Gitea (1.16 and later), Forgejo or Codeberg, over API v1.

Follows the API descriptions that Gitea and Forgejo publish with each version. Labels go by id and through requests of
their own; only the date of a due date counts, read by the server in a time zone of its own; and whoever may not write
to the issues loses labels, assignees and due date without a word, which the read-back tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any, ClassVar

from exporter.destinations.clip import octets
from exporter.destinations.contract import Finding, Setup
from exporter.destinations.http.links import next_query
from exporter.destinations.markdown import GITEA, plain
from exporter.destinations.trackers import milestones
from exporter.destinations.trackers.connection import OPTIONS, api_root, connect
from exporter.destinations.trackers.gitea_check import findings
from exporter.destinations.trackers.issue import IssueTracker
from exporter.destinations.trackers.markup import Markdown
from exporter.destinations.trackers.milestones import Milestones
from exporter.destinations.trackers.record import Issue, Page
from exporter.destinations.trackers.rendered import OWNER
from exporter.destinations.trackers.signals import SIGNALS
from exporter.destinations.trackers.status_labels import OPTION
from exporter.errors import DestinationError, ListingIncomplete, NotAllowed
from exporter.model import Status

ARCHIVED = 423
PER_PAGE = 50
"""What servers give at most, unless told otherwise."""
END_OF_DAY = "T23:59:59+12:00"
"""One moment that is the same date in every time zone from -11 to +12, whatever the server makes of it."""
_OURS = (11, 59, 59)
"""END_OF_DAY in UTC."""
_COLOURS = {OWNER: "#c5def5", "": "#ededed"}


class Gitea(IssueTracker):
    """Issues of a Gitea or Forgejo repository."""

    kind = "gitea"
    options_schema: ClassVar[Mapping[str, Any]] = {
        **OPTIONS,
        "repo": {
            "title": "Repository 仓库",
            "description": "owner/name, as in its address.",
            "type": "string",
            "pattern": r"^[\w.-]+/[\w.-]+$",
        },
        **SIGNALS,
        "statuses": OPTION,
        "sections": milestones.OPTION,
    }
    required_options = ("url", "repo", "token")
    markup = Markdown(GITEA)
    born: ClassVar[Collection[Status]] = frozenset({"open", "done"})

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        url = api_root(setup.options["url"], "/api/v1")
        self.http = connect(setup, url, lambda token: {"Authorization": f"token {token}"}, rules=((120, 60.0),))
        self.repo: str = setup.options["repo"]
        self._milestones = Milestones(self._list_milestones, self._make_milestone)
        self._label_ids: dict[str, int] = {}
        self._labels_listed = False
        self._logins: dict[str, str] = {}

    @property
    def page(self) -> str:
        """The repository's issues."""
        return f"{self.http.url.removesuffix('/api/v1')}/{self.repo}/issues"

    def _path(self, *parts: object) -> str:
        return "/".join(("repos", self.repo, *map(str, parts)))

    # Reading

    def pages(self) -> Iterator[Page]:
        """The oldest first where the server can (Forgejo), else the newest; counted against the server's total."""
        query: dict[str, Any] = {"state": "all", "type": "issues"}
        if self._is_forgejo:
            query["sort"] = "oldest"
        yield from self._each_page("issues", query)

    def _each_page(self, path: str, query: Mapping[str, Any]) -> Iterator[Page]:
        """By number: not every listing names its next page, but each says how many there are on all."""
        seen = 0
        for number in count(1):
            reply = self.http.send("GET", self._path(path), params={**query, "limit": PER_PAGE, "page": number})
            raws, said = reply.json(), reply.headers.get("X-Total-Count", "")
            if not isinstance(raws, list):
                hint = "Check `url` in exporter.toml."
                raise ListingIncomplete("{url} answered with something that is no list", hint=hint, url=reply.url)
            total = int(said) if said.isdecimal() else None
            yield Page(raws, total)
            seen += len(raws)
            more = next_query(reply) is not None if total is None else seen < total
            if not (raws and more):
                return

    @cached_property
    def _is_forgejo(self) -> bool:
        """Forgejo names the Gitea that it is compatible with: 11.0.3+gitea-1.22.0."""
        return "+gitea-" in str(self.http.get("version")["version"])

    def read(self, raw: Any) -> Issue | None:
        """An issue; None for a pull request."""
        if raw.get("pull_request"):
            return None
        people = [person["login"] for person in raw.get("assignees") or ()]
        self._logins.update((login.casefold(), login) for login in people)
        labels = {label["name"]: label["id"] for label in raw.get("labels") or ()}
        self._label_ids |= {name: number for name, number in labels.items() if name not in self._label_ids}
        return Issue(
            key=str(raw["number"]),
            title=raw["title"],
            text=raw["body"] or "",
            status="done" if raw["state"] == "closed" else "open",
            labels=tuple(labels),
            assignees=tuple(people),
            due=day_of(raw.get("due_date")),
            url=raw["html_url"],
            version=raw["updated_at"],
            note={"labels": labels, "content_version": raw.get("content_version")},
        )

    def fetch(self, key: str) -> Any:
        """GET one issue."""
        return self.http.get(self._path("issues", key))

    def comments_of(self, key: str) -> Iterator[str]:
        """See Commented; they come in one page."""
        yield from (raw["body"] or "" for raw in self.http.get(self._path("issues", key, "comments")))

    def account(self, text: str) -> str:
        """Logins are one whatever their case; the server's own spelling counts."""
        name = super().account(text)
        return self._logins.get(name.casefold(), name)

    def unassignable(self, accounts: Collection[str]) -> Collection[str]:
        """Who cannot be assigned, by the repository's own list, which comes in one page."""
        people = [person["login"] for person in self.http.get(self._path("assignees"))]
        self._logins.update((login.casefold(), login) for login in people)
        known = {login.casefold() for login in people}
        return {name for name in accounts if name.casefold() not in known}

    def title_length(self, text: str) -> int:
        """Versions cut at 255 bytes, or at 255 columns, of which a Chinese sign takes two: bytes are the stricter.

        A zero-width space behind each sign that begins a mention or a reference takes three.
        """
        return octets(text) + 3 * sum(text.count(sign) for sign in "@#!")

    # Writing

    def post(self, draft: Issue) -> Any:
        """One request."""
        data: dict[str, Any] = {"title": plain(draft.title, GITEA), "body": draft.text}
        if draft.labels:
            data["labels"] = self._ids(draft.labels)
        if draft.assignees:
            data["assignees"] = list(draft.assignees)
        if draft.due:
            data["due_date"] = draft.due + END_OF_DAY
        if draft.section:
            with self.beside():
                data["milestone"] = self._milestones.number(draft.section)
        if draft.status == "done":
            data["closed"] = True
        return self._write("POST", self._path("issues"), data)

    def patch(self, issue: Issue, changes: Mapping[str, Any]) -> Any:
        """The marker last: the server does one thing after the other and keeps what it did before it refuses the next.

        Labels go by difference, so that others' are never touched. An issue that waits for another cannot be closed.
        A server that counts versions of the text (Gitea 1.27) refuses it when somebody was faster.
        """
        if "labels" in changes:
            self._change_labels(issue, set(changes["labels"]))
        if "assignees" in changes:
            with suppress(DestinationError, NotAllowed):  # the read-back will say who is missing
                self._patch(issue, {"assignees": list(changes["assignees"])})
        if "status" in changes:
            self._patch(issue, {"state": "closed" if changes["status"] == "done" else "open"})
        data: dict[str, Any] = {"body": changes["text"]}
        if issue.note["content_version"] is not None:
            data["content_version"] = issue.note["content_version"]
        if "title" in changes:
            data["title"] = plain(changes["title"], GITEA)
        if "due" in changes:
            data |= {"due_date": changes["due"] + END_OF_DAY} if changes["due"] else {"unset_due_date": True}
        return self._patch(issue, data)

    def add_comment(self, key: str, text: str) -> None:
        """See Commented."""
        self._write("POST", self._path("issues", key, "comments"), {"body": text})

    def _patch(self, issue: Issue, data: Mapping[str, Any]) -> Any:
        return self._write("PATCH", self._path("issues", issue.key), data)

    def _write(self, method: str, path: str, data: Mapping[str, Any]) -> Any:
        reply = self.http.send(method, path, data=data, accept={ARCHIVED})
        if reply.status == ARCHIVED:
            what = "{repo} is archived, so nothing can be written there"
            raise NotAllowed(what, hint="Take it out of the archive, or choose another.", repo=self.repo)
        return reply.json()

    def _change_labels(self, issue: Issue, wanted: Collection[str]) -> None:
        had: Mapping[str, int] = issue.note["labels"]
        new = self._ids(name for name in sorted(wanted) if name not in had)
        if new:
            with self.beside():
                self.http.send("POST", self._path("issues", issue.key, "labels"), data={"labels": new})
        for name, number in had.items():
            if name not in wanted:
                with self.beside():
                    self.http.send("DELETE", self._path("issues", issue.key, "labels", number))

    def _ids(self, names: Iterator[str] | Collection[str]) -> list[int]:
        return [self._label_ids[name] for name in names if name in self._label_ids]

    def make_labels(self, names: Collection[str]) -> Collection[str]:
        """The server takes two labels of one name without a murmur, so its list is read first."""
        for name in names:
            if name not in self._label_ids and not self._labels_listed:
                self._list_labels()
            if name not in self._label_ids:
                plain = next(colour for prefix, colour in _COLOURS.items() if name.startswith(prefix))
                colour = f"#{light}" if (light := self.light_labels.colour(name)) else plain
                with self.beside():
                    self._labels_listed = False  # until we know whether it was made
                    made = self.http.send("POST", self._path("labels"), data={"name": name, "color": colour}).json()
                    self._label_ids[name] = made["id"]
                    self._labels_listed = True
        return [name for name in names if name in self._label_ids]

    def _list_labels(self) -> None:
        for page in self._each_page("labels", {}):
            for raw in page.raws:
                self._label_ids.setdefault(raw["name"], raw["id"])
        self._labels_listed = True

    def _list_milestones(self) -> Iterator[tuple[str, int]]:
        for page in self._each_page("milestones", {"state": "all"}):
            yield from ((raw["title"], raw["id"]) for raw in page.raws)

    def _make_milestone(self, title: str) -> int:
        return int(self.http.send("POST", self._path("milestones"), data={"title": title}).json()["id"])

    # Preflight

    def check(self) -> list[Finding]:
        """Server, token, repository, our rights in it, accounts that cannot be assigned."""
        return list(findings(self.http, self.repo, self.refused_accounts))


def day_of(moment: str | None) -> str | None:
    """The date of a due date: in UTC for what we wrote, else in the server's time zone, in which it is given."""
    if not moment:
        return None
    due = datetime.fromisoformat(moment)
    here = due.astimezone(UTC)
    ours = (here.hour, here.minute, here.second) == _OURS
    return None if due.year == 1 else (here if ours else due).date().isoformat()
