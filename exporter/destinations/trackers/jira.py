"""jira: issues of a project on Jira Cloud (REST API 3, ADF) or Jira Data Center (REST API 2, wiki markup).

The marker is the label `exporter-<id>`; on Cloud a property of the issue holds it too, with the digests of what was
last written. Both can only be listed by JQL; Cloud's index lags, so what this run made is asked for by id, and what
others made a moment ago by number. Statuses go by category, through the transitions that the workflow offers now. What
the create screen lacks stands in the text.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar
from urllib.parse import quote

from exporter.destinations.contract import Field, Finding, Item, Keep, Setup, Wanted
from exporter.destinations.markdown import one_line
from exporter.destinations.marker import base_from, plan_of
from exporter.destinations.trackers import connection, jira_bulk
from exporter.destinations.trackers.adf import Adf
from exporter.destinations.trackers.issue import IssueTracker
from exporter.destinations.trackers.jira_entrance import authorization, is_cloud
from exporter.destinations.trackers.jira_form import INVALID, Form
from exporter.destinations.trackers.jira_index import FIELDS, MARK, Index
from exporter.destinations.trackers.jira_options import OPTIONS
from exporter.destinations.trackers.jira_people import People
from exporter.destinations.trackers.jira_screen import Screen
from exporter.destinations.trackers.jira_status import Workflow
from exporter.destinations.trackers.record import Issue, Page
from exporter.destinations.trackers.status_labels import StatusLabels
from exporter.destinations.trackers.wiki import Wiki
from exporter.errors import (
    DestinationError,
    ExporterError,
    ListingIncomplete,
    Missing,
    NotAllowed,
    OutcomeUnknown,
    Refused,
    Unreachable,
)
from exporter.model import Status


class Jira(IssueTracker):
    """Issues of one project."""

    kind = "jira"
    keeps: ClassVar[Mapping[Field, Keep]] = IssueTracker.keeps
    native_statuses: ClassVar[Collection[Status]] = frozenset({"open", "in_progress", "done"})
    born: ClassVar[Collection[Status]] = frozenset({"open"})
    title_room: ClassVar[int] = 255
    label_room: ClassVar[int] = 200
    label_signs: ClassVar[Mapping[str, str]] = {" ": "_"}
    text_room: ClassVar[int] = 20_000
    most_assignees: int = 1
    settle_after: ClassVar[float] = 60.0
    required_options = ("url", "project", "token")
    options_schema: ClassVar[Mapping[str, Any]] = OPTIONS

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        options = setup.options
        self.project: str = options["project"].upper()
        self.cloud = is_cloud(options)
        self.markup = Adf() if self.cloud else Wiki()
        chosen = options.get("statuses") or {}
        self.workflow = Workflow(chosen)
        native: set[Status] = set(self.native_statuses)
        if "dropped" in chosen:
            native.add("dropped")
        self.status_labels = StatusLabels.chosen(native, setup.language, {})
        root = "/rest/api/3" if self.cloud else "/rest/api/2"
        self.http = connection.connect(
            setup, connection.api_root(options["url"], root), partial(authorization, options.get("user"))
        )
        self.site = self.http.url.removesuffix(root)
        self.people = People(self.http, self.project, cloud=self.cloud)
        self.screen = Screen(self.http, self.project, options.get("issue_type"))
        self.form = Form(self.http, self.people, self.screen, self.cloud)
        self.index = Index(self.http, self.project, cloud=self.cloud)
        self.batch = jira_bulk.MOST if self.cloud else 1

    @property
    def page(self) -> str:
        """The project's issues."""
        return f"{self.site}/projects/{self.project}/issues"

    # Reading

    def pages(self) -> Iterator[Page]:
        """Closed issues too, the oldest first."""
        self.meet()
        yield from self.index.pages()

    def meet(self) -> None:
        """Learn the create screen and the accounts, once.

        Raises:
            DestinationError, NotAllowed: the project is out of reach.
        """
        self.screen.load()
        if self.screen.lacks("duedate"):
            self.native -= {Field.DUE}
        if self.screen.lacks("assignee"):
            self.native -= {Field.ASSIGNEES}
        with suppress(Refused, Missing, NotAllowed):  # then the read-back will tell
            self.people.meet([one_line(account) for account in self.setup.accounts.values()])

    def read(self, raw: Any) -> Issue:
        """An issue."""
        fields = raw["fields"]
        labels = tuple(fields.get("labels") or ())
        text = fields.get("description") or ""
        task_id, base = self._marked(raw, labels)
        assignee = fields.get("assignee")
        return Issue(
            key=raw["key"],
            title=fields["summary"],
            text=text if isinstance(text, str) else json.dumps(text, ensure_ascii=False),
            status=self.workflow.read(fields["status"]),
            labels=tuple(label for label in labels if not label.startswith(f"{MARK}-")),
            assignees=(self.people.account(assignee),) if assignee else (),
            due=fields.get("duedate"),
            url=f"{self.site}/browse/{raw['key']}",
            version=fields.get("updated"),
            task_id=task_id,
            base=base,
            note=raw,
        )

    def _marked(self, raw: Mapping[str, Any], labels: Collection[str]) -> tuple[str | None, Mapping[Field, str] | None]:
        """The property's word, for a label may have come with a copy; a copy has no property."""
        mark = (raw.get("properties") or {}).get(MARK)
        if isinstance(mark, dict) and isinstance(mark.get("id"), str):
            return mark["id"], base_from(str(mark.get("base", "")))
        ids = [label.removeprefix(f"{MARK}-") for label in labels if label.startswith(f"{MARK}-")]
        mine = [each for each in ids if plan_of(each) == self.setup.plan]
        return next(iter(mine or ids), None), None

    def fetch(self, key: str) -> Any:
        """One issue, with the transitions that the workflow offers now."""
        query = {"fields": FIELDS, "expand": "transitions"} | ({"properties": MARK} if self.cloud else {})
        return self.http.get(f"issue/{quote(key, safe='')}", query)

    def comments_of(self, key: str) -> Iterator[str]:
        """See Commented; Cloud's as JSON."""
        for raw in self.index.comments(key):
            yield json.dumps(raw["body"], ensure_ascii=False) if self.cloud else raw["body"] or ""

    def account(self, text: str) -> str:
        """An account id, user name or address."""
        return self.people.canonical(one_line(text))

    def unassignable(self, accounts: Collection[str]) -> Collection[str]:
        """Who cannot be assigned in the project."""
        return self.people.strangers(accounts)

    # Writing

    def create_many(self, drafts: Sequence[tuple[Wanted, Mapping[Field, str]]]) -> Sequence[Item | ExporterError]:
        """What is refused among the others is tried by itself: a field may have to be left out."""
        try:
            answers: dict[str, Item | ExporterError] = {
                wanted.id: item for wanted, _base in drafts if (item := self._look_twice(wanted.id))
            }
            left = [each for each in drafts if each[0].id not in answers]
            made = jira_bulk.send(self.http, [self.form.new(self._draft(*each)) for each in left]) if left else []
        except (ListingIncomplete, OutcomeUnknown) as error:
            return [error] * len(drafts)
        ids = {each["id"]: each["key"] for each in made if each}
        self.index.made += ids
        read = jira_bulk.read_back(self.http, self.project, ids) if ids else {}
        failure: ExporterError | None = None
        for each, known in zip(left, made, strict=True):
            answer = self._answer(each, known, read) if known or not failure else failure
            failure = answer if isinstance(answer, NotAllowed | Unreachable) else failure
            answers[each[0].id] = answer
        return [answers[wanted.id] for wanted, _base in drafts]

    def _answer(
        self, draft: tuple[Wanted, Mapping[Field, str]], made: Mapping[str, Any] | None, read: Mapping[int, Any]
    ) -> Item | ExporterError:
        """The item of one of several drafts, or why there is none."""
        wanted, base = draft
        try:
            if made is None:
                return self.create(wanted, base)
            raw = read.get(made["id"]) or self._fetched(made["key"])
            return self._in_status(self._read_back(raw, wanted.id), wanted, base)
        except (DestinationError, NotAllowed) as error:
            return error

    def post(self, draft: Issue) -> Any:
        """One request, whose answer is only a key, and one to read back."""
        made = self.form.send("POST", "issue", self.form.new(draft)).json()
        self.index.made.append(int(made["id"]))
        return self._fetched(made["key"])

    def _fetched(self, key: str) -> Any:
        """What was just made."""
        try:
            return self.fetch(key)
        except (DestinationError, NotAllowed) as error:
            raise OutcomeUnknown(error.what, hint=error.hint, **error.values) from error

    def patch(self, issue: Issue, changes: Mapping[str, Any]) -> Any:
        """A transition, where the status changes; everything else with the marker; and the read-back."""
        if "status" in changes and not self._moved(issue, changes["status"]):
            changes = self.without_status(issue, changes)
        self.form.send("PUT", f"issue/{issue.key}", self.form.data(changes, issue.labels))
        return self.fetch(issue.key)

    def add_comment(self, key: str, text: str) -> None:
        """See Commented."""
        self.http.send("POST", f"issue/{key}/comment", data={"body": json.loads(text) if self.cloud else text})

    def _moved(self, issue: Issue, status: Status) -> bool:
        """Whether the workflow lets the status be set; a transition that asks for more is not made."""
        raw = issue.note if "transitions" in issue.note else self.fetch(issue.key)
        way = self.workflow.way(status, raw.get("transitions") or ())
        if way is None:
            return False
        path = f"issue/{issue.key}/transitions"
        return self.http.send("POST", path, data={"transition": {"id": way}}, accept={INVALID}).ok

    # Preflight

    def check(self) -> list[Finding]:
        """See jira_check.py."""
        from exporter.destinations.trackers.jira_check import findings  # noqa: PLC0415  only doctor needs it

        return list(findings(self))
