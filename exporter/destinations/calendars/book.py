"""One .ics file: read whole, guarded against overwriting what is not ours, written in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from exporter.destinations.calendars.content import END_OF_LINE, Line, Part, parse
from exporter.destinations.calendars.profile import BASE, OURS, PLAN, PRODID, Header
from exporter.destinations.calendars.reading import task_of
from exporter.destinations.calendars.values import day_of, text_line, unescape
from exporter.destinations.marker import digest, plan_of
from exporter.errors import Changed, ListingIncomplete, NotAllowed, Refused
from exporter.files import write_file

_HEAD = ("VERSION", "PRODID", "X-WR-CALNAME", "NAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR", PLAN)
_ORDER = (*_HEAD, BASE)


@dataclass(slots=True)
class Book:
    """A calendar file in memory."""

    path: Path
    plan: str
    data: bytes | None = None
    """What stood on disk when it was read."""
    calendar: Part = field(default_factory=lambda: Part("VCALENDAR"))
    ours: dict[str, list[Part]] = field(default_factory=dict)
    """Task id → its component, or several where somebody copied it; everything else stays in `calendar`."""

    @classmethod
    def read(cls, path: Path, plan: str, *, force: bool = False) -> Book:
        """The file at `path`, or an empty book where there is none.

        Raises:
            ListingIncomplete: it is damaged.
            Refused: somebody else made it and `force` is not set; with it, its events stay beside ours.
            NotAllowed: it may not be read.
        """
        data = _octets(path)
        book = cls(path, plan, data)
        if not data or not data.strip():
            return book
        calendars = parse(data, str(path))
        if len(calendars) != 1 or calendars[0].name != "VCALENDAR":
            raise ListingIncomplete(
                "the file holds {count} calendars instead of one",
                where=str(path),
                hint="It was left as it is. Move it away or choose another path, and run again.",
                count=sum(part.name == "VCALENDAR" for part in calendars),
            )
        if not force and not is_ours(calendars[0]):
            raise Refused(
                "this calendar was made by hand or by another program and was left as it is",
                where=str(path),
                hint="Choose another path, or set force = true there to add the tasks beside what it holds.",
            )
        book.calendar = Part("VCALENDAR")
        for entry in calendars[0].body:
            task_id = book.task_in(entry)
            if task_id is not None and isinstance(entry, Part):
                book.ours.setdefault(task_id, []).append(entry)
            else:
                book.calendar.body.append(entry)
        return book

    def task_in(self, entry: Line | Part) -> str | None:
        """The task of this plan whose component an entry of the file is, if any."""
        task_id = _task_in(entry)
        return task_id if task_id is not None and plan_of(task_id) == self.plan else None

    def head(self, header: Header) -> None:
        """Bring the calendar's own properties up to date; what a person changed there stays.

        Another plan that shares the file keeps its header.
        """
        calendar = self.calendar
        for name, text in (("VERSION", "VERSION:2.0"), ("PRODID", f"PRODID:{PRODID}"), ("METHOD", None)):
            calendar.put(name, text, _ORDER)
        if unescape(calendar.value(PLAN) or self.plan) != self.plan:
            return
        calendar.put(PLAN, text_line(PLAN, self.plan), _ORDER)
        written = dict(pair.split("=", 1) for pair in (calendar.value(BASE) or "").split() if "=" in pair)
        for name, text in header.lines():
            line = calendar.first(name)
            if (digest(line.text) if line else None) == written.get(name):
                calendar.put(name, text, _ORDER)
                written[name] = digest(text)
        calendar.put(BASE, f"{BASE}:" + " ".join(f"{name}={mark}" for name, mark in sorted(written.items())), _ORDER)

    def chunks(self) -> Iterator[bytes]:
        """The file, a line or component at a time: what is not ours as it stood, then tasks by date and UID.

        Tasks of another plan that shares the file are sorted among ours, or each run would move them.
        """
        tasks = [part for parts in self.ours.values() for part in parts]
        yield b"BEGIN:VCALENDAR" + END_OF_LINE
        for entry in self.calendar.body:
            if isinstance(entry, Line):
                yield entry.raw + END_OF_LINE
            elif _task_in(entry):
                tasks.append(entry)
            else:
                yield entry.octets()
        for part in sorted(tasks, key=_place):
            yield part.octets()
        yield b"END:VCALENDAR" + END_OF_LINE

    def write(self) -> bool:
        """Put the book on disk in one step; returns whether its bytes changed.

        Raises:
            Changed: the file is no longer the one that was read.
            NotAllowed, OutputError: it may not or cannot be written.
        """
        if _octets(self.path) != self.data:
            raise Changed(
                "the calendar file was changed while we were at work, and was left as it is now",
                where=str(self.path),
                hint="Run again.",
            )
        content = b"".join(self.chunks())
        changed = write_file(self.path, content)
        self.data = content
        return changed


def is_ours(calendar: Part) -> bool:
    """Whether we made a calendar, even if a program that edited it has put its own name to it since."""
    if (calendar.value("PRODID") or "").strip() == PRODID:
        return True
    return any(line.name.startswith(OURS) for part in (calendar, *calendar.parts) for line in part.lines)


def _octets(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except (IsADirectoryError, NotADirectoryError) as error:
        raise Refused(
            "this is a folder, not a calendar file",
            where=str(path),
            hint="Name a file in exporter.toml, such as out/plan.ics.",
        ) from error
    except PermissionError as error:
        if path.is_dir():  # how Windows answers
            return None
        raise NotAllowed(
            "this calendar file may not be read", where=str(path), hint="Ask for the right to read and write it."
        ) from error


def _task_in(entry: Line | Part) -> str | None:
    return task_of(entry) if isinstance(entry, Part) and entry.name in {"VEVENT", "VTODO"} else None


def _place(part: Part) -> tuple[date, str]:
    day = day_of(part.first("DTSTART")) or day_of(part.first("DUE"))
    return (day[0] if day else date.max), part.value("UID") or ""
