"""The look at each kind of tracker: all well, a wrong token, nobody there. Nothing is written."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exporter.config import read_config
from exporter.destinations.contract import Finding, Patience
from exporter.doctor import Checkup, Ward, examine
from exporter.errors import ExitCode
from exporter.ledger import save
from exporter.report.doctor import doctor_record
from tests.builders import PLAN, make_tasks
from tests.servers import gitea, github, gitlab, jira
from tests.servers.fake import serving

FAKES: dict[str, tuple[type[Any], str]] = {
    "github": (github.GitHubFake, f'repo = "{github.REPO}"'),
    "gitlab": (gitlab.GitLabFake, f'project = "{gitlab.PROJECT}"'),
    "gitea": (gitea.GiteaFake, f'repo = "{gitea.REPO}"'),
    "jira cloud": (jira.JiraCloudFake, f'project = "{jira.PROJECT}"\nedition = "cloud"\nuser = "{{user}}"'),
    "jira": (jira.JiraDataCenterFake, f'project = "{jira.PROJECT}"\nedition = "datacenter"'),
}
CONFIG = """
[plan]
name = "{plan}"
year = 2026
document = "plan.md"

[destinations.issues]
kind = "{kind}"
url = "{url}"
{keys}
token = {{ command = ["echo", "{token}"] }}
pace = "off"
"""


@pytest.fixture(params=sorted(FAKES))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(kind: str) -> Iterator[Any]:
    with serving(FAKES[kind][0]()) as there:
        yield there


def look(kind: str, server: Any, folder: Path, *, url: str = "", token: str = "") -> Checkup:
    keys = FAKES[kind][1].replace("{user}", str(getattr(server, "user", "")))
    values = {"kind": kind.partition(" ")[0], "url": url or server.url, "token": token or server.token}
    text = CONFIG.format(plan=PLAN, keys=keys, **values)
    (folder / "exporter.toml").write_text(text, encoding="utf-8")
    save(folder / "ledger.yaml", make_tasks(2))
    return examine(read_config(folder / "exporter.toml"), ("issues",), Patience(max_wait=0))


def said(found: Checkup) -> list[str]:
    return [finding.sentence for ward in found.wards for finding in ward.findings if not finding.ok]


def test_all_is_well_and_nothing_is_written(kind: str, server: Any, tmp_path: Path) -> None:
    found = look(kind, server, tmp_path)
    assert said(found) == []
    assert found.exit_code is ExitCode.DONE
    assert len(found.wards[1].findings) > 2
    assert {asked.method for asked in server.asked} == {"GET"}
    assert "区科委" in "".join(found.wards[1].remarks)


def test_a_wrong_token_is_not_allowed(kind: str, server: Any, tmp_path: Path) -> None:
    found = look(kind, server, tmp_path, token="canary-of-another")
    assert found.exit_code is ExitCode.NOT_ALLOWED
    assert len(said(found)) == 1
    assert "canary" not in str(doctor_record(found))


def test_nobody_there_is_one_clear_sentence(
    kind: str, server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exporter.destinations.http.client.TRIES", 1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    found = look(kind, server, tmp_path, url=server.url.replace(server.url.split("/")[2], f"127.0.0.1:{port}"))
    assert found.exit_code is ExitCode.PARTIAL
    assert len(said(found)) == 1
    assert "cannot be reached" in said(found)[0]


def test_faults_of_several_kinds_are_partial_and_bad_input_comes_first() -> None:
    def code(*codes: ExitCode) -> ExitCode:
        return Checkup(tuple(Ward("w", "", (Finding(ok=False, sentence="x", code=each),)) for each in codes)).exit_code

    assert code() is ExitCode.DONE
    assert code(ExitCode.NOT_ALLOWED, ExitCode.NOT_ALLOWED) is ExitCode.NOT_ALLOWED
    assert code(ExitCode.NOT_ALLOWED, ExitCode.PARTIAL) is ExitCode.PARTIAL
    assert code(ExitCode.LOCKED) is ExitCode.LOCKED
    assert code(ExitCode.LOCKED, ExitCode.BAD_INPUT, ExitCode.PARTIAL) is ExitCode.BAD_INPUT
