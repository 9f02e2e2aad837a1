"""Random histories over HTTP: a server behind a proxy that fails in every way, people at work there, crashes.

`make soak` runs thousands of them; here a few. At the end: one item a task, none missing, nothing overwritten that a
person wrote, and one more run writes nothing.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from exporter.clock import Clock
from exporter.destinations.contract import Destination, Field, Item, Value, Wanted
from exporter.destinations.trackers.record import Issue
from exporter.errors import ExporterError
from exporter.news import News
from exporter.sync.planner import Options
from exporter.sync.state import State
from exporter.sync.visit import visit
from tests.builders import make_tasks
from tests.destinations.desk import NOW, Desk
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.destinations.trackers.jira_desk import JiraDesk
from tests.destinations.wrapped import Wrapped
from tests.servers.fake import Fake, serving
from tests.servers.gitea import GiteaFake
from tests.servers.github import GitHubFake
from tests.servers.gitlab import GitLabFake
from tests.servers.jira import JiraCloudFake, JiraDataCenterFake
from tests.servers.proxy import ALL, LISTS, Proxy, faulty

HISTORIES = int(os.environ.get("EXPORTER_HISTORIES", "6"))
TASKS = 3
STRANGERS = 3
PER_PAGE = 2
NUMBERS = st.integers(0, TASKS - 1)
LONG = timedelta(hours=1)
DUE = date(2026, 12, 31)


class Crash(BaseException):
    """The process ends here."""


class Crashing(Wrapped):
    """Ends the process before or after one of its writes."""

    def __init__(self, inner: Destination, dice: random.Random) -> None:
        super().__init__(inner)
        self.batch = inner.batch
        self.dice = dice

    def _maybe(self) -> None:
        if self.dice.random() < 0.1:
            raise Crash

    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        self._maybe()
        item = super().create(wanted, base)
        self._maybe()
        return item

    def create_many(self, drafts: Sequence[tuple[Wanted, Mapping[Field, str]]]) -> Sequence[Item | ExporterError]:
        self._maybe()
        answers = self.inner.create_many(drafts)
        self._maybe()
        return answers

    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        self._maybe()
        now = super().update(item, changes, base)
        self._maybe()
        return now

    def told(self, item: Item) -> frozenset[str]:
        self._maybe()
        return super().told(item)

    def tell(self, item: Item, news: News) -> None:
        self._maybe()
        super().tell(item, news)
        self._maybe()


class TrackerHistory(RuleBasedStateMachine):
    desk_class: ClassVar[Any]
    server_class: ClassVar[type[Fake]]

    @initialize()
    def begin(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        server: Any = self.stack.enter_context(serving(self.server_class()))
        server.most = PER_PAGE
        self.server = server
        self.proxy: Proxy = self.stack.enter_context(faulty(server.url))
        self.time: datetime = NOW
        self.desk: Desk = self._desk(folder, server)
        self.shaky: Desk = self._desk(folder, server)
        self.shaky.options["url"] = self.proxy.url  # type: ignore[attr-defined]
        self.tasks = make_tasks(TASKS, due=DUE)
        self.day = DUE
        self.titles: dict[str, str] = {}
        self.notes: dict[str, set[str]] = {}
        self.edits = 0
        tracker: Any = self.desk.make()
        tracker.listing()
        for number in range(STRANGERS):
            text = tracker.markup.write("", f"other-{number}", {}, "与本计划无关", [])
            tracker.post(Issue(title=f"别人的事{number}", text=text, task_id=f"other-{number}", base={}))
        self.strangers = set(server.issues)

    def _desk(self, folder: Path, server: Fake) -> Desk:
        desk: Desk = self.desk_class(folder, server)
        desk.clock = lambda: Clock(lambda: self.time, self._sleep)  # type: ignore[method-assign]
        return desk

    def _sleep(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    @property
    def day(self) -> date:
        """On which runs happen; lights turn with it."""
        assert self.desk.today
        return self.desk.today

    @day.setter
    def day(self, day: date) -> None:
        self.desk.today = self.shaky.today = day

    def _held(self, number: int) -> Item | None:
        task_id = self.tasks[number].id
        return next((item for item in self.desk.make().listing().items if item.id == task_id), None)

    def _a_stranger_goes(self) -> None:
        """Once, between two pages: everything behind it moves up."""
        self.server.after_page = lambda: None
        if len(self.server.issues) > 1 and (first := min(self.server.issues, key=_number)) in self.strangers:
            del self.server.issues[first]

    @rule(
        seed=st.integers(0, 2**32),
        share=st.sampled_from([0.0, 0.1, 0.3, 0.6]),
        later=st.booleans(),
        moving=st.booleans(),
    )
    def run_behind_faults(self, *, seed: int, share: float, later: bool, moving: bool) -> None:
        self.time += LONG if later else timedelta(seconds=1)
        self.proxy.come_back()
        self.proxy.share = share
        self.proxy.faults = [fault for fault in ALL if not (moving and fault in LISTS)]  # an old list hides the move
        self.server.after_page = self._a_stranger_goes if moving else lambda: None
        self.proxy.dice.seed(seed)
        self.proxy.old_lists.clear()
        dice = random.Random(seed)  # noqa: S311  repeatable, not secret
        try:
            ran = self.shaky.run(self.tasks, destination=Crashing(self.shaky.make(), dice))
        except (Crash, ExporterError):
            return
        finally:
            self.server.after_page = lambda: None
        self.tasks = list(ran.pulled.tasks)

    @rule()
    def run_in_peace(self) -> None:
        """Twice, so that the next need not read what has not changed; and that is what a full look says as well."""
        for _ in range(2):
            self.time += LONG
            self.tasks = list(self.desk.run(self.tasks).pulled.tasks)
        assert self._planned(in_full=False) == self._planned(in_full=True)

    def _planned(self, *, in_full: bool) -> dict[str, Any]:
        destination = self.desk.make()
        destination.setup = replace(destination.setup, today=self.day)
        with State(self.desk.state) as state:
            seen = visit(destination, state, self.desk.clock(), self.tasks, in_full=in_full)
            return seen.plan(self.tasks, Options()).as_record()

    @rule()
    def lose_the_state(self) -> None:
        self.time += LONG  # without the journal only a server whose lists are up to date can tell what is there
        self.desk.state.unlink(missing_ok=True)

    @rule(number=NUMBERS)
    def edit_the_ledger(self, number: int) -> None:
        self.edits += 1
        self.tasks[number] = replace(self.tasks[number], title=f"台账第{self.edits}次", text=f"原文第{self.edits}次。")

    @rule(days=st.sampled_from([1, 40]))
    def days_pass(self, *, days: int) -> None:
        self.day += timedelta(days)

    @rule(number=NUMBERS, days=st.sampled_from([-60, 30]))
    def a_due_date_moves(self, number: int, days: int) -> None:
        self.tasks[number] = replace(self.tasks[number], due=self.day + timedelta(days))

    @rule(number=NUMBERS, status=st.sampled_from(["open", "done"]))
    def the_ledger_sets_the_status(self, number: int, status: Any) -> None:
        self.tasks[number] = replace(self.tasks[number], status=status)

    @rule(number=NUMBERS, word=st.sampled_from("甲乙丙"))
    def a_person_edits_the_title(self, number: int, word: str) -> None:
        if item := self._held(number):
            self.titles[item.id] = f"人改{word}"
            self.desk.person_sets(item.id, Field.TITLE, self.titles[item.id])

    @rule(number=NUMBERS, word=st.sampled_from(["第一条", "第二条"]))
    def a_person_writes_a_note(self, number: int, word: str) -> None:
        if item := self._held(number):
            self.notes.setdefault(item.id, set()).add(word)
            self.desk.person_writes(item.id, word)

    @rule(number=NUMBERS, status=st.sampled_from(["open", "done"]))
    def a_person_sets_the_status(self, number: int, status: str) -> None:
        if item := self._held(number):
            self.desk.person_sets(item.id, Field.STATUS, status)

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        with self.stack:
            for _ in range(2):
                self.time += LONG
                self.tasks = list(self.desk.run(self.tasks).pulled.tasks)
            items = self.desk.make().listing().items
            assert sorted(item.id for item in items) == sorted(task.id for task in self.tasks)
            before = self.desk.snapshot()
            assert self.desk.run(self.tasks).outcome.idle
            assert self.desk.snapshot() == before
            for item in items:
                text = self.desk.text_of(item.id)
                assert all(word in text for word in self.notes.get(item.id, ()))
                if item.id in self.titles:
                    assert item.fields[Field.TITLE] == self.titles[item.id]
            self._news_still_comes()

    def _news_still_comes(self) -> None:
        """What turns late now is told, and nothing was ever told twice."""
        self.tasks = [replace(task, due=self.day + timedelta(365)) for task in self.tasks]
        for days in (0, 366):
            self.day += timedelta(days)
            for _ in range(2):
                self.time += LONG
                self.tasks = list(self.desk.run(self.tasks).pulled.tasks)
        tracker = self.desk.make()
        for item in tracker.listing().items:
            texts = self.desk.comments_of(item.id)
            keys = tracker.told(item)
            assert len(texts) == len(keys), texts
            late = next(task for task in self.tasks if task.id == item.id).status == "open"
            assert (f"late:{self.day - timedelta(1)}" in keys) == late


def _number(key: Any) -> int:
    return int(str(key).rpartition("-")[2])


class GitHubHistory(TrackerHistory):
    desk_class = GitHubDesk
    server_class = GitHubFake


class GitLabHistory(TrackerHistory):
    desk_class = GitLabDesk
    server_class = GitLabFake


class GiteaHistory(TrackerHistory):
    desk_class = GiteaDesk
    server_class = GiteaFake


class JiraCloudHistory(TrackerHistory):
    desk_class = JiraDesk
    server_class = JiraCloudFake


class JiraDataCenterHistory(TrackerHistory):
    desk_class = JiraDesk
    server_class = JiraDataCenterFake


SETTINGS = settings(
    max_examples=HISTORIES,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
TestGitHubHistory, TestGitLabHistory, TestGiteaHistory, TestJiraCloudHistory, TestJiraDataCenterHistory = (
    type(history.__name__, (history.TestCase,), {"settings": SETTINGS})
    for history in (GitHubHistory, GitLabHistory, GiteaHistory, JiraCloudHistory, JiraDataCenterHistory)
)
