"""One destination in one run: look, compare, carry out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from exporter.clock import Clock
from exporter.destinations.contract import Destination, Listing
from exporter.model import Task
from exporter.sync.appearance import prepare
from exporter.sync.apply import Apply, Progress
from exporter.sync.journal import settle
from exporter.sync.outcome import Outcome
from exporter.sync.plan import Plan
from exporter.sync.planner import Known, Options, make_plan
from exporter.sync.pull import Heard, hear
from exporter.sync.safety import check_plan
from exporter.sync.state import Owed, Remembered, State
from exporter.sync.telling import unsaid


@dataclass(frozen=True, slots=True)
class Visit:
    """What was seen at a destination, and what the state file knows of it."""

    destination: Destination
    listing: Listing
    remembered: Mapping[str, Remembered] = field(default_factory=dict)
    unsettled: Collection[str] = frozenset()
    owed: Mapping[str, Owed] = field(default_factory=dict)
    heard: dict[str, frozenset[str]] = field(default_factory=dict)
    """News that comments there tell, by the keys of items whose comments were listed."""

    def news(self, tasks: Sequence[Task]) -> dict[str, Heard]:
        """What people changed there, by task id."""
        return hear(self.destination, tasks, self.listing, self.remembered)

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
        known = Known(self.remembered, held, whole, self.unsettled, self.owed, origins or {})
        plan = make_plan(self.destination, tasks, self.listing, known, options)
        return unsaid(plan, self.destination, self.heard)

    def apply(self, plan: Plan, state: State, clock: Clock, progress: Progress | None = None) -> Outcome:
        """Carry the plan out."""
        return Apply(self.destination, state, clock, progress).run(plan)


def visit(destination: Destination, state: State, clock: Clock, tasks: Sequence[Task] = ()) -> Visit:
    """List a destination and settle what earlier runs left open.

    Args:
        destination: which.
        state: what is remembered.
        clock: for waits.
        tasks: those that will be compared; what can be prepared is, while a server is waited for.

    Raises:
        DestinationError, NotAllowed: it cannot be listed.
    """
    destination.meanwhile = _preparations(destination, state, tasks)
    before = state.answers(destination.setup.name)
    destination.answers = dict(before)
    settled = settle(destination, destination.listing(), state, clock)
    name = destination.setup.name
    if destination.answers != before:
        state.keep_answers(name, destination.answers)
    return Visit(destination, settled.listing, state.remembered(name), settled.open, state.owed(name))


def _preparations(destination: Destination, state: State, tasks: Sequence[Task]) -> Iterator[object]:
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
