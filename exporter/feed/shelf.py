"""What may be handed out: exactly the files that calendar destinations name, each at an address of its own.

A request is looked up among these addresses and never made into a path, so there is nothing to climb out of.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from exporter.destinations.contract import Destination

_KEPT = 64
"""Files whose octets are kept in memory for as long as they do not change."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file as it is now. `etag` stands for its octets, `changed` is in whole seconds, as HTTP dates are."""

    address: str
    content: bytes
    packed: bytes
    etag: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in the index: where it is asked for, and what people may call it."""

    address: str
    """Percent-encoded, without a slash in front: calendar/milestones.ics."""
    destination: str
    name: str
    size: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """The calendars of a plan. Files are looked for anew with each request, so that new copies appear by themselves."""

    title: str
    destinations: Sequence[Destination]

    def entries(self) -> list[Entry]:
        """Every file there is now."""
        return [
            Entry(address, name, path.name, path.stat().st_size, _moment(path.stat().st_mtime))
            for address, (name, path) in self._files().items()
        ]

    def sheet(self, address: str) -> Sheet | None:
        """The file at an address as `entries` gives it; None where there is none, or none any more."""
        found = self._files().get(address)
        if found is None:
            return None
        try:
            status = found[1].stat()
            content, packed, etag = _octets(found[1], status.st_mtime_ns, status.st_size)
        except OSError:
            return None
        return Sheet(address, content, packed, etag, _moment(status.st_mtime))

    def _files(self) -> dict[str, tuple[str, Path]]:
        files = {}
        for there in self.destinations:
            name = there.setup.name
            for path, inside in there.published():
                files["/".join(quote(part, safe="") for part in (name, *inside.parts))] = (name, path)
        return files


@lru_cache(maxsize=_KEPT)
def _octets(path: Path, _changed: int, _size: int) -> tuple[bytes, bytes, str]:
    """Octets, the same compressed, and their digest. Our files are replaced as a whole, so none is read half."""
    content = path.read_bytes()
    return content, gzip.compress(content, mtime=0), hashlib.sha256(content).hexdigest()[:32]


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
