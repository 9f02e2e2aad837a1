"""Carrying out a plan: journal, one request, read back, remember; one bad task never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from exporter.clock import Clock
from exporter.destinations.contract import Destination, Field, Item, Value, Wanted
from exporter.destinations.marker import digest
from exporter.errors import (
    Changed,
    DestinationError,
    ExporterError,
    Missing,
    NotAllowed,
    OutcomeUnknown,
    Unreachable,
)
from exporter.sync.journal import look_again
from exporter.sync.merge import SETS
from exporter.sync.outcome import Outcome
from exporter.sync.plan import Change, Comment, Memo, Plan, base_of, sharing
from exporter.sync.state import Remembered, State
from exporter.sync.teller import Teller

Progress = Callable[[int, int, str], None]
"""done, total, title."""
OUT_OF_REACH = 3
"""So many items missing without one success, and the project itself must be out of reach."""


class Apply:
    """One run of one plan at one destination."""

    def __init__(self, destination: Destination, state: State, clock: Clock, progress: Progress | None = None) -> None:
        self.destination = destination
        self.name = destination.setup.name
        self.state = state
        self.clock = clock
        self.progress = progress or (lambda _done, _total, _title: None)
        self._failed: set[str] = set()
        self._overtaken: set[str] = set()
        """Changes that were certainly not carried out, because a person was faster."""
        self._missing = 0
        self._written: list[tuple[Change, Item]] = []
        self._memos: dict[str, Memo] = {}
        self._comments: dict[str, Comment] = {}

    def run(self, plan: Plan) -> Outcome:
        """Carry out every change, then remember. Staged destinations take effect at the very end, in one step."""
        outcome = Outcome(plan)
        self._memos = {memo.id: memo for memo in plan.memos}
        self._comments = {comment.id: comment for comment in plan.comments}
        teller = Teller(self.destination, self.state, self.clock, outcome)
        changed = {change.id for change in plan.changes}
        alone = [comment for comment in plan.comments if comment.id not in changed]
        try:
            for number, group in self._groups(plan, outcome):
                self.progress(number, len(plan.changes) + len(alone), group[0].title)
                if len(group) > 1:
                    self._many(group, outcome)
                else:
                    self._with_comment(group[0], outcome, teller)
            for number, comment in enumerate(alone, len(plan.changes)):
                self.progress(number, len(plan.changes) + len(alone), comment.title)
                teller.tell(comment, comment.item)
        except (NotAllowed, Unreachable, Missing) as error:
            outcome.say("stopped", "{reason}", {"reason": str(error)})
            if isinstance(error, NotAllowed) and not self._written:
                raise
        teller.forget(plan)
        self.progress(len(plan.changes) + len(alone), len(plan.changes) + len(alone), "")
        if self.destination.staged:
            outcome.written = self.destination.commit()
        self._remember(plan, outcome)
        return outcome

    def _groups(self, plan: Plan, outcome: Outcome) -> Iterator[tuple[int, list[Change]]]:
        """Creates that one request can carry go together, but no child with its parent; each with its number."""
        group: list[Change] = []
        for number, change in enumerate(plan.changes):
            together = group and change.action == group[0].action == "create" and len(group) < self.destination.batch
            if group and not (together and change.parent not in {each.id for each in group}):
                yield number - len(group), group
                group = []
            if change.parent and change.parent in self._failed:
                self._failed.add(change.id)
                values = {"id": change.id, "parent": change.parent}
                outcome.say("blocked", "{id} waits for {parent}, which failed", values, change.id)
            else:
                group.append(change)
        if group:
            yield len(plan.changes) - len(group), group

    def _with_comment(self, change: Change, outcome: Outcome, teller: Teller) -> None:
        """An update, then its comment. The marker of the update says that it was told, so it is promised first."""
        comment = self._comments.get(change.id)
        if comment is None:
            self._one(change, outcome)
            return
        teller.promise(comment)
        item = self._one(change, outcome)
        if item is not None:
            teller.tell(comment, item)
        elif change.id in self._overtaken:
            teller.recall(comment)

    def _one(self, change: Change, outcome: Outcome) -> Item | None:
        """Carry a change out and remember it; None where it failed or nobody knows."""
        try:
            item = self._create(change, outcome) if change.action == "create" else self._update(change)
        except (NotAllowed, Unreachable):
            raise
        except DestinationError as error:
            self._failure(change, error, outcome)
            return None
        if item is not None:
            self._done(change, item, outcome)
        return item

    def _many(self, changes: Sequence[Change], outcome: Outcome) -> None:
        """One request; the journal's rules hold for each: begun before it, and settled by its own answer."""
        with self.state.together():
            for change in changes:
                self.state.intend(self.name, change.id, self.clock.now())
        try:
            answers = self.destination.create_many([(_wanted(change), change.base) for change in changes])
        except (DestinationError, NotAllowed):
            self._settle(changes)
            raise
        pairs = list(zip(changes, answers, strict=True))
        for change, answer in pairs:
            if isinstance(answer, Item):
                self._done(change, answer, outcome)
        failed = [
            (change, answer)
            for change, answer in pairs
            if isinstance(answer, ExporterError) and not isinstance(answer, OutcomeUnknown)
        ]
        self._settle([change for change, _error in failed])
        self._look_for([change for change, answer in pairs if isinstance(answer, OutcomeUnknown)], outcome)
        for change, error in failed:
            if isinstance(error, NotAllowed | Unreachable):
                raise error
            self._failure(change, error, outcome)

    def _settle(self, changes: Sequence[Change]) -> None:
        """Certainly not made."""
        with self.state.together():
            for change in changes:
                self.state.settle(self.name, change.id)

    def _failure(self, change: Change, error: ExporterError, outcome: Outcome) -> None:
        self._failed.add(change.id)
        self._overtaken |= {change.id} if isinstance(error, Changed | Missing) else set()
        self._missing += isinstance(error, Missing)
        if self._missing >= OUT_OF_REACH and not self._written:
            raise Missing(
                "{missing} items in a row are not there: the project is out of reach",
                hint="Check the address and the token's rights.",
                missing=self._missing,
            ) from error
        outcome.say("refused", "{id}: {reason}", {"id": change.id, "reason": str(error)}, change.id)

    def _done(self, change: Change, item: Item, outcome: Outcome) -> None:
        known = change.wanted.fields if change.wanted else {}
        self._written.append((change, replace(item, fields=sharing(item.fields, known))))
        {"create": outcome.created, "update": outcome.updated, "close": outcome.closed}[change.action].append(change.id)
        self._read_back(change, item, outcome)
        if not self.destination.staged:
            self._keep(change, item)

    def _create(self, change: Change, outcome: Outcome) -> Item | None:
        wanted = _wanted(change)
        if self.destination.staged:
            return self.destination.create(wanted, change.base)
        self.state.intend(self.name, change.id, self.clock.now())
        try:
            return self.destination.create(wanted, change.base)
        except OutcomeUnknown:
            if self.destination.safe_creates:
                self.state.doubt(self.name, change.id)
                return self._create_again(change)
            self._look_for([change], outcome)
            return None
        except (DestinationError, NotAllowed):
            self.state.settle(self.name, change.id)
            raise

    def _look_for(self, changes: Sequence[Change], outcome: Outcome) -> None:
        """Creates without an answer: adopt what is found, leave the others begun."""
        if not changes:
            return
        with self.state.together():
            for change in changes:
                self.state.doubt(self.name, change.id)
        found = look_again(self.destination, {change.id for change in changes}, self.clock)
        for change in changes:
            if change.id in found:
                self._done(change, found[change.id], outcome)
                continue
            self._failed.add(change.id)
            outcome.say(
                "unresolved",
                "{id}: no answer came, so it may or may not be there; the next run looks before it does anything",
                {"id": change.id},
                change.id,
            )

    def _create_again(self, change: Change) -> Item:
        """The create carries a key of ours that the server takes only once: look first, then send it again."""
        wanted = _wanted(change)
        found = next((item for item in self.destination.listing().items if item.id == change.id), None)
        return found or self.destination.create(wanted, change.base)

    def _update(self, change: Change) -> Item:
        assert change.item is not None  # noqa: S101  the planner gives every update its item
        values = {name: shift.new for name, shift in change.fields.items()}
        return self.destination.update(change.item, values, change.base)

    def _read_back(self, change: Change, item: Item, outcome: Outcome) -> None:
        lost = [name for name, shift in change.fields.items() if not _held(name, shift.new, item.fields.get(name))]
        for name in lost:
            outcome.say(
                "degraded",
                "{id}: {field} was not kept there",
                {"id": change.id, "field": str(name)},
                change.id,
            )

    def _keep(self, change: Change, item: Item) -> None:
        """Remember one write at once, before anything else can go wrong."""
        before = self.state.remembered_one(self.name, change.id)
        if change.action == "create" and change.wanted:
            sent: Mapping[Field, Value] = change.wanted.fields
        elif change.id in self._memos:
            sent = base_of(self._memos[change.id].base)
        else:
            sent = {name: shift.new for name, shift in change.fields.items()}
        base = {**(before.base if before else {}), **_claimed(sent, item.base)}
        known = Remembered(item.key, base, {}, item.url)
        with self.state.later():
            self.state.remember(self.name, change.id, known)
            if not self.destination.settle_after:  # else it stays begun until a listing shows it: lists lag
                self.state.settle(self.name, change.id)

    def _remember(self, plan: Plan, outcome: Outcome) -> None:
        if self.destination.staged:
            for change, item in self._written:
                self._keep(change, item)
        before = self.state.remembered(self.name) if plan.memos else {}
        marks = {change.id: item.base for change, item in self._written}
        undone = {change.id for change in plan.changes} - marks.keys()  # failed, blocked, or not reached before a stop
        with self.state.together():
            for memo in plan.memos:
                if memo.id not in undone:
                    self._keep_memo(memo, before.get(memo.id), marks.get(memo.id, {}))
        outcome.urls = self.state.urls(self.name) if self._written else {}

    def _keep_memo(self, memo: Memo, before: Remembered | None, mark: Mapping[Field, str]) -> None:
        base: Mapping[Field, Value] = {**(before.base if before else {}), **_claimed(base_of(memo.base), mark)}
        known = Remembered(memo.key, base, memo.conflicts, memo.url)
        if known != before:
            self.state.remember(self.name, memo.id, known)


def _wanted(change: Change) -> Wanted:
    assert change.wanted is not None  # noqa: S101  the planner gives every create what it wants
    return change.wanted


def _claimed(sent: Mapping[Field, Value], mark: Mapping[Field, str]) -> Mapping[Field, Value]:
    """Without what the marker contradicts: it failed or is forbidden there, and the next run must see that."""
    return {name: value for name, value in sent.items() if name not in mark or mark[name] == digest(value)}


def _held(name: Field, sent: Value, read: Value) -> bool:
    if name in SETS:
        return set(sent or ()) <= set(read or ())
    return bool(sent == read) or sent in (None, "", [])
