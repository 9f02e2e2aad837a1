"""From whatever address a person knows to one calendar, or to one clear sentence; and who gets the password."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from exporter.clock import Clock
from exporter.destinations.calendars.caldav import CalDav
from exporter.destinations.calendars.dav import Dav, _as_secure
from exporter.destinations.contract import Setup
from exporter.errors import ConfigError, ExporterError, Missing, NotAllowed, Refused, Unreachable
from exporter.secrets import Secret
from tests.builders import PLAN, make_task
from tests.servers.dav import DavFake, Shelf
from tests.servers.fake import Asked, Given, serving

BASIC = "Basic " + b64encode("办公室:密码:1".encode()).decode()


@pytest.fixture
def server() -> Iterator[DavFake]:
    with serving(DavFake()) as fake:
        yield fake


def made(url: str, **options: Any) -> CalDav:
    login = {"user": "办公室", "password": Secret("command", ("echo", "密码:1"))}
    clock = Clock(lambda: datetime(2026, 3, 1, tzinfo=UTC), lambda _seconds: None)
    known = {key: value for key, value in {"url": url, "pace": "off", **login, **options}.items() if value is not None}
    return CalDav(Setup("phone", PLAN, "我的计划", known, clock=clock))


def chosen(url: str, **options: Any) -> str:
    destination = made(url, **options)
    destination.listing()
    assert destination._shelf
    return destination._shelf.calendar.path


def wants(server: DavFake, *challenges: str, valid: Callable[[Asked], bool]) -> None:
    def before(asked: Asked) -> Given | None:
        if asked.path == "/.well-known/caldav" or valid(asked):
            return None
        return Given(401, b"", {"WWW-Authenticate": ", ".join(challenges)})

    server.before = before


# Addresses


@pytest.mark.parametrize("path", ["", "/", "/dav/", "/p/", "/h/", "/h/work/", "/h/work", "/wrong/page"])
def test_every_address_leads_to_the_calendar(server: DavFake, path: str) -> None:
    assert chosen(server.url + path) == "/h/work/"


def test_inner_hosts_in_the_servers_words_lead_nowhere_else(server: DavFake) -> None:
    server.absolute = True
    with pytest.raises(
        Refused, match=r"keeps the calendars at inner\.example:8080, and the password does not go there"
    ):
        made(f"{server.url}/dav/").listing()
    assert chosen(f"{server.url}/h/work/") == "/h/work/"


def test_well_known_may_lead_to_another_host_and_takes_no_password_there(server: DavFake) -> None:
    with serving(DavFake()) as front:
        front.before = lambda _asked: Given(302, b"", {"Location": f"{server.url}/dav/"})
        assert chosen(front.url) == "/h/work/"
        assert [asked.headers.get("Authorization") for asked in front.asked] == [None]


def test_a_redirect_after_that_stays_on_the_host(server: DavFake) -> None:
    with serving(DavFake()) as other:
        server.before = lambda asked: (
            Given(302, b"", {"Location": f"{other.url}/dav/"}) if asked.path == "/dav/" else None
        )
        with pytest.raises(Refused, match="sends us on to"):
            made(f"{server.url}/dav/").listing()
        assert other.asked == []


def test_redirects_on_the_host_are_followed(server: DavFake) -> None:
    server.before = lambda asked: Given(301, b"", {"Location": "/h/work/"}) if asked.path == "/old" else None
    assert chosen(f"{server.url}/old") == "/h/work/"


@pytest.mark.parametrize("loop", ["/.well-known/caldav", "http://192.0.2.1/"])
def test_a_well_known_that_turns_in_circles_or_goes_plain_is_passed_over(server: DavFake, loop: str) -> None:
    server.before = lambda asked: Given(301, b"", {"Location": loop}) if asked.path == "/.well-known/caldav" else None
    with pytest.raises(Missing, match="there is nothing at"):
        made(server.url).listing()


@pytest.mark.parametrize(
    "answer",
    [
        Given(200, b"<html>Please log in</html>"),
        Given(207, b"<html/>"),
        Given(207, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        Given(207, b'<multistatus xmlns="DAV:"/>'),
        Given(405, b""),
        Given(501, b""),
        Given(400, b""),
    ],
)
def test_what_is_no_calendar_server_is_called_so(server: DavFake, answer: Given) -> None:
    server.before = lambda _asked: answer
    with pytest.raises(Refused, match="does not answer as a CalDAV server"):
        made(f"{server.url}/dav/").listing()
    assert [finding.ok for finding in made(f"{server.url}/dav/").check()] == [False]


def test_nobody_there() -> None:
    with pytest.raises(Unreachable, match="cannot be reached"):
        made("http://127.0.0.1:9/").listing()


@pytest.mark.parametrize("url", ["http://dav.example.org/", "dav.example.org", "https://a:b@dav.example.org/"])
def test_an_address_that_would_leak_the_password_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        made(url).listing()


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("http://cloud.example.org/remote.php/dav/", "https://cloud.example.org:8443/remote.php/dav/"),
        ("http://other.example.org/dav/", "http://other.example.org/dav/"),
        ("https://other.example.org/dav/", "https://other.example.org/dav/"),
    ],
)
def test_a_server_behind_a_proxy_is_reached_as_it_was_asked(url: str, reached: str) -> None:
    assert _as_secure(url, "https://cloud.example.org:8443/.well-known/caldav") == reached


@pytest.mark.parametrize(
    ("home", "goes"),
    [
        ("https://p34-caldav.icloud.com:443/1/calendars/", True),
        ("https://caldav.icloud.com/1/", True),
        ("http://p34-caldav.icloud.com/1/", False),
        ("https://icloud.com.example.org/1/", False),
        ("https://example.org/", False),
    ],
)
def test_the_password_follows_to_a_sibling_over_https_only(home: str, goes: bool) -> None:  # noqa: FBT001
    dav = Dav(Setup("phone", PLAN, "x", {"url": "https://caldav.icloud.com/"}))
    try:
        dav.enter_home(home, "https://caldav.icloud.com/")
    except Refused:
        assert not goes
    else:
        assert goes


# Which calendar


@pytest.fixture
def several(server: DavFake) -> DavFake:
    server.calendars = {
        "work": Shelf("Work"),
        "dates": Shelf("工作 计划", ("VEVENT",)),
        "todos": Shelf("工作 计划", ("VTODO",)),
        "read": Shelf("Shared", writable=False),
    }
    return server


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"calendar": "work"}, "/h/work/"),
        ({"calendar": "WORK "}, "/h/work/"),
        ({"calendar": "工作　计划"}, "/h/todos/"),
        ({"calendar": "工作 计划", "component": "vevent"}, "/h/dates/"),
        ({"calendar": "/h/dates/", "component": "vevent"}, "/h/dates/"),
        ({"calendar": "todos"}, "/h/todos/"),
    ],
)
def test_a_calendar_by_its_name_or_path(several: DavFake, options: dict[str, Any], path: str) -> None:
    assert chosen(several.url, **options) == path
    assert chosen(f"{several.url}/h/work/", **options) == path


@pytest.mark.parametrize(
    ("options", "kind", "sentence"),
    [
        ({}, Refused, r"several calendars: Work \(/h/work/\), 工作 计划 \(/h/todos/\)\."),
        ({"calendar": "nope"}, Missing, r"no calendar “nope”; there are: Work \(/h/work/\), .*Shared \(/h/read/\)"),
        ({"calendar": "dates"}, Refused, "“工作 计划” takes no to-dos"),
        ({"calendar": "todos", "component": "vevent"}, Refused, "takes no events"),
    ],
)
def test_what_does_not_fit_is_said_with_what_is_there(
    several: DavFake, options: dict[str, Any], kind: type[ExporterError], sentence: str
) -> None:
    with pytest.raises(kind, match=sentence):
        made(several.url, **options).listing()
    finding = made(several.url, **options).check()[0]
    assert not finding.ok
    assert re.search(sentence, finding.sentence)


def test_the_only_one_that_fits_needs_no_name(several: DavFake) -> None:
    del several.calendars["work"]
    assert chosen(several.url) == "/h/todos/"
    assert "takes to-dos" in made(several.url).check()[0].sentence
    assert "takes events" in made(several.url, component="vevent").check()[0].sentence


def test_no_calendar_at_all(server: DavFake) -> None:
    server.calendars = {}
    with pytest.raises(Missing, match="no calendar there takes to-dos; there are: none"):
        made(server.url).listing()


# Making one


def create(destination: CalDav) -> None:
    task = replace(make_task(), id=f"{PLAN}-1")
    destination.create(destination.render(task), {})


@pytest.mark.parametrize(("name", "shown"), [("新日历", "新日历"), (None, "我的计划")])
def test_a_calendar_is_made_on_wish_and_only_when_something_is_written(
    server: DavFake, name: str | None, shown: str
) -> None:
    destination = made(server.url, calendar=name, create=True)
    assert destination.listing().items == ()
    assert "will be made" in destination.check()[0].sentence
    assert list(server.calendars) == ["work"]
    create(destination)
    (key,) = set(server.calendars) - {"work"}
    assert key.isascii()
    assert (server.calendars[key].name, server.calendars[key].components) == (shown, ("VTODO",))
    assert len(made(server.url, calendar=name, create=True).listing().items) == 1


def test_a_calendar_that_was_made_meanwhile_is_as_good(server: DavFake) -> None:
    one, two = (made(server.url, calendar="新日历", create=True) for _ in range(2))
    one.listing()
    two.listing()
    create(one)
    with pytest.raises(Refused, match="is in the calendar already"):
        create(two)
    assert len(server.calendars) == 2


def test_a_calendar_at_an_empty_address_is_made_there(server: DavFake) -> None:
    assert made(f"{server.url}/h/mine", create=True).listing().items == ()
    assert "mine" not in server.calendars
    create(made(f"{server.url}/h/mine", create=True))
    assert len(server.calendars["mine"].items) == 1


def test_a_server_that_makes_no_calendars(server: DavFake) -> None:
    server.makes_calendars = False
    destination = made(server.url, calendar="新日历", create=True)
    destination.listing()
    with pytest.raises(Refused, match=r"“新日历” could not be made .*Make it in the calendar service itself"):
        create(destination)


# Who gets the password, and how


def test_basic_is_sent_once_it_is_asked_for(server: DavFake) -> None:
    wants(server, 'Basic realm="x"', valid=lambda asked: asked.headers.get("Authorization") == BASIC)
    assert chosen(f"{server.url}/dav/") == "/h/work/"
    assert [asked.headers.get("Authorization") for asked in server.asked[:3]] == [None, BASIC, BASIC]


def test_a_server_that_never_asks_gets_no_password(server: DavFake) -> None:
    chosen(server.url)
    assert {asked.headers.get("Authorization") for asked in server.asked} == {None}


def test_a_server_that_shows_strangers_around_is_told_who_we_are(server: DavFake) -> None:
    def before(asked: Asked) -> Given | None:
        if asked.path != "/dav/" or "Authorization" in asked.headers:
            return None
        nobody = "<d:current-user-principal><d:unauthenticated/></d:current-user-principal>"
        return server.multistatus([server.answer_for("/dav/", nobody)])

    server.before = before
    assert chosen(f"{server.url}/dav/") == "/h/work/"


def test_a_calendar_that_strangers_may_read_is_written_by_name(server: DavFake) -> None:
    work = server.calendars["work"]

    def before(asked: Asked) -> None:
        work.writable = "Authorization" in asked.headers

    server.before = before
    create(made(f"{server.url}/h/work/"))
    assert len(work.items) == 1


@pytest.mark.parametrize("challenges", [['Basic realm="x"'], ['Digest realm="x", nonce="n", qop="auth"']])
def test_a_wrong_password_is_one_sentence(server: DavFake, challenges: list[str]) -> None:
    wants(server, *challenges, valid=lambda _asked: False)
    with pytest.raises(NotAllowed, match=r"does not accept this user and password\. Check both\.") as caught:
        made(server.url).listing()
    assert "密码:1" not in str(caught.value)
    assert len(server.asked) <= 4


def test_no_right_to_look(server: DavFake) -> None:
    server.before = lambda asked: Given(403, b"No entry for you") if asked.method == "PROPFIND" else None
    with pytest.raises(NotAllowed, match=r"may not be read with this user and password \(No entry for you\)"):
        made(server.url).listing()


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324  what the protocol says


def digest_is_right(asked: Asked) -> bool:
    said = dict(re.findall(r'(\w+)="?([^",]+)', asked.headers.get("Authorization", "")))
    if not asked.headers.get("Authorization", "").startswith("Digest"):
        return False
    secret = md5("alice:Calendars:pass:word")
    rest = md5(f"{asked.method}:{said['uri']}")
    expected = md5(f"{secret}:{said['nonce']}:{said['nc']}:{said['cnonce']}:auth:{rest}")
    return bool(said["response"] == expected)


@pytest.mark.parametrize("others", [[], ['Basic realm="Calendars"']])
def test_digest_goes_before_basic_and_the_password_is_never_sent(server: DavFake, others: list[str]) -> None:
    challenge = 'Digest realm="Calendars", nonce="abc", qop="auth", algorithm=MD5'
    wants(server, challenge, *others, valid=digest_is_right)
    login = {"user": "alice", "password": Secret("command", ("echo", "pass:word"))}
    destination = made(f"{server.url}/dav/", **login)
    create(destination)
    assert len(server.calendars["work"].items) == 1
    sent = [asked.headers.get("Authorization", "") for asked in server.asked]
    assert not any(each.startswith("Basic") for each in sent)
    assert sent.count("") == 1
