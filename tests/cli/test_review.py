from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from typer.testing import Result

from exporter.errors import ExitCode
from exporter.ledger import load
from tests.review.review_desk import CONFIG, DOCUMENT

Run = Callable[..., Result]


@pytest.fixture
def plan(folder: Path) -> Path:
    (folder / "plan.md").write_text(DOCUMENT, encoding="utf-8")
    (folder / "exporter.toml").write_text(CONFIG.format(ledger="ledger.yaml"), encoding="utf-8")
    return folder


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal of its own elsewhere")
def test_it_makes_the_first_ledger_and_serves_this_machine_until_ctrl_c(plan: Path) -> None:
    command = [sys.executable, "-m", "exporter", "--lang", "zh", "review", "--json"]
    with subprocess.Popen(command, cwd=plan, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        try:
            said = ""
            while not said.endswith("}\n"):
                line = process.stdout.readline()
                assert line, f"it ended: {said}"
                said += line
            url = json.loads(said)["url"]
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            with opener.open(url, timeout=20) as got:
                assert got.status == 200
            with opener.open(url.partition("?")[0], timeout=20) as got:
                page = got.read().decode()
            with pytest.raises(urllib.error.HTTPError) as again:
                urllib.request.urlopen(url, timeout=20)  # noqa: S310  loopback
            again.value.close()
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(30) in {ExitCode.DONE, 130}
        assert "Traceback" not in process.stderr.read()
    assert '<html lang="zh-Hans">' in page  # in a thread of the server too
    assert url.startswith("http://127.0.0.1:")
    assert again.value.code == 403
    assert len(load(plan / "ledger.yaml").tasks) > 1


def test_without_the_extra_it_says_how_to_get_it(plan: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.cli.review.find_spec", lambda name: None if name == "waitress" else object())
    result = run("review")
    assert result.exit_code == ExitCode.USAGE
    assert "waitress" in result.stderr
    assert "pip install 'exporter[review]'" in result.stderr
    assert not (plan / "ledger.yaml").exists()


def test_a_damaged_ledger_is_said_before_there_is_a_page(plan: Path, run: Run) -> None:
    (plan / "ledger.yaml").write_text("- id: [", encoding="utf-8")
    result = run("review")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "ledger.yaml" in result.stderr


def test_a_port_that_is_taken_is_said(plan: Path, run: Run) -> None:
    assert plan.exists()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("review", "--port", taken.getsockname()[1])
    assert result.exit_code == ExitCode.UNEXPECTED
    assert "--port" in result.stderr


def test_without_a_configuration_it_says_how_to_make_one(folder: Path, run: Run) -> None:
    assert folder.exists()
    assert run("review").exit_code == ExitCode.BAD_INPUT
