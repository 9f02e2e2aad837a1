"""Who may come in, and what every answer bears."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.review.review_desk import HOME, ONE, Clerk, clerk


def test_the_link_opens_once_and_becomes_a_cookie(tmp_path: Path) -> None:
    stranger = clerk(tmp_path)
    entered = stranger.enter()
    assert entered.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/">' in entered.text
    assert stranger.gate.token not in entered.text
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert stranger.gate.token not in cookie
    assert stranger.get("/").status_code == 303
    other = stranger.client.application.test_client()
    assert other.get(f"/?token={stranger.gate.token}", base_url=HOME).status_code == 403
    assert stranger.enter().status_code == 200  # who is in already may follow the link again


@pytest.mark.parametrize("token", ["", "x", "ä", "' or 1=1"])
def test_another_token_opens_nothing(tmp_path: Path, token: str) -> None:
    stranger = clerk(tmp_path)
    answer = stranger.client.get("/", query_string={"token": token}, base_url=HOME)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
    assert not stranger.gate.used


@pytest.mark.parametrize("path", ["/", f"/tasks/{ONE}", "/review.js", "/review.css", "/nowhere"])
def test_without_the_cookie_nothing_is_shown(tmp_path: Path, path: str) -> None:
    answer = clerk(tmp_path).get(path)
    assert answer.status_code == 403
    assert "Open the review with the link" in answer.text


def test_without_the_cookie_nothing_is_written(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    before = at_desk.ledger.read_bytes()
    at_desk.client.delete_cookie(at_desk.gate.cookie_name, domain="127.0.0.1")
    assert at_desk.press(ONE, "accept").status_code == 403
    assert at_desk.undo().status_code == 403
    assert at_desk.ledger.read_bytes() == before


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8600", "127.0.0.1", "127.0.0.1:80", "localhost:1", ""])
def test_a_name_that_was_bound_to_this_machine_is_refused(at_desk: Clerk, host: str) -> None:
    answer = at_desk.get(f"/tasks/{ONE}", Host=host)
    assert answer.status_code == 403
    assert "not that of the review" in answer.text
    entering = at_desk.client.get(f"/?token={at_desk.gate.token}", headers={"Host": host}, base_url=HOME)
    assert entering.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "https://127.0.0.1:8600"},
        {"Origin": "http://localhost:8600"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_page_writes_nothing(at_desk: Clerk, headers: dict[str, str]) -> None:
    at_desk.look(ONE)
    before = at_desk.ledger.read_bytes()
    answer = at_desk.send(ONE, {"Origin": HOME, **headers}, {**at_desk.fields, "action": "accept"})
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (403, before)
    assert "nothing was written" in answer.text


def test_a_form_without_origin_writes_nothing(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    assert at_desk.send(ONE, {}, {**at_desk.fields, "action": "accept"}).status_code == 403
    assert at_desk.task(ONE).confidence == "high"


def test_the_page_may_be_reached_as_localhost(at_desk: Clerk) -> None:
    here = "http://localhost:8600"
    entered = at_desk.client.application.test_client()
    at_desk.gate.used = False
    assert entered.get(f"/?token={at_desk.gate.token}", base_url=here).status_code == 200
    assert entered.get(f"/tasks/{ONE}", base_url=here).status_code == 200


@pytest.mark.parametrize("path", ["/", f"/tasks/{ONE}", "/review.js", "/review.css", "/nowhere", "/?token=x"])
def test_every_answer_forbids_what_is_foreign(at_desk: Clerk, path: str) -> None:
    at_desk.client.get(path, base_url=HOME)
    for answer in (at_desk.get(path), at_desk.get(path, Host="evil.example")):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"


def test_another_page_may_not_even_read(at_desk: Clerk) -> None:
    answer = at_desk.client.get(f"/tasks/{ONE}", base_url=HOME, headers={"Sec-Fetch-Site": "same-site"})
    assert answer.status_code == 403


def test_nothing_foreign_is_loaded(at_desk: Clerk) -> None:
    page = at_desk.look(ONE)
    assert "http://" not in page
    assert "https://" not in page
    assert "style=" not in page
    assert "<style" not in page
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert page.count("<script") == 1
