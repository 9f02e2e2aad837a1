"""What trackers with free-text descriptions share; a tracker's own file only maps its JSON to `Issue` and back.

The marker and our block stand in the description (markup.py), statuses that the tracker lacks are labels
(status_labels.py). What is read is in listed.py, how a task looks in rendered.py, and here is what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from exporter.destinations.contract import Field, Item, Value, Wanted
from exporter.destinations.marker import digest
from exporter.destinations.trackers.gather import gather
from exporter.destinations.trackers.listed import Listed
from exporter.destinations.trackers.markup import Seen
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
from exporter.model import Status


class IssueTracker(Listed):
    """The five verbs, by what a tracker's own file gives (mapped.py)."""

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
