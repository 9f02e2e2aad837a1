from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from exporter.clock import Clock
from exporter.destinations.http import Http, Pace
from exporter.errors import (
    Changed,
    ConfigError,
    ExporterError,
    Missing,
    NotAllowed,
    OutcomeUnknown,
    Refused,
    Unreachable,
)
from tests.servers.scripted import Scripted, half, resets, says, scripted

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SECRET = "geheim-1234"


class Watch:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.time = START
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)


@pytest.fixture
def watch() -> Watch:
    return Watch()


def client(server: Scripted, watch: Watch, **options: Any) -> Http:
    http = Http(
        server.url,
        watch.clock,
        authorize=lambda: {"Authorization": f"token {SECRET}"},
        secrets=lambda: [SECRET],
        **{"timeout": (2.0, 0.3), "deadline": 1.0, **options},
    )
    opened.append(http)
    return http


opened: list[Http] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while opened:
        opened.pop().close()


def test_an_answer_is_json_and_the_token_goes_with_it(watch: Watch) -> None:
    with scripted(says(200, '{"name": "名"}')) as server:
        assert client(server, watch).get("issues", {"page": 2}) == {"name": "名"}
        (heard,) = server.heard
    assert (heard.method, heard.path) == ("GET", "/issues?page=2")
    assert heard.headers["authorization"] == f"token {SECRET}"
    assert heard.headers["user-agent"].startswith("exporter/")


def test_data_is_sent_as_json(watch: Watch) -> None:
    with scripted(says(201)) as server:
        client(server, watch).send("POST", "issues", data={"title": "标题 \ud800"})
        (heard,) = server.heard
    assert heard.body.decode() == '{"title": "标题 ?"}'


@pytest.mark.parametrize("fault", [says(500), says(502, "<html>"), says(503), resets, half, says(200, "<html>hello")])
def test_a_read_is_tried_again(watch: Watch, fault: Any) -> None:
    with scripted(fault, fault, says(200, '{"ok": 1}')) as server:
        assert client(server, watch).get("x") == {"ok": 1}
        assert len(server.heard) == 3
    assert watch.slept == [1.0, 2.0]


@pytest.mark.parametrize("fault", [says(500), resets, half, says(200, "<html>hello")])
def test_a_read_that_stays_broken_ends(watch: Watch, fault: Any) -> None:
    with scripted(fault) as server:
        with pytest.raises(Unreachable):
            client(server, watch).get("x")
        assert len(server.heard) == 4


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize("fault", [says(500), says(502), says(503), resets, half, says(200, "<html>")])
def test_a_write_whose_outcome_is_unknown_is_never_repeated(watch: Watch, method: str, fault: Any) -> None:
    with scripted(fault) as server:
        with pytest.raises(OutcomeUnknown):
            client(server, watch).send(method, "x", data={})
        assert len(server.heard) == 1
    assert watch.slept == []


def test_silence_after_a_write_is_unknown(watch: Watch) -> None:
    with scripted(lambda _connection: None) as server, pytest.raises(OutcomeUnknown, match="in time"):
        client(server, watch).send("POST", "x", data={})


def test_an_answer_that_drips_is_cut_off(watch: Watch) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b" " * 10)
            if dripped.wait(0.02):
                return

    dripped = threading.Event()
    with scripted(drip) as server:
        with pytest.raises(OutcomeUnknown):
            client(server, watch, deadline=0.1).send("POST", "x", data={})
        dripped.set()


def test_nobody_listens_is_certainly_not_sent_and_tried_again(watch: Watch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    http = Http(f"http://127.0.0.1:{port}", watch.clock)
    with pytest.raises(Unreachable, match="cannot be reached"):
        http.send("POST", "x", data={})
    http.close()
    assert watch.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, NotAllowed),
        (403, NotAllowed),
        (404, Missing),
        (410, Missing),
        (409, Changed),
        (412, Changed),
        (422, Refused),
    ],
)
def test_each_refusal_has_its_name_and_the_servers_reason(watch: Watch, status: int, kind: type[ExporterError]) -> None:
    body = f'{{"message": "title is too long for {SECRET}"}}'
    with scripted(says(status, body)) as server, pytest.raises(kind) as caught:
        client(server, watch).send("POST", "x", data={})
    assert type(caught.value) is kind
    assert "title is too long for ***" in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": "Sun, 01 Mar 2026 12:00:09 GMT"}, 9.0),
        ({"X_RateLimit_Reset": str(int(START.timestamp()) + 30), "X_RateLimit_Remaining": "0"}, 30.0),
        ({"X_RateLimit_Reset": "2026-03-01T12:00:40Z"}, 40.0),
        ({"RateLimit_Reset": "12"}, 12.0),
        ({}, 60.0),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_limit_is_waited_for_and_the_request_sent_again(
    watch: Watch, method: str, headers: dict[str, str], seconds: float
) -> None:
    waits: list[float] = []
    with scripted(says(429, **headers), says(201)) as server:
        client(server, watch, on_wait=waits.append).send(method, "x")
        assert len(server.heard) == 2
    assert watch.slept == [seconds]
    assert waits == [seconds, 0]  # begun, ended


def test_githubs_second_limit_is_a_limit_and_no_lack_of_rights(watch: Watch) -> None:
    body = '{"message": "You have exceeded a secondary rate limit"}'
    with scripted(says(403, body), says(403, body), says(201)) as server:
        client(server, watch).send("POST", "x", data={})
    assert watch.slept == [60.0, 120.0]


def test_a_wait_longer_than_allowed_stops(watch: Watch) -> None:
    with scripted(says(429, Retry_After="3600")) as server, pytest.raises(Unreachable, match="asks to wait 3600 s"):
        client(server, watch, max_wait=60).send("POST", "x", data={})
    assert watch.slept == []


def test_writes_are_paced_and_reads_are_not(watch: Watch) -> None:
    with scripted(says(200)) as server:
        http = client(server, watch, pace=Pace([(2, 60.0)], gap=1.0))
        for _ in range(3):
            http.send("POST", "x", data={})
        http.get("x")
    assert watch.slept == [1.0, 59.0]


def test_a_redirect_on_the_same_server_is_followed(watch: Watch) -> None:
    with scripted(says(301, Location="/repositories/1"), says(200, '{"id": 1}')) as server:
        assert client(server, watch).get("repos/a/b") == {"id": 1}
        assert server.heard[1].path == "/repositories/1"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_elsewhere_never_carries_the_token(watch: Watch, method: str) -> None:
    with scripted(says(200)) as other:
        with (
            scripted(says(307, Location=f"{other.url}/x")) as server,
            pytest.raises(Refused, match="does not go there"),
        ):
            client(server, watch).send(method, "x")
        assert other.heard == []
        with scripted(says(200)) as server, pytest.raises(Refused, match="does not go there"):
            client(server, watch).get(f"{other.url}/next-page")
        assert other.heard == []


def test_a_redirect_that_would_lose_a_writes_body_is_refused(watch: Watch) -> None:
    with scripted(says(301, Location="/new")) as server:
        with pytest.raises(Refused, match="has moved to"):
            client(server, watch).send("POST", "x", data={})
        assert len(server.heard) == 1


@pytest.mark.parametrize(
    "url",
    ["http://example.org", "ftp://example.org", "example.org", "https://user:word@example.org", "http://10.0.0.1/api"],
)
def test_an_address_that_would_leak_is_refused(watch: Watch, url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Http(url, watch.clock)
    assert "user:word" not in str(caught.value)


def test_plain_http_elsewhere_can_be_meant(watch: Watch) -> None:
    assert Http("http://tracker.internal/", watch.clock, insecure=True).url == "http://tracker.internal"


def test_the_secret_is_fetched_only_when_it_is_used(watch: Watch) -> None:
    asked: list[int] = []

    def authorize() -> dict[str, str]:
        asked.append(1)
        return {}

    with scripted(says(200)) as server:
        http = Http(server.url, watch.clock, authorize=authorize)
        assert asked == []
        http.get("x")
        http.get("x")
        http.close()
    assert asked == [1]


def test_a_wait_that_is_too_long_is_told_with_the_limit_it_is_for(watch: Watch) -> None:
    limited = says(429, Retry_After="3600", RateLimit_Reason="jira-quota-tenant-based")
    with scripted(limited) as server, pytest.raises(Unreachable, match=r"3600 s \(jira-quota-tenant-based\)"):
        client(server, watch, max_wait=60.0).get("x")
    assert watch.slept == []
