"""One repository of Gitea or Forgejo, as their published API descriptions and sources say it behaves:

- an edit does one thing after the other (title, text, due date, assignees, state), and a refusal undoes nothing;
- who may not write to issues loses labels, assignees and due date without a word, and may edit only own issues;
- labels go by id, and two may have one name; a page holds 50 at most; the newest come first, Forgejo also sorts;
- a due date keeps its date only: older versions take the moment itself, newer ones the end of that day in the server's
  zone; it is given in the server's zone. Nothing is null but what the description passes over in silence.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import urlencode

from tests.servers.fake import Asked, Fake, Given, route

REPO = "office/plan.2018"
AT = r"/repos/office/plan\.2018"
GITEA, OLD_GITEA, FORGEJO = "1.27.0", "1.22.6", "11.0.3+gitea-1.22.0"


def fault(status: int, message: str) -> Given:
    return Given(status, {"message": message, "url": "https://git.test/api/swagger"})


class GiteaFake(Fake):
    """`version` decides what it can; `writer`: whether the token's account may write to issues; `hours` from UTC."""

    root: ClassVar[str] = "/api/v1"

    def __init__(self, version: str = GITEA, hours: int = 8) -> None:
        super().__init__()
        self.version = version
        self.zone = timezone(timedelta(hours=hours))
        self.writer = True
        self.poster = True
        self.archived = False
        self.most = 50
        self.token = "canary0123456789abcdef0123456789abcdef01"
        self.people = [self._user(1, "office"), self._user(2, "Qu.KeWei")]
        self.strangers = [self._user(3, "outsider")]
        self.issues: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.pulls = 0
        self.labels: list[dict[str, Any]] = []
        self.milestones: list[dict[str, Any]] = []
        self.waiting: set[int] = set()
        self.time = 0
        self.after_page: Callable[[], object] = lambda: None

    @staticmethod
    def _user(number: int, login: str) -> dict[str, Any]:
        return {"id": number, "login": login, "full_name": "", "email": f"{number}@git.test", "is_admin": False}

    def answer(self, asked: Asked) -> Given:
        if asked.headers.get("Authorization") != f"token {self.token}":
            self.asked.append(asked)
            return fault(401, "invalid username, password or token")
        return super().answer(asked)

    def _by_route(self, asked: Asked) -> Given:
        if self.archived and asked.method != "GET":
            return fault(423, f"{REPO} is archived")
        return super()._by_route(asked)

    def state(self) -> Any:
        """All there is, to compare."""
        return copy.deepcopy((self.issues, self.labels, self.comments))

    def touch(self, issue: dict[str, Any]) -> None:
        self.time += 1
        now = datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=self.time)
        issue["updated_at"] = now.astimezone(self.zone).isoformat()

    # Server, people, repository

    @route("GET", "/version")
    def its_version(self, _asked: Asked) -> Given:
        return Given(200, {"version": self.version})

    @route("GET", "/user")
    def user(self, _asked: Asked) -> Given:
        return Given(200, self.people[0])

    @route("GET", AT)
    def repository(self, _asked: Asked) -> Given:
        rights = {"admin": False, "push": self.writer, "pull": True}
        found = {"id": 1, "full_name": REPO, "archived": self.archived, "has_issues": True, "permissions": rights}
        return Given(200, found)

    @route("GET", f"{AT}/assignees")
    def assignees(self, _asked: Asked) -> Given:
        return Given(200, self.people)

    # Labels

    @route("GET", f"{AT}/labels")
    def all_labels(self, asked: Asked) -> Given:
        return self._page(asked, self.labels, linked=False)

    @route("POST", f"{AT}/labels")
    def new_label(self, asked: Asked) -> Given:
        if not self.writer:
            return fault(403, "user should have a permission to write to a repo")
        if not asked.body.get("name"):
            return fault(422, "[Name]: Required")
        label = {
            "id": 100 + len(self.labels),
            "name": asked.body["name"],
            "color": asked.body["color"].removeprefix("#"),
            "description": "",
            "exclusive": False,
            "is_archived": False,
            "url": f"https://git.test/api/v1/repos/{REPO}/labels/{100 + len(self.labels)}",
        }
        self.labels.append(label)
        return Given(201, label)

    @route("POST", f"{AT}/issues/(?P<number>[0-9]+)/labels")
    def add_labels(self, asked: Asked, number: str) -> Given:
        issue = self.issues.get(int(number))
        if issue is None:
            return fault(404, "issue does not exist")
        if not self.writer:
            return fault(403, "write permission is required")
        new = [each for each in self.labels if each["id"] in asked.body["labels"] and each not in issue["labels"]]
        issue["labels"] += copy.deepcopy(new)
        self.touch(issue)
        return Given(200, issue["labels"])

    @route("DELETE", f"{AT}/issues/(?P<number>[0-9]+)/labels/(?P<label>[0-9]+)")
    def remove_label(self, _asked: Asked, number: str, label: str) -> Given:
        issue = self.issues.get(int(number))
        if issue is None:
            return fault(404, "issue does not exist")
        if not self.writer:
            return Given(403)
        if int(label) not in {each["id"] for each in self.labels}:
            return fault(422, "label does not exist")
        issue["labels"] = [each for each in issue["labels"] if each["id"] != int(label)]
        self.touch(issue)
        return Given(204)

    # Milestones

    @route("GET", f"{AT}/milestones")
    def all_milestones(self, asked: Asked) -> Given:
        chosen = asked.query.get("state", "open")
        shown = [each for each in self.milestones if chosen in {"all", each["state"]}]
        return self._page(asked, shown, linked=False)

    @route("POST", f"{AT}/milestones")
    def new_milestone(self, asked: Asked) -> Given:
        if not self.writer:
            return fault(403, "user should have a permission to write to a repo")
        if not asked.body.get("title"):
            return fault(422, "[Title]: Required")
        milestone = {"id": 300 + len(self.milestones), "title": asked.body["title"], "state": "open", "description": ""}
        self.milestones.append(milestone)
        return Given(201, milestone)

    # Issues

    @route("GET", f"{AT}/issues")
    def all_issues(self, asked: Asked) -> Given:
        chosen = asked.query.get("state", "open")
        oldest = asked.query.get("sort") == "oldest" and self.version == FORGEJO
        shown = [each for _, each in sorted(self.issues.items(), reverse=not oldest)]
        shown = [each for each in shown if chosen in {"all", each["state"]}]
        if asked.query.get("type") != "issues":
            pull = {"number": 0, "pull_request": {"merged": False}, "title": "", "body": ""}
            shown = [*shown, *({**pull, "number": 9000 + number} for number in range(self.pulls))]
        given = self._page(asked, shown, linked=True)
        self.after_page()
        return given

    def _page(self, asked: Asked, shown: list[dict[str, Any]], *, linked: bool) -> Given:
        size = min(int(asked.query.get("limit", "30")), self.most)
        page = int(asked.query.get("page", "1"))
        headers = {"X-Total-Count": str(len(shown))}
        if linked and page * size < len(shown):
            query = urlencode({**asked.query, "page": page + 1})
            headers["Link"] = f'<http://inside.test/api/v1/x?{query}>; rel="next",<http://inside.test/x>; rel="last"'
        return Given(200, copy.deepcopy(shown[(page - 1) * size : page * size]), headers)

    @route("GET", f"{AT}/issues/(?P<number>[0-9]+)")
    def one_issue(self, _asked: Asked, number: str) -> Given:
        found = self.issues.get(int(number))
        return Given(200, copy.deepcopy(found)) if found else fault(404, "issue does not exist")

    @route("GET", f"{AT}/issues/(?P<number>[0-9]+)/comments")
    def all_comments(self, _asked: Asked, number: str) -> Given:
        """All of them: there are no pages."""
        if int(number) not in self.issues:
            return fault(404, "issue does not exist")
        return Given(200, copy.deepcopy(self.comments.get(int(number), [])))

    @route("POST", f"{AT}/issues/(?P<number>[0-9]+)/comments")
    def new_comment(self, asked: Asked, number: str) -> Given:
        issue = self.issues.get(int(number))
        if issue is None:
            return fault(404, "issue does not exist")
        held = self.comments.setdefault(int(number), [])
        held.append(
            {"id": 8000 + len(held), "body": asked.body["body"], "user": self.people[0], "issue_url": issue["url"]}
        )
        issue["comments"] = len(held)
        self.touch(issue)
        return Given(201, held[-1])

    @route("POST", f"{AT}/issues")
    def new_issue(self, asked: Asked) -> Given:
        body = asked.body
        if not body.get("title"):
            return fault(422, "[Title]: Required")
        if self.writer:
            refused = self._refused(body.get("assignees", []))
            if refused:
                return fault(422, refused)
        number = max(self.issues, default=0) + 1
        issue: dict[str, Any] = {
            "id": 5000 + number,
            "number": number,
            "url": f"https://git.test/api/v1/repos/{REPO}/issues/{number}",
            "html_url": f"https://git.test/{REPO}/issues/{number}",
            "title": self._cut(body["title"]),
            "body": body.get("body", ""),
            "state": "closed" if body.get("closed") else "open",
            "labels": [],
            "assignee": None,
            "assignees": None,
            "milestone": None,
            "pull_request": None,
            "due_date": None,
            "closed_at": None,
            "comments": 0,
        }
        if self.version == GITEA:
            issue["content_version"] = 0
        if self.writer:
            issue["labels"] = copy.deepcopy([each for each in self.labels if each["id"] in body.get("labels", [])])
            self._assign(issue, body.get("assignees", []))
            issue["milestone"] = next((each for each in self.milestones if each["id"] == body.get("milestone")), None)
            if "due_date" in body:
                issue["due_date"] = self._due(body["due_date"], raw=self.version != GITEA)
        self.touch(issue)
        self.issues[number] = issue
        return Given(201, copy.deepcopy(issue))

    @route("PATCH", f"{AT}/issues/(?P<number>[0-9]+)")
    def change(self, asked: Asked, number: str) -> Given:
        issue, body = self.issues.get(int(number)), asked.body
        if issue is None:
            return fault(404, "issue does not exist")
        if not self.writer and not self.poster:
            return Given(403)
        refused = self._change_text(issue, body) or (self._change_rest(issue, body) if self.writer else None)
        if refused:
            return refused
        if body.get("state") == "closed" and issue["number"] in self.waiting:
            return fault(412, "cannot close this issue because it still has open dependencies")
        issue["state"] = body.get("state", issue["state"])
        self.touch(issue)
        return Given(201, copy.deepcopy(issue))

    def _change_text(self, issue: dict[str, Any], body: dict[str, Any]) -> Given | None:
        if body.get("title"):
            issue["title"] = self._cut(body["title"])
        if "body" in body:
            version = issue.get("content_version", 0)
            if body.get("content_version", version) != version:
                return fault(409, "the issue has been changed by someone else")
            issue["body"] = body["body"]
            issue |= {"content_version": version + 1} if "content_version" in issue else {}
        return None

    def _change_rest(self, issue: dict[str, Any], body: dict[str, Any]) -> Given | None:
        if "due_date" in body or "unset_due_date" in body:
            raw = self.version != GITEA
            issue["due_date"] = None if body.get("unset_due_date") else self._end(body["due_date"], raw=raw)
        if "assignees" in body:
            refused = self._refused(body["assignees"], beside=issue["assignees"] or [])
            if refused:
                return fault(500, refused)
            self._assign(issue, body["assignees"])
        return None

    def _refused(self, names: list[str], beside: list[dict[str, Any]] | None = None) -> str | None:
        held = {each["login"].lower() for each in beside or []}
        able = {each["login"].lower() for each in self.people} | held
        known = able | {each["login"].lower() for each in self.strangers}
        for name in names:
            if name.lower() not in known:
                return f"Assignee does not exist: [name: user does not exist [name: {name}]]"
            if name.lower() not in able:
                return "user does not have access to the repository"
        return None

    def _assign(self, issue: dict[str, Any], names: list[str]) -> None:
        wanted = {name.lower() for name in names}
        chosen = [each for each in [*self.people, *self.strangers] if each["login"].lower() in wanted]
        issue["assignees"] = chosen or None
        issue["assignee"] = chosen[0] if chosen else None

    def _due(self, text: str, *, raw: bool) -> str:
        """On create: the moment itself, or the end of that day in the server's zone."""
        moment = datetime.fromisoformat(text)
        if not raw:
            moment = moment.replace(hour=23, minute=59, second=59, tzinfo=self.zone)
        return moment.astimezone(self.zone).isoformat()

    def _end(self, text: str, *, raw: bool) -> str:
        """On edit: the end of that day in the zone that was sent, or in the server's."""
        moment = datetime.fromisoformat(text).replace(hour=23, minute=59, second=59)
        return self._due(moment.isoformat(), raw=raw)

    @staticmethod
    def _cut(title: str) -> str:
        """At 255 bytes of UTF-8, never inside a sign."""
        return title.encode()[:255].decode(errors="ignore")
