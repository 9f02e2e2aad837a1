from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import icalendar
import pytest

from exporter.destinations.calendars.ics import Ics
from exporter.destinations.contract import Destination, Field, Setup
from exporter.errors import Changed, ListingIncomplete, Missing, NotAllowed, Refused
from exporter.wording import speak
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk


class IcsDesk(Desk):
    """The person uses a calendar program that reads and writes the file with icalendar."""

    def __init__(self, folder: Path, **options: Any) -> None:
        super().__init__(folder)
        self.path = folder / "plan.ics"
        self.setup = Setup("calendar", PLAN, "计划", {"path": "plan.ics", **options}, folder=folder)

    def make(self) -> Destination:
        return Ics(self.setup)

    def calendar(self) -> icalendar.Calendar:
        return icalendar.Calendar.from_ical(self.path.read_bytes())

    def event(self, calendar: icalendar.Calendar, task_id: str) -> Any:
        return next(part for part in calendar.subcomponents if part.get("UID") == f"{task_id}@exporter")

    def save(self, calendar: icalendar.Calendar) -> None:
        self.path.write_bytes(calendar.to_ical())

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        calendar = self.calendar()
        event = self.event(calendar, task_id)
        if field is Field.TITLE:
            event["SUMMARY"] = icalendar.vText(value)
        elif field is Field.LABELS:
            event.pop("CATEGORIES", None)
            event.add("CATEGORIES", value)
        else:
            assert field is Field.STATUS
            event["X-EXPORTER-STATUS"] = icalendar.vText(value)
        self.save(calendar)

    def person_writes(self, task_id: str, text: str) -> None:
        calendar = self.calendar()
        event = self.event(calendar, task_id)
        event["DESCRIPTION"] = icalendar.vText(f"{event['DESCRIPTION']}\n\n{text}")
        self.save(calendar)

    def text_of(self, task_id: str) -> str:
        return str(self.event(self.calendar(), task_id)["DESCRIPTION"])

    def person_copies(self, task_id: str) -> None:
        calendar = self.calendar()
        calendar.add_component(self.event(calendar, task_id).copy(recursive=True))
        self.save(calendar)

    def snapshot(self) -> bytes | None:
        return self.path.read_bytes() if self.path.exists() else None


class TestIcs(DestinationContract):
    def make_desk(self, folder: Path) -> Desk:
        return IcsDesk(folder)


@pytest.fixture
def desk(tmp_path: Path) -> IcsDesk:
    return IcsDesk(tmp_path)


FOREIGN = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hand//Made//EN\r\nX-WR-CALNAME:Mine\r\n"
    b"BEGIN:VEVENT\r\nUID:party@home\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:20260704T180000Z\r\n"
    b"SUMMARY:Par\r\n ty\r\nX-ODD;A=b:c\\, d\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PARTY = FOREIGN[FOREIGN.index(b"BEGIN:VEVENT") : FOREIGN.index(b"END:VCALENDAR")]


def test_the_file_says_what_the_profile_says(desk: IcsDesk) -> None:
    desk.run([make_task(2, due=date(2026, 3, 31)), make_task(1), make_task(3, due=date(2026, 3, 31))])
    data = desk.path.read_bytes()
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Exporter//Exporter//EN\r\n")
    assert data.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    head = data[: data.index(b"BEGIN:VEVENT")].decode()
    for line in (
        "X-WR-CALNAME:计划",
        "NAME:计划",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        "COLOR:steelblue",
    ):
        assert f"\r\n{line}\r\n" in head
    assert "METHOD" not in head
    assert [event["UID"] for event in desk.calendar().events] == [
        f"{PLAN}-{number:08x}@exporter" for number in (2, 3, 1)
    ]


def test_the_order_of_tasks_changes_no_byte(tmp_path: Path) -> None:
    first, second = IcsDesk(tmp_path / "a"), IcsDesk(tmp_path / "b")
    for desk, tasks in ((first, make_tasks(9)), (second, make_tasks(9)[::-1])):
        desk.folder.mkdir()
        desk.run(tasks)
    assert first.snapshot() == second.snapshot()


def test_nothing_is_written_before_commit_and_then_once(desk: IcsDesk) -> None:
    made = desk.make()
    made.listing()
    wanted = made.render(make_task())
    made.create(wanted, {})
    assert desk.snapshot() is None
    assert made.commit()
    before = desk.path.stat().st_mtime_ns
    assert not made.commit()
    assert desk.path.stat().st_mtime_ns == before


def test_another_order_of_the_same_lines_is_no_reason_to_write(desk: IcsDesk) -> None:
    made = desk.make()
    made.listing()
    assert not made.commit()
    assert desk.snapshot() is None
    desk.run(make_tasks(3))
    calendar = desk.calendar()
    calendar.subcomponents.reverse()
    desk.save(calendar)
    desk.path.write_bytes(desk.path.read_bytes().replace(b"\r\n", b"\n"))
    before = desk.snapshot()
    made = desk.make()
    made.listing()
    assert not made.commit()
    assert desk.snapshot() == before


def test_a_second_create_is_refused(desk: IcsDesk) -> None:
    made = desk.make()
    made.create(made.render(make_task()), {})
    with pytest.raises(Refused, match="in the calendar already"):
        made.create(made.render(make_task()), {})


def test_an_event_changed_meanwhile_is_left_alone(desk: IcsDesk) -> None:
    desk.run([make_task()])
    listed = desk.item(make_task().id)
    desk.person_sets(make_task().id, Field.TITLE, "人改的标题")
    made = desk.make()
    made.listing()
    with pytest.raises(Changed):
        made.update(listed, {Field.TITLE: "新"}, {})
    with pytest.raises(Missing):
        made.update(replace(listed, id="plan-2026-ffffffff"), {Field.TITLE: "新"}, {})


def test_a_file_changed_before_commit_is_left_alone(desk: IcsDesk) -> None:
    desk.run([make_task()])
    made = desk.make()
    made.listing()
    made.create(made.render(make_task(2)), {})
    desk.person_sets(make_task().id, Field.TITLE, "人改的标题")
    before = desk.snapshot()
    with pytest.raises(Changed, match="changed while we were at work"):
        made.commit()
    assert desk.snapshot() == before


def test_a_dropped_task_is_cancelled_once_and_then_gone(desk: IcsDesk) -> None:
    task, other = make_tasks(2)
    desk.run([task, other])
    dropped = replace(task, status="dropped")
    desk.run([dropped, other])
    event = desk.event(desk.calendar(), task.id)
    assert (event["STATUS"], event["SUMMARY"], event["SEQUENCE"]) == (
        "CANCELLED",
        "已取消：区科委：新增科技型企业1家",
        2,
    )
    assert desk.run([dropped, other]).outcome.idle
    desk.run([dropped, replace(other, title="新标题")])
    assert [event["UID"] for event in desk.calendar().events] == [f"{other.id}@exporter"]
    assert desk.run([dropped, replace(other, title="新标题")]).outcome.idle


def test_what_a_person_cancelled_stays(desk: IcsDesk) -> None:
    task, other = make_tasks(2)
    desk.run([task, other])
    calendar = desk.calendar()
    desk.event(calendar, task.id)["STATUS"] = icalendar.vText("CANCELLED")
    desk.save(calendar)
    ran = desk.run([task, other])
    assert [each.status for each in ran.pulled.tasks] == ["dropped", "open"]
    desk.run([*ran.pulled.tasks[:1], replace(other, title="新标题")])
    assert len(desk.calendar().events) == 2


def test_a_file_of_others_is_refused(desk: IcsDesk) -> None:
    desk.path.write_bytes(FOREIGN)
    with pytest.raises(Refused, match="made by hand or by another program"):
        desk.run([make_task()])
    assert desk.path.read_bytes() == FOREIGN
    assert not desk.make().check()[0].ok


def test_force_adds_to_a_file_of_others(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, force=True)
    desk.path.write_bytes(FOREIGN)
    desk.run([make_task()])
    assert PARTY in desk.path.read_bytes()
    assert desk.calendar()["X-WR-CALNAME"] == "Mine"
    calm = IcsDesk(tmp_path)
    assert calm.run([make_task()]).outcome.idle
    calm.run([make_task(title="新标题")])
    assert PARTY in desk.path.read_bytes()
    assert "1 events of this plan, 1 of others" in calm.make().check()[0].sentence


def test_a_file_that_a_program_renamed_is_still_ours(desk: IcsDesk) -> None:
    desk.run([make_task()])
    calendar = desk.calendar()
    calendar["PRODID"] = icalendar.vText("-//Mozilla.org//Thunderbird//EN")
    calendar.pop("X-EXPORTER-BASE")
    calendar.pop("X-EXPORTER-PLAN")
    desk.save(calendar)
    assert desk.run([make_task()]).outcome.idle
    desk.run([make_task(title="新标题")])
    assert desk.calendar()["PRODID"] == "-//Exporter//Exporter//EN"


def test_a_persons_name_for_the_calendar_stays(desk: IcsDesk) -> None:
    desk.run([make_task()])
    calendar = desk.calendar()
    calendar["X-WR-CALNAME"] = icalendar.vText("我的日历")
    desk.save(calendar)
    desk.setup = replace(desk.setup, plan_title="新计划", options={"path": "plan.ics", "color": "teal"})
    desk.run([make_task(title="新标题")])
    after = desk.calendar()
    assert (after["X-WR-CALNAME"], after["NAME"], after["COLOR"]) == ("我的日历", "新计划", "teal")


def test_two_plans_share_a_file(desk: IcsDesk, tmp_path: Path) -> None:
    other = IcsDesk(tmp_path)
    other.state = tmp_path / "other.sqlite"
    other.setup = replace(desk.setup, plan="other", plan_title="另一计划")
    theirs = make_task(id="other-00000001")
    desk.run([make_task()])
    other.run([theirs])
    assert len(desk.calendar().events) == 2
    before = desk.snapshot()
    assert desk.run([make_task()]).outcome.idle
    assert other.run([theirs]).outcome.idle
    desk.make().commit()
    assert desk.snapshot() == before
    assert desk.calendar()["X-WR-CALNAME"] == "计划"


@pytest.mark.parametrize("cut", [20, 200, 700, -5])
def test_a_damaged_file_is_left_as_it_is(desk: IcsDesk, cut: int) -> None:
    desk.run([make_task()])
    damaged = desk.path.read_bytes()[:cut]
    desk.path.write_bytes(damaged)
    with pytest.raises(ListingIncomplete, match=r"plan\.ics:\d+: .*damaged and was left as it is"):
        desk.run([make_task()])
    assert desk.path.read_bytes() == damaged


def test_two_calendars_in_a_file_are_too_many(desk: IcsDesk) -> None:
    desk.path.write_bytes(FOREIGN * 2)
    with pytest.raises(ListingIncomplete, match="2 calendars instead of one"):
        desk.make().listing()


def test_an_empty_file_is_filled(desk: IcsDesk) -> None:
    desk.path.write_bytes(b"\n")
    assert desk.run([make_task()]).outcome.created


def test_a_folder_is_no_file(desk: IcsDesk) -> None:
    desk.path.mkdir()
    with pytest.raises(Refused, match="this is a folder"):
        desk.make().listing()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read and write everything")
def test_a_place_without_rights(desk: IcsDesk) -> None:
    desk.folder.chmod(0o500)
    try:
        with pytest.raises(NotAllowed, match="cannot be written"):
            desk.run([make_task()])
    finally:
        desk.folder.chmod(0o700)


def test_preflight_says_that_a_folder_is_read_only(desk: IcsDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda folder, mode: not (folder == desk.folder and mode == os.W_OK))
    finding = desk.make().check()[0]
    assert not finding.ok
    assert "cannot be written to" in finding.sentence


def test_an_event_without_a_day_is_reported(desk: IcsDesk) -> None:
    task, other = make_tasks(2)
    desk.run([task, other])
    calendar = desk.calendar()
    desk.event(calendar, task.id).pop("DTSTART")
    desk.save(calendar)
    listing = desk.make().listing()
    assert [item.id for item in listing.items] == [other.id]
    assert listing.problems == (f"plan.ics: the event of {task.id} has no readable date",)


def test_a_task_without_a_date_is_reported_and_stops_nobody(desk: IcsDesk) -> None:
    ran = desk.run([make_task(1, due=None), make_task(2)])
    assert ran.outcome.created == [make_task(2).id]
    assert [notice.kind for notice in ran.outcome.all_notices] == ["unfit"]
    assert "has no due date" in str(ran.outcome.all_notices[0])


def test_a_changed_occurrence_of_a_series_is_a_persons(desk: IcsDesk) -> None:
    desk.run([make_task()])
    calendar = desk.calendar()
    copy = desk.event(calendar, make_task().id).copy(recursive=True)
    copy.add("RECURRENCE-ID", date(2026, 12, 31))
    calendar.add_component(copy)
    desk.save(calendar)
    assert len(desk.make().listing().items) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_preflight(desk: IcsDesk, language: Literal["en", "zh"]) -> None:
    speak(language)
    try:
        finding = desk.make().check()[0]
    finally:
        speak("en")
    assert finding.ok
    assert ("will be made" if language == "en" else "将新建") in finding.sentence
