"""How fast a server may be written to: at most so many writes in so many seconds, and a gap between two."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from exporter.clock import Clock


@dataclass(slots=True)
class Pace:
    """A window for each rule; the time of each write is kept until its longest window has passed.

    Args:
        rules: pairs of a count and a number of seconds: (80, 60) is 80 writes a minute.
        gap: seconds between two writes.
    """

    rules: Sequence[tuple[int, float]] = ()
    gap: float = 0.0
    _writes: deque[float] = field(default_factory=deque)

    def delay(self, now: float) -> float:
        """Seconds until the next write may be sent."""
        due = [self._writes[-1] + self.gap] if self._writes else []
        for count, seconds in self.rules:
            if len(self._writes) >= count:
                due.append(self._writes[-count] + seconds)
        return max(0.0, *(moment - now for moment in due)) if due else 0.0

    def record(self, now: float) -> None:
        """A write is sent now."""
        self._writes.append(now)
        longest = max((seconds for _count, seconds in self.rules), default=self.gap)
        while self._writes and self._writes[0] < now - longest:
            self._writes.popleft()


_shared: dict[tuple[str, Clock], Pace] = {}


def shared_pace(origin: str, clock: Clock, rules: Sequence[tuple[int, float]], gap: float) -> Pace:
    """The one pace of a server: two destinations on the same server share its limits."""
    return _shared.setdefault((origin, clock), Pace(tuple(rules), gap))
