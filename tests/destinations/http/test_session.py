"""What the client does with logins that answer a question, redirects that are answers, and authorities of one's own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from requests.auth import HTTPDigestAuth

from exporter.clock import Clock
from exporter.destinations.http import Http
from exporter.destinations.http.transport import Request, Transport, new_session
from tests.servers.scripted import says, scripted

CLOCK = Clock(lambda: datetime(2026, 3, 1, tzinfo=UTC), lambda _seconds: None)


def test_a_login_answers_the_servers_question_once() -> None:
    question = says(401, b"", WWW_Authenticate='Digest realm="r", nonce="n", qop="auth"')
    made: list[int] = []

    def login() -> HTTPDigestAuth:
        made.append(1)
        return HTTPDigestAuth("alice", "secret")

    with scripted(question, says(200)) as server:
        http = Http(server.url, CLOCK, login=login)
        assert made == []
        http.get("x")
        http.send("PUT", "x", body="正文".encode())
        http.close()
    told = [heard.headers.get("authorization", "")[:6] for heard in server.heard]
    assert told == ["", "Digest", "Digest"]
    assert server.heard[2].body == "正文".encode()
    assert made == [1]


def test_a_redirect_can_be_the_answer() -> None:
    with scripted(says(301, b"", Location="http://elsewhere.example/")) as server:
        http = Http(server.url, CLOCK)
        reply = http.send("GET", "x", accept=(301,), as_json=False, follow=False)
        http.close()
    assert reply.headers["Location"] == "http://elsewhere.example/"
    assert len(server.heard) == 1


def test_an_authority_of_ones_own_wins_over_the_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "environment.pem"))
    asked: list[object] = []
    session = new_session(str(tmp_path / "own.pem"))
    monkeypatch.setattr(session, "send", lambda _request, **kwargs: asked.append(kwargs["verify"]))
    with pytest.raises(TypeError):  # nothing is sent, so there is nothing to read
        Transport(session).exchange(Request("GET", "https://dav.example.org/"))
    assert asked == [str(tmp_path / "own.pem")]


def test_a_proxy_of_the_environment_is_used_and_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(says(200, '{"way": "through"}')) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        http = Http("http://tracker.example", CLOCK, insecure=True)
        assert http.get("issues") == {"way": "through"}
        monkeypatch.delenv("http_proxy")
        http.get("issues")
        http.close()
    assert [heard.path for heard in proxy.heard] == ["http://tracker.example/issues"] * 2


def test_this_machine_is_not_asked_through_a_proxy_where_the_environment_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with scripted(says(200)) as proxy, scripted(says(200)) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        http = Http(server.url, CLOCK)
        http.get("issues")
        http.close()
    assert (len(proxy.heard), len(server.heard)) == (0, 1)
