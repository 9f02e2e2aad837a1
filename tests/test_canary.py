"""A token that sings when it is seen: it must be in no output, log, file, journal, plan, exception or report."""

from __future__ import annotations

import json
import logging
import sys
import types
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from exporter.cli import app
from exporter.destinations.registry import destination_class
from exporter.ledger import save
from exporter.sync.journal import WAITS
from tests.builders import PLAN, make_tasks
from tests.servers.fake import Asked, Fake, Given, serving
from tests.servers.github import REPO, GitHubFake
from tests.servers.jira import PROJECT, JiraCloudFake

CANARY = "canary7Zq3xVb9KtW2mN8p"
USER = "office@example.gov.cn"
SUNG = (CANARY, b64encode(f"{USER}:{CANARY}".encode()).decode())
"""As it is, and as Basic sends it."""
PRINTS = "import os; print(os.environ['CANARY_TOKEN'])"
WAYS = {
    "env": '{ env = "CANARY_TOKEN" }',
    "command": f"{{ command = {json.dumps([sys.executable, '-c', PRINTS])} }}",
    "keyring": '{ keyring = "canary" }',
}
HEAD = f"""
[plan]
name = "{PLAN}"
year = 2026
document = "plan.md"
ledger = "ledger.yaml"
[destinations.issues]
pace = "off"
max_wait = 5
"""
KINDS: dict[str, tuple[type[Fake], str]] = {
    "github": (GitHubFake, f'kind = "github"\nrepo = "{REPO}"\n'),
    "jira": (JiraCloudFake, f'kind = "jira"\nproject = "{PROJECT}"\nedition = "cloud"\nuser = "{USER}"\n'),
}
COMMANDS = (
    ["doctor"],
    ["plan", "-o", "plan.json"],
    ["sync", "--dry-run", "--json"],
    ["sync", "--yes", "--debug"],
    ["sync", "--yes", "--json", "--debug"],
    ["report"],
    ["doctor", "--json"],
)
WRITING = [words for words in COMMANDS if "--yes" in words]


class Place:
    """A folder with a plan, and everything that was said in it."""

    def __init__(self, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
        self.folder = folder
        self.caplog = caplog
        self.said: list[str] = []

    def write(self, config: str) -> None:
        (self.folder / "exporter.toml").write_text(config, encoding="utf-8")
        save(self.folder / "ledger.yaml", make_tasks(2))

    def run(self, *words: str) -> None:
        result = CliRunner(env={"LC_ALL": "C.UTF-8"}).invoke(app, list(words))
        seen: BaseException | None = result.exception
        while seen:
            self.said.append(f"{seen} {seen!r}")
            seen = seen.__cause__ or seen.__context__
        self.said += [result.stdout, result.stderr]

    def is_silent(self, *, beside: str = "") -> None:
        """Nobody sang, but for the file named `beside`."""
        for each in SUNG:
            assert not [text for text in [*self.said, self.caplog.text] if each in text]
            files = [path for path in self.folder.rglob("*") if path.is_file() and path.name != beside]
            assert [path for path in files if each.encode() in path.read_bytes()] == []
            assert len(files) >= 1


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Place:
    def get_password(service: str, _user: str) -> str | None:
        return CANARY if service == "canary" else None

    monkeypatch.setitem(sys.modules, "keyring", types.SimpleNamespace(get_password=get_password))
    monkeypatch.setenv("CANARY_TOKEN", CANARY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("exporter.sync.journal.WAITS", WAITS[:0])
    monkeypatch.setattr("exporter.destinations.http.client.BACK_OFF", 0.0)
    caplog.set_level(logging.DEBUG)
    return Place(tmp_path, caplog)


@contextmanager
def served(place: Place, kind: str, way: str = "env") -> Iterator[Any]:
    fake, keys = KINDS[kind]
    server: Any = fake()
    server.token = CANARY
    with serving(server):
        place.write(f'{HEAD}{keys}url = "{server.url}"\ntoken = {WAYS[way]}\n')
        yield server


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
def test_a_run_in_which_all_goes_well(place: Place, kind: str, way: str) -> None:
    with served(place, kind, way) as server:
        for words in COMMANDS:
            place.run(*words)
        assert server.issues
    assert list(place.folder.rglob("*.sqlite")) + list(place.folder.rglob("plan.json"))
    place.is_silent()


def echo(asked: Asked, status: int) -> Given:
    """A server that tells everybody what it was told."""
    sent = str(asked.headers.get("Authorization"))
    body = {"message": f"not {sent}", "errors": {"assignee": sent, "x": CANARY}, "errorMessages": [sent]}
    location = f"{asked.path}?token={CANARY}"
    return Given(status, body, {"X-Echo": sent, "WWW-Authenticate": f"Bearer {CANARY}", "Location": location})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [200, 302, 307, 400, 401, 403, 422, 429, 500])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_server_that_echoes_what_it_was_told(place: Place, kind: str, status: int, method: str) -> None:
    with served(place, kind) as server:
        server.before = lambda asked: echo(asked, status) if asked.method == method else None
        for words in COMMANDS if method == "GET" else WRITING:
            place.run(*words)
        assert any(asked.method == method for asked in server.asked)
    place.is_silent()


@pytest.mark.parametrize("kind", KINDS)
def test_a_redirect_to_another_house(place: Place, kind: str) -> None:
    with served(place, kind) as server, serving(Fake()) as other:
        to = f"{other.url.replace('//', f'//x:{CANARY}@')}/?token={CANARY}"
        server.before = lambda _asked: Given(307, None, {"Location": to})
        for words in COMMANDS:
            place.run(*words)
        assert other.asked == []
    place.is_silent()


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_that_nobody_foresaw(place: Place, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(self: object, draft: object) -> object:
        raise ZeroDivisionError(f"{self.__dict__} {draft}")

    for verb in ("post", "create_many"):
        monkeypatch.setattr(destination_class(kind), verb, break_down, raising=False)
    with served(place, kind):
        for words in COMMANDS:
            place.run(*words)
    assert any("ZeroDivisionError" in text for text in place.said)
    place.is_silent()


def test_a_token_that_cannot_be_sent(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pasted with a sign that no header can hold."""
    for bad in (f"{CANARY}令", f"{CANARY}\x0b{CANARY}", f"{CANARY}\r{CANARY}"):
        monkeypatch.setenv("CANARY_TOKEN", bad)
        with served(place, "github") as server:
            for words in COMMANDS:
                place.run(*words)
            assert server.issues == {}
    assert not [text for text in place.said if "Traceback" in text]
    place.is_silent()


@pytest.mark.parametrize(
    "line",
    [
        f'url = "https://office:{CANARY}@git.example.gov.cn"\ntoken = {WAYS["env"]}',
        f'url = "https://git.example.gov.cn"\ntoken = "{CANARY}"',
        f'url = "https://git.example.gov.cn"\npassword = "{CANARY}"',
        f'url = "https://git.example.gov.cn"\ntoken = {{ token = "{CANARY}" }}',
        f'url = "https://git.example.gov.cn"\ntoken = "{CANARY}',
    ],
)
def test_a_secret_in_the_file_is_refused(place: Place, line: str) -> None:
    place.write(f"{HEAD}{KINDS['github'][1]}{line}\n")
    for words in COMMANDS:
        place.run(*words)
    assert any(place.said)
    place.is_silent(beside="exporter.toml")
