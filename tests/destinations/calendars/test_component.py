from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.calendars.component import change_component, make_component, read_component, render_task
from exporter.destinations.calendars.content import Part, parse
from exporter.destinations.calendars.profile import TITLE_ROOM, Profile
from exporter.destinations.calendars.values import clean, one_line, texts
from exporter.destinations.clip import utf16
from exporter.destinations.contract import Field
from exporter.destinations.marker import digests
from exporter.errors import Refused
from exporter.model import Owners, Task
from tests.builders import WRITTEN, make_task

EVENT = Profile()
TODO = Profile("VTODO")
SPAN = Profile(span=True)


def made(task: Task, profile: Profile = EVENT) -> Part:
    wanted = render_task(task, profile)
    return make_component(wanted, digests(wanted.fields), profile)


def reread(part: Part) -> Part:
    return parse(part.octets(), "x.ics")[0]


def in_calendar(part: Part) -> bytes:
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + part.octets() + b"END:VCALENDAR\r\n"


def by_icalendar(part: Part) -> Any:
    return icalendar.Calendar.from_ical(in_calendar(part)).subcomponents[0]


def by_vobject(part: Part) -> Any:
    calendar = vobject.readOne(in_calendar(part).decode())
    return getattr(calendar, part.name.lower())


def changed(part: Part, task: Task, profile: Profile = EVENT) -> Part:
    """What a run does that finds these differences and nothing edited by a person."""
    wanted = render_task(task, profile)
    held = read_component(part, profile)
    part = part.copy()
    changes = {name: value for name, value in wanted.fields.items() if held.fields[name] != value}
    change_component(part, changes, digests(wanted.fields), task, profile)
    return part


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=120)
tasks = st.builds(
    lambda title, text, label, day, start: make_task(
        title=title, text=text, labels=(label,), due=day, start_date=start
    ),
    words,
    words,
    words,
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    st.none() | st.dates(date(1900, 1, 1), date(2200, 12, 31)),
)


@given(tasks, st.sampled_from([EVENT, TODO, SPAN]))
def test_what_is_rendered_is_read_back(task: Task, profile: Profile) -> None:
    wanted = render_task(task, profile)
    assert read_component(reread(made(task, profile)), profile).fields == wanted.fields


@given(tasks)
def test_icalendar_reads_the_same(task: Task) -> None:
    wanted = render_task(task, EVENT).fields
    event = by_icalendar(made(task))
    assert event["UID"] == f"{task.id}@exporter"
    assert event["SUMMARY"] == f"区科委：{wanted[Field.TITLE]}" or event["SUMMARY"] == wanted[Field.TITLE]
    assert event["DESCRIPTION"] == wanted[Field.BODY]
    assert event["DTSTART"].dt == task.due
    assert event["DTEND"].dt == task.due + timedelta(days=1)
    assert sorted(event["CATEGORIES"].cats) == wanted[Field.LABELS] if wanted[Field.LABELS] else True


@given(tasks)
def test_vobject_reads_the_same(task: Task) -> None:
    wanted = render_task(task, EVENT).fields
    event = by_vobject(made(task))
    assert event.uid.value == f"{task.id}@exporter"
    assert event.summary.value.endswith(wanted[Field.TITLE])
    assert event.description.value == wanted[Field.BODY]
    assert event.dtstart.value == task.due


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2018, 12, 31), "20190101"),
        (date(2028, 2, 28), "20280229"),
        (date(2028, 2, 29), "20280301"),
        (date(2100, 2, 28), "21000301"),
        (date(2018, 3, 31), "20180401"),
        (date(2018, 6, 30), "20180701"),
        (date(2018, 9, 30), "20181001"),
        (date(1900, 1, 1), "19000102"),
        (date(2200, 12, 31), "22010101"),
    ],
)
def test_days_end_on_the_next(day: date, end: str) -> None:
    part = made(make_task(due=day))
    assert part.value("DTSTART") == day.strftime("%Y%m%d").zfill(8)
    assert part.value("DTEND") == end
    assert by_icalendar(part)["DTEND"].dt == day + timedelta(days=1)


@pytest.fixture(params=["Asia/Shanghai", "America/Los_Angeles", "UTC"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has no tzset")
@pytest.mark.usefixtures("zone")
def test_no_zone_shifts_a_day() -> None:
    shanghai = datetime(2026, 1, 1, 1, 0).astimezone()
    for day in (date(2026, 12, 31), date(2026, 3, 8), date(2026, 11, 1)):
        task = make_task(due=day, revised_at=WRITTEN)
        part = made(task)
        assert part.octets() == UTC_BYTES[day]
        assert by_icalendar(part)["DTSTART"].dt == day
        assert by_vobject(part).dtstart.value == day
        assert read_component(part, EVENT).fields[Field.DUE] == day.isoformat()
    stamp = by_icalendar(made(make_task(revised_at=shanghai)))["DTSTAMP"].dt
    assert stamp == shanghai.astimezone(UTC)


UTC_BYTES = {
    day: made(make_task(due=day)).octets() for day in (date(2026, 12, 31), date(2026, 3, 8), date(2026, 11, 1))
}


def test_the_bytes_do_not_depend_on_hash_seed_or_locale() -> None:
    code = (
        "from tests.builders import make_task; from exporter.destinations.calendars.component import *;"
        "from exporter.destinations.calendars.profile import Profile; import sys;"
        "w = render_task(make_task(labels=('b', 'a', 'c')), Profile());"
        "sys.stdout.buffer.write(make_component(w, {}, Profile()).octets())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_profile_of_an_event() -> None:
    part = made(make_task(revision=3, source=replace(make_task().source, url="https://example.org/a?b=c,d&e=计划")))
    text = part.octets().decode()
    assert "\r\nDTSTAMP:20260109T080000Z\r\nCREATED:20260109T080000Z\r\nLAST-MODIFIED:20260109T080000Z\r\n" in text
    assert "\r\nSEQUENCE:3\r\n" in text
    assert "\r\nTRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n" in text
    assert "\r\nURL:https://example.org/a?b=c,d&e=%E8%AE%A1%E5%88%92\r\n" in text
    assert "\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert [alarm.value("TRIGGER") for alarm in part.parts] == ["-P29DT15H", "-P6DT15H", "-PT15H"]


def test_reminders_ring_at_nine_local() -> None:
    day = datetime(2026, 12, 31)  # noqa: DTZ001  an all-day date begins at local midnight
    rings = [alarm.triggers.start[0] + day for alarm in by_icalendar(made(make_task())).walk("VALARM")]
    assert rings == [datetime(2026, 12, d, 9) for d in (1, 24, 30)]  # noqa: DTZ001
    span = by_icalendar(made(make_task(start_date=date(2026, 5, 1)), SPAN))
    after = [alarm.triggers.end[0] + day + timedelta(days=1) for alarm in span.walk("VALARM")]
    assert after == rings
    todo = [alarm.triggers.end[0] + day for alarm in by_icalendar(made(make_task(), TODO)).walk("VALARM")]
    assert todo == rings


def test_an_assumed_date_reminds_as_any_other_and_a_finished_task_never() -> None:
    assert len(made(make_task(due_basis="default")).parts) == 3
    assert made(make_task(status="done")).parts == []


def test_profile_of_a_to_do() -> None:
    task = make_task(status="in_progress", progress=40.4, start_date=date(2026, 5, 1))
    todo = by_icalendar(made(task, TODO))
    assert todo["DUE"].dt == date(2026, 12, 31)
    assert todo["DTSTART"].dt == date(2026, 5, 1)
    assert (todo["STATUS"], todo["PERCENT-COMPLETE"]) == ("IN-PROCESS", 40)
    assert "TRANSP" not in todo
    done = by_icalendar(changed(made(task, TODO), replace(task, status="done"), TODO))
    assert (done["STATUS"], done["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
    assert done["COMPLETED"].dt == WRITTEN + timedelta(seconds=1)
    assert "已完成" not in done["SUMMARY"]
    again = by_icalendar(changed(parse_one(done.to_ical()), task, TODO))
    assert "COMPLETED" not in again
    without = by_icalendar(made(make_task(due=None), TODO))
    assert "DUE" not in without
    assert without.walk("VALARM") == []


def parse_one(octets: bytes) -> Part:
    return parse(octets, "x.ics")[0]


def test_a_to_do_ticked_in_another_program_is_done() -> None:
    part = made(make_task(), TODO)
    part.put("STATUS", None)
    part.put("COMPLETED", "COMPLETED:20260301T000000Z")
    assert read_component(part, TODO).fields[Field.STATUS] == "done"
    assert read_component(part, TODO).fields[Field.PROGRESS] == 100


def test_summary_says_who_and_whether_done_and_reading_undoes_it() -> None:
    task = make_task()
    part = made(task)
    assert by_icalendar(part)["SUMMARY"] == "区科委：新增科技型企业1家"
    done = changed(part, replace(task, status="done"))
    assert by_icalendar(done)["SUMMARY"] == "已完成：区科委：新增科技型企业1家"
    assert read_component(done, EVENT).fields[Field.TITLE] == task.title
    english = replace(task, language="en", title="Found 10 firms", owners=Owners(("Trade Office", "Bank")))
    moved = changed(done, replace(english, status="dropped"))
    assert by_icalendar(moved)["SUMMARY"] == "Dropped: Trade Office and others: Found 10 firms"
    assert by_icalendar(moved)["STATUS"] == "CANCELLED"
    assert by_icalendar(changed(moved, task)).to_ical().count(b"X-EXPORTER-STATUS") == 0
    assert by_icalendar(made(replace(task, title="区科委新增企业")))["SUMMARY"] == "区科委新增企业"
    assert by_icalendar(made(task, Profile(owner_first=False)))["SUMMARY"] == task.title


def test_a_persons_title_is_only_marked_done() -> None:
    task = make_task()
    part = made(task)
    part.put("SUMMARY", "SUMMARY;LANGUAGE=zh:人改的标题")
    later = part.copy()
    wanted = render_task(replace(task, due=date(2026, 5, 5)), EVENT)
    change_component(later, {Field.DUE: "2026-05-05"}, read_component(part, EVENT).base, wanted.task, EVENT)
    assert later.first("SUMMARY") == part.first("SUMMARY")
    done = later.copy()
    change_component(
        done, {Field.STATUS: "done"}, read_component(part, EVENT).base, replace(task, status="done"), EVENT
    )
    assert by_icalendar(done)["SUMMARY"] == "已完成：人改的标题"
    assert read_component(done, EVENT).fields[Field.TITLE] == "人改的标题"


@pytest.mark.parametrize("title", ["长" * 10_000, "😀" * 10_000, "a\\nb\\N\\, c" * 4000, "x"])
def test_titles_fit(title: str) -> None:
    summary = str(by_icalendar(made(make_task(title=title, status="dropped")))["SUMMARY"])
    assert utf16(summary) <= TITLE_ROOM
    assert "\\" not in summary
    assert len(title) < 10 or summary.endswith("…")


def test_controls_and_direction_marks_are_taken_out() -> None:
    task = make_task(title="a\x00b\x1b[31mc\u202ed\x7f", text="第一\r\n第二\u2028第三\x0b第四\x07\r第五\ufeff")
    octets = made(task).octets()
    assert not set(octets) & (set(range(32)) - {13, 10})
    event = by_icalendar(made(task))
    assert event["SUMMARY"] == "区科委：ab[31mcd"
    assert event["DESCRIPTION"].startswith("“第一\n第二\n第三\n第四\n第五”")


def test_a_literal_backslash_n_is_not_a_line_break() -> None:
    task = make_task(text=r"C:\New\names, a\;b")
    assert by_icalendar(made(task))["DESCRIPTION"].startswith(r"“C:\New\names, a\;b”")
    assert by_vobject(made(task)).description.value.startswith(r"“C:\New\names, a\;b”")


def test_a_quote_cannot_forge_a_component() -> None:
    forged = "END:VEVENT\nBEGIN:VEVENT\nUID:forged\nEND:VEVENT\nEND:VCALENDAR"
    part = made(make_task(title=forged, text=forged, labels=(forged,)))
    assert [each.name for each in parse(in_calendar(part), "x.ics")[0].parts] == ["VEVENT"]
    assert by_icalendar(part)["UID"] == by_vobject(part).uid.value == f"{make_task().id}@exporter"
    assert by_icalendar(part)["DESCRIPTION"].startswith(f"“{forged}”")


@given(words)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


def test_lists_of_texts() -> None:
    assert texts(r"a\,b,c\\,d\;e,") == ["a,b", "c\\", "d;e", ""]


def test_sequence_and_stamps_only_go_up() -> None:
    task = make_task()
    part = made(task)
    second = changed(part, replace(task, title="新"))
    assert stamps(second) == ("2", "20260109T080001Z", "20260109T080000Z")
    later = replace(task, title="又新", revision=7, revised_at=WRITTEN + timedelta(days=2))
    third = changed(second, later)
    assert stamps(third) == ("7", "20260111T080000Z", "20260109T080000Z")
    third.put("SEQUENCE", "SEQUENCE:12")
    third.put("LAST-MODIFIED", "LAST-MODIFIED:20270101T000000Z")
    fourth = changed(third, replace(later, title="再新", revision=8))
    assert stamps(fourth) == ("13", "20270101T000001Z", "20260109T080000Z")
    assert changed(fourth, replace(later, title="再新", revision=9)).octets() == fourth.octets()


def stamps(part: Part) -> tuple[str | None, str | None, str | None]:
    assert part.value("DTSTAMP") == part.value("LAST-MODIFIED")
    return part.value("SEQUENCE"), part.value("DTSTAMP"), part.value("CREATED")


def test_a_task_that_nobody_dated_has_a_constant_stamp() -> None:
    assert made(make_task(revised_at=None)).value("DTSTAMP") == "20000101T000000Z"


def test_what_a_person_added_stays() -> None:
    task = make_task()
    part = made(task)
    added = [
        b'ATTENDEE;CN="Li, Si";PARTSTAT=NEEDS-ACTION:mailto:li@example.org',
        b"X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC",
        b"LOCATION;LANGUAGE=zh:\xe5\x8c\xba\xe6\x94\xbf\xe5\xba\x9c",
    ]
    alarm = b"BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"
    own = b"\r\n".join(added)
    octets = part.octets().replace(b"END:VEVENT\r\n", own + b"\r\n" + alarm + b"END:VEVENT\r\n")
    after = changed(parse_one(octets), replace(task, title="新", status="done", due=date(2026, 5, 5))).octets()
    assert own + b"\r\n" in after
    assert alarm in after
    assert after.count(b"BEGIN:VALARM") == 1


def test_our_reminders_follow_a_persons_choice() -> None:
    task = make_task()
    part = made(task)
    part.body.remove(part.parts[0])
    part.parts[0].put("TRIGGER", "TRIGGER:-P3D")
    later = changed(part, replace(task, title="新"))
    assert [alarm.value("TRIGGER") for alarm in later.parts] == ["-P3D", "-PT15H"]
    assert later.parts[0].value("DESCRIPTION") == "7天后到期：新"
    done = changed(later, replace(task, title="新", status="done"))
    assert done.parts == []
    reopened = changed(done, replace(task, title="新"))
    assert len(reopened.parts) == 3


def test_a_persons_address_stays_and_ours_is_renewed() -> None:
    def with_url(url: str, text: str) -> Task:
        return make_task(text=text, source=replace(make_task().source, url=url))

    part = made(with_url("https://a.example/1", "甲"))
    second = changed(part, with_url("https://a.example/2", "乙"))
    assert second.value("URL") == "https://a.example/2"
    second.put("URL", "URL:https://person.example/")
    third = changed(second, with_url("https://a.example/3", "丙"))
    assert third.value("URL") == "https://person.example/"
    assert made(with_url("javascript:alert(1)", "甲")).value("URL") is None


@pytest.mark.parametrize(
    ("lines", "due"),
    [
        ("DTSTART;VALUE=DATE:20260510", "2026-05-10"),
        ("DTSTART;VALUE=DATE:20260510\r\nDTEND;VALUE=DATE:20260510", "2026-05-10"),
        ("DTSTART;VALUE=DATE:20260510\r\nDTEND;VALUE=DATE:20260513", "2026-05-12"),
        ("DTSTART;VALUE=DATE:20260510\r\nDURATION:P3D", "2026-05-12"),
        ("DTSTART;TZID=Asia/Shanghai:20260510T090000\r\nDTEND;TZID=Asia/Shanghai:20260510T100000", "2026-05-10"),
        ("DTSTART:20260510T090000Z\r\nDURATION:PT1H", "2026-05-10"),
        ("DTSTART:20260510T200000\r\nDTEND:20260511T000000", "2026-05-10"),
    ],
)
def test_an_event_that_a_person_moved(lines: str, due: str) -> None:
    octets = made(make_task()).octets().decode()
    octets = octets.replace("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101", lines)
    part = parse_one(octets.encode())
    assert read_component(part, EVENT).fields[Field.DUE] == due
    back = changed(part, make_task())
    assert (back.value("DTSTART"), back.value("DTEND"), back.value("DURATION")) == ("20261231", "20270101", None)


def test_span_is_a_choice() -> None:
    task = make_task(start_date=date(2026, 5, 1))
    assert made(task).value("DTSTART") == "20261231"
    assert Field.START not in render_task(task, EVENT).fields
    assert made(task, SPAN).value("DTSTART") == "20260501"
    assert made(replace(task, start_date=date(2027, 1, 1)), SPAN).value("DTSTART") == "20261231"
    moved = changed(made(task, SPAN), replace(task, due=date(2026, 6, 30)), SPAN)
    assert (moved.value("DTSTART"), moved.value("DTEND")) == ("20260501", "20260701")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due": None}, "has no due date"),
        ({"due": date(1899, 12, 31)}, "is dated 1899-12-31, and calendars only show the years 1900 to 2200"),
        ({"due": date(2201, 1, 1)}, "is dated 2201-01-01"),
        ({"start_date": date(1, 1, 1)}, "is dated 0001-01-01"),
    ],
)
def test_dates_that_no_calendar_shows(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        render_task(make_task(**changes), EVENT)


def test_foreign_components_are_not_items() -> None:
    with pytest.raises(ValueError, match="someone"):
        read_component(parse_one(b"BEGIN:VEVENT\r\nUID:someone@else\r\nEND:VEVENT\r\n"), EVENT)
