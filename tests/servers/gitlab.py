"""One GitLab project, written from GitLab's published reference, page by page:

- "Issues API": parameters, defaults (20 a page, newest first), answers; labels that are missing are made; `due_date`
  and `assignee_ids` (0 empties them); on the free tier only the first assignee is kept.
- "REST API": paths URL-encoded, offset pagination (100 a page at most, X-Total up to 10,000), keyset pagination of
  project issues since 18.3, before that 405.
- "Permissions and roles": below Planner, metadata are dropped without a word; no member of a private project: 404.
- "Project members API", "Users API" (`username` without regard to case), "Personal access tokens API" (`self`).
- "GitLab quick actions": see quick_actions.py.
- "Notes API": newest first unless asked otherwise; what is done to an issue is noted among them (`system`); quick
  actions in a note are carried out, and a note of nothing else is not kept (202).

Stricter than GitLab where that finds a fault in us: an unknown parameter or a wrong type is 400.
"""

from __future__ import annotations

import base64
import copy
import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from tests.servers.fake import Asked, Fake, Given, route
from tests.servers.quick_actions import execute, extract

PROJECT = "区/plan.2018"
AT = f"/projects/(?:7|{re.escape(PROJECT)})"
PLANNER = 15
_WRITABLE: dict[str, type | tuple[type, ...]] = {
    "title": str,
    "description": str,
    "labels": str,
    "assignee_ids": list,
    "due_date": str,
    "confidential": bool,
    "milestone_id": int,
}
_CHANGEABLE = {**_WRITABLE, "add_labels": str, "remove_labels": str, "state_event": str}
_LISTED = {"scope", "state", "order_by", "sort", "per_page", "page", "pagination", "cursor"}


class GitLabFake(Fake):
    """`role`: access level of the token's user, 0 for a stranger. `keyset`: 18.3 or later. `premium`: a paid tier."""

    root: ClassVar[str] = "/api/v4"

    def __init__(self, *, keyset: bool = True) -> None:
        super().__init__()
        self.keyset = keyset
        self.premium = False
        self.role = 30
        self.visibility = "private"
        self.archived = False
        self.scopes = ["api"]
        self.token = "glpat-canary0123456789"
        self.spam = ""
        self.labels: set[str] = set()
        self.milestones: list[dict[str, Any]] = []
        self.users = [self._user(2, "office"), self._user(3, "Qu.KeWei"), self._user(4, "outsider")]
        self.users.append({**self._user(5, "gone"), "state": "blocked"})
        self.members = [2, 3, 5]
        self.issues: dict[int, dict[str, Any]] = {}
        self.notes: dict[int, list[dict[str, Any]]] = {}
        self.time = 0
        self.most = 100
        self.after_page: Callable[[], object] = lambda: None

    @staticmethod
    def _user(number: int, name: str) -> dict[str, Any]:
        return {"id": number, "username": name, "name": name, "state": "active", "web_url": f"https://git.test/{name}"}

    def answer(self, asked: Asked) -> Given:
        if asked.headers.get("PRIVATE-TOKEN") != self.token:
            self.asked.append(asked)
            return Given(401, {"message": "401 Unauthorized"})
        given = super().answer(asked)
        limits = {"RateLimit-Limit": "2000", "RateLimit-Remaining": "1999", "RateLimit-Reset": "1772366460"}
        return Given(given.status, given.body, {**limits, **given.headers})

    def _by_route(self, asked: Asked) -> Given:
        inside = re.fullmatch(r"/projects/([^/?]+)(?:[/?].*)?", asked.target.removeprefix(self.root))
        if asked.path.startswith(f"{self.root}/projects/") and (
            not inside
            or inside[1] not in {"7", "%E5%8C%BA%2Fplan.2018"}
            or not (self.role or self.visibility == "public")
        ):
            return Given(404, {"message": "404 Project Not Found"})
        if asked.method != "GET":
            if "api" not in self.scopes:
                return Given(403, {"error": "insufficient_scope", "error_description": "The request requires more."})
            if not self.role or self.archived:
                return Given(403, {"message": "403 Forbidden"})
        return super()._by_route(asked)

    def state(self) -> Any:
        """All there is, to compare."""
        return copy.deepcopy((self.issues, self.labels, self.notes))

    def touch(self, issue: dict[str, Any]) -> None:
        self.time += 1
        issue["updated_at"] = (
            f"2026-03-01T{self.time // 3600 % 24:02}:{self.time // 60 % 60:02}:{self.time % 60:02}.000Z"
        )

    # People and the project

    @route("GET", "/user")
    def user(self, _asked: Asked) -> Given:
        return Given(200, self.users[0])

    @route("GET", "/users")
    def find_users(self, asked: Asked) -> Given:
        name = asked.query["username"].casefold()
        return Given(200, [each for each in self.users if each["username"].casefold() == name])

    @route("GET", "/personal_access_tokens/self")
    def own_token(self, _asked: Asked) -> Given:
        return Given(200, {"id": 1, "scopes": self.scopes, "active": True, "expires_at": "2027-01-31"})

    @route("GET", AT)
    def project(self, _asked: Asked) -> Given:
        access = {"access_level": self.role, "notification_level": 3} if self.role else None
        found = {
            "id": 7,
            "path_with_namespace": PROJECT,
            "visibility": self.visibility,
            "archived": self.archived,
            "issues_enabled": True,
            "issues_access_level": "enabled",
            "permissions": {"project_access": access, "group_access": None},
        }
        return Given(200, found)

    @route("GET", f"{AT}/members/all")
    def all_members(self, asked: Asked) -> Given:
        return self._by_number(asked, [each for each in self.users if each["id"] in self.members])

    # Listing

    @route("GET", f"{AT}/issues")
    def all_issues(self, asked: Asked) -> Given:
        query = {"order_by": "created_at", "sort": "desc", "state": "all", **asked.query}
        if set(query) - _LISTED:
            return Given(400, {"error": f"{sorted(set(query) - _LISTED)} do not exist"})
        shown = [each for each in self.issues.values() if query["state"] in {"all", each["state"]}]
        shown.sort(key=lambda each: (each["created_at"], each["id"]), reverse=query["sort"] == "desc")
        if query.get("pagination") != "keyset":
            given = self._by_number(asked, shown)
        elif not self.keyset or query["order_by"] != "created_at" or query["sort"] != "asc":
            given = Given(405, {"error": "Keyset pagination is not yet available for this type of request"})
        else:
            given = self._by_cursor(asked, shown)
        self.after_page()
        return given

    def _by_cursor(self, asked: Asked, shown: list[dict[str, Any]]) -> Given:
        size = min(int(asked.query.get("per_page", "20")), self.most)
        after = base64.urlsafe_b64decode(asked.query.get("cursor", "")).decode()
        rest = [each for each in shown if not after or each["id"] > int(after)]
        headers = {}
        if len(rest) > size:
            cursor = base64.urlsafe_b64encode(str(rest[size - 1]["id"]).encode()).decode()
            query = urlencode({**asked.query, "cursor": cursor})
            headers["Link"] = f'<http://inside.test/api/v4/projects/7/issues?{query}>; rel="next"'
            headers["X-Next-Cursor"] = cursor
        return Given(200, copy.deepcopy(rest[:size]), headers)

    def _by_number(self, asked: Asked, shown: list[dict[str, Any]]) -> Given:
        size, page = min(int(asked.query.get("per_page", "20")), self.most), int(asked.query.get("page", "1"))
        headers = {"X-Page": str(page), "X-Per-Page": str(size), "X-Total": str(len(shown)), "X-Next-Page": ""}
        if page * size < len(shown):
            headers["X-Next-Page"] = str(page + 1)
            query = urlencode({**asked.query, "page": page + 1})
            headers["Link"] = f'<http://inside.test/x?{query}>; rel="next", <http://inside.test/x?page=1>; rel="first"'
        return Given(200, copy.deepcopy(shown[(page - 1) * size : page * size]), headers)

    @route("GET", f"{AT}/milestones")
    def all_milestones(self, asked: Asked) -> Given:
        return self._by_number(asked, self.milestones)

    @route("POST", f"{AT}/milestones")
    def new_milestone(self, asked: Asked) -> Given:
        if self.role < PLANNER:
            return Given(403, {"message": "403 Forbidden"})
        if asked.body["title"] in {each["title"] for each in self.milestones}:
            return Given(400, {"message": {"title": ["already being used for another group or project milestone."]}})
        number = len(self.milestones) + 1
        self.milestones.append({"id": 800 + number, "iid": number, "title": asked.body["title"], "state": "active"})
        return Given(201, self.milestones[-1])

    # One issue

    @route("GET", f"{AT}/issues/(?P<number>[0-9]+)")
    def one_issue(self, _asked: Asked, number: str) -> Given:
        found = self.issues.get(int(number))
        return Given(200, copy.deepcopy(found)) if found else Given(404, {"message": "404 Not found"})

    @route("GET", f"{AT}/issues/(?P<number>[0-9]+)/notes")
    def all_notes(self, asked: Asked, number: str) -> Given:
        if int(number) not in self.issues:
            return Given(404, {"message": "404 Not found"})
        wrong = set(asked.query) - {"sort", "order_by", "per_page", "page", "activity_filter"}
        if wrong:
            return Given(400, {"error": f"{sorted(wrong)} do not exist"})
        created = {"id": 1, "body": "changed the description", "system": True, "author": self.users[0]}
        shown = [created, *self.notes.get(int(number), [])]
        return self._by_number(asked, shown if asked.query.get("sort") == "asc" else shown[::-1])

    @route("POST", f"{AT}/issues/(?P<number>[0-9]+)/notes")
    def new_note(self, asked: Asked, number: str) -> Given:
        issue = self.issues.get(int(number))
        if issue is None:
            return Given(404, {"message": "404 Not found"})
        if set(asked.body) - {"body", "internal", "created_at"} or not isinstance(asked.body.get("body"), str):
            return Given(400, {"error": "body is invalid"})
        text, commands = extract(asked.body["body"])
        execute(issue, commands)
        self.touch(issue)
        if not text.strip():
            return Given(202, {"commands_changes": {}, "summary": ["Commands applied"]})
        held = self.notes.setdefault(int(number), [])
        held.append({"id": 100 + len(held), "body": text, "system": False, "author": self.users[0]})
        return Given(201, held[-1])

    @route("POST", f"{AT}/issues")
    def new_issue(self, asked: Asked) -> Given:
        number = max(self.issues, default=0) + 1
        issue: dict[str, Any] = {
            "id": 1000 + number,
            "iid": number,
            "project_id": 7,
            "title": "",
            "description": None,
            "state": "opened",
            "created_at": f"2026-03-01T08:00:00.{number:06}Z",
            "closed_at": None,
            "labels": [],
            "milestone": None,
            "assignees": [],
            "assignee": None,
            "author": self.users[0],
            "type": "ISSUE",
            "issue_type": "issue",
            "due_date": None,
            "confidential": False,
            "web_url": f"https://git.test/{PROJECT}/-/issues/{number}",
        }
        if "title" not in asked.body:
            return Given(400, {"error": "title is missing"})
        refused = self._put(issue, asked.body, _WRITABLE)
        if refused:
            return refused
        issue["state"] = "opened" if "state_event" in asked.body else issue["state"]
        self.issues[number] = issue
        return Given(201, copy.deepcopy(issue))

    @route("PUT", f"{AT}/issues/(?P<number>[0-9]+)")
    def change(self, asked: Asked, number: str) -> Given:
        held = self.issues.get(int(number))
        if held is None:
            return Given(404, {"message": "404 Not found"})
        if not asked.body:
            return Given(400, {"error": "title, description are missing, at least one parameter must be provided"})
        issue = copy.deepcopy(held)
        refused = self._put(issue, asked.body, _CHANGEABLE)
        if refused:
            return refused
        self.issues[int(number)] = issue
        return Given(200, copy.deepcopy(issue))

    def _put(self, issue: dict[str, Any], body: dict[str, Any], known: dict[str, Any]) -> Given | None:
        wrong = [name for name, value in body.items() if name not in known or not isinstance(value, known[name])]
        if wrong:
            return Given(400, {"error": f"{', '.join(wrong)} is invalid"})
        if self.spam and self.spam in str(body):
            return Given(400, {"message": {"error": "Your issue has been recognized as spam and has been discarded."}})
        title = body.get("title", issue["title"]).strip()
        if not title or len(title) > 255:
            fault = "is too long (maximum is 255 characters)" if title else "can't be blank"
            return Given(400, {"message": {"title": [fault]}})
        if len(body.get("description", "").encode()) > 1_048_576:
            return Given(400, {"message": {"description": ["is too long (maximum is 1 MiB)"]}})
        issue["title"] = title
        if "description" in body:
            before = extract(issue["description"] or "")[1]
            issue["description"], commands = extract(body["description"])
            execute(issue, [each for each in commands if each not in before])
        if body.get("state_event"):
            issue["state"] = {"close": "closed", "reopen": "opened"}[body["state_event"]]
        issue["confidential"] = body.get("confidential", issue["confidential"])
        if self.role >= PLANNER:
            self._put_metadata(issue, body)
        self.touch(issue)
        return None

    def _put_metadata(self, issue: dict[str, Any], body: dict[str, Any]) -> None:
        if "due_date" in body:
            try:
                issue["due_date"] = date.fromisoformat(body["due_date"]).isoformat()
            except ValueError:
                issue["due_date"] = None
        if "assignee_ids" in body:
            self._assign(issue, [int(number) for number in body["assignee_ids"]])
        if "milestone_id" in body:
            issue["milestone"] = next(each for each in self.milestones if each["id"] == body["milestone_id"])
        held = set(issue["labels"])
        if "labels" in body:
            held = self._titles(body["labels"], make=True)
        held |= self._titles(body.get("add_labels", ""), make=True)
        held -= self._titles(body.get("remove_labels", ""), make=False)
        issue["labels"] = sorted(held)

    def _assign(self, issue: dict[str, Any], numbers: list[int]) -> None:
        numbers = numbers if self.premium else numbers[:1]
        public = self.visibility == "public"
        able = [each for each in self.users if each["id"] in numbers and (public or each["id"] in self.members)]
        if able or not numbers or numbers == [0]:
            issue["assignees"] = able
            issue["assignee"] = able[0] if able else None

    def _titles(self, names: str, *, make: bool) -> set[str]:
        """Found by their exact title, or made: then HTML is taken out, and a title that is taken is given up."""
        found = set()
        for name in filter(None, (name.strip() for name in names.split(","))):
            if name in self.labels:
                found.add(name)
            elif make:
                clean = html.unescape(re.sub(r"<[^>]*>?", "", name)).strip()
                if clean and len(clean) <= 255 and clean not in self.labels:
                    self.labels.add(clean)
                    found.add(clean)
        return found
