"""Components put aside in a temporary file, so that a calendar of many thousand events costs memory for an index alone.

They are not left in the calendar file, although most were read from there: it is replaced while they are still needed
(volumes are written one after another, copies last), and others may have folded and ended its lines in their own way.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO
from weakref import finalize

from exporter.destinations.calendars.content import Part, parse
from exporter.destinations.calendars.reading import derived_from, task_of, uid_in
from exporter.destinations.calendars.values import day_of
from exporter.files import output_error

IN_MEMORY = 1_000_000
"""Octets up to which no file is made: most plans need none."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """One component: where it stands, and what tells it from the others."""

    spool: Spool
    start: int
    size: int
    digest: bytes
    kind: str
    """VEVENT, VTODO, VTIMEZONE …"""
    uid: str
    occurrence: str | None
    """The RECURRENCE-ID: a person's change of one day bears the UID of the task it was made from."""
    task: str | None
    """The id of the task whose component it is."""
    origin: str | None
    """The task id or plan that a step, checkpoint or to-do was made from."""
    day: date
    """By which it is sorted."""

    @property
    def version(self) -> str:
        """What an item of it bears."""
        return self.digest.hex()[:16]

    def octets(self) -> bytes:
        """As it stands in a calendar."""
        return self.spool.read(self.start, self.size)

    def part(self) -> Part:
        """Read anew: to change it leaves what is held as it is."""
        return parse(self.octets(), self.uid)[0]


class Spool:
    """The temporary file. It goes with the last that needs it, and with the process however that ends."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self._end = 0
        finalize(self, _close, self._file)

    def hold(self, part: Part) -> Held:
        """Put a component aside.

        Raises:
            OutputError, NotAllowed: there is no room for temporary files.
        """
        octets = part.octets()
        with _trouble():
            self._file.seek(self._end)
            self._file.write(octets)
        start, self._end = self._end, self._end + len(octets)
        task = task_of(part) if part.name in {"VEVENT", "VTODO"} else None
        day = day_of(part.first("DTSTART")) or day_of(part.first("DUE"))
        return Held(
            self,
            start,
            len(octets),
            hashlib.sha256(octets).digest(),
            part.name,
            uid_in(part),
            part.value("RECURRENCE-ID"),
            task,
            None if task else derived_from(part),
            day[0] if day else date.max,
        )

    def read(self, start: int, size: int) -> bytes:
        """What stands at a place."""
        with _trouble():
            self._file.seek(start)
            return self._file.read(size)


@contextmanager
def _trouble() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(Path(tempfile.tempdir or "TMPDIR"), error) from error


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # what is not written yet is not needed any more
        file.close()
