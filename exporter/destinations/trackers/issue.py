"""What trackers with free-text descriptions share; a tracker's own file only maps its JSON to `Issue` and back.

The marker and our block stand in the description (markup.py), statuses that the tracker lacks are labels
(status_labels.py), and a lead unit without an account there is the label `owner:<unit>`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from exporter.destinations.clip import clip, utf16
from exporter.destinations.contract import Field, Item, Listing, Value, Wanted
from exporter.destinations.markdown import one_line
from exporter.destinations.marker import digest, plan_of
from exporter.destinations.trackers.commented import Commented
from exporter.destinations.trackers.gather import Gathered, gather
from exporter.destinations.trackers.markup import Seen
from exporter.destinations.trackers.milestones import section_of
from exporter.destinations.trackers.record import Issue
from exporter.errors import (
    Changed,
    DestinationError,
    ListingIncomplete,
    NotAllowed,
    OutcomeUnknown,
    Refused,
    Unreachable,
)
from exporter.model import Status, Task
from exporter.wording import say

OWNER = "owner:"
"""What stands before a unit in its label."""


class IssueTracker(Commented):
    """The five verbs, by what a tracker's own file gives (mapped.py)."""

    # Reading

    def listing(self) -> Listing:
        """Every issue that bears a marker of this plan."""
        self._forget()
        gathered = gather(self.pages, self._understood, self.meanwhile)
        problems = list(gathered.problems)
        self._labels_there = {self.spelling.key(name) for name in gathered.labels}
        for name in gathered.labels:
            self.spelling.of(name)
        self._check_accounts(gathered)
        items = tuple(self._ours(gathered, problems))
        self._seen_ids = frozenset(item.id for item in items)
        self._doubtful = gathered.may_have_shifted or self.recalled
        return Listing(items, gathered.complete, tuple(problems), tuple(self._remarks()))

    def _remarks(self) -> Iterator[str]:
        for unit, text in self.setup.accounts.items():
            if self.spelling.key(self.account(text)) in self._unassignable:
                sentence = "{account} ({unit}) cannot be assigned there; the label {label} is used instead"
                if Field.LABELS not in self.native:
                    sentence = "{account} ({unit}) cannot be assigned there; the unit stands in the text"
                yield say(sentence, account=self.account(text), unit=unit, label=self._label(f"{OWNER}{unit}"))

    def _ours(self, gathered: Gathered, problems: list[str]) -> Iterator[Item]:
        for issue in gathered.issues:
            seen = self._marks.pop(issue.key)
            if seen is None or plan_of(seen.id) != self.setup.plan:
                continue
            if seen.problem:
                problems.append(say("{file}: {problem}", file=issue.url or issue.key, problem=say(seen.problem)))
            yield self._item(issue, seen)

    def _check_accounts(self, gathered: Gathered) -> None:
        """Accounts that some issue already has need no question."""
        accounts = {self.account(text) for text in self.setup.accounts.values()}
        known = {self.spelling.key(name) for name in gathered.assignees}
        for name in gathered.assignees:
            self.spelling.of(name)
        unsure = {name for name in accounts if self.spelling.key(name) not in known}
        if unsure and Field.ASSIGNEES in self.native:
            with suppress(DestinationError, NotAllowed):  # then the read-back will tell
                self._unassignable = frozenset(map(self.spelling.key, self.unassignable(unsure)))

    def refused_accounts(self) -> Iterator[str]:
        """A sentence for each account of owners.toml that cannot be assigned there, asked now; for `check`.

        Raises:
            DestinationError, NotAllowed: the server does not say.
        """
        accounts = {self.account(text) for text in self.setup.accounts.values()}
        if accounts and Field.ASSIGNEES in self.native:
            self._unassignable = frozenset(map(self.spelling.key, self.unassignable(accounts)))
        yield from self._remarks()

    def _understood(self, raw: Any) -> Issue | None:
        """Its marker is read at once, while the next page is on its way."""
        issue = self._as_issue(raw, Unreachable)
        if issue:
            self._marks[issue.key] = self._seen(issue)
        return issue

    def _as_issue(self, raw: Any, error: type[DestinationError]) -> Issue | None:
        try:
            return self.read(raw)
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise error(
                "{destination} answered with something that is not an issue",
                hint="Check the address in exporter.toml.",
                destination=self.setup.name,
            ) from problem

    def _seen(self, issue: Issue) -> Seen | None:
        """The marker: where the tracker keeps it apart, else in the description."""
        seen = self.markup.read(issue.text)
        if issue.task_id is None:
            return seen
        mine = seen if seen and (seen.problem or seen.id == issue.task_id) else Seen(issue.task_id)
        base = mine.base if issue.base is None else issue.base
        return replace(mine, id=issue.task_id, base=base)

    def _item(self, issue: Issue, seen: Seen) -> Item:
        fields: dict[Field, Value] = {
            Field.TITLE: one_line(issue.title),
            Field.STATUS: self.status_labels.read(issue.status, issue.labels),
            Field.DUE: issue.due,
            Field.START: issue.start,
            Field.ASSIGNEES: self.spelling.sorted(issue.assignees),
            Field.LABELS: self.spelling.sorted(self.plain_labels(issue.labels)),
            Field.LIGHT: self.light_labels.read(issue.labels),
            Field.PROGRESS: issue.progress,
        }
        if not seen.problem:
            fields[Field.CHECKLIST] = [dict(line) for line in seen.checklist]
            fields[Field.BODY] = seen.body
        held = {name: value for name, value in fields.items() if name in self.native - issue.unread}
        return Item(seen.id, issue.key, held, seen.base, issue.version, issue.url, note=issue)

    # Rendering

    def render(self, task: Task) -> Wanted:
        """Start and progress stand in the block unless the tracker has a field for them.

        A run asks for each task more than once, so what was rendered is kept until the next listing.
        """
        kept = self._rendered.get(task.id)
        if kept is None or kept.task != task:
            kept = self._rendered[task.id] = self._render(task)
        return kept

    def prepare(self, task: Task) -> None:
        """The text in the tracker's markup, which is most of the work and has nothing to do with what is listed."""
        self._texts[task.id] = (task, *self._text(task))

    def _text(self, task: Task) -> tuple[str, list[dict[str, Any]]]:
        kept = self._texts.pop(task.id, None)
        if kept and kept[0] == task:
            return kept[1:]
        return self.markup.body(task), self.markup.checklist(task)

    def _render(self, task: Task) -> Wanted:
        assignees, labels = self._owners(task)
        own = [label for label in task.labels if not (self.by_milestone and label == section_of(task))]
        title = one_line(task.title) or task.id
        block, checklist = self._text(task)
        fields: dict[Field, Value] = {
            Field.TITLE: clip(title, self.title_room, self.title_length),
            Field.STATUS: task.status,
            Field.DUE: self.due_held(task.due.isoformat()) if task.due else None,
            Field.START: task.start_date.isoformat() if task.start_date else None,
            Field.ASSIGNEES: self.spelling.sorted(assignees),
            Field.LABELS: self.spelling.sorted(self.plain_labels([*map(self._label, own), *labels])),
            Field.CHECKLIST: checklist,
            Field.PROGRESS: task.progress,
            Field.BODY: block,
        }
        text = "\n".join([block, *(line["text"] for line in checklist)])
        if 2 * len(text) > self.text_room and utf16(text) > self.text_room:  # a sign takes two units at most
            what = "its text is longer than {destination} takes"
            hint = "Split the task in the ledger."
            raise Refused(what, hint=hint, destination=self.setup.name)
        return Wanted(task.id, {name: value for name, value in fields.items() if name in self.native}, task)

    def _owners(self, task: Task) -> tuple[list[str], list[str]]:
        """Accounts to assign, and labels for lead units without a usable one."""
        accounts, labels = [], []
        for unit in task.owners.lead:
            account = self.account(self.setup.accounts.get(unit, ""))
            usable = Field.ASSIGNEES in self.native and self.spelling.key(account) not in self._unassignable
            if account and usable:
                accounts.append(account)
            else:
                labels.append(self._label(f"{OWNER}{unit}"))
        return accounts[: self.most_assignees], labels

    # Writing

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """One request; a second one for a status that no issue can be born with.

        The first marker then tells the truth about the first request, so that a crash between the two is mended by the
        next run.
        """
        overlooked = self._look_twice(wanted.id)
        if overlooked:
            return overlooked
        item = self._read_back(self._without_refused(self._draft(wanted, base)), wanted.id)
        return self._in_status(item, wanted, base)

    def _draft(self, wanted: Wanted, base: Mapping[Field, str]) -> Issue:
        fields = wanted.fields
        first = self._first_status(wanted)
        marked = base if first == fields[Field.STATUS] else {**base, Field.STATUS: digest(first)}
        return Issue(
            title=fields[Field.TITLE],
            text=self.markup.write("", wanted.id, marked, fields[Field.BODY], fields[Field.CHECKLIST]),
            status=self.status_labels.native_for(first),
            labels=self._usable(self.all_labels(fields.get(Field.LABELS, ()), first, fields.get(Field.LIGHT))),
            assignees=tuple(fields.get(Field.ASSIGNEES, ())),
            due=fields.get(Field.DUE),
            start=fields.get(Field.START),
            progress=fields.get(Field.PROGRESS),
            task_id=wanted.id,
            base=marked,
            section=self.milestone_of(wanted.task),
        )

    def _first_status(self, wanted: Wanted) -> Status:
        status: Status = wanted.fields[Field.STATUS]
        return status if self.status_labels.native_for(status) in self.born else "open"

    def _in_status(self, item: Item, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """A new item in its status."""
        status = wanted.fields[Field.STATUS]
        if self._first_status(wanted) != status:
            with suppress(DestinationError, NotAllowed):  # it is made; what is missing, the read-back says
                return self._rewrite(item, {Field.STATUS: status}, base)
        return item

    def _look_twice(self, task_id: str) -> Item | None:
        """Before the first create: pages that shifted or were kept from an earlier run may have hidden an issue."""
        if self._doubtful:
            self.answers = None
            again = gather(self.pages, self._understood)
            if not again.complete:
                raise ListingIncomplete("{reason}", reason=next(iter(again.problems), self.setup.name))
            self._doubtful = False
            found = (item for item in self._ours(again, []) if item.id not in self._seen_ids)
            self._overlooked = {item.id: item for item in found}
        return self._overlooked.get(task_id)

    def _without_refused(self, draft: Issue) -> Any:
        """A refused account must not cost the task; a refusal for another reason comes again."""
        try:
            return self.post(draft)
        except Refused:
            if not draft.assignees:
                raise
            return self.post(replace(draft, assignees=()))

    def _read_back(self, raw: Any, task_id: str) -> Item:
        issue = self._as_issue(raw, OutcomeUnknown)
        if issue is None:
            raise OutcomeUnknown("{destination} did not say what it made", destination=self.setup.name)
        seen = self._seen(issue)
        return self._item(issue, seen if seen and seen.id == task_id else Seen(task_id))

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        """Look again first: no tracker refuses a stale write, and what a person wrote meanwhile must not be lost."""
        issue = self._as_issue(self.fetch(item.key), Unreachable)
        seen = self._seen(issue) if issue else None
        if issue is None or seen is None or seen.id != item.id:
            raise Changed("{url} no longer bears its marker", hint="Run again.", url=item.url or item.key)
        now = self._item(issue, seen)
        if any(now.fields.get(name) != item.fields.get(name) for name in changes):
            raise Changed("{url} was changed meanwhile", hint="Run again.", url=item.url or item.key)
        return self._rewrite(now, changes, base)

    def _rewrite(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        issue: Issue = item.note
        fields = {**item.fields, **changes}
        if Field.BODY not in fields:
            raise Refused("the marker's end is missing or stands alone; put it back or remove both")
        written: dict[str, Any] = {
            "task_id": item.id,
            "base": base,
            "text": self.markup.write(issue.text, item.id, base, fields[Field.BODY], fields[Field.CHECKLIST]),
        }
        for name in (Field.TITLE, Field.DUE, Field.START, Field.PROGRESS):
            if name in changes:
                written[str(name)] = changes[name]
        if Field.ASSIGNEES in changes:
            written["assignees"] = tuple(changes[Field.ASSIGNEES])
        written |= self._status_and_labels(item, changes)
        return self._read_back(self.patch(issue, written), item.id)

    def _status_and_labels(self, item: Item, changes: Mapping[Field, Value]) -> dict[str, Any]:
        issue: Issue = item.note
        labels: Collection[str] = changes.get(Field.LABELS, self.plain_labels(issue.labels))
        status: Status = changes.get(Field.STATUS, item.fields[Field.STATUS])
        whole = self.all_labels(labels, status, changes.get(Field.LIGHT, self.light_labels.read(issue.labels)))
        written: dict[str, Any] = {}
        if {*map(self.spelling.key, whole)} != {*map(self.spelling.key, issue.labels)}:
            written["labels"] = self._usable(whole, have=issue.labels)
        native = self.status_labels.native_for(status)
        if Field.STATUS in changes and native != issue.status:
            written["status"] = native
        return written

    def _usable(self, names: Collection[str], have: Collection[str] = ()) -> tuple[str, ...]:
        """Labels that are there, made where they were not; one that cannot be made must not cost the task."""
        key: Callable[[str], str] = self.spelling.key
        self._labels_there |= set(map(key, have))
        new = sorted(name for name in names if key(name) not in self._labels_there)
        if new:
            with self.beside():
                self._labels_there |= set(map(key, self.make_labels(new)))
        return tuple(sorted(name for name in names if key(name) in self._labels_there))
