"""One calendar on disk: read whole, guarded against overwriting what is not ours, written in a fixed order.

What stands in memory is an index; the components themselves are in a spool (spool.py).

A book is one file or, with `max_bytes`, several volumes beside each other: plan.ics, plan-2.ics, plan-3.ics.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

from exporter.destinations.calendars.content import END_OF_LINE, Part
from exporter.destinations.calendars.profile import BASE, OURS, PLAN, PRODID, VOLUME, Header
from exporter.destinations.calendars.spool import Held, Spool
from exporter.destinations.calendars.values import number_line, number_of, text_line, unescape
from exporter.destinations.calendars.volume import Print, Volume, print_of, read_file, volume_path
from exporter.destinations.marker import digest, plan_of
from exporter.errors import Changed, Refused
from exporter.files import write_chunks

_HEAD = ("VERSION", "PRODID", "X-WR-CALNAME", "NAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR", PLAN, VOLUME)
_ORDER = (*_HEAD, BASE)


@dataclass(slots=True)
class Book:
    """A calendar that was read, or is to be."""

    path: Path
    plan: str
    files: dict[Path, Print | None] = field(default_factory=dict)
    """What stood on disk when it was read, by volume."""
    calendar: Part = field(default_factory=lambda: Part("VCALENDAR"))
    """The properties of the calendar."""
    others: list[Held] = field(default_factory=list)
    """Everything in it that is not ours."""
    ours: dict[str, list[Held]] = field(default_factory=dict)
    """Task id → its component, or several where somebody copied it."""
    derived: dict[str, Held] = field(default_factory=dict)
    """UID → what we made beside the tasks: steps, checkpoints, to-dos."""
    spool: Spool = field(default_factory=Spool)
    seen: bytes = b""
    """Stands for what was read, in whatever order."""

    @classmethod
    def read(cls, path: Path, plan: str, *, force: bool = False) -> Book:
        """The book at `path`, empty where there is none.

        Raises:
            ListingIncomplete: it is damaged.
            Refused: somebody else made it and `force` is not set; with it, its events stay beside ours.
            NotAllowed: it may not be read.
        """
        book = cls(path, plan)
        found = _Contents(book.spool)
        book.files[path], first = read_file(path, found.take)
        if first and not force and not (found.marked or _is_ours(first)):
            raise Refused(
                "this calendar was made by hand or by another program and was left as it is",
                where=str(path),
                hint="Choose another path, or pass --force once (or set force = true there) to add the tasks beside "
                "what it holds.",
            )
        if first:
            book.calendar.body += first.lines
            book._sort_in(found.held)
        for number in count(2):
            volume, found = volume_path(path, number), _Contents(book.spool)
            print_, calendar = read_file(volume, found.take)
            if not calendar or number_of(calendar.first(VOLUME)) != number or _plan(calendar) != plan:
                break
            book.files[volume] = print_
            book._sort_in(found.held)
        book.seen = book._content()
        return book

    def _sort_in(self, volume: list[Held]) -> None:
        """Sort a volume's components. One that a broken run left in two volumes is taken once, the newer."""
        there, others = set(self.ours), {held.digest for held in self.others}
        for held in volume:
            if held.task is not None and plan_of(held.task) == self.plan:
                if held.task in there:
                    self.ours[held.task] = [max(self.ours[held.task][0], held, key=_age)]
                else:
                    self.ours.setdefault(held.task, []).append(held)
            elif held.origin is not None and self.plan in {held.origin, plan_of(held.origin)}:
                self.derived[held.uid] = held
            elif held.digest not in others:
                self.others.append(held)

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
        nothing = not self.files.get(self.path) and not self.ours and not self.derived
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

    def _content(self) -> bytes:
        lines = (hashlib.sha256(line.raw).digest() for line in self.calendar.lines)
        parts = (held.digest for held in (*self.others, *self._tasks()))
        return hashlib.sha256(b"".join(sorted((*lines, *parts)))).digest()

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
        if self.others:
            self.write(header)
            return
        for path in self.files:
            path.unlink(missing_ok=True)
        self.files = {}

    def _write_unions(self, wanted: dict[Path, Volume]) -> None:
        home = {_name(held): path for path, volume in wanted.items() for held in (*volume.others, *volume.parts)}
        for path, volume in wanted.items():
            found = _Contents(self.spool)
            read_file(path, found.take)
            leaving = [held for held in found.held if home.get(_name(held)) != path]
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
        head = [line.raw + END_OF_LINE for line in self.calendar.lines]
        volumes = [Volume(head, [held for held in self.others if held.task is None])]
        size = volumes[0].size()
        for held in self._sorted():
            if max_bytes and size + held.size > max_bytes and volumes[-1].parts:
                volumes.append(Volume(_volume_head(header, self.plan, len(volumes) + 1)))
                size = volumes[-1].size()
            volumes[-1].parts.append(held)
            size += held.size
        return volumes

    def _sorted(self) -> list[Held]:
        """Tasks, steps and to-dos. Another plan's tasks in the file are among them, or each run would move them."""
        others = (held for held in self.others if held.task is not None)
        return sorted((*self._tasks(), *others), key=lambda held: (held.day, held.uid))

    def _tasks(self) -> Iterator[Held]:
        yield from chain.from_iterable(self.ours.values())
        yield from self.derived.values()


@dataclass(slots=True)
class _Contents:
    """The components of a volume, as they are read."""

    spool: Spool
    held: list[Held] = field(default_factory=list)
    marked: bool = False
    """Whether one of them bears a property of ours."""

    def take(self, part: Part) -> None:
        self.marked = self.marked or _is_marked(part)
        self.held.append(self.spool.hold(part))


def _is_ours(calendar: Part) -> bool:
    """Whether we made a calendar, even if a program that edited it has put its own name to it since."""
    return (calendar.value("PRODID") or "").strip() == PRODID or _is_marked(calendar)


def _is_marked(part: Part) -> bool:
    return any(line.name.startswith(OURS) for line in part.lines)


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
    _, calendar = read_file(path, lambda _part: None)
    return calendar is None or (calendar.first(VOLUME) is not None and _plan(calendar) == plan)


def _name(held: Held) -> tuple[str, str]:
    """What tells it from all others."""
    return held.uid, held.occurrence or ""


def _age(held: Held) -> tuple[int, str]:
    part = held.part()
    return number_of(part.first("SEQUENCE")) or 0, part.value("LAST-MODIFIED") or ""
