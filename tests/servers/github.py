"""GitHub's issues as its reference describes them, stricter than the real one where that finds a fault in us:

labels must exist before they are used, accounts must be assignable, and a page of a moving list moves.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

from tests.servers.fake import Asked, Fake, Given, route

REPO = "office/plan"
_MOST_TITLE = 256
_MOST_BODY = 65_536


def invalid(resource: str, field: str, code: str = "invalid") -> Given:
    errors = [{"resource": resource, "field": field, "code": code}]
    return Given(
        422, {"message": "Validation Failed", "errors": errors, "documentation_url": "https://docs.github.com"}
    )


class GitHubFake(Fake):
    """One repository. `push`: whether the token's account may set labels, assignees and milestones."""

    root: ClassVar[str] = "/api/v3"

    def __init__(self) -> None:
        super().__init__()
        self.issues: dict[int, dict[str, Any]] = {}
        self.labels: dict[str, dict[str, Any]] = {}
        self.milestones: dict[int, dict[str, Any]] = {}
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.people = ["octocat", "hubot"]
        self.push = True
        self.settings: dict[str, Any] = {"full_name": REPO, "archived": False, "has_issues": True}
        self.token = "ghp_canary0123456789"
        self.time = 0
        self.most = 100
        self.unchanged = 0
        self.after_page: Callable[[], object] = lambda: None

    def answer(self, asked: Asked) -> Given:
        if asked.headers.get("Authorization") != f"Bearer {self.token}":
            self.asked.append(asked)
            return Given(401, {"message": "Bad credentials"})
        return super().answer(asked)

    def state(self) -> Any:
        """All there is, to compare."""
        return copy.deepcopy((self.issues, self.labels, self.milestones, self.comments))

    def touch(self, issue: dict[str, Any]) -> None:
        self.time += 1
        issue["updated_at"] = f"2026-03-01T{self.time // 3600 % 24:02}:{self.time // 60 % 60:02}:{self.time % 60:02}Z"

    # The repository

    @route("GET", f"/repos/{REPO}")
    def repository(self, _asked: Asked) -> Given:
        rights = {"admin": False, "maintain": False, "push": self.push, "triage": self.push, "pull": True}
        return Given(200, {**self.settings, "permissions": rights})

    @route("GET", "/rate_limit")
    def limits(self, _asked: Asked) -> Given:
        return Given(200, {"resources": {"core": {"limit": 5000, "remaining": 4999, "reset": 1772366400}}})

    @route("GET", f"/repos/{REPO}/assignees")
    def assignees(self, asked: Asked) -> Given:
        return self._page(asked, [{"login": name} for name in self.people])

    @route("GET", f"/repos/{REPO}/labels")
    def all_labels(self, asked: Asked) -> Given:
        return self._page(asked, list(self.labels.values()))

    @route("POST", f"/repos/{REPO}/labels")
    def new_label(self, asked: Asked) -> Given:
        name = asked.body["name"]
        if not self.push:
            return Given(403, {"message": "Must have push access"})
        if name.casefold() in self.labels:
            return invalid("Label", "name", "already_exists")
        if len(name) > 50 or not name.strip():
            return invalid("Label", "name")
        self.labels[name.casefold()] = {"name": name, "color": asked.body.get("color", "ededed")}
        return Given(201, self.labels[name.casefold()])

    @route("GET", f"/repos/{REPO}/milestones")
    def all_milestones(self, asked: Asked) -> Given:
        chosen = asked.query.get("state", "open")
        return self._page(asked, [each for each in self.milestones.values() if chosen in {"all", each["state"]}])

    @route("POST", f"/repos/{REPO}/milestones")
    def new_milestone(self, asked: Asked) -> Given:
        if not self.push:
            return Given(403, {"message": "Must have push access"})
        if asked.body["title"] in {each["title"] for each in self.milestones.values()}:
            return invalid("Milestone", "title", "already_exists")
        number = len(self.milestones) + 1
        due = asked.body.get("due_on")
        self.milestones[number] = {
            "number": number,
            "title": asked.body["title"],
            "state": "open",
            "due_on": due and f"{due[:10]}T08:00:00Z",  # midnight in California
        }
        return Given(201, self.milestones[number])

    # Its issues

    @route("GET", f"/repos/{REPO}/issues")
    def all_issues(self, asked: Asked) -> Given:
        if not self.settings["has_issues"]:
            return Given(410, {"message": "Issues has been disabled in this repository."})
        chosen = asked.query.get("state", "open")
        backwards = asked.query.get("direction", "desc") == "desc"
        shown = [each for _, each in sorted(self.issues.items(), reverse=backwards)]
        given = self._page(asked, [each for each in shown if chosen in {"all", each["state"]}])
        self.after_page()
        return self._unless_known(asked, given)

    def _unless_known(self, asked: Asked, given: Given) -> Given:
        """304 for an answer that the client has; it costs nothing of the limit, all others do."""
        said = json.dumps([given.body, given.headers.get("Link"), asked.headers["Authorization"]]).encode()
        etag = f'W/"{hashlib.sha256(said).hexdigest()}"'
        if asked.headers.get("If-None-Match") == etag:
            self.unchanged += 1
            return Given(304, b"", {"ETag": etag})
        return Given(given.status, given.body, {**given.headers, "ETag": etag})

    def _page(self, asked: Asked, everything: list[Any]) -> Given:
        size, number = int(asked.query.get("per_page", "30")), int(asked.query.get("page", "1"))
        size = min(size, self.most)
        headers = {}
        if number * size < len(everything):
            query = urlencode({**asked.query, "page": number + 1})
            headers["Link"] = f'<https://api.github.com/repositories/1/x?{query}>; rel="next", <https://x/>; rel="last"'
        return Given(200, copy.deepcopy(everything[(number - 1) * size : number * size]), headers)

    @route("GET", f"/repos/{REPO}/issues/(?P<number>[0-9]+)")
    def one_issue(self, _asked: Asked, number: str) -> Given:
        found = self.issues.get(int(number))
        return Given(200, copy.deepcopy(found)) if found else Given(404, {"message": "Not Found"})

    @route("GET", f"/repos/{REPO}/issues/(?P<number>[0-9]+)/comments")
    def all_comments(self, asked: Asked, number: str) -> Given:
        if int(number) not in self.issues:
            return Given(404, {"message": "Not Found"})
        return self._page(asked, self.comments.get(int(number), []))

    @route("POST", f"/repos/{REPO}/issues/(?P<number>[0-9]+)/comments")
    def new_comment(self, asked: Asked, number: str) -> Given:
        issue = self.issues.get(int(number))
        if issue is None:
            return Given(404, {"message": "Not Found"})
        if self.settings["archived"] or (issue["locked"] and not self.push):
            return Given(403, {"message": "Unable to create comment because issue is locked."})
        if not asked.body["body"].strip() or len(asked.body["body"]) > _MOST_BODY:
            return invalid("IssueComment", "body")
        held = self.comments.setdefault(int(number), [])
        held.append({"id": 7000 + len(held), "body": asked.body["body"], "user": {"login": "octocat"}})
        self.touch(issue)
        return Given(201, held[-1])

    @route("POST", f"/repos/{REPO}/issues")
    def new_issue(self, asked: Asked) -> Given:
        if self.settings["archived"]:
            return Given(403, {"message": "Repository was archived so is read-only."})
        number = max(self.issues, default=0) + 1
        issue: dict[str, Any] = {
            "number": number,
            "html_url": f"https://github.com/{REPO}/issues/{number}",
            "repository_url": f"https://api.github.com/repos/{REPO}",
            "state": "open",
            "state_reason": None,
            "body": None,
            "labels": [],
            "assignees": [],
            "milestone": None,
            "locked": False,
        }
        refused = self._put(issue, asked.body)
        if refused:
            return refused
        self.issues[number] = issue
        return Given(201, copy.deepcopy(issue))

    @route("PATCH", f"/repos/{REPO}/issues/(?P<number>[0-9]+)")
    def change(self, asked: Asked, number: str) -> Given:
        held = self.issues.get(int(number))
        if held is None:
            return Given(404, {"message": "Not Found"})
        if self.settings["archived"]:
            return Given(403, {"message": "Repository was archived so is read-only."})
        if held["locked"] and not self.push:
            return Given(403, {"message": "Unable to edit a locked issue"})
        issue = copy.deepcopy(held)
        refused = self._put(issue, asked.body)
        if refused:
            return refused
        self.issues[int(number)] = issue
        return Given(200, copy.deepcopy(issue))

    def _put(self, issue: dict[str, Any], body: dict[str, Any]) -> Given | None:
        title = body.get("title", issue.get("title"))
        if not isinstance(title, str) or not title.strip() or len(title) > _MOST_TITLE:
            return invalid("Issue", "title", "missing_field")
        if len(body.get("body") or "") > _MOST_BODY:
            return invalid("Issue", "body")
        issue["title"] = title.strip()
        issue["body"] = body.get("body", issue["body"])
        if body.get("state") not in {None, "open", "closed"}:
            return invalid("Issue", "state")
        if "state" in body:
            issue["state"] = body["state"]
            reason = body.get("state_reason", "completed")
            issue["state_reason"] = reason if body["state"] == "closed" else "reopened"
        refused = self._put_sets(issue, body) if self.push else None
        if refused is None:
            self.touch(issue)
        return refused

    def _put_sets(self, issue: dict[str, Any], body: dict[str, Any]) -> Given | None:
        if "labels" in body:
            if any(name.casefold() not in self.labels for name in body["labels"]):
                return invalid("Label", "name", "missing")
            issue["labels"] = [copy.deepcopy(self.labels[name.casefold()]) for name in body["labels"]]
        if "assignees" in body:
            known = {name.casefold(): name for name in self.people}
            if any(name.casefold() not in known for name in body["assignees"]):
                return invalid("Issue", "assignees")
            issue["assignees"] = [{"login": known[name.casefold()]} for name in body["assignees"]]
        if "milestone" in body:
            number = body["milestone"]
            if number is not None and number not in self.milestones:
                return invalid("Issue", "milestone")
            issue["milestone"] = copy.deepcopy(self.milestones[number]) if number is not None else None
        return None
