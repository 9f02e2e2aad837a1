"""Time, passed in: the domain never reads a clock and never sleeps by itself, so tests need not wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is (with a time zone), and how to wait for some seconds."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


@cache
def real_clock() -> Clock:
    """The machine's clock, in UTC and whole seconds; one for all, so that destinations on one server share a pace."""
    return Clock(lambda: datetime.now(UTC).replace(microsecond=0), time.sleep)
