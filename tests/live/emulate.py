"""The npm package emulate: GitHub's API kept in memory by somebody else's program. It needs node 22.15 or later."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

OWNER = "octocat"
PEOPLE = ("octocat", "hubot")
PATIENCE = 20.0
"""Seconds for the program to begin listening."""


@dataclass
class Emulator:
    """A running one. Each repository gets a token of its own, for a token may ask 5,000 times an hour."""

    url: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def repository(self) -> tuple[str, str]:
        """A new, empty repository and a token for it."""
        number = next(self.numbers)
        token = f"token{number}"
        self.call("POST", "/user/repos", {"name": f"plan{number}"}, token)
        return f"{OWNER}/plan{number}", token

    def call(self, method: str, path: str, data: Any = None, by: str = "token0") -> Any:
        """What a person's browser or another program would do; `by` is a token."""
        body = None if data is None else json.dumps(data).encode()
        headers = {"Authorization": f"Bearer {by}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, body, headers, method=method)  # noqa: S310  loopback
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  as above
            return json.load(answer)


@contextmanager
def emulating(modules: Path, node: Path, folder: Path, tokens: int = 200) -> Iterator[Emulator]:
    """Run it on a free port and stop that very process.

    Args:
        modules: the node_modules in which it stands.
        node: the program that runs it.
        folder: for its config and log.
        tokens: how many repositories may be asked for.
    """
    config = {
        "tokens": {f"token{number}": {"login": OWNER, "scopes": ["repo", "user"]} for number in range(tokens + 1)},
        "github": {"users": [{"login": name} for name in PEOPLE]},
    }
    file = folder / "emulate.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    port = _free_port()
    words = [str(node), str(modules / "emulate" / "dist" / "index.js"), "start", "-s", "github"]
    words += ["-p", str(port), "--host", "127.0.0.1", "--config", str(file)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    emulator = Emulator(f"http://127.0.0.1:{port}")
    try:
        _wait(lambda: emulator.call("GET", "/rate_limit"), process, folder / "log")
        yield emulator
    finally:
        process.terminate()
        process.wait(timeout=10)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _wait(ready: Callable[[], Any], process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until it answers; a process that ended never will."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError):
            ready()
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    raise AssertionError(log.read_text(errors="replace"))
