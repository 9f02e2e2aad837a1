"""The destination against a small server with the habits of the large ones; the real ones are in tests/live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.errors import Changed, Missing, NotAllowed, OutcomeUnknown, Refused
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.calendars.caldav_desk import CalDavDesk
from tests.destinations.contract import DestinationContract
from tests.servers.dav import DavFake, Shelf
from tests.servers.fake import Asked, Given, serving

LOGIN = ("alice", "secret")
TASK = make_task()


class Held(CalDavDesk):
    """A desk at the fake's calendar “work”."""

    def __init__(self, folder: Path, server: DavFake, **options: Any) -> None:
        super().__init__(folder, f"{server.url}/h/work/", server.calendars["work"].put, LOGIN, **options)
        self.server = server
        self.shelf = server.calendars["work"]


@pytest.fixture
def server() -> Iterator[DavFake]:
    with serving(DavFake()) as fake:
        yield fake


@pytest.fixture
def desk(tmp_path: Path, server: DavFake) -> Held:
    return Held(tmp_path, server)


class TestWithSync(DestinationContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: DavFake) -> None:
        self.server = server

    def make_desk(self, folder: Path) -> Held:
        return Held(folder, self.server)


class TestEventsOnAnAwkwardServer(TestWithSync):
    """No sync-collection, hrefs of an inner host, weak ETags, no text in reports, names of its own."""

    def make_desk(self, folder: Path) -> Held:
        server = self.server
        server.sync, server.absolute, server.weak = False, True, True
        server.data_in_report, server.renames, server.honours_new = False, True, False
        return Held(folder, server, component="vevent")


# What is asked


def verbs(server: DavFake) -> list[str]:
    return [asked.method for asked in server.asked]


def test_a_second_listing_asks_only_for_changes(desk: Held) -> None:
    destination = desk.make()
    desk.run(make_tasks(200))
    desk.server.asked.clear()
    assert len(destination.listing().items) == 200
    assert verbs(desk.server).count("REPORT") == 4
    desk.server.asked.clear()
    desk.person_sets(TASK.id, Field.TITLE, "人改的")
    desk.server.asked.clear()
    titles = {item.id: item.fields[Field.TITLE] for item in destination.listing().items}
    assert titles[TASK.id] == "人改的"
    assert len(titles) == 200
    assert verbs(desk.server) == ["REPORT", "REPORT"]


def test_changes_that_come_in_parts_are_all_read(desk: Held) -> None:
    desk.run(make_tasks(1))
    destination = desk.make()
    destination.listing()
    desk.run(make_tasks(9))
    desk.server.most_changes = 2
    assert len(destination.listing().items) == 9


def test_a_forgotten_token_means_everything_is_read(desk: Held) -> None:
    desk.run(make_tasks(3))
    destination = desk.make()
    destination.listing()
    desk.shelf.remove(next(iter(desk.shelf.items)))
    desk.server.forget_tokens = True
    assert len(destination.listing().items) == 2


@pytest.mark.parametrize("status", [400, 403, 500, 501])
def test_reports_that_a_server_does_not_know_are_done_without(desk: Held, status: int) -> None:
    desk.run(make_tasks(3))
    destination = desk.make()
    destination.listing()
    desk.person_sets(TASK.id, Field.TITLE, "人改的")
    changes = b"sync-collection" if status in {403, 500} else b""
    desk.server.before = lambda asked: (
        Given(status, b"") if asked.method == "REPORT" and changes in asked.content else None
    )
    titles = {item.id: item.fields[Field.TITLE] for item in destination.listing().items}
    assert titles[TASK.id] == "人改的"
    assert len(titles) == 3


def test_an_item_that_left_is_not_listed(desk: Held) -> None:
    desk.run(make_tasks(3))
    destination = desk.make()
    destination.listing()
    desk.shelf.remove(next(iter(desk.shelf.items)))
    assert len(destination.listing().items) == 2


def test_a_cache_file_saves_requests_and_is_never_trusted_blindly(desk: Held) -> None:
    desk.options["cache"] = "out/cache.json"
    desk.run(make_tasks(80))
    desk.run(make_tasks(80))
    desk.server.asked.clear()
    assert len(desk.make().listing().items) == 80
    assert verbs(desk.server).count("REPORT") == 1
    assert "secret" not in (desk.folder / "out/cache.json").read_text(encoding="utf-8")
    for damage in (b"", b"[]", b'{"calendar": 1}', (desk.folder / "out/cache.json").read_bytes()[:-20]):
        (desk.folder / "out/cache.json").write_bytes(damage)
        assert len(desk.make().listing().items) == 80
    other = Shelf("Other")
    desk.server.calendars["other"] = other
    desk.options["url"] = f"{desk.server.url}/h/other/"
    assert desk.make().listing().items == ()


def test_foreign_items_are_read_once_and_left_alone(desk: Held) -> None:
    data = b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:milk\r\nSUMMARY:milk\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    desk.shelf.put("milk.ics", data)
    desk.run([TASK])
    desk.run([replace(TASK, title="新标题")])
    assert desk.shelf.items["milk.ics"] == data
    assert len(desk.make().listing().items) == 1


# What is kept


def lines_of(desk: Held) -> list[str]:
    (data,) = desk.shelf.items.values()
    return data.decode().split("\r\n")


def test_what_a_person_added_survives_a_change(desk: Held) -> None:
    desk.run([TASK])
    ((name, data),) = desk.shelf.items.items()
    alarm = "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER:-PT5M\r\nX-WR-ALARMUID:1\r\nEND:VALARM\r\n"
    added = f"ATTENDEE;CN=李四:mailto:li@example.org\r\nX-APPLE-SORT-ORDER:7\r\n{alarm}END:VTODO"
    zone = "BEGIN:VTIMEZONE\r\nTZID:X\r\nEND:VTIMEZONE\r\nBEGIN:VTODO"
    edited = data.decode().replace("END:VTODO", added).replace("BEGIN:VTODO", zone)
    desk.shelf.put(name, edited.encode())
    desk.run([replace(TASK, title="新标题", due=date(2026, 6, 1))])
    text = "\r\n".join(lines_of(desk))
    assert "DUE;VALUE=DATE:20260601" in text
    for piece in (alarm, "ATTENDEE;CN=李四:mailto:li@example.org", "X-APPLE-SORT-ORDER:7", "TZID:X"):
        assert piece in text


def test_done_is_written_with_its_moment_in_utc(desk: Held) -> None:
    desk.run([TASK])
    desk.run([replace(TASK, status="done")])
    assert {"STATUS:COMPLETED", "PERCENT-COMPLETE:100", "COMPLETED:20260109T080001Z"} <= set(lines_of(desk))


def test_a_dropped_task_is_cancelled_and_never_deleted(desk: Held) -> None:
    desk.run([TASK])
    desk.run([replace(TASK, status="dropped")])
    assert "STATUS:CANCELLED" in lines_of(desk)
    assert "DELETE" not in verbs(desk.server)


def test_what_a_person_made_repeat_is_left_alone(desk: Held) -> None:
    desk.run([TASK])
    ((name, data),) = desk.shelf.items.items()
    repeating = data.replace(b"END:VTODO", b"RRULE:FREQ=WEEKLY\r\nEND:VTODO")
    desk.shelf.put(name, repeating)
    ran = desk.run([replace(TASK, title="新标题")])
    assert "made to repeat" in str(ran.outcome.notices[0])
    assert desk.shelf.items[name] == repeating


def test_a_damaged_item_is_named_and_not_made_again(desk: Held) -> None:
    desk.run([TASK])
    ((name, data),) = desk.shelf.items.items()
    desk.shelf.put(name, data[:-20])
    ran = desk.run([TASK])
    assert ran.outcome.idle
    assert [notice.kind for notice in ran.outcome.all_notices] == ["unreadable", "refused"]
    assert desk.shelf.items == {name: data[:-20]}


def test_an_event_without_a_day_is_named_and_not_made_again(tmp_path: Path, server: DavFake) -> None:
    desk = Held(tmp_path, server, component="vevent")
    desk.run([TASK])
    ((name, data),) = desk.shelf.items.items()
    desk.shelf.put(name, data.replace(b"DTSTART;VALUE=DATE:20261231\r\n", b""))
    ran = desk.run([TASK])
    assert [notice.kind for notice in ran.outcome.all_notices] == ["unreadable", "refused"]
    assert len(desk.shelf.items) == 1


def test_events_and_todos_of_a_plan_need_a_calendar_each(tmp_path: Path, server: DavFake) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    Held(tmp_path / "a", server).run([TASK])
    ran = Held(tmp_path / "b", server, component="vevent").run([TASK])
    assert "a calendar each" in str(ran.outcome.notices[0])
    assert len(server.calendars["work"].items) == 1


# When others write at the same time


def test_a_change_beside_ours_is_merged_over_the_new_etag(desk: Held) -> None:
    desk.run([TASK])
    destination = desk.make()
    item = destination.listing().items[0]
    desk.person_sets(TASK.id, Field.LABELS, ["人加的"])
    now = replace(TASK, title="新标题")
    wanted = destination.render(now)
    back = destination.update(item, {Field.TITLE: wanted.fields[Field.TITLE]}, item.base)
    assert back.fields[Field.TITLE] == "新标题"
    assert back.fields[Field.LABELS] == ["人加的"]


def test_a_change_of_the_same_field_is_not_written_over(desk: Held) -> None:
    desk.run([TASK])
    destination = desk.make()
    item = destination.listing().items[0]
    desk.person_sets(TASK.id, Field.TITLE, "人改的")
    with pytest.raises(Changed, match="changed in the calendar meanwhile"):
        destination.update(item, {Field.TITLE: "我们的"}, item.base)
    assert desk.item(TASK.id).fields[Field.TITLE] == "人改的"


def test_without_etags_an_item_is_read_again_right_before_it_is_written(desk: Held) -> None:
    desk.server.tells_etags = False
    desk.run([TASK])
    destination = desk.make()
    item = destination.listing().items[0]
    ((name, data),) = desk.shelf.items.items()
    desk.shelf.put(name, data.replace("CATEGORIES:科技创新".encode(), b"CATEGORIES:x"))
    back = destination.update(item, {Field.TITLE: "新标题"}, item.base)
    assert (back.fields[Field.TITLE], back.fields[Field.LABELS]) == ("新标题", ["x"])
    desk.shelf.put(name, data)
    with pytest.raises(Changed):
        destination.update(back, {Field.TITLE: "又一个"}, item.base)
    assert desk.shelf.items == {name: data}


def test_an_item_that_is_gone_is_missing(desk: Held) -> None:
    desk.run([TASK])
    destination = desk.make()
    item = destination.listing().items[0]
    desk.shelf.remove(next(iter(desk.shelf.items)))
    with pytest.raises(Missing):
        destination.update(item, {Field.TITLE: "我们的"}, item.base)


def test_412_again_and_again_ends(desk: Held) -> None:
    desk.run([TASK])
    desk.server.before = lambda asked: Given(412, b"") if asked.method == "PUT" else None
    desk.server.asked.clear()
    ran = desk.run([replace(TASK, title="新标题")])
    assert "could not be stored" in str(ran.outcome.notices[0])
    assert verbs(desk.server).count("PUT") == 3


def test_a_put_without_an_answer_is_looked_after(desk: Held) -> None:
    desk.run([TASK])
    lost = iter([True])

    def before(asked: Asked) -> Given | None:
        if asked.method == "PUT" and next(lost, False):
            desk.server.put(asked, "work", asked.path.rpartition("/")[2])
            return Given(502, b"")
        return None

    desk.server.before = before
    desk.server.asked.clear()
    ran = desk.run([replace(TASK, title="新标题")])
    assert ran.outcome.updated == [TASK.id]
    assert verbs(desk.server).count("PUT") == 1


def test_a_create_that_cannot_be_read_back_is_found_by_the_next_look(desk: Held) -> None:
    fails = iter([True] * 4)
    desk.server.before = lambda asked: Given(500, b"") if asked.method == "GET" and next(fails, False) else None
    ran = desk.run([TASK])
    assert ran.outcome.created == [TASK.id]
    assert len(desk.shelf.items) == 1


def test_an_item_under_the_address_of_ours_is_not_written_over(desk: Held) -> None:
    foreign = b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
    desk.shelf.put(f"{TASK.id}.ics", foreign)
    desk.server.honours_new = False
    ran = desk.run([TASK])
    assert "something else stands where" in str(ran.outcome.notices[0])
    assert desk.shelf.items == {f"{TASK.id}.ics": foreign}


# Refusals


@pytest.mark.parametrize(
    ("status", "rule", "kind", "sentence"),
    [
        (207, "", Refused, "did not store it"),
        (202, "", OutcomeUnknown, "may or may not be stored"),
        (400, "", Refused, "did not store it"),
        (401, "", NotAllowed, "does not accept this user and password"),
        (403, "", NotAllowed, "may only be read"),
        (403, "<d:need-privileges/>", NotAllowed, "may only be read"),
        (403, "<c:valid-calendar-data/>", Refused, "valid-calendar-data"),
        (403, "<c:supported-calendar-component/>", Refused, "takes no such items"),
        (404, "", Missing, "the calendar is gone"),
        (405, "", NotAllowed, "may only be read"),
        (409, "", Missing, "the calendar is gone"),
        (409, "<c:no-uid-conflict/>", Changed, "at another address"),
        (412, "", Changed, "changed meanwhile"),
        (412, "<c:valid-calendar-data/>", Refused, "valid-calendar-data"),
        (413, "", Refused, "is full, or the item is too large"),
        (423, "", Refused, "did not store it"),
        (507, "", Refused, "is full, or the item is too large"),
        (507, "<d:quota-not-exceeded/>", Refused, "is full, or the item is too large"),
    ],
)
def test_each_refusal_of_a_put_is_one_clear_sentence(
    desk: Held, status: int, rule: str, kind: type[Exception], sentence: str
) -> None:
    destination = desk.make()
    destination.listing()
    wanted = destination.render(TASK)
    desk.server.before = lambda asked: desk.server.error(status, rule) if asked.method == "PUT" else None
    with pytest.raises(kind, match=sentence) as caught:
        destination.create(wanted, {})
    assert "secret" not in str(caught.value)
    assert desk.shelf.items == {}


def test_the_servers_words_are_repeated_without_the_password(desk: Held) -> None:
    destination = desk.make()
    destination.listing()
    words = "alice:secret said something bad"
    desk.server.before = lambda asked: desk.server.error(400, "", words) if asked.method == "PUT" else None
    assert destination.dav.login
    destination.dav.login.auth()  # the fake does not ask for it
    with pytest.raises(Refused, match=r"alice:\*\*\* said something bad"):
        destination.create(destination.render(TASK), {})


def test_a_calendar_for_reading_is_told_before_anything_is_sent(desk: Held) -> None:
    desk.shelf.writable = False
    with pytest.raises(NotAllowed, match="may only be read"):
        desk.run([TASK])
    assert "PUT" not in verbs(desk.server)
    assert [finding.ok for finding in desk.make().check()] == [False]


def test_a_listing_cut_short_forbids_creates(desk: Held) -> None:
    desk.server.sync = False
    cut = desk.server.missing("/h/work/x.ics", "500 Internal Server Error")
    desk.server.before = lambda asked: (
        desk.server.multistatus([desk.server.answer_for("/h/work/", desk.server.described("work")), cut])
        if asked.method == "PROPFIND" and asked.headers["Depth"] == "1"
        else None
    )
    with pytest.raises(Exception, match="could not be listed to the end"):
        desk.run([TASK])
    assert desk.shelf.items == {}


def test_an_item_that_vanishes_while_we_list_is_passed_over(desk: Held) -> None:
    desk.run(make_tasks(2))
    gone = next(iter(desk.shelf.items))

    def before(asked: Asked) -> None:
        if asked.method == "REPORT" and gone in desk.shelf.items:
            desk.shelf.remove(gone)

    desk.server.before = before
    assert len(desk.make().listing().items) == 1


def test_close_orphans_cancels(desk: Held) -> None:
    desk.run(make_tasks(2))
    desk.run([TASK], Options(close_orphans=True))
    texts = [data.decode() for data in desk.shelf.items.values()]
    assert sum("STATUS:CANCELLED" in text for text in texts) == 1
    assert len(texts) == 2
