"""Issues as a tracker lists them, and those among them that are items of ours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from exporter.destinations.contract import Field, Item, Listing, Value
from exporter.destinations.markdown import one_line
from exporter.destinations.marker import plan_of
from exporter.destinations.trackers.gather import Gathered, Old, gather
from exporter.destinations.trackers.markup import Seen
from exporter.destinations.trackers.record import Issue
from exporter.destinations.trackers.rendered import OWNER, Rendered
from exporter.errors import DestinationError, NotAllowed, Unreachable
from exporter.wording import say


class Listed(Rendered):
    """Gives `listing`."""

    def listing(self) -> Listing:
        """Every issue that bears a marker of this plan."""
        self._forget()
        expected, self.expected = self.expected, None
        old = Old.of(expected)
        self.http.echo = old.echo
        try:
            gathered = gather(self.pages, self._understood, self.meanwhile, old)
        finally:
            self.http.echo = None
        if gathered.unchanged and expected:
            return Listing((), unchanged=True) if self._all_assignable(expected.unsure) else self.listing()
        problems = list(gathered.problems)
        self._labels_there = {self.spelling.key(name) for name in gathered.labels}
        for name in gathered.labels:
            self.spelling.of(name)
        unsure = self._check_accounts(gathered)
        items = tuple(self._ours(gathered, problems))
        self._seen_ids = frozenset(item.id for item in items)
        self._doubtful = gathered.may_have_shifted or self.recalled
        remarks = tuple(self._remarks())
        return Listing(items, gathered.complete, tuple(problems), remarks, tuple(old.echo.heard), unsure)

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

    def _check_accounts(self, gathered: Gathered) -> tuple[str, ...]:
        """Accounts that some issue already has need no question; returns the others."""
        accounts = {self.account(text) for text in self.setup.accounts.values()}
        known = {self.spelling.key(name) for name in gathered.assignees}
        for name in gathered.assignees:
            self.spelling.of(name)
        unsure = {name for name in accounts if self.spelling.key(name) not in known}
        if unsure and Field.ASSIGNEES in self.native:
            with suppress(DestinationError, NotAllowed):  # then the read-back will tell
                self._unassignable = frozenset(map(self.spelling.key, self.unassignable(unsure)))
        return tuple(sorted(unsure))

    def _all_assignable(self, unsure: Collection[str]) -> bool:
        """Whether none of the accounts is refused; false where the server does not say."""
        try:
            return not (unsure and Field.ASSIGNEES in self.native and self.unassignable(set(unsure)))
        except (DestinationError, NotAllowed):
            return False

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
