"""The whole contract against Radicale and Xandikos, to-dos and events; TLS, faults, and vdirsyncer beside us."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import icalendar
import pytest

from exporter.destinations.contract import Field
from exporter.errors import Changed, ExporterError, Missing, NotAllowed, Refused, Unreachable
from exporter.secrets import Secret
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.calendars.caldav_desk import CalDavDesk
from tests.destinations.contract import DestinationContract
from tests.live.calendar_servers import PASSWORD, USER, CalendarServer, running
from tests.live.installing import NotInstalled
from tests.servers.proxy import AFTER, BEFORE, faulty

pytestmark = pytest.mark.live


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    try:
        with running(request.param, tmp_path_factory.mktemp(request.param)) as one:
            yield one
    except NotInstalled as error:
        pytest.skip(str(error))


def desk_at(server: CalendarServer, folder: Path, component: str = "vtodo") -> CalDavDesk:
    name = uuid4().hex
    return CalDavDesk(folder, f"{server.home}{name}/", partial(server.place_beside, name), component=component)


def no_copies(_name: str, _data: bytes) -> None:
    raise NotImplementedError


class TestTodos(DestinationContract):
    many = 60  # there are no pages

    @pytest.fixture(autouse=True)
    def _server(self, server: CalendarServer) -> None:
        self.server = server

    def make_desk(self, folder: Path) -> CalDavDesk:
        return desk_at(self.server, folder)


class TestEvents(TestTodos):
    def make_desk(self, folder: Path) -> CalDavDesk:
        return desk_at(self.server, folder, "vevent")


# Finding it


@pytest.mark.parametrize("path", ["", "/", "/alice/"])
def test_the_servers_address_is_enough(server: CalendarServer, tmp_path: Path, path: str) -> None:
    name = f"计划 {uuid4().hex}"
    desk = CalDavDesk(tmp_path, server.home, no_copies, url=server.url + path, calendar=name)
    assert "will be made" in desk.make().check()[0].sentence
    desk.run(make_tasks(3))
    assert desk.run(make_tasks(3)).outcome.idle
    (finding,) = desk.make().check()
    assert finding.ok
    assert name in finding.sentence
    desk.options["create"] = False
    assert len(desk.make().listing().items) == 3
    desk.options["calendar"] = "nope"
    with pytest.raises(Missing, match=f"no calendar “nope”; there are: .*{name}"):
        desk.make().listing()


def test_a_calendar_for_events_only_takes_no_todos(server: CalendarServer, tmp_path: Path) -> None:
    desk = desk_at(server, tmp_path, "vevent")
    desk.run(make_tasks(1))
    desk.options["component"] = "vtodo"
    with pytest.raises(Refused, match="takes no to-dos"):
        desk.make().listing()


# What a server refuses


def test_a_wrong_password_is_one_sentence(server: CalendarServer, tmp_path: Path) -> None:
    if server.name == "xandikos":
        pytest.skip("Xandikos asks for no password")
    desk = desk_at(server, tmp_path)
    desk.options["password"] = Secret("command", ("echo", "错的密码"))
    with pytest.raises(NotAllowed, match="does not accept this user and password") as caught:
        desk.make().listing()
    assert "错的密码" not in str(caught.value)


def test_what_a_server_cannot_read_is_refused_and_nothing_is_stored(
    server: CalendarServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(server, tmp_path)
    desk.run(make_tasks(1))
    before = desk.snapshot()
    monkeypatch.setattr("exporter.destinations.calendars.caldav.new_resource", lambda *_: b"no calendar at all")
    ran = desk.run(make_tasks(2))
    assert [notice.kind for notice in ran.outcome.notices] == ["refused"]
    assert "did not store it" in str(ran.outcome.notices[0])
    assert desk.snapshot() == before


# Others at work


def test_another_program_writes_between_our_reading_and_writing(server: CalendarServer, tmp_path: Path) -> None:
    desk = desk_at(server, tmp_path)
    task = make_task()
    desk.run([task])
    destination = desk.make()
    item = destination.listing().items[0]
    desk.person_sets(task.id, Field.LABELS, ["人加的"])
    back = destination.update(item, {Field.TITLE: "新标题"}, item.base)
    assert (back.fields[Field.TITLE], back.fields[Field.LABELS]) == ("新标题", ["人加的"])
    desk.person_sets(task.id, Field.TITLE, "人改的")
    with pytest.raises(Changed):
        destination.update(back, {Field.TITLE: "我们的"}, item.base)
    assert desk.item(task.id).fields[Field.TITLE] == "人改的"


def test_alarms_attendees_and_foreign_properties_survive(server: CalendarServer, tmp_path: Path) -> None:
    desk = desk_at(server, tmp_path, "vevent")
    task = make_task()
    desk.run([task])

    def add(part: Any) -> None:
        part.add("ATTENDEE", "mailto:li@example.org", parameters={"CN": "李四", "PARTSTAT": "ACCEPTED"})
        part.add("X-APPLE-TRAVEL-ADVISORY-BEHAVIOR", "AUTOMATIC")
        alarm = icalendar.Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", "人的提醒")
        alarm.add("TRIGGER", timedelta(minutes=-5))
        part.add_component(alarm)

    desk.edit(task.id, add)
    desk.run([replace(task, title="新标题", due=date(2026, 6, 1), text="另一句原文。")])
    text = desk.raw(task.id).text.replace("\r\n", "\n").replace("\n ", "")
    for piece in (
        "新标题",
        "DTSTART;VALUE=DATE:20260601",
        "李四",
        "mailto:li@example.org",
        "AUTOMATIC",
        "人的提醒",
        "-PT5M",
    ):
        assert piece in text


@pytest.mark.parametrize("seed", range(3))
def test_through_a_bad_network_everything_arrives_once(server: CalendarServer, tmp_path: Path, seed: int) -> None:
    with faulty(server.url) as proxy:
        desk = desk_at(server, tmp_path)
        proxy.seed, honest = seed, desk.options["url"]
        proxy.dice.seed(seed)
        tasks = make_tasks(12)
        proxy.faults, proxy.share = (*BEFORE, *AFTER), 0.2
        desk.options["url"] = honest.replace(server.url, proxy.url)
        for number in range(3):
            proxy.come_back()
            tasks = [replace(task, title=f"{task.title}（{number}）") for task in tasks]
            with suppress(ExporterError):
                desk.run(tasks, Options(force=True))
        assert any(fault for _, _, fault in proxy.drawn)
        proxy.share = 0.0
        proxy.come_back()
        desk.run(tasks, Options(force=True))
        items = desk.make().listing().items
        assert sorted(item.id for item in items) == [task.id for task in tasks]
        assert {item.fields[Field.TITLE] for item in items} == {task.title for task in tasks}
        assert desk.run(tasks).outcome.idle


def test_vdirsyncer_beside_us(server: CalendarServer, tmp_path: Path) -> None:
    desk = desk_at(server, tmp_path)
    tasks = make_tasks(20)
    desk.run(tasks)
    name = desk.calendar.rstrip("/").rpartition("/")[2]
    (tmp_path / "vdirsyncer").write_text(
        f'[general]\nstatus_path = "{tmp_path}/status/"\n'
        f'[pair plan]\na = "here"\nb = "there"\ncollections = ["{name}"]\n'
        f'[storage here]\ntype = "filesystem"\npath = "{tmp_path}/files/"\nfileext = ".ics"\n'
        f'[storage there]\ntype = "caldav"\nurl = "{server.home}"\nusername = "{USER}"\npassword = "{PASSWORD}"\n',
        encoding="utf-8",
    )

    def sync(verb: str) -> str:
        words = [str(server.programs / "vdirsyncer"), "-c", str(tmp_path / "vdirsyncer"), verb]
        ran = subprocess.run(words, input="y\ny\n", capture_output=True, text=True, timeout=120, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    sync("discover")
    assert sync("sync").count("Copying") == 20
    assert "ing (" not in sync("sync")
    files = sorted((tmp_path / "files" / name).glob("*.ics"))
    assert len(files) == 20

    before = desk.snapshot()
    assert desk.run(tasks).outcome.idle
    assert desk.snapshot() == before

    done = next(file for file in files if tasks[3].id in file.read_text(encoding="utf-8"))
    text = done.read_text(encoding="utf-8").replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED")
    done.write_text(text, encoding="utf-8")
    assert "ing (" in sync("sync")
    ran = desk.run(tasks)
    assert [task.id for task in ran.pulled.tasks if task.status == "done"] == [tasks[3].id]
    assert sync("sync").count("ing (") == 1  # the description says 100 % now
    assert "ing (" not in sync("sync")
    assert desk.run(ran.pulled.tasks).outcome.idle


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Certificate and key of localhost, signed by an authority of our own, whose file is ca.pem beside them."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("tls")
    (folder / "ext").write_text("subjectAltName = DNS:localhost\nbasicConstraints = CA:FALSE\n", encoding="utf-8")
    key = ["-newkey", "rsa:2048", "-nodes"]
    signs = ["-addext", "keyUsage = critical, keyCertSign, cRLSign"]  # Python 3.13 asks for it
    signer = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
    for words in (
        ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Our own CA", "-days", "2", *signs],
        ["req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", "server.csr", *signer, "-days", "2", "-extfile", "ext", "-out", "server.pem"],
    ):
        subprocess.run([openssl, *words], cwd=folder, check=True, capture_output=True)
    return folder / "server.pem", folder / "server.key"


def test_a_certificate_authority_of_ones_own(certificate: tuple[Path, Path], tmp_path: Path) -> None:
    try:
        with running("radicale", tmp_path, tls=certificate) as server:
            desk = CalDavDesk(tmp_path, f"{server.home}plan/", no_copies)
            with pytest.raises(Unreachable, match=r"could not prove who it is .*name its file with `ca`"):
                desk.make().listing()
            desk.options["ca"] = str(certificate[0].with_name("ca.pem"))
            desk.run(make_tasks(3))
            assert len(desk.make().listing().items) == 3
            assert desk.run(make_tasks(3)).outcome.idle
    except NotInstalled as error:
        pytest.skip(str(error))
