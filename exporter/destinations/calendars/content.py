"""A calendar file as a tree of content lines in which everything that is not ours stays to the byte.

icalendar's own components re-order, re-fold and re-escape what they read. Files that people and other programs have
edited must come back unchanged, so lines are kept as they stood and only those that we write are made anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import NamedTuple, NoReturn

from exporter.destinations.calendars.fold import fold, unfold
from exporter.errors import ListingIncomplete

END_OF_LINE = b"\r\n"
_INSIDE = 2
"""So many are open around a component of a calendar: the calendar, and the file."""
_NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;[^=;:"]+=(?:"[^"]*"|[^";:])*)*):(.*)', re.DOTALL)


class Line(NamedTuple):
    """One property: its name in capitals and its octets as they stand in the file, without the last line end."""

    name: str
    raw: bytes

    @property
    def text(self) -> str:
        """The unfolded content line."""
        return unfold(self.raw).decode("utf-8")

    @property
    def value(self) -> str:
        """What stands behind the colon, still escaped."""
        text = self.text
        head, _, bare = text.partition(":")
        if ";" not in head:
            return bare
        found = _LINE.fullmatch(text)
        return found[3] if found else ""

    @property
    def params(self) -> str:
        """The parameters as they stand, from the first semicolon to the colon."""
        found = _LINE.fullmatch(self.text)
        return found[2] if found else ""


@dataclass(slots=True)
class Part:
    """A component: properties and components inside it, in the order of the file."""

    name: str
    body: list[Line | Part] = field(default_factory=list)

    @property
    def lines(self) -> Iterator[Line]:
        """The properties."""
        return (entry for entry in self.body if isinstance(entry, Line))

    @property
    def parts(self) -> list[Part]:
        """The components inside."""
        return [entry for entry in self.body if isinstance(entry, Part)]

    def every(self, name: str) -> list[Line]:
        """All properties of that name."""
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        """The first property of that name."""
        for entry in self.body:
            if entry.name == name and isinstance(entry, Line):
                return entry
        return None

    def value(self, name: str) -> str | None:
        """The escaped value of the first property of that name."""
        line = self.first(name)
        return None if line is None else line.value

    def put(self, name: str, text: str | None, order: tuple[str, ...] = ()) -> None:
        """Write one property, `text` being the whole content line; None takes it away.

        A property that is there keeps its place, and its folds where it says the same; further ones of its name go. A
        new one stands where `order` says.
        """
        spots = [i for i, entry in enumerate(self.body) if isinstance(entry, Line) and entry.name == name]
        if text is not None and [line.text for line in self.every(name)] == [text]:
            return
        if text is not None:
            line = Line(name, fold(text))
            if spots:
                self.body[spots.pop(0)] = line
            else:
                self.body.insert(self._spot(name, order), line)
        for i in reversed(spots):
            del self.body[i]

    def _spot(self, name: str, order: tuple[str, ...]) -> int:
        earlier = set(order[: order.index(name)]) if name in order else set(order)
        before = [i for i, entry in enumerate(self.body) if isinstance(entry, Line) and entry.name in earlier]
        return before[-1] + 1 if before else 0

    def chunks(self) -> Iterator[bytes]:
        """The component as it stands in a file, line by line."""
        yield b"BEGIN:" + self.name.encode() + END_OF_LINE
        for entry in self.body:
            if isinstance(entry, Line):
                yield entry.raw + END_OF_LINE
            else:
                yield from entry.chunks()
        yield b"END:" + self.name.encode() + END_OF_LINE

    def octets(self) -> bytes:
        """The whole component."""
        return b"".join(self.chunks())

    def copy(self) -> Part:
        """The same component, to be changed without the first one knowing."""
        return Part(self.name, [entry.copy() if isinstance(entry, Part) else entry for entry in self.body])


def parse(data: bytes | Iterable[bytes], where: str, take: Callable[[Part], object] | None = None) -> list[Part]:
    """The components of a file, given as octets or as physical lines: LF or CRLF, BOM or not, blank lines passed over.

    With `take` they come without the components inside them: each of these is handed over as soon as it ends, so that
    one at a time stands in memory.

    Raises:
        ListingIncomplete: it is not UTF-8, a line is no property, or a component does not end. `where` names the file.
    """
    tree = Part("")
    path = [tree]
    number = 0
    for number, raw in _logical(data):
        line = _line(raw, where, number)
        if line.name == "BEGIN":
            path.append(Part(line.value.strip().upper()))
        elif line.name == "END":
            name, part = line.value.strip().upper(), path.pop()
            if part.name != name or not path:
                _damaged(where, number, "END:{name} closes nothing that is open", name=name)
            keep = take if take and len(path) == _INSIDE else path[-1].body.append
            keep(part)
        elif len(path) == 1:
            _damaged(where, number, "this line stands outside of every calendar")
        else:
            path[-1].body.append(line)
    if len(path) > 1:
        _damaged(where, number, "the file ends before {name} does", name=path[-1].name)
    return tree.parts


def _logical(data: bytes | Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Content lines with the number of their first physical line, folds kept."""
    first, lines = 0, list[bytes]()
    for number, physical in enumerate(BytesIO(data) if isinstance(data, bytes) else data, start=1):
        piece = physical.removesuffix(b"\n").removesuffix(b"\r")
        if number == 1:
            piece = piece.removeprefix(b"\xef\xbb\xbf")
        if not piece or (not lines and not piece.strip()):
            continue
        if piece[0] in b" \t" and lines:
            lines.append(piece)
            continue
        if lines:
            yield first, END_OF_LINE.join(lines)
        first, lines = number, [piece]
    if lines:
        yield first, END_OF_LINE.join(lines)


def _line(raw: bytes, where: str, number: int) -> Line:
    try:
        text = unfold(raw).decode("utf-8")
    except UnicodeDecodeError:
        _damaged(where, number, "this line is not UTF-8")
    name = _NAME.match(text)
    if not name:
        _damaged(where, number, "this line is no calendar property")
    return Line(name[0].upper(), raw)


def _damaged(where: str, number: int, what: str, **values: str) -> NoReturn:
    raise ListingIncomplete(
        what,
        where=f"{where}:{number}",
        hint="The calendar file is damaged and was left as it is. Repair it, or move it away and run again.",
        **values,
    )
