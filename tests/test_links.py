"""A calendar links to what a tracker holds: made in the same run, and nothing to do in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporter.clock import Clock
from exporter.config import Config, read_config
from exporter.destinations.calendars.fold import unfold
from exporter.destinations.contract import Field, Setup
from exporter.destinations.registry import BUILT_IN, destination_class
from exporter.errors import ExitCode, SafetyStop
from exporter.ledger import load, save, update
from exporter.pipeline import Report, apply_saved, make_plan, sync
from exporter.report.plan import plan_view
from exporter.report.run import run_record, run_view
from exporter.report.view import to_plain
from exporter.sync.planner import Options
from tests.builders import PLAN, make_task, make_tasks
from tests.servers.fake import Given, serving
from tests.servers.github import REPO, GitHubFake

CLOCK = Clock(lambda: datetime(2026, 3, 1, 12, 0, tzinfo=UTC), lambda _seconds: None)
TASKS = 12
"""More than may change without asking."""
CONFIG = f"""
[plan]
name = "{PLAN}"
title = "计划"
year = 2026
document = "plan.md"
ledger = "out/ledger.yaml"
state = "out/state.sqlite"

[destinations.calendar]
kind = "ics"
path = "out/m.ics"
todos = true
files = ["owner"]
"""
ISSUES = """
[destinations.issues]
kind = "github"
url = "{url}"
repo = "{repo}"
token = {{ command = ["echo", "{token}"] }}
pace = "off"
"""


@pytest.fixture
def server() -> Iterator[GitHubFake]:
    with serving(GitHubFake()) as there:
        yield there


@pytest.fixture
def alone(tmp_path: Path) -> Config:
    """A calendar without a tracker."""
    (tmp_path / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    save(tmp_path / "out/ledger.yaml", make_tasks(TASKS))
    return read_config(tmp_path / "exporter.toml")


@pytest.fixture
def config(alone: Config, server: GitHubFake) -> Config:
    """The calendar stands before the tracker in the file, and is written after it all the same."""
    return with_tracker(alone, server)


def with_tracker(config: Config, server: GitHubFake) -> Config:
    with config.file.open("a", encoding="utf-8") as file:
        file.write(ISSUES.format(url=server.url, repo=REPO, token=server.token))
    return read_config(config.file)


def run(config: Config, *names: str) -> Report:
    return sync(config, names, Options(), CLOCK)


def calendar(config: Config) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((config.folder / "out").rglob("*.ics"))}


def links(config: Config, file: str = "m.ics") -> dict[str, tuple[str | None, str | None]]:
    """UID → the link in the description, its last line, and the one in URL."""
    text = unfold((config.folder / "out" / file).read_bytes()).decode()
    found = {}
    for part in re.findall(r"BEGIN:V(?:EVENT|TODO)\r\n.*?END:V", text, re.DOTALL):
        uid = re.search(r"^UID:(.*)\r$", part, re.MULTILINE)
        written = re.search(r"^DESCRIPTION:.*\\n(http\S+)\r$", part, re.MULTILINE)
        url = re.search(r"^URL:(.*)\r$", part, re.MULTILINE)
        assert uid
        found[uid[1]] = (written and written[1], url and url[1])
    return found


def pages(server: GitHubFake, tail: str = "@exporter") -> dict[str, tuple[str, str]]:
    found = {}
    for issue in server.issues.values():
        marked = re.search(rf"{PLAN}-[0-9a-f]{{8}}", issue["body"])
        assert marked
        found[f"{marked[0]}{tail}"] = (issue["html_url"], issue["html_url"])
    return found


def test_the_first_run_links_and_the_second_has_nothing_to_do(config: Config, server: GitHubFake) -> None:
    report = run(config)
    assert report.exit_code is ExitCode.DONE
    assert [(each.plan.destination, len(each.created)) for each in report.outcomes] == [
        ("calendar", TASKS),
        ("issues", TASKS),
    ]
    assert links(config) == pages(server)
    assert links(config, "m-todos.ics") == pages(server, ".todo@exporter")
    assert links(config, "m-owner/区科委.ics") == pages(server)
    before, asked = calendar(config), len(server.asked)
    again = run(config)
    assert again.idle
    assert {each.method for each in server.asked[asked:]} == {"GET"}
    assert calendar(config) == before


def test_a_lost_state_file_changes_nothing(config: Config) -> None:
    run(config)
    before = calendar(config)
    (config.folder / "out/state.sqlite").unlink()
    assert run(config).idle
    assert calendar(config) == before


def test_the_calendar_alone_keeps_its_links(config: Config, server: GitHubFake) -> None:
    run(config)
    before = calendar(config)
    server.before = lambda _asked: Given(500)
    assert run(config, "calendar").idle
    assert calendar(config) == before


def test_a_tracker_out_of_reach_costs_no_link(config: Config, server: GitHubFake) -> None:
    run(config)
    before = calendar(config)
    server.token = "another"
    report = run(config)
    assert [failure.destination for failure in report.failures] == ["issues"]
    assert calendar(config) == before


def test_a_tracker_that_comes_later_gives_every_event_its_link(alone: Config, server: GitHubFake) -> None:
    run(alone)
    assert set(links(alone).values()) == {(None, None)}
    config = with_tracker(alone, server)
    planned = make_plan(config, (), Options(), CLOCK)
    assert "calendar: then links to the new pages are added" in to_plain(plan_view(planned))
    report = run(config)
    assert report.exit_code is ExitCode.DONE
    assert [len(each.updated) for each in report.outcomes] == [TASKS, 0]
    assert links(config) == pages(server)
    assert run(config).idle


def test_links_alone_are_no_reason_to_stop(alone: Config, server: GitHubFake) -> None:
    run(alone)
    config = with_tracker(alone, server)
    run(config, "issues")
    assert "then links" not in to_plain(plan_view(make_plan(config, (), Options(), CLOCK)))
    assert len(run(config).outcomes[0].updated) == TASKS
    assert links(config) == pages(server)


def test_too_many_changes_still_stop_the_run(config: Config) -> None:
    run(config)
    before = calendar(config)
    update(load(config.plan.ledger), [make_task(n, title=f"另一个标题{n}") for n in range(1, TASKS + 1)])
    with pytest.raises(SafetyStop):
        run(config)
    assert calendar(config) == before


def test_what_failed_at_the_tracker_has_no_link_until_it_is_made(config: Config, server: GitHubFake) -> None:
    server.before = lambda asked: (
        Given(422, {"message": "no"}) if asked.method == "POST" and "新增科技型企业2家" in str(asked.body) else None
    )
    report = run(config)
    assert report.exit_code is ExitCode.PARTIAL
    uid = f"{make_task(2).id}@exporter"
    assert links(config)[uid][0] is None
    assert len(links(config)) == TASKS
    server.before = lambda _asked: None
    assert run(config).exit_code is ExitCode.DONE
    assert links(config) == pages(server)
    assert run(config).idle


def test_a_saved_plan_links_too(config: Config, server: GitHubFake) -> None:
    record = make_plan(config, (), Options(), CLOCK).as_record(Options(), ())
    assert apply_saved(config, record, CLOCK).exit_code is ExitCode.DONE
    assert links(config) == pages(server)
    assert run(config).idle


def test_the_report_names_the_trackers_page(config: Config, server: GitHubFake) -> None:
    report = run(config)
    site = server.url.removesuffix("/api/v3")
    record = run_record(report)
    assert record["places"]["issues"] == f"{site}/{REPO}/issues"
    assert f"issues: {site}/{REPO}/issues" in to_plain(run_view(report))
    made = record["destinations"][1]["urls"]
    assert sorted(made.values()) == sorted(page for page, _ in pages(server).values())


@pytest.mark.parametrize("kind", sorted(BUILT_IN))
def test_only_calendars_show_links_and_only_trackers_have_pages(kind: str, tmp_path: Path) -> None:
    options = {"path": "x", "url": "https://example.org", "repo": "a/b", "project": "P", "user": "u"}
    there = destination_class(kind)(Setup("there", PLAN, "计划", options, folder=tmp_path))
    assert not (there.shows_links and there.page)
    if there.shows_links:
        there.setup.links[make_task().id] = "https://example.org/issues/1"
        assert there.render(make_task()).fields[Field.BODY].endswith("\nhttps://example.org/issues/1")
        assert "issues/1" not in there.render(make_task(2)).fields[Field.BODY]


@pytest.mark.parametrize(
    ("kind", "options", "page"),
    [
        ("github", {"repo": "a/b"}, "https://github.com/a/b/issues"),
        ("github", {"repo": "a/b", "url": "https://git.example.org"}, "https://git.example.org/a/b/issues"),
        ("gitlab", {"project": "a/b/c"}, "https://gitlab.com/a/b/c/-/issues"),
        ("gitlab", {"project": "17", "url": "https://x.org/gl"}, "https://x.org/gl/projects/17"),
        ("gitea", {"repo": "a/b", "url": "https://codeberg.org"}, "https://codeberg.org/a/b/issues"),
        ("redmine", {"project": "p", "url": "https://x.org/rm/"}, "https://x.org/rm/projects/p/issues"),
        ("jira", {"project": "P", "url": "https://x.org/jira"}, "https://x.org/jira/projects/P/issues"),
        ("backlog", {"path": "board"}, None),
        ("caldav", {"url": "https://dav.example.org"}, None),
    ],
)
def test_the_page_that_people_see(kind: str, options: dict[str, str], page: str | None) -> None:
    assert destination_class(kind)(Setup("there", PLAN, "计划", options)).page == page
