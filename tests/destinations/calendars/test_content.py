from __future__ import annotations

import pytest

from exporter.destinations.calendars.content import Line, Part, parse
from exporter.errors import ListingIncomplete

FILE = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
X-Odd;Param="a:b;c,d":va
 lue
ATTENDEE;CN="Zhang, San":mailto:z@example.org
BEGIN:VALARM
ACTION:AUDIO
END:VALARM
LOCATION:after the alarm
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


def test_a_file_of_others_comes_back_to_the_byte() -> None:
    assert parse(FILE, "a.ics")[0].octets() == FILE


def test_components_are_handed_over_one_at_a_time() -> None:
    event = FILE[FILE.index(b"BEGIN:VEVENT") : FILE.index(b"END:VCALENDAR")]
    taken: list[Part] = []
    [calendar] = parse(FILE.replace(event, event + b"COLOR:red\r\n" + event), "a.ics", taken.append)
    assert [part.octets() for part in taken] == [event, event]
    assert [line.text for line in calendar.body if isinstance(line, Line)] == ["VERSION:2.0", "COLOR:red"]
    assert not calendar.parts


def test_other_line_ends_and_a_bom_are_read() -> None:
    changed = b"\xef\xbb\xbf" + FILE.replace(b"\r\n", b"\n") + b"\n\n"
    assert parse(changed, "a.ics")[0].octets() == FILE


def test_values_and_parameters() -> None:
    event = parse(FILE, "a.ics")[0].parts[0]
    odd = event.first("X-ODD")
    assert odd is not None
    assert odd.value == "value"
    assert odd.params == ';Param="a:b;c,d"'
    assert event.value("ATTENDEE") == "mailto:z@example.org"


def test_putting_keeps_the_place_and_drops_doubles() -> None:
    part = parse(b"BEGIN:VEVENT\r\nA:1\r\nB:2\r\nA:3\r\nEND:VEVENT\r\n", "x")[0]
    part.put("A", "A:9")
    assert [line.text for line in part.lines] == ["A:9", "B:2"]
    part.put("C", "C:4", ("A", "C", "B"))
    assert [line.text for line in part.lines] == ["A:9", "C:4", "B:2"]
    part.put("A", None)
    assert [line.text for line in part.lines] == ["C:4", "B:2"]


def test_putting_what_is_there_keeps_its_folds() -> None:
    part = parse(b"BEGIN:VEVENT\r\nA:1\r\n 2\r\nEND:VEVENT\r\n", "x")[0]
    before = part.octets()
    part.put("A", "A:12")
    assert part.octets() == before
    part.put("A", "A:13")
    assert part.octets() == b"BEGIN:VEVENT\r\nA:13\r\nEND:VEVENT\r\n"


def test_a_copy_is_another_one() -> None:
    first = parse(FILE, "x")[0]
    second = first.copy()
    second.parts[0].parts[0].put("ACTION", "ACTION:DISPLAY")
    assert first.octets() == FILE


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (FILE[: FILE.index(b"LOCATION")], r"a\.ics:10: the file ends before VEVENT does"),
        (FILE.replace(b"END:VEVENT", b"END:VTODO"), r"a\.ics:12: END:VTODO closes nothing"),
        (FILE.replace(b"UID:1", "标题".encode("gb18030")), r"a\.ics:4: this line is not UTF-8"),
        (FILE.replace(b"UID:1", b"<<<<<<< HEAD"), r"a\.ics:4: this line is no calendar property"),
        (b"hello\r\n", r"a\.ics:1: this line is no calendar property"),
        (b" hello", r"a\.ics:1: this line is no calendar property"),
        (b"VERSION:2.0\r\n", r"a\.ics:1: this line stands outside of every calendar"),
        (FILE + b"END:VCALENDAR\r\n", r"a\.ics:14: END:VCALENDAR closes nothing"),
        ("BEGIN:VCALENDAR".encode("utf-16"), r"a\.ics:1: this line is not UTF-8"),
        (b"\0" * 40, r"a\.ics:1: this line is no calendar property"),
    ],
)
def test_damage_is_named_with_its_line(data: bytes, sentence: str) -> None:
    with pytest.raises(ListingIncomplete, match=sentence):
        parse(data, "a.ics")


def test_an_empty_component() -> None:
    assert Part("VEVENT").octets() == b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"
