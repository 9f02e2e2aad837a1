"""What is prepared while a tracker is waited for is what is needed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from exporter.destinations.contract import Field
from exporter.destinations.trackers.markup import Markdown
from exporter.model import Task
from tests.builders import make_tasks
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.servers.fake import serving
from tests.servers.github import GitHubFake


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[GitHubDesk]:
    with serving(GitHubFake()) as server:
        yield GitHubDesk(tmp_path, server)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the tasks whose text was put into markup, once for each time."""
    ids: list[str] = []
    body = Markdown.body

    def counting(markup: Markdown, task: Task) -> str:
        ids.append(task.id)
        return body(markup, task)

    monkeypatch.setattr(Markdown, "body", counting)
    return ids


def test_each_text_is_made_once_a_run(desk: GitHubDesk, written: list[str]) -> None:
    tasks = make_tasks(30)
    desk.run(tasks)
    written.clear()
    assert desk.run(tasks).outcome.idle
    assert sorted(written) == [task.id for task in tasks]


def test_a_task_that_changed_after_it_was_prepared_is_shown_as_it_is_now(desk: GitHubDesk) -> None:
    task = make_tasks(1)[0]
    desk.run([task])
    destination = desk.make()
    destination.prepare(task)
    now = replace(task, text="另一句原文。")
    assert "另一句原文" in destination.render(now).fields[Field.BODY]
    assert "另一句原文" not in destination.render(task).fields[Field.BODY]
