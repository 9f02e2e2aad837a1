"""One calendar on disk: read whole, guarded against overwriting what is not ours, written in a fixed order.

A book is one file or, with `max_bytes`, several volumes beside each other: plan.ics, plan-2.ics, plan-3.ics.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path

from exporter.destinations.calendars.content import END_OF_LINE, Part
from exporter.destinations.calendars.profile import BASE, OURS, PLAN, PRODID, VOLUME, Header
from exporter.destinations.calendars.reading import derived_from, task_of, uid_in
from exporter.destinations.calendars.values import day_of, number_line, number_of, text_line, unescape
from exporter.destinations.calendars.volume import Print, Volume, print_of, read_file, volume_path
from exporter.destinations.marker import digest, plan_of
from exporter.errors import Changed, Refused
from exporter.files import write_chunks

_HEAD = ("VERSION", "PRODID", "X-WR-CALNAME", "NAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR", PLAN, VOLUME)
_ORDER = (*_HEAD, BASE)


@dataclass(slots=True)
class Book:
    """A calendar in memory."""

    path: Path
    plan: str
    files: dict[Path, Print | None] = field(default_factory=dict)
    """What stood on disk when it was read, by volume."""
    calendar: Part = field(default_factory=lambda: Part("VCALENDAR"))
    """The properties of the calendar and everything that is not ours."""
    ours: dict[str, list[Part]] = field(default_factory=dict)
    """Task id → its component, or several where somebody copied it."""
    derived: dict[str, Part] = field(default_factory=dict)
    """UID → what we made beside the tasks: steps, checkpoints, to-dos."""
    seen: list[bytes] = field(default_factory=list)
    """What was read, in no order that matters."""

    @classmethod
    def read(cls, path: Path, plan: str, *, force: bool = False) -> Book:
        """The book at `path`, empty where there is none.

        Raises:
            ListingIncomplete: it is damaged.
            Refused: somebody else made it and `force` is not set; with it, its events stay beside ours.
            NotAllowed: it may not be read.
        """
        book = cls(path, plan)
        book.files[path], first = read_file(path)
        if first and not force and not is_ours(first):
            raise Refused(
                "this calendar was made by hand or by another program and was left as it is",
                where=str(path),
                hint="Choose another path, or pass --force once (or set force = true there) to add the tasks beside "
                "what it holds.",
            )
        if first:
            book.calendar.body += first.lines
            book._take(first)
        for number in count(2):
            volume = volume_path(path, number)
            found, calendar = read_file(volume)
            if not calendar or number_of(calendar.first(VOLUME)) != number or _plan(calendar) != plan:
                break
            book.files[volume] = found
            book._take(calendar)
        book.seen = book._content()
        return book

    def _take(self, calendar: Part) -> None:
        """Sort a volume's components. One that a broken run left in two volumes is taken once, the newer."""
        there, others = set(self.ours), {part.octets() for part in self.calendar.parts}
        for part in calendar.parts:
            task_id, derived = _task_in(part), derived_from(part)
            if task_id is not None and plan_of(task_id) == self.plan:
                if task_id in there:
                    self.ours[task_id] = [max(self.ours[task_id][0], part, key=_age)]
                else:
                    self.ours.setdefault(task_id, []).append(part)
            elif derived is not None and (derived == self.plan or plan_of(derived) == self.plan):
                self.derived[uid_in(part)] = part
            elif part.octets() not in others:
                self.calendar.body.append(part)

    def write(self, header: Header, max_bytes: int | None = None) -> bool:
        """Put the book on disk, each file in one step; returns whether any byte changed.

        Nothing is written where nothing changed since it was read, even if a program has put it into another order.
        Where components move from one volume to another, both hold them until the last volume is written, so that a run
        killed in between loses nothing.

        Raises:
            Changed: a file is no longer the one that was read.
            NotAllowed, OutputError: it may not or cannot be written.
        """
        for path, found in self.files.items():
            if print_of(path) != found:
                raise Changed(
                    "the calendar file was changed while we were at work, and was left as it is now",
                    where=str(path),
                    hint="Run again.",
                )
        self._head(header)
        content = self._content()
        nothing = not self.files.get(self.path) and not self._tasks()
        if nothing or (content == self.seen and self._fits(max_bytes)):
            return False
        volumes = self._volumes(header, max_bytes)
        wanted = {volume_path(self.path, number): volume for number, volume in enumerate(volumes, start=1)}
        stale = [path for path in self.files if path not in wanted]
        for path in wanted:
            if path != self.path and path not in self.files and not _free(path, self.plan):
                raise Refused(
                    "a file of somebody else stands where the calendar's next volume belongs",
                    where=str(path),
                    hint="Move it away, or choose another path or a larger max_bytes.",
                )
        if len(wanted) + len(stale) > 1:
            self._write_unions(wanted)
        changed = [write_chunks(path, volume.chunks()) for path, volume in wanted.items()]
        for path in stale:
            path.unlink()
        self.files, self.seen = {path: print_of(path) for path in wanted}, content
        return any(changed) or bool(stale)

    def _content(self) -> list[bytes]:
        parts = (part.octets() for part in (*self.calendar.parts, *self._tasks()))
        lines = (line.raw for line in self.calendar.lines)
        return sorted(hashlib.sha256(octets).digest() for each in (lines, parts) for octets in each)

    def _fits(self, max_bytes: int | None) -> bool:
        """Whether the files on disk are as many and as large as they should be."""
        if max_bytes is None:
            return len(self.files) == 1
        return all(found is None or found.size <= max_bytes for found in self.files.values())

    @property
    def is_copy(self) -> bool:
        """Whether it is a first volume that we wrote for this plan."""
        return _plan(self.calendar) == self.plan and self.calendar.first(VOLUME) is None

    def retire(self, header: Header) -> None:
        """Take our components out; a file in which nothing else stands goes as a whole."""
        self.ours, self.derived = {}, {}
        if self.calendar.parts:
            self.write(header)
            return
        for path in self.files:
            path.unlink(missing_ok=True)
        self.files = {}

    def _write_unions(self, wanted: dict[Path, Volume]) -> None:
        home = {_name(part): path for path, volume in wanted.items() for part in volume.parts}
        home |= {_name(part): self.path for part in self.calendar.parts if _task_in(part) is None}
        for path, volume in wanted.items():
            _, calendar = read_file(path)
            leaving = [part for part in (calendar.parts if calendar else ()) if home.get(_name(part)) != path]
            if leaving:
                write_chunks(path, volume.chunks(leaving))

    def _head(self, header: Header) -> None:
        """Bring the calendar's own properties up to date; what a person changed there stays.

        Another plan that shares the file keeps its header.
        """
        calendar = self.calendar
        for name, text in (("VERSION", "VERSION:2.0"), ("PRODID", f"PRODID:{PRODID}"), ("METHOD", None)):
            calendar.put(name, text, _ORDER)
        if _plan(calendar) not in {None, self.plan}:
            return
        calendar.put(PLAN, text_line(PLAN, self.plan), _ORDER)
        written = dict(pair.split("=", 1) for pair in (calendar.value(BASE) or "").split() if "=" in pair)
        for name, text in header.lines():
            line = calendar.first(name)
            if (digest(line.text) if line else None) == written.get(name):
                calendar.put(name, text, _ORDER)
                written[name] = digest(text)
        calendar.put(BASE, f"{BASE}:" + " ".join(f"{name}={mark}" for name, mark in sorted(written.items())), _ORDER)

    def _volumes(self, header: Header, max_bytes: int | None) -> list[Volume]:
        """Each file: its head, what is not ours (in the first), then tasks by date and UID."""
        head = [entry.raw + END_OF_LINE for entry in self.calendar.lines]
        volumes = [Volume(head + [part.octets() for part in self.calendar.parts if _task_in(part) is None])]
        size = volumes[0].size()
        for part in self._sorted():
            more = sum(map(len, part.chunks())) if max_bytes else 0
            if max_bytes and size + more > max_bytes and volumes[-1].parts:
                volumes.append(Volume(_volume_head(header, self.plan, len(volumes) + 1)))
                size = volumes[-1].size()
            volumes[-1].parts.append(part)
            size += more
        return volumes

    def _sorted(self) -> list[Part]:
        """Tasks, steps and to-dos. Another plan's tasks in the file are among them, or each run would move them."""
        others = [part for part in self.calendar.parts if _task_in(part) is not None]
        return sorted([*self._tasks(), *others], key=_place)

    def _tasks(self) -> list[Part]:
        return [*(part for parts in self.ours.values() for part in parts), *self.derived.values()]


def is_ours(calendar: Part) -> bool:
    """Whether we made a calendar, even if a program that edited it has put its own name to it since."""
    if (calendar.value("PRODID") or "").strip() == PRODID:
        return True
    return any(line.name.startswith(OURS) for part in (calendar, *calendar.parts) for line in part.lines)


def _volume_head(header: Header, plan: str, number: int) -> list[bytes]:
    head = Part("VCALENDAR")
    texts = (
        ("VERSION", "VERSION:2.0"),
        ("PRODID", f"PRODID:{PRODID}"),
        *header.volume(number).lines(),
        (PLAN, text_line(PLAN, plan)),
        (VOLUME, number_line(VOLUME, number)),
    )
    for name, text in texts:
        head.put(name, text, _ORDER)
    return [line.raw + END_OF_LINE for line in head.lines]


def _plan(calendar: Part) -> str | None:
    value = calendar.value(PLAN)
    return None if value is None else unescape(value)


def _free(path: Path, plan: str) -> bool:
    """Whether a volume may be written there: nothing, or an older volume of this plan."""
    _, calendar = read_file(path)
    return calendar is None or (calendar.first(VOLUME) is not None and _plan(calendar) == plan)


def _task_in(part: Part) -> str | None:
    return task_of(part) if part.name in {"VEVENT", "VTODO"} else None


def _name(part: Part) -> tuple[str, str]:
    """What tells it from all others: a person's change of one day bears the UID of the task it was made from."""
    return uid_in(part), part.value("RECURRENCE-ID") or ""


def _age(part: Part) -> tuple[int, str]:
    return number_of(part.first("SEQUENCE")) or 0, part.value("LAST-MODIFIED") or ""


def _place(part: Part) -> tuple[date, str]:
    day = day_of(part.first("DTSTART")) or day_of(part.first("DUE"))
    return (day[0] if day else date.max), part.value("UID") or ""
