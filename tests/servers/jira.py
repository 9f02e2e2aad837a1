"""One project of Jira Cloud or Jira Data Center, as their published REST references say it behaves:

- what is made or changed answers with a key or with nothing, so that it has to be read again;
- Cloud takes descriptions as documents (ADF) and refuses others, Data Center as wiki text;
- Cloud's search has no total, continues by a token, and does not know what was made a moment ago unless asked by id;
- labels hold no spaces; a field that the screen lacks is refused by its name; assignees are account ids or user names;
- a status is set only by a transition that the workflow offers now.
"""

from __future__ import annotations

import copy
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from tests.servers.fake import Asked, Fake, Given, route

PROJECT = "PLAN"
SCREEN = ("summary", "description", "issuetype", "project", "labels", "assignee", "duedate")
STATUSES = {
    "待办": ("10000", "new"),
    "进行中": ("10001", "indeterminate"),
    "完成": ("10002", "done"),
}
CONTAINERS = {
    "doc": {"paragraph", "panel", "bulletList", "orderedList", "blockquote", "heading", "taskList", "expand", "rule"},
    "panel": {"paragraph", "heading", "bulletList", "orderedList", "taskList", "rule"},
    "bulletList": {"listItem"},
    "listItem": {"paragraph", "bulletList", "orderedList"},
    "taskList": {"taskItem", "taskList"},
    "blockquote": {"paragraph", "bulletList", "orderedList"},
    "paragraph": {"text", "hardBreak", "mention", "emoji"},
    "taskItem": {"text", "hardBreak", "mention", "emoji"},
    "expand": {"paragraph", "panel", "bulletList"},
}
"""What may stand in what, of the nodes that occur here."""


def fault(status: int, *messages: str, **errors: str) -> Given:
    return Given(status, {"errorMessages": list(messages), "errors": errors})


def adf_problems(node: Any, inside: str = "doc") -> Iterator[str]:
    """What the format's schema would refuse."""
    kind = node.get("type")
    if kind == "text":
        if not node.get("text"):
            yield "a text is empty"
        return
    if kind in {"listItem", "taskList", "bulletList", "panel"} and not node.get("content"):
        yield f"{kind} is empty"
    if kind in {"taskItem", "taskList"} and not node.get("attrs", {}).get("localId"):
        yield f"{kind} has no localId"
    for each in node.get("content", ()):
        if each.get("type") not in CONTAINERS.get(kind, set()):
            yield f"{each.get('type')} must not stand in {kind}"
        yield from adf_problems(each, kind)
    if inside == kind == "doc" and node.get("version") != 1:
        yield "the version is missing"


class JiraFake(Fake):
    """`screen`: fields that can be filled in; `lag`: how many of the newest issues the search does not know yet."""

    cloud: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.user = "office@example.gov.cn"
        self.token = "canaryATATT3xFfGF0abcdef"
        self.people = [
            self._person("5b10a2844c20165700ede21g", "office", "办公室"),
            self._person("557058:f58", "kw", "科委"),
        ]
        self.strangers = [self._person("712020:zzz", "outsider", "外人")]
        self.screen = set(SCREEN)
        self.statuses = dict(STATUSES)
        self.forbidden: set[str] = set()
        self.issues: dict[str, dict[str, Any]] = {}
        self.properties: dict[str, dict[str, Any]] = {}
        self.comments: dict[str, list[dict[str, Any]]] = {}
        self.lag = 0
        self.most = 100
        self.after_page: Callable[[], object] = lambda: None
        self.last = 0
        self.may = True

    def _person(self, account: str, name: str, shown: str) -> dict[str, Any]:
        own = (
            {"accountId": account, "accountType": "atlassian"}
            if self.cloud
            else {"name": name, "key": f"JIRAUSER{len(name)}"}
        )
        return {**own, "displayName": shown, "emailAddress": f"{name}@example.gov.cn", "active": True}

    def answer(self, asked: Asked) -> Given:
        basic = b64encode(f"{self.user}:{self.token}".encode()).decode()
        wanted = f"Basic {basic}" if self.cloud else f"Bearer {self.token}"
        if asked.headers.get("Authorization") != wanted:
            self.asked.append(asked)
            self.given.append(given := fault(401, "Client must be authenticated to access this resource."))
            return given
        return super().answer(asked)

    def state(self) -> Any:
        return copy.deepcopy((self.issues, self.properties, self.comments))

    def touch(self, key: str) -> None:
        self.last += 1
        self.issues[key]["fields"]["updated"] = f"2026-03-01T12:{self.last // 60 % 60:02}:{self.last % 60:02}.000+0800"

    # Who and what

    @route("GET", "/myself")
    def myself(self, _asked: Asked) -> Given:
        return Given(200, self.people[0])

    @route("GET", "/mypermissions")
    def rights(self, asked: Asked) -> Given:
        names = asked.query["permissions"].split(",")
        return Given(200, {"permissions": {name: {"key": name, "havePermission": self.may} for name in names}})

    @route("GET", "/user/assignable/search")
    def assignable(self, asked: Asked) -> Given:
        if "accountId" in asked.query:
            return Given(200, [each for each in self.people if each.get("accountId") == asked.query["accountId"]])
        text = asked.query["query" if self.cloud else "username"].casefold()
        words = ("displayName", "emailAddress", "name")
        found = [
            each for each in self.people if any(str(each.get(word, "")).casefold().startswith(text) for word in words)
        ]
        return Given(200, found)

    @route("GET", "/issue/createmeta/(?P<project>[^/]+)/issuetypes")
    def types(self, _asked: Asked, project: str) -> Given:
        if project != PROJECT:
            return fault(404, "No project could be found with key.")
        types = [
            {"id": "10010", "name": "史诗", "subtask": False},
            {"id": "10011", "name": "子任务", "subtask": True},
            {"id": "10012", "name": "任务", "subtask": False},
        ]
        types = types if self.may else []
        return Given(200, {"issueTypes" if self.cloud else "values": types, "total": len(types), "startAt": 0})

    @route("GET", "/issue/createmeta/PLAN/issuetypes/10012")
    def create_screen(self, asked: Asked) -> Given:
        names = sorted(self.screen)
        shown = names[int(asked.query["startAt"]) :][:4]
        fields = [{"fieldId": name, "key": name, "name": name, "required": name == "summary"} for name in shown]
        return Given(200, {"fields" if self.cloud else "values": fields, "total": len(names)})

    # Issues

    def _shown(self, key: str, query: dict[str, str]) -> dict[str, Any]:
        issue = self.issues[key]
        names = query.get("fields", "*all").split(",")
        shown = {"id": issue["id"], "key": key, "self": f"{self.url}/issue/{issue['id']}"}
        shown["fields"] = {name: value for name, value in issue["fields"].items() if name in names}
        if "properties" in query:
            wanted = query["properties"].split(",")
            shown["properties"] = {
                name: value for name, value in self.properties.get(key, {}).items() if name in wanted
            }
        if "transitions" in query.get("expand", ""):
            shown["transitions"] = self._transitions()
        return copy.deepcopy(shown)

    def _transitions(self) -> list[dict[str, Any]]:
        return [
            {"id": number[-2:], "name": f"转到{name}", "to": self._status(name)}
            for name, (number, _) in self.statuses.items()
            if name not in self.forbidden
        ]

    def _status(self, name: str) -> dict[str, Any]:
        number, category = self.statuses[name]
        return {"id": number, "name": name, "statusCategory": {"id": 1, "key": category, "name": category}}

    @route("GET", "/issue/(?P<key>[A-Z]+-[0-9]+)")
    def one(self, asked: Asked, key: str) -> Given:
        if key not in self.issues:
            return fault(404, "Issue does not exist or you do not have permission to see it.")
        return Given(200, self._shown(key, asked.query))

    @route("GET", "/issue/(?P<key>[A-Z]+-[0-9]+)/comment")
    def all_comments(self, asked: Asked, key: str) -> Given:
        if key not in self.issues:
            return fault(404, "Issue does not exist or you do not have permission to see it.")
        held, start = self.comments.get(key, []), int(asked.query.get("startAt", "0"))
        size = min(int(asked.query.get("maxResults", "50")), self.most)
        page = copy.deepcopy(held[start : start + size])
        return Given(200, {"startAt": start, "maxResults": size, "total": len(held), "comments": page})

    @route("POST", "/issue/(?P<key>[A-Z]+-[0-9]+)/comment")
    def new_comment(self, asked: Asked, key: str) -> Given:
        if key not in self.issues:
            return fault(404, "Issue does not exist or you do not have permission to see it.")
        if refused := self._refused_text(asked.body["body"]):
            return refused
        held = self.comments.setdefault(key, [])
        held.append({"id": str(20000 + len(held)), "body": asked.body["body"], "author": self.people[0]})
        self.touch(key)
        return Given(201, held[-1])

    @route("POST", "/issue")
    def new(self, asked: Asked) -> Given:
        return self._make(asked.body)

    def _make(self, body: dict[str, Any]) -> Given:
        fields = body["fields"]
        if fields["project"] != {"key": PROJECT} or fields["issuetype"] != {"id": "10012"}:
            return fault(400, project="valid project and issue type are required")
        if refused := self._refused(fields, self.screen):
            return refused
        number = max((int(key.partition("-")[2]) for key in self.issues), default=0) + 1
        key = f"{PROJECT}-{number}"
        empty: dict[str, Any] = {
            "description": None,
            "labels": [],
            "assignee": None,
            "duedate": None,
            "status": self._status(next(iter(self.statuses))),
        }
        self.issues[key] = {"id": str(10100 + number), "fields": empty}
        self._set(key, body)
        return Given(201, {"id": str(10100 + number), "key": key, "self": f"{self.url}/issue/{10100 + number}"})

    @route("PUT", "/issue/(?P<key>[A-Z]+-[0-9]+)")
    def change(self, asked: Asked, key: str) -> Given:
        if key not in self.issues:
            return fault(404, "Issue does not exist or you do not have permission to see it.")
        refused = self._refused(asked.body["fields"], self.screen | {"labels"})
        if not refused:
            self._set(key, asked.body)
        return refused or Given(204)

    def _refused(self, fields: dict[str, Any], screen: set[str]) -> Given | None:
        off = {
            name: f"Field '{name}' cannot be set. It is not on the appropriate screen." for name in set(fields) - screen
        }
        if off:
            return fault(400, **off)
        if (
            len(fields.get("summary", "x")) > 255
            or "\n" in fields.get("summary", "x")
            or not fields.get("summary", "x").strip()
        ):
            return fault(400, summary="Summary must be one line of at most 255 characters.")
        if any(any(sign.isspace() for sign in label) for label in fields.get("labels", ())):
            return fault(400, labels="The label contains spaces which is invalid.")
        if fields.get("assignee") and self._found(fields["assignee"]) is None:
            return fault(400, assignee="User cannot be assigned issues.")
        return self._refused_text(fields.get("description"))

    def _refused_text(self, text: Any) -> Given | None:
        if not self.cloud:
            return None if isinstance(text, str) else fault(400, description="Operation value must be a string")
        wrong = (
            list(adf_problems(text)) if isinstance(text, dict) else ["Operation value must be an Atlassian Document"]
        )
        return fault(400, description="; ".join(wrong)) if wrong else None

    def _found(self, reference: dict[str, str]) -> dict[str, Any] | None:
        name = "accountId" if self.cloud else "name"
        return next((each for each in self.people if each[name] == reference.get(name)), None)

    def _set(self, key: str, body: dict[str, Any]) -> None:
        fields = {name: value for name, value in body["fields"].items() if name not in {"project", "issuetype"}}
        if "assignee" in fields:
            fields["assignee"] = self._found(fields["assignee"]) if fields["assignee"] else None
        self.issues[key]["fields"] |= copy.deepcopy(fields)
        for each in body.get("properties", ()):
            self.properties.setdefault(key, {})[each["key"]] = each["value"]
        self.touch(key)

    @route("POST", "/issue/(?P<key>[A-Z]+-[0-9]+)/transitions")
    def transition(self, asked: Asked, key: str) -> Given:
        wanted = asked.body["transition"]["id"]
        found = next((each for each in self._transitions() if each["id"] == wanted), None)
        if found is None:
            return fault(400, f"Transition id '{wanted}' is not valid for this issue.")
        self.issues[key]["fields"]["status"] = found["to"]
        self.touch(key)
        return Given(204)


class JiraCloudFake(JiraFake):
    root: ClassVar[str] = "/rest/api/3"

    @route("POST", "/issue/bulk")
    def several(self, asked: Asked) -> Given:
        drafts = asked.body["issueUpdates"]
        if len(drafts) > 50:
            return fault(400, "The maximum number of issues is 50.")
        given = [self._make(draft) for draft in drafts]
        errors = [
            {"status": each.status, "elementErrors": each.body, "failedElementNumber": number}
            for number, each in enumerate(given)
            if each.status != 201
        ]
        made = [each.body for each in given if each.status == 201]
        return Given(201 if made else 400, {"issues": made, "errors": errors})

    @route("GET", "/search/jql")
    def search(self, asked: Asked) -> Given:
        order = asked.query["jql"].removeprefix(f'project = "{PROJECT}" ORDER BY key ')
        if order not in {"ASC", "DESC"}:
            return fault(400, "Unbounded JQL queries are not allowed here.")
        keys = list(self.issues)
        known = keys[: len(keys) - self.lag]
        ids = asked.query.get("reconcileIssues", "").split(",")
        known += [key for key in keys if key not in known and self.issues[key]["id"] in ids]
        if order == "DESC":
            known.reverse()
        start = int(asked.query.get("nextPageToken", "token-0").removeprefix("token-"))
        size = min(int(asked.query["maxResults"]), self.most)
        found: dict[str, Any] = {"issues": [self._shown(key, asked.query) for key in known[start : start + size]]}
        found["isLast"] = start + size >= len(known)
        if not found["isLast"]:
            found["nextPageToken"] = f"token-{start + size}"
        self.after_page()
        return Given(200, found)


class JiraDataCenterFake(JiraFake):
    cloud = False
    root: ClassVar[str] = "/rest/api/2"

    @route("GET", "/search")
    def search(self, asked: Asked) -> Given:
        start = int(asked.query.get("startAt", "0"))
        size = min(int(asked.query["maxResults"]), self.most)
        keys = list(self.issues)[start : start + size]
        found = [self._shown(key, asked.query) for key in keys]
        given = Given(200, {"startAt": start, "maxResults": size, "total": len(self.issues), "issues": found})
        self.after_page()
        return given
