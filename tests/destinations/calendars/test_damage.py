"""Whatever stands in the file, there is a listing or one clear sentence, and the file stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.destinations.calendars.component import change_component, make_component, read_component, render_task
from exporter.destinations.calendars.content import parse
from exporter.destinations.calendars.profile import Profile
from exporter.destinations.contract import Field
from exporter.destinations.marker import digests
from exporter.errors import ListingIncomplete
from tests.builders import make_task
from tests.destinations.calendars.test_ics import IcsDesk

EVENT = Profile()
WANTED = render_task(make_task(), EVENT)
GOOD = make_component(WANTED, digests(WANTED.fields), EVENT).octets()

values = st.sampled_from(
    [
        "00010101", "99991231", "20261301", "20260230", "00000000", "20261231T240000Z", "P99999999999D", "-P1D",
        "PT", "99991231T235959Z", "", "-1", "99999999999999", "١٢", "CANCELLED", "\\", "\\n", "a\\,b,c\\\\,d", ";;;",
        '"', "plan-2026-00000001@exporter", "P40000D",
    ]
)  # fmt: skip
names = st.sampled_from(
    [
        "DTSTART", "DTSTART;VALUE=DATE", "DTEND", "DTEND;VALUE=DATE", "DURATION", "SEQUENCE", "LAST-MODIFIED",
        "DTSTAMP", "STATUS", "SUMMARY", "DESCRIPTION", "CATEGORIES", "X-EXPORTER-BASE", "X-EXPORTER-PREFIX",
        "X-EXPORTER-REMINDERS", "X-EXPORTER-STATUS", "UID", "URL", "RECURRENCE-ID", "BEGIN", "END",
    ]
)  # fmt: skip


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    try:
        parts = parse(data, "x.ics")
    except ListingIncomplete as error:
        said = str(error)
    else:
        said = "x.ics:"
        assert parse(b"".join(part.octets() for part in parts), "x.ics") == parts
    assert "x.ics:" in said


@settings(max_examples=300)
@given(st.lists(st.tuples(names, values), max_size=6), st.booleans())
def test_any_value_in_an_event_of_ours(lines: list[tuple[str, str]], first: bool) -> None:  # noqa: FBT001
    extra = b"".join(f"{name}:{value}\r\n".encode() for name, value in lines)
    start = b"BEGIN:VEVENT\r\n"
    octets = (
        GOOD.replace(start, start + extra, 1) if first else GOOD[: -len(b"END:VEVENT\r\n")] + extra + b"END:VEVENT\r\n"
    )
    try:
        part = parse(octets, "x.ics")[0]
        item = read_component(part, EVENT)
    except (ListingIncomplete, ValueError):
        return
    change_component(part, {Field.DUE: "2026-05-05", Field.STATUS: "done"}, item.base, make_task(), EVENT)
    again = read_component(parse(part.octets(), "x.ics")[0], EVENT)
    assert again.fields[Field.DUE] == "2026-05-05"


@pytest.fixture
def desk(tmp_path: Path) -> IcsDesk:
    desk = IcsDesk(tmp_path)
    desk.run([make_task()])
    return desk


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_a_file_with_a_few_bytes_changed(desk: IcsDesk, data: st.DataObject) -> None:
    good = desk.path.read_bytes()
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(bad) - 1))
        bad[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        desk.path.write_bytes(bad)
        made = desk.make()
        try:
            listing = made.listing()
        except ListingIncomplete as error:
            said = str(error)
        else:
            said = "left as it is"
            assert len(listing.items) + len(listing.problems) <= 1
        assert "left as it is" in said
        assert desk.path.read_bytes() == bad
    finally:
        desk.path.write_bytes(good)
