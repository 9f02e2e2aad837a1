from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from exporter.destinations.calendars.book import Book
from exporter.destinations.calendars.content import Part, parse
from exporter.destinations.calendars.profile import Header
from exporter.destinations.calendars.spool import Spool
from exporter.destinations.calendars.volume import Volume, print_of, read_file, volume_path
from exporter.errors import ListingIncomplete, NotAllowed, Refused

HEADER = Header("计划", "steelblue")
EVENT = "BEGIN:VEVENT\r\nUID:p-{0:08x}@exporter\r\nDTSTART;VALUE=DATE:20260101\r\nDESCRIPTION:{1}\r\nEND:VEVENT\r\n"


def event(number: int) -> Part:
    [calendar] = parse(f"BEGIN:X\r\n{EVENT.format(number, f'{number:>900}')}END:X\r\n".encode(), "")
    return calendar.parts[0]


def test_a_file_is_known_again_by_its_octets(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    assert (print_of(path), read_file(path, print)) == (None, (None, None))
    path.write_bytes(b"")
    assert print_of(path) is None
    path.write_bytes(b" \t \r\n\n  ")
    assert read_file(path, print)[1] is None
    path.write_bytes(b"\xef\xbb\xbfBEGIN:VCALENDAR\nVERSION:2.0\n\nEND:VCALENDAR")
    found, calendar = read_file(path, print)
    assert found == print_of(path)
    assert calendar is not None
    assert calendar.value("VERSION") == "2.0"
    path.write_bytes(path.read_bytes() + b"\n")
    assert found != print_of(path)


@pytest.mark.parametrize(
    ("octets", "line"),
    [
        (b"BEGIN:VCALENDAR\r\n \xff\xfe\r\n", 1),
        (b" only folds\r\n more", 1),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", 2),
    ],
)
def test_damage_is_told_with_its_line(tmp_path: Path, octets: bytes, line: int) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(octets)
    with pytest.raises(ListingIncomplete) as caught:
        read_file(path, print)
    assert caught.value.where == f"{path}:{line}"


def test_a_folder_is_no_calendar(tmp_path: Path) -> None:
    with pytest.raises((Refused, NotAllowed)):  # Windows may not even look
        read_file(tmp_path, print)


def test_a_volume_says_how_large_it_will_be(tmp_path: Path) -> None:
    first, second, third = map(Spool().hold, map(event, (1, 2, 3)))
    volume = Volume([b"VERSION:2.0\r\n"], [first], [second])
    (tmp_path / "a.ics").write_bytes(b"".join(volume.chunks()))
    assert volume.size() == (tmp_path / "a.ics").stat().st_size
    assert sum(map(len, volume.chunks([third]))) == volume.size() + len(event(3).octets())
    assert volume_path(tmp_path / "a.ics", 2) == tmp_path / "a-2.ics"


@pytest.mark.parametrize("max_bytes", [None, 100_000])
def test_writing_needs_no_memory_for_the_file(tmp_path: Path, max_bytes: int | None) -> None:
    """A file of three megabytes is written with a small part of them in memory beside the events themselves."""
    book = Book.read(tmp_path / "plan.ics", "p")
    book.ours = {f"p-{number:08x}": [book.spool.hold(event(number))] for number in range(3000)}
    tracemalloc.start()
    try:
        assert book.write(HEADER, max_bytes)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    written = sum(path.stat().st_size for path in tmp_path.glob("*.ics"))
    assert written > 2_900_000
    assert peak < written / 3
    again = Book.read(tmp_path / "plan.ics", "p")
    assert not again.write(HEADER, max_bytes)
    assert set(again.ours) == set(book.ours)
