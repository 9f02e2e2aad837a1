"""1,000 tasks at a tracker: ours beside a bare loop of `requests` that sends and fetches the same, in the same run.

    python -m benchmarks.trackers [tasks]

The server is the tests' GitHub in a process of its own, on this machine. Trackers take their time for a page of a
hundred issues or for a new one, mostly 100 ms and more, so it answers after 50 ms; and after 5 ms and at once as well,
which no tracker does, to show what we cost ourselves.

What is alike on both sides: the pages and the bodies, one connection made anew for each run, one request at a time,
no pace, a process that has long begun and knows its tasks and its token. What only we do: everything else, from
comparing to the journal on the disk. Reading a ledger stands on a line of its own. The best of a few rounds in turn
counts, and ratios count, not seconds.

`nothing to do` is the usual case, a run after one that had nothing to do either: tasks and answers are the same, which
is known by digests alone, so that no answer need be read. `with ETags` is that as GitHub has it, where unchanged
pages are not even sent; the bare loop knows none and fetches them. `read in full` is the first of such
runs, or one in which anything at all has changed: all is read as JSON, rendered and compared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from exporter.clock import Clock
from exporter.destinations.contract import Setup
from exporter.destinations.trackers.github import GitHub
from exporter.ledger import load, save
from exporter.model import Task
from exporter.secrets import Secret
from exporter.sync.outcome import Outcome
from exporter.sync.planner import Options
from exporter.sync.pull import bring_back
from exporter.sync.state import State
from exporter.sync.visit import guard, visit
from tests.builders import PLAN, make_tasks
from tests.destinations.desk import NOW
from tests.servers.github import REPO, GitHubFake

TASKS = 1_000
LATENCIES = {50: (5, 1), 5: (9, 3), 0: (9, 3)}
"""Milliseconds → rounds of looking, and of pushing."""
VARIABLE = "EXPORTER_BENCH"
TOKEN = GitHubFake().token
CLOCK = Clock(lambda: NOW, lambda _seconds: None)


@contextmanager
def server(milliseconds: int) -> Iterator[str]:
    """Its address."""
    words = [sys.executable, "-m", "benchmarks.tracker_server", str(milliseconds)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate()


class Bench:
    """One server, the tasks, and how long things take there."""

    def __init__(self, url: str, folder: Path, tasks: list[Task]) -> None:
        self.url = url
        self.folder = folder
        self.tasks = tasks
        self.session = self.connected()
        self.state = folder / "state.sqlite"

    def connected(self) -> requests.Session:
        """What the bare loops ask with."""
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        return session

    def ours(self, *, in_full: bool = False) -> Outcome:
        """One run, as a command does it: look, bring back, plan, stop before damage, carry out."""
        options = {"url": self.url, "repo": REPO, "pace": "off", "token": Secret("env", VARIABLE)}
        destination = GitHub(Setup("issues", PLAN, "计划", options, folder=self.folder, clock=CLOCK))
        with State(self.state) as state:
            seen = visit(destination, state, CLOCK, self.tasks, in_full=in_full)
            pulled = bring_back(self.tasks, [seen.news(self.tasks)])
            plan = seen.plan(pulled.tasks, Options())
            guard(plan, len(self.tasks), Options())
            outcome = seen.apply(plan, state, CLOCK)
        destination.http.close()
        return outcome

    def fetch_bare(self) -> list[Any]:
        """Every page, read as JSON."""
        found: list[Any] = []
        url: str | None = f"{self.url}/repos/{REPO}/issues"
        query: dict[str, Any] | None = {"state": "all", "sort": "created", "direction": "asc", "per_page": 100}
        with self.connected() as session:
            while url:
                reply = session.get(url, params=query, timeout=60)
                found += reply.json()
                link = reply.links.get("next")
                url, query = (
                    (f"{self.url}/repos/{REPO}/issues?{link['url'].partition('?')[2]}", None) if link else (None, None)
                )
        return found

    def push_bare(self, bodies: list[dict[str, Any]]) -> None:
        """The same issues, and their answers read as JSON."""
        with self.connected() as session:
            for body in bodies:
                reply = session.post(f"{self.url}/repos/{REPO}/issues", json=body, timeout=60)
                assert reply.json()["title"] == body["title"]

    def give_etags(self, *, wanted: bool) -> None:
        """From now on, or no longer."""
        self.session.put(f"{self.url}/etags/{str(wanted).lower()}", timeout=60)

    def asked(self) -> dict[str, int]:
        """Requests since the last time."""
        counts: dict[str, int] = self.session.get(f"{self.url}/asked", timeout=60).json()
        return counts

    def empty(self) -> None:
        """Begin anew."""
        self.session.delete(f"{self.url}/all", timeout=60)
        for path in self.folder.glob("state.sqlite*"):
            path.unlink()

    def bodies(self) -> list[dict[str, Any]]:
        """What a push sends, from what the server holds."""
        return [
            {
                "title": raw["title"],
                "body": raw["body"],
                "labels": [label["name"] for label in raw["labels"]],
                "milestone": raw["milestone"]["number"],
            }
            for raw in self.fetch_bare()
        ]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def line(name: str, ours: float, bare: float, note: str = "") -> None:
    """One line of the table."""
    print(f"  {name:27}{ours:8.3f} s {bare:8.3f} s {ours / bare:7.2f} ×  {note}")


def measure(bench: Bench, rounds: int, pushed: int) -> None:
    """Push and look, each in turn with its bare loop, the best of a few rounds."""
    bench.ours()  # makes the labels and the milestone
    bodies = bench.bodies()
    pushes, bare_pushes = [], []
    for _ in range(pushed):
        bench.empty()
        bare_pushes.append(seconds(lambda: bench.push_bare(bodies)))
        bench.empty()
        pushes.append(seconds(bench.ours))
    line("first push", min(pushes), min(bare_pushes))
    for name, in_full, etags in (
        ("nothing to do", False, False),
        ("nothing to do, with ETags", False, True),
        ("read in full", True, False),
    ):
        bench.give_etags(wanted=etags)
        look(bench, name, rounds, in_full=in_full)


def look(bench: Bench, name: str, rounds: int, *, in_full: bool) -> None:
    """Runs with nothing to do, each in turn with the bare loop."""
    for _ in range(2):
        bench.asked()
        assert bench.ours(in_full=in_full).idle  # what there is to remember is remembered
    asked = bench.asked()
    assert asked == {"GET issues": -(-len(bench.tasks) // 100)}, asked
    runs, looks = [], []
    for _ in range(rounds):
        looks.append(seconds(bench.fetch_bare))
        runs.append(seconds(lambda: bench.ours(in_full=in_full)))
    line(name, min(runs), min(looks), json.dumps(asked))


def reading(tasks: list[Task]) -> float:
    """Seconds to read the tasks from a ledger, which each run of the command does once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.yaml"
        save(path, tasks)
        return min(seconds(lambda: load(path)) for _ in range(3))


def memory(count: int) -> float:
    """Peak of Python's memory in a run that has nothing to do and reads all, in MB."""
    with server(0) as url, tempfile.TemporaryDirectory() as folder:
        bench = Bench(url, Path(folder), make_tasks(count))
        bench.ours()
        tracemalloc.start()
        bench.ours(in_full=True)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak / 1e6


def main(tasks: int = TASKS) -> None:
    """Print a table."""
    os.environ[VARIABLE] = TOKEN
    for milliseconds, (rounds, pushed) in LATENCIES.items():
        with server(milliseconds) as url, tempfile.TemporaryDirectory() as folder:
            print(f"{tasks} tasks, a server that answers after {milliseconds} ms: ours, bare loop, ratio")
            measure(Bench(url, Path(folder), make_tasks(tasks)), rounds, pushed)
    print(f"reading a ledger of {tasks} tasks, beside all this: {reading(make_tasks(tasks)):.2f} s")
    few, many = memory(tasks), memory(10 * tasks)
    print(f"memory of a run that reads all: {few:.1f} MB for {tasks} tasks, {many:.1f} MB for {10 * tasks}")
    print(f"  {few / tasks * 1000:.1f} and {many / tasks * 100:.1f} KB a task")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
