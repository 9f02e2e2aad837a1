"""The feed over real connections on loopback."""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import icalendar
import pytest

from exporter.destinations.calendars.ics import Ics
from exporter.destinations.contract import Setup
from exporter.destinations.marker import digests
from exporter.errors import NotAllowed, OutputError
from exporter.feed import Feed, Shelf, open_feed
from exporter.feed.server import Limits
from tests.builders import PLAN, make_tasks

SECRET = "s" * 20 + "-é"
Ask = Callable[..., "Got"]


class Got:
    """One answer, read to its end."""

    def __init__(self, reply: http.client.HTTPResponse) -> None:
        self.status = reply.status
        self.headers = reply.headers
        self.body = reply.read()


@pytest.fixture
def calendar(tmp_path: Path) -> Ics:
    """A calendar with a copy for a unit, to-dos and a second volume."""
    made = Ics(
        Setup(
            "日历 1",
            PLAN,
            "计划 <&>",
            {"path": "plan 年.ics", "files": ["owner"], "todos": True, "max_bytes": 10_000},
            folder=tmp_path,
        )
    )
    made.listing()
    for task in make_tasks(12):
        wanted = made.render(task)
        made.create(wanted, digests(wanted.fields))
    assert made.commit()
    return made


@contextmanager
def serving(calendar: Ics, *, secret: str = "", limits: Limits | None = None) -> Iterator[Feed]:
    shelf = Shelf("计划 <&>", [calendar])
    with Feed(("127.0.0.1", 0), shelf, secret=secret, limits=limits) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def asking(server: Feed) -> Ask:
    parts = urlsplit(server.url)

    def ask(path: str = "", method: str = "GET", **headers: str) -> Got:
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            target = path if path.startswith("/") else parts.path + path
            connection.request(method, target, headers=given)
            return Got(connection.getresponse())
        finally:
            connection.close()

    return ask


@pytest.fixture
def ask(calendar: Ics) -> Iterator[Ask]:
    with serving(calendar) as server:
        yield asking(server)


MAIN = quote("日历 1") + "/" + quote("plan 年.ics")


def test_a_calendar_program_gets_the_very_file(ask: Ask, calendar: Ics) -> None:
    got = ask(MAIN)
    assert got.status == 200
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert got.body == calendar.path.read_bytes()
    assert got.headers["Content-Length"] == str(len(got.body))
    assert len(list(icalendar.Calendar.from_ical(got.body).events)) > 3


def test_what_is_known_is_not_sent_again(ask: Ask) -> None:
    first = ask(MAIN)
    for headers in (
        {"If_None_Match": first.headers["ETag"]},
        {"If_None_Match": f'"other", W/{first.headers["ETag"]}'},
        {"If_None_Match": "*"},
        {"If_Modified_Since": first.headers["Last-Modified"]},
    ):
        got = ask(MAIN, **headers)
        assert (got.status, got.body) == (304, b"")
        assert got.headers["ETag"] == first.headers["ETag"]
    moment = datetime.now(UTC) - timedelta(days=1)
    for headers in (
        {"If_None_Match": '"other"'},
        {"If_None_Match": '"other"', "If_Modified_Since": first.headers["Last-Modified"]},
        {"If_Modified_Since": format_datetime(moment, usegmt=True)},
        {"If_Modified_Since": "yesterday"},
    ):
        assert ask(MAIN, **headers).status == 200


def test_a_changed_calendar_has_another_etag(ask: Ask, calendar: Ics) -> None:
    first = ask(MAIN)
    content = calendar.path.read_bytes().replace(b"COLOR:steelblue", b"COLOR:crimson")
    calendar.path.write_bytes(content)
    got = ask(MAIN, If_None_Match=first.headers["ETag"])
    assert (got.status, got.body) == (200, content)
    assert got.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    ("wish", "packed"),
    [("gzip", True), ("deflate, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("br", False), ("", False)],
)
def test_it_is_compressed_for_who_wishes_it(ask: Ask, wish: str, packed: bool) -> None:  # noqa: FBT001  a parameter
    plain, got = ask(MAIN, Accept_Encoding="identity"), ask(MAIN, Accept_Encoding=wish)
    assert (got.headers["Content-Encoding"] == "gzip") is packed
    assert (gzip.decompress(got.body) if packed else got.body) == plain.body
    assert (got.headers["ETag"] != plain.headers["ETag"]) is packed
    assert got.headers["Vary"] == "Accept-Encoding"
    assert ask(MAIN, Accept_Encoding=wish, If_None_Match=got.headers["ETag"]).status == 304


def test_head_gives_the_headers_of_get(ask: Ask) -> None:
    for path in (MAIN, "", "nowhere"):
        got, head = ask(path), ask(path, "HEAD")
        assert (head.status, head.body) == (got.status, b"")
        assert {k: v for k, v in head.headers.items() if k != "Date"} == {
            k: v for k, v in got.headers.items() if k != "Date"
        }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(ask: Ask, calendar: Ics, method: str) -> None:
    before = calendar.path.read_bytes()
    got = ask(MAIN, method)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")
    assert ask(MAIN, "MKCOL").status == 501
    assert calendar.path.read_bytes() == before


def test_the_index_lists_every_file_and_each_link_leads_to_one(ask: Ask, calendar: Ics) -> None:
    page = ask("", Accept_Language="en-GB,en;q=0.9,zh;q=0.8", Host="office.example:8610").body.decode()
    assert "<h1>计划 &lt;&amp;&gt;</h1>" in page
    assert '<html lang="en">' in page
    found = [piece.split('"')[0] for piece in page.split('<a href="')[1:]]
    files = [link for link in found if link.endswith(".ics") and not link.startswith("webcal:")]
    there = sorted(path.relative_to(calendar.path.parent).as_posix() for path in calendar.path.parent.rglob("*.ics"))
    assert len(there) > 3
    assert sorted(link.partition("/")[2] for link in files) == sorted(quote(name) for name in there)
    for link in files:
        assert ask(link).body.startswith(b"BEGIN:VCALENDAR")
        assert f"webcal://office.example:8610/{link}" in page


def test_the_index_speaks_the_readers_language(ask: Ask) -> None:
    assert "订阅" in ask("", Accept_Language="fr, zh-CN;q=0.5").body.decode()
    assert "订阅" in ask("").body.decode()
    assert "Subscribe" in ask("?lang=en", Accept_Language="zh").body.decode()
    assert "订阅" in ask("?lang=xx&" + "a=1&" * 5000, Accept_Language="").body.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/../exporter.toml",
        "/..%2fexporter.toml",
        "/%2e%2e/exporter.toml",
        f"/{quote('日历 1')}/../exporter.toml",
        f"/{quote('日历 1')}/..%2Fexporter.toml",
        f"/{quote('日历 1')}/%2e%2e%2fexporter.toml",
        f"/{quote('日历 1')}/exporter.toml",
        f"/{quote('日历 1')}/by-hand.ics",
        f"/{quote('日历 1')}/plan%20%E5%B9%B4-owner/link.ics",
        f"/{quote('日历 1')}/plan%20%E5%B9%B4-owner/by-hand.ics",
        f"/{quote('日历 1')}//{quote('plan 年.ics')}",
        "/etc/passwd",
        "//etc/passwd",
        "//[",
        "/%00",
        "/%ff%fe",
        "/" + "a/" * 5000,
    ],
)
def test_nothing_else_on_the_disk_can_be_read(ask: Ask, calendar: Ics, path: str) -> None:
    folder = calendar.path.parent
    (folder / "exporter.toml").write_text("canary")
    (folder / "by-hand.ics").write_text("BEGIN:VCALENDAR\r\nX-CANARY:canary\r\nEND:VCALENDAR\r\n")
    (folder / "plan 年-owner" / "by-hand.ics").write_text("BEGIN:VCALENDAR\r\nX-CANARY:canary\r\nEND:VCALENDAR\r\n")
    (folder / "plan 年-owner" / "link.ics").symlink_to(folder / "exporter.toml")
    got = ask(path)
    assert got.status == 404
    assert b"canary" not in got.body


def test_spellings_of_one_address_are_one(ask: Ask) -> None:
    assert ask(MAIN.lower().replace("%2", "%2")).status == 200
    assert ask(f"http://whatever.example/{MAIN}").status == 404, "a relative path is no whole address"
    assert ask(f"/{MAIN}?from=webcal").status == 200


def test_a_secret_path_is_the_only_way_in(calendar: Ics) -> None:
    with serving(calendar, secret=SECRET) as server:
        assert server.url.endswith(f"/{quote(SECRET)}/")
        ask = asking(server)
        assert ask(MAIN).status == 200
        assert quote(SECRET) in ask("").body.decode(), "the webcal address holds it"
        moved = ask(f"/{quote(SECRET)}")
        assert (moved.status, moved.headers["Location"]) == (308, f"{quote(SECRET)}/")
        for path in ("/", f"/{MAIN}", "/s", f"/{quote(SECRET)}x/{MAIN}", f"/x/{quote(SECRET)}/{MAIN}"):
            got = ask(path)
            assert (got.status, got.body) == (404, b"not found\n")
            assert "sss" not in str(got.headers)
        for got in (ask(MAIN), ask("")):
            assert got.headers["Referrer-Policy"] == "no-referrer"
            assert got.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("host", ['evil"><script>', "a b", "x" * 300, "h/../", "[::1", "host:port"])
def test_a_strange_host_is_not_repeated(ask: Ask, host: str) -> None:
    got = ask("", Host=host)
    assert got.status == 200
    assert "webcal:" not in got.body.decode()
    assert "<script" not in got.body.decode()


def test_a_request_cannot_add_headers_to_the_answer(calendar: Ics) -> None:
    with serving(calendar, secret="x" * 16) as server:
        for target in ("/x%0d%0aX-Evil:%201", f"/{'x' * 16}%0d%0aX-Evil:1", f"/{'x' * 16}/?lang=en%0d%0aX-Evil:1"):
            assert "X-Evil" not in asking(server)(target).headers
    injected = "日历\r\nX-Evil: 1"
    there = Ics(Setup(injected, PLAN, "x", calendar.setup.options, folder=calendar.setup.folder))
    with serving(there) as server:
        got = asking(server)(f"{quote(injected, safe='')}/{quote('plan 年.ics')}")
        assert got.status == 200
        assert "X-Evil" not in got.headers


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00" * 9,
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_nonsense_does_not_disturb_the_others(calendar: Ics, raw: bytes) -> None:
    with serving(calendar, limits=Limits(silence=0.5)) as server:
        with socket.create_connection(server.server_address[:2], timeout=5) as line:  # type: ignore[arg-type]
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)
            while line.recv(65536):
                pass
        assert asking(server)(MAIN).status == 200


def test_silent_and_dripping_clients_are_cut_off_and_further_ones_told_to_wait(calendar: Ics) -> None:
    with serving(calendar, limits=Limits(connections=4, silence=0.6, lifetime=0.9)) as server, ExitStack() as stack:
        address = server.server_address[:2]
        lines = [stack.enter_context(socket.create_connection(address, timeout=5)) for _ in range(4)]  # type: ignore[arg-type]
        busy = {asking(server)(MAIN).status for _ in range(3)}
        assert busy == {503}
        lines[0].sendall(b"GET / HTTP/1.1\r\nX: ")
        for line in lines:
            assert line.recv(100) == b"", "closed without an answer"
        assert asking(server)(MAIN).status == 200


def test_many_readers_at_once_all_get_it(calendar: Ics) -> None:
    content = calendar.path.read_bytes()
    with serving(calendar, limits=Limits(connections=8)) as server:
        ask = asking(server)
        found: list[int] = []

        def read() -> None:
            for _ in range(200):
                try:
                    got = ask(MAIN)
                except OSError:  # sent away before it could ask
                    continue
                if got.status == 200:
                    found.append(got.body == content)
                    return

        threads = [threading.Thread(target=read) for _ in range(40)]
        for thread in threads:
            thread.start()
        before = threading.active_count()
        for thread in threads:
            thread.join()
    assert found == [True] * 40
    assert before <= 40 + 2 * 8 + 4, "one thread and one timer a connection"


def test_what_goes_away_is_no_longer_there(ask: Ask, calendar: Ics) -> None:
    assert ask(MAIN).status == 200
    calendar.path.unlink()
    assert ask(MAIN).status == 404
    assert ask("").status == 200


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be changed here")
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles", "UTC"])
def test_dates_are_gmt_in_every_zone(ask: Ask, calendar: Ics, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    moment = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()
    os.utime(calendar.path, (moment, moment + 0.7))
    got = ask(MAIN)
    assert got.headers["Last-Modified"] == "Thu, 31 Dec 2026 23:59:59 GMT"
    assert ask(MAIN, If_Modified_Since=got.headers["Last-Modified"]).status == 304
    monkeypatch.undo()
    time.tzset()


def test_an_address_that_is_taken_is_one_clear_sentence(calendar: Ics) -> None:
    shelf = Shelf("x", [calendar])
    with serving(calendar) as server, pytest.raises(OutputError, match="nobody can be served at 127"):
        open_feed("127.0.0.1", int(server.server_address[1]), shelf)
    for host, port in (("127.0.0.1", 99999), ("192.0.2.1", 0), ("no.such.host.invalid", 0)):
        with pytest.raises((OutputError, NotAllowed)):
            open_feed(host, port, shelf)


def test_the_sixth_version_of_the_protocol(calendar: Ics) -> None:
    try:
        server = open_feed("::1", 0, Shelf("x", [calendar]))
    except OutputError:
        pytest.skip("this machine has no IPv6")
    with server:
        assert server.url.startswith("http://[::1]:")
