"""One destination in one run: look, compare, carry out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from exporter.clock import Clock
from exporter.destinations.contract import Destination, Expected, Listing
from exporter.model import Task
from exporter.sync.appearance import prepare
from exporter.sync.apply import Apply, Progress
from exporter.sync.idle import Idle, Print, turned
from exporter.sync.journal import settle
from exporter.sync.outcome import Outcome
from exporter.sync.plan import Plan
from exporter.sync.planner import Known, Options, make_plan
from exporter.sync.pull import Heard, hear
from exporter.sync.safety import check_plan
from exporter.sync.state import Owed, Remembered, State
from exporter.sync.telling import unsaid


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen at a destination, and what the state file knows of it."""

    listing: Listing
    remembered: Mapping[str, Remembered] = field(default_factory=dict)
    unsettled: Collection[str] = frozenset()
    owed: Mapping[str, Owed] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        """Whether a plan depends on nothing but what an idle run is known by."""
        return self.listing.complete and bool(self.listing.answers) and not self.unsettled and not self.owed


class Visit:
    """What was seen, or the run that had nothing to do and is the same as this one as far as it goes."""

    def __init__(
        self,
        destination: Destination,
        tasks: Sequence[Task],
        look: Callable[[], Seen],
        known: Print,
        idle: Idle | None = None,
    ) -> None:
        """`look`: looks in full, once, or tells what was seen; `known`: the print of the tasks; `idle`: if it holds."""
        self.destination = destination
        self._tasks = tuple(tasks)
        self._look = look
        self._print = known
        self._idle = idle
        self._heard: dict[str, frozenset[str]] = {}
        """News that comments there tell, by the keys of items whose comments were listed."""

    @property
    def listing(self) -> Listing | None:
        """None where everything is as the state file remembers it, and nothing was read."""
        return None if self._idle else self._look().listing

    def news(self, tasks: Sequence[Task]) -> dict[str, Heard]:
        """What people changed there, by task id."""
        if self._idle and self._same(tasks):
            return {}
        seen = self._seen()
        return hear(self.destination, tasks, seen.listing, seen.remembered)

    def plan(
        self,
        tasks: Sequence[Task],
        options: Options,
        *,
        held: Collection[str] = frozenset(),
        whole: bool = True,
        origins: Mapping[str, str] | None = None,
    ) -> Plan:
        """The pure diff, without comments that stand there already.

        Args:
            tasks: the valid tasks of the ledger.
            options: what the person asked for.
            held: ids of ledger records that break the schema.
            whole: whether every record's id is readable.
            origins: task id → destination at which a person set its status.
        """
        usual = whole and not held and not origins and options == Options() and self._same(tasks)
        if self._idle and usual:
            return Plan(
                self.destination.setup.name,
                self.destination.kind,
                unchanged=self._idle.unchanged,
                listed=self._idle.listed,
                traces=lambda: self._in_full(tasks, options, Known()).traces(),
                mailed=self.destination.mails_comments,
            )
        plan = self._in_full(tasks, options, Known(held=held, whole=whole, origins=origins or {}))
        seen = self._seen()
        if usual and seen.settled and not (plan.writes or plan.notices):
            listing, today = seen.listing, self.destination.setup.today
            idle = Idle(
                self._print.digest(),
                listing.answers,
                listing.unsure,
                plan.unchanged,
                plan.listed,
                today.isoformat() if today else None,
            )
            plan = replace(plan, idle=idle)
        return plan

    def _in_full(self, tasks: Sequence[Task], options: Options, known: Known) -> Plan:
        seen = self._seen()
        known = replace(known, remembered=seen.remembered, unsettled=seen.unsettled, owed=seen.owed)
        plan = make_plan(self.destination, tasks, seen.listing, known, options)
        return unsaid(plan, self.destination, self._heard)

    def _same(self, tasks: Sequence[Task]) -> bool:
        """Whether these are the tasks that were looked up."""
        return tuple(tasks) == self._tasks

    def _seen(self) -> Seen:
        """From here on, it is seen in full."""
        self._idle = None
        return self._look()

    def apply(self, plan: Plan, state: State, clock: Clock, progress: Progress | None = None) -> Outcome:
        """Carry the plan out; where it was nothing, and nothing new had to be remembered, remember just that."""
        before = state.rows_written
        outcome = Apply(self.destination, state, clock, progress).run(plan)
        if plan.idle and not outcome.notices and state.rows_written == before:
            state.keep_idle(self.destination.setup.name, plan.idle)
        return outcome


def visit(
    destination: Destination, state: State, clock: Clock, tasks: Sequence[Task] = (), *, in_full: bool = False
) -> Visit:
    """List a destination and settle what earlier runs left open.

    Args:
        destination: which.
        state: what is remembered.
        clock: for waits.
        tasks: those that will be compared; what can be prepared is, while a server is waited for.
        in_full: everything is to be read, even where nothing has changed since a run that had nothing to do.

    Raises:
        DestinationError, NotAllowed: it cannot be listed.
    """
    idle = None if in_full else state.idle(destination.setup.name)
    known = Print(destination, tasks)
    if idle:
        was, day = idle.print, idle.day
        destination.expected = Expected(
            idle.answers,
            idle.unsure,
            still=lambda: known.digest() == was and not turned(destination, tasks, day),
            over=lambda: known.differs(was),
        )
    destination.meanwhile = _meanwhile(destination, state, tasks, known, idle)
    listing = _listing(destination, state)
    if listing.unchanged:
        look = cache(lambda: _seen(destination, state, clock, _listing(destination, state)))
        return Visit(destination, tasks, look, known, idle)
    seen = _seen(destination, state, clock, listing)
    return Visit(destination, tasks, lambda: seen, known)


def _listing(destination: Destination, state: State) -> Listing:
    """With the server's answers of the last run at hand, and those of this one kept for the next."""
    name = destination.setup.name
    before = state.answers(name)
    destination.answers = dict(before)
    try:
        listing = destination.listing()
    finally:
        destination.expected = None
    if destination.answers != before:
        state.keep_answers(name, destination.answers)
    return listing


def _seen(destination: Destination, state: State, clock: Clock, listing: Listing) -> Seen:
    name = destination.setup.name
    settled = settle(destination, listing, state, clock)
    return Seen(settled.listing, state.remembered(name), settled.open, state.owed(name))


def _meanwhile(
    destination: Destination, state: State, tasks: Sequence[Task], known: Print, idle: Idle | None
) -> Iterator[object]:
    """Short steps: find out whether this can be an idle run again, else prepare what a full look will need."""
    while idle and known.step():
        yield None
    if idle and known.digest() == idle.print:
        return  # as likely as not, nothing more will be needed
    yield state.remembered(destination.setup.name)
    for task in tasks:
        prepare(destination, task)
        yield None


def guard(plan: Plan, tasks: int, options: Options) -> None:
    """Stop before damage, unless forced.

    Raises:
        SafetyStop: see safety.py.
    """
    if not options.force:
        check_plan(plan, tasks)
