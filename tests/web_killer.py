"""Kills a sync with a tracker on the web at one step after another, and looks at what the next syncs make of it.

    python -m tests.web_killer FOLDER

Steps are every statement to the state file that is no query, and every request that is no question, before it leaves
and after its answer came. The server lives in the parent, so it keeps what a killed run told it. Prints one JSON
object, as tests.killer does.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from exporter.clock import Clock
from exporter.config import Config, read_config
from exporter.destinations.http.transport import Reply, Request, Transport
from exporter.errors import ExporterError
from exporter.ledger import load, save
from exporter.pipeline import sync
from exporter.sync.planner import Options
from exporter.sync.state import State
from tests.builders import PLAN, make_tasks
from tests.killer import CLOCK, NOW, changes, killed
from tests.servers.fake import serving
from tests.servers.github import REPO, GitHubFake

TASKS = 2
EARLY = Clock(lambda: NOW - timedelta(days=60), lambda _seconds: None)
"""When nothing was late yet."""
LATER = Clock(lambda: NOW + timedelta(hours=1), lambda _seconds: None)
"""When every list is up to date for certain."""
CONFIG = f"""
[plan]
name = "{PLAN}"
year = 2026
document = "plan.md"
ledger = "ledger.yaml"
[destinations.issues]
kind = "github"
url = "{{url}}"
repo = "{REPO}"
token = {{{{ env = "KILLER_TOKEN" }}}}
pace = "off"
"""


def killed_at(step: int, config: Config) -> bool:
    """Sync, killed at its nth step; False when there are fewer steps."""

    def work() -> None:
        count = 0

        def tick() -> None:
            nonlocal count
            count += 1
            if count == step:
                os.kill(os.getpid(), signal.SIGKILL)

        run, exchange = State._run, Transport.exchange

        def ticking(self: State, statement: str, values: tuple[object, ...] = ()) -> Any:
            if changes(statement):
                tick()
            return run(self, statement, values)

        def asking(self: Transport, request: Request) -> Reply:
            if request.method == "GET":
                return exchange(self, request)
            tick()
            reply = exchange(self, request)
            tick()
            return reply

        State._run = ticking  # type: ignore[method-assign]
        Transport.exchange = asking  # type: ignore[method-assign]
        _synced(config, CLOCK)

    return killed(work)


def wrong(config: Config, server: GitHubFake) -> list[str]:
    """What is not as it should be after a sync at once, and one later."""
    try:
        _synced(config, CLOCK)
        _synced(config, LATER)
    except ExporterError as error:
        return [f"the next sync failed: {error}"]
    tasks = load(config.plan.ledger).tasks
    faults = [] if held(server) == sorted(task.id for task in tasks) else [f"the server holds {held(server)}"]
    faults += [] if _titles(server) == sorted(task.title for task in tasks) else ["old titles"]
    late = sum(task.due is not None and task.due < NOW.date() for task in tasks)
    comments = [len(server.comments.get(number, ())) for number in server.issues]
    faults += [] if sorted(comments, reverse=True) == [1] * late + [0] * (len(comments) - late) else [str(comments)]
    before = server.state()
    _synced(config, LATER)
    return faults + ([] if server.state() == before else ["the run after them was not idle"])


def held(server: GitHubFake) -> list[str]:
    """Ids in the markers of its issues."""
    return sorted(raw["body"].partition("exporter:begin ")[2].partition(" ")[0] for raw in server.issues.values())


def _titles(server: GitHubFake) -> list[str]:
    return sorted(raw["title"] for raw in server.issues.values())


def main(folder: Path) -> None:
    """Kill at every step, from the first to the last, once for a first sync and once for one that changes things."""
    faults: list[str] = []
    steps = 0
    os.environ["KILLER_TOKEN"] = GitHubFake().token
    with serving(GitHubFake()) as server:  # imports what every child would have to import
        _synced(_scene(folder / "warm", server, changed=False), CLOCK)
    gc.freeze()  # children share its memory
    for scene in ("first", "change"):
        step = 0
        alive = True
        while alive:
            step += 1
            with serving(GitHubFake()) as server:
                place = folder / scene / str(step)
                config = _scene(place, server, changed=scene == "change")
                alive = killed_at(step, config)
                faults += [f"{scene}, step {step}: {fault}" for fault in wrong(config, server)]
            shutil.rmtree(place)
        steps += step - 1
    print(json.dumps({"steps": steps, "faults": faults}))  # noqa: T201


def _scene(place: Path, server: GitHubFake, *, changed: bool) -> Config:
    """Before the first sync, or before one that changes titles and says what is late."""
    place.mkdir(parents=True)
    (place / "exporter.toml").write_text(CONFIG.format(url=server.url), encoding="utf-8")
    due = NOW.date() - timedelta(days=10 if changed else -300)
    save(place / "ledger.yaml", make_tasks(TASKS, due=due))
    config = read_config(place / "exporter.toml")
    if changed:
        _synced(config, EARLY)
        text = config.plan.ledger.read_text(encoding="utf-8").replace("title: 新增", "title: 再增")
        config.plan.ledger.write_text(text + "\n- title: 手加的一行\n  due: 2026-05-01\n", encoding="utf-8")
    return config


def _synced(config: Config, clock: Clock) -> None:
    sync(config, (), Options(), clock)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
