"""redmine: issues of a project on Redmine 5 or later, over its REST API.

Start, due date, assignee and progress are its own fields. Statuses are the office's own and its workflow decides who
may set which; a status that may not be set is left out, and the marker then says what is so, for Redmine itself would
only be silent. A listing asks for the ids after the last one seen, so nothing can shift while it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import quote

from exporter.destinations.contract import Field, Finding, Item, Keep, Setup, Wanted
from exporter.destinations.markdown import one_line
from exporter.destinations.trackers import connection
from exporter.destinations.trackers.issue import IssueTracker
from exporter.destinations.trackers.markup import Markdown
from exporter.destinations.trackers.record import Issue, Page
from exporter.destinations.trackers.redmine_fields import Fields
from exporter.destinations.trackers.redmine_form import Form
from exporter.destinations.trackers.redmine_options import OPTIONS
from exporter.destinations.trackers.redmine_people import People
from exporter.destinations.trackers.redmine_status import Statuses
from exporter.destinations.trackers.textile import COMMON_MARK, Textile
from exporter.errors import DestinationError, ListingIncomplete, Missing, NotAllowed
from exporter.model import Status, Task

PER_PAGE = 100
"""The most that Redmine gives, whatever is asked."""


class Redmine(IssueTracker):
    """Issues of one project and the projects below it."""

    kind = "redmine"
    keeps: ClassVar[Mapping[Field, Keep]] = {**dict.fromkeys(Field, "native"), Field.LIGHT: "label"}
    native_statuses: ClassVar[Collection[Status]] = frozenset({"open", "in_progress", "done", "dropped"})
    born: ClassVar[Collection[Status]] = frozenset({"open"})
    title_room: ClassVar[int] = 255
    label_room: ClassVar[int] = 60
    label_signs: ClassVar[Mapping[str, str]] = {",": "，"}
    text_room: ClassVar[int] = 20_000
    most_assignees: int = 1
    drops_comments: ClassVar[bool] = True
    required_options = ("url", "project", "token")
    options_schema: ClassVar[Mapping[str, Any]] = OPTIONS

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        options = setup.options
        self.markup = Markdown(COMMON_MARK) if options.get("markup") == "markdown" else Textile()
        if "labels_field" not in options:
            self.native -= {Field.LABELS}
        self.http = connection.connect(setup, options["url"], lambda token: {"X-Redmine-API-Key": token})
        self.project = f"projects/{quote(str(options['project']), safe='')}"
        self.people = People(self.http, self.project)
        self.fields = Fields(options.get("marker_field"), options.get("labels_field"))
        self.form = Form(self.http, self.people, self.fields)
        self.statuses = Statuses()
        self._given: dict[str, int] = {}
        self._category: int | None = None

    @property
    def page(self) -> str:
        """The project's issues."""
        return f"{self.http.url}/{self.project}/issues"

    # Reading

    def pages(self) -> Iterator[Page]:
        """Each page begins after the last issue of the one before."""
        self.meet()
        seen, last, left = 0, 0, PER_PAGE + 1
        while left > PER_PAGE:
            query = {
                "status_id": "*",
                "subproject_id": "*",
                "sort": "id",
                "limit": PER_PAGE,
                "issue_id": f">={last + 1}",
            }
            found = self._project("issues.json", query)
            raws, left = found["issues"], int(found["total_count"])
            if raws and raws[0]["id"] <= last:
                raise ListingIncomplete("{url} does not list issues in order", url=self.http.url)
            seen += len(raws)
            yield Page(raws, total=seen if left <= PER_PAGE else None)
            last = raws[-1]["id"] if raws else last

    def _project(self, path: str, query: Mapping[str, Any] | None = None) -> Any:
        try:
            return self.http.get(f"{self.project}/{path}", query)
        except Missing as error:
            raise Missing(
                "there is no project {project} on {url}, or the token may not see it",
                hint="Check `url` and `project` in exporter.toml.",
                project=self.setup.options["project"],
                url=self.http.url,
            ) from error

    def meet(self) -> None:
        """Learn the server's statuses, trackers, people and fields, once.

        Raises:
            DestinationError, NotAllowed: it cannot be asked.
        """
        if self.statuses.known:
            return
        options = self.setup.options
        trackers = self.http.get("trackers.json")["trackers"]
        born = frozenset(int(each["default_status"]["id"]) for each in trackers if each.get("default_status"))
        known = self.http.get("issue_statuses.json")["issue_statuses"]
        if "tracker" in options:
            self._given["tracker_id"] = _number(trackers, options["tracker"], "tracker")
        if "priority" in options:
            priorities = self.http.get("enumerations/issue_priorities.json")["issue_priorities"]
            self._given["priority_id"] = _number(priorities, options["priority"], "priority")
        with suppress(Missing, NotAllowed):  # then accounts cannot be checked, and the read-back will tell
            self.people.meet([one_line(account) for account in self.setup.accounts.values()])
        if self.fields.unknown:
            with suppress(Missing, NotAllowed):  # only administrators may ask; the first issue will tell
                self.fields.learn(self.http.get("custom_fields.json")["custom_fields"])
        self.statuses = Statuses(known, born, options.get("statuses") or {})

    def read(self, raw: Any) -> Issue:
        """An issue."""
        self.fields.learn(raw.get("custom_fields", ()))
        mark = self.fields.mark_in(raw)
        assignee = raw.get("assigned_to")
        return Issue(
            key=str(raw["id"]),
            title=raw["subject"],
            text=raw.get("description") or "",
            status=self.statuses.read(raw["status"]["id"]),
            labels=self.fields.labels_in(raw),
            assignees=(self.people.account(assignee["id"]),) if assignee else (),
            due=raw.get("due_date"),
            start=raw.get("start_date"),
            progress=raw.get("done_ratio") or 0,
            url=f"{self.http.url}/issues/{raw['id']}",
            version=raw.get("updated_on"),
            task_id=mark[0] if mark else None,
            base=mark[1] if mark else None,
            note=raw,
        )

    def fetch(self, key: str) -> Any:
        """One issue, with the statuses that the workflow allows next."""
        return self.http.get(f"issues/{key}.json", {"include": "allowed_statuses"})["issue"]

    def comments_of(self, key: str) -> Iterator[str]:
        """See Commented; Redmine keeps notes in the issue's journal."""
        raw = self.http.get(f"issues/{key}.json", {"include": "journals"})["issue"]
        yield from (each.get("notes") or "" for each in raw.get("journals", ()))

    def account(self, text: str) -> str:
        """A number, login, address or name."""
        return self.people.canonical(one_line(text))

    def unassignable(self, accounts: Collection[str]) -> Collection[str]:
        """Who is no member, or has a role to which nothing is assigned."""
        return self.people.strangers(accounts)

    def title_length(self, text: str) -> int:
        """Redmine counts characters."""
        return len(text)

    # Writing

    def render(self, task: Task) -> Wanted:
        """Redmine knows whole percents, and no start after the due date; the progress stands in its field only."""
        wanted = super().render(replace(task, progress=None))
        late = bool(task.start_date and task.due and task.start_date > task.due)
        start = None if late else wanted.fields[Field.START]
        progress = min(100, max(0, round(task.progress or 0)))
        return Wanted(task.id, {**wanted.fields, Field.START: start, Field.PROGRESS: progress}, task)

    def prepare(self, task: Task) -> None:
        """As it is rendered."""
        super().prepare(replace(task, progress=None))

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """The category is given once, and belongs to people from then on."""
        section = wanted.task.section[:1]
        self._category = self._category_of(section[0]) if section and self.setup.options.get("categories") else None
        return super().create(wanted, base)

    def _category_of(self, section: str) -> int | None:
        with suppress(DestinationError, NotAllowed):
            known = self._project("issue_categories.json")["issue_categories"]
            return next((int(each["id"]) for each in known if each["name"].casefold() == section.casefold()), None)
        return None

    def post(self, draft: Issue) -> Any:
        """One request; a second one if this answer is the first to tell the numbers of our custom fields."""
        unknown = self.fields.unknown
        written = {name: getattr(draft, name) for name in ("title", "text", "due", "start", "progress", "assignees")}
        marks = {"task_id": draft.task_id, "base": draft.base, "labels": draft.labels}
        data = self.form.data({**written, **marks})
        data |= {"project_id": self.setup.options["project"], **self._given}
        if self._category:
            data["category_id"] = self._category
        raw = self.form.send("POST", "issues.json", data).json()["issue"]
        self.fields.learn(raw.get("custom_fields", ()))
        late = self.fields.to_send(marks)
        if unknown - self.fields.unknown and late:
            with suppress(DestinationError, NotAllowed):  # it is made, and the marker also stands in its description
                self.form.send("PUT", f"issues/{raw['id']}.json", {"custom_fields": late})
                return self.fetch(str(raw["id"]))
        return raw

    def patch(self, issue: Issue, changes: Mapping[str, Any]) -> Any:
        """One request, whose answer is empty, and one to read back."""
        changes = self._as_allowed(issue, changes)
        self.form.send("PUT", f"issues/{issue.key}.json", self.form.data(changes))
        return self.fetch(issue.key)

    def add_comment(self, key: str, text: str) -> None:
        """See Commented."""
        self.http.send("PUT", f"issues/{key}.json", data={"issue": {"notes": text}})

    def _as_allowed(self, issue: Issue, changes: Mapping[str, Any]) -> Mapping[str, Any]:
        """A status that may not be set is left out, and the marker tells the one that stays: so it is tried again."""
        if "status" not in changes:
            return changes
        raw = (
            issue.note if "allowed_statuses" in issue.note else self.fetch(issue.key)
        )  # what a create answers has none
        allowed = {int(each["id"]) for each in raw["allowed_statuses"]} if "allowed_statuses" in raw else None
        number = self.statuses.choose(changes["status"], allowed)
        if number is not None:
            return {**changes, "status": number}
        return self.without_status(issue, changes)

    # Preflight

    def check(self) -> list[Finding]:
        """See redmine_check.py."""
        from exporter.destinations.trackers.redmine_check import findings  # noqa: PLC0415  only doctor needs it

        return list(findings(self))


def _number(known: Collection[Mapping[str, Any]], name: str, option: str) -> int:
    """The id of what is called so.

    Raises:
        Missing: nothing is.
    """
    for each in known:
        if str(each["name"]).casefold() == name.casefold():
            return int(each["id"])
    raise Missing(
        "there is no {name} on this Redmine",
        hint="Write `{option}` in exporter.toml as one of: {known}.",
        name=name,
        option=option,
        known=", ".join(str(each["name"]) for each in known),
    )
