"""One .ics file on its way from and to the disk, a line or a component at a time.

A calendar of many thousand events never stands in memory: its components go from the file into the spool and back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from exporter.destinations.calendars.content import END_OF_LINE, Part, parse
from exporter.destinations.calendars.spool import Held
from exporter.errors import ListingIncomplete, NotAllowed, Refused

_BEGIN, _END = b"BEGIN:VCALENDAR" + END_OF_LINE, b"END:VCALENDAR" + END_OF_LINE


class Print(NamedTuple):
    """What a file held, known again without keeping it."""

    sha256: str
    size: int


@dataclass(slots=True)
class Volume:
    """One file to be: its own properties, what stands in it ahead of the tasks, and the tasks."""

    head: list[bytes]
    others: Sequence[Held] = ()
    parts: list[Held] = field(default_factory=list)

    def chunks(self, more: Sequence[Held] = ()) -> Iterator[bytes]:
        """Its octets, a component at a time; `more` stands at the end."""
        yield _BEGIN
        yield from self.head
        for held in (*self.others, *self.parts, *more):
            yield held.octets()
        yield _END

    def size(self) -> int:
        """In octets."""
        frame = sum(map(len, (_BEGIN, *self.head, _END)))
        return frame + sum(held.size for held in (*self.others, *self.parts))


def volume_path(path: Path, number: int) -> Path:
    """Where the volumes of a calendar stand: plan.ics, plan-2.ics and so on."""
    return path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")


def print_of(path: Path) -> Print | None:
    """None where there is no file, or nothing in it."""
    found = _Lines(path)
    for _ in found:
        pass
    return found.print


def read_file(path: Path, take: Callable[[Part], object]) -> tuple[Print | None, Part | None]:
    """A file's print and its one calendar, None where there is nothing. The components inside go to `take`."""
    lines = _Lines(path)
    found = parse(lines, str(path), take)
    if found and (len(found) != 1 or found[0].name != "VCALENDAR"):
        raise ListingIncomplete(
            "the file holds {count} calendars instead of one",
            where=str(path),
            hint="It was left as it is. Move it away or choose another path, and run again.",
            count=sum(part.name == "VCALENDAR" for part in found),
        )
    return lines.print, found[0] if found else None


class _Lines:
    """The physical lines of a file, read once from end to end; afterwards `print` tells the file again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.print: Print | None = None

    def __iter__(self) -> Iterator[bytes]:
        seen, size = hashlib.sha256(), 0
        try:
            with self.path.open("rb") as file:
                for line in file:
                    seen.update(line)
                    size += len(line)
                    yield line
        except FileNotFoundError:
            return
        except (IsADirectoryError, NotADirectoryError) as error:
            raise Refused(
                "this is a folder, not a calendar file",
                where=str(self.path),
                hint="Name a file in exporter.toml, such as out/plan.ics.",
            ) from error
        except PermissionError as error:
            raise NotAllowed(
                "this calendar file may not be read",
                where=str(self.path),
                hint="Ask for the right to read and write it.",
            ) from error
        self.print = Print(seen.hexdigest(), size) if size else None
