from __future__ import annotations

import pytest

from exporter.destinations.trackers.spelling import Spelling
from exporter.destinations.trackers.status_labels import StatusLabels
from exporter.model import Status

OPEN_CLOSED = StatusLabels.chosen({"open", "done"}, "zh", {})


@pytest.mark.parametrize("status", ["open", "in_progress", "done", "dropped"])
@pytest.mark.parametrize("native", [{"open", "done"}, {"open", "done", "dropped"}, {"open", "in_progress", "done"}])
def test_what_is_written_is_read(status: Status, native: set[Status]) -> None:
    labels = StatusLabels.chosen(native, "zh", {})
    borne = labels.with_labels(["别的"], status)
    assert labels.native_for(status) in native
    assert labels.read(labels.native_for(status), borne) == status
    assert labels.without(borne) == {"别的"}


@pytest.mark.parametrize(
    ("native", "labels", "status"),
    [("open", ["已撤销"], "open"), ("done", ["进行中"], "done"), ("open", ["进行中", "已撤销"], "in_progress")],
)
def test_a_label_that_contradicts_says_nothing(native: Status, labels: list[str], status: Status) -> None:
    assert OPEN_CLOSED.read(native, labels) == status


def test_names_by_language_and_by_choice() -> None:
    assert StatusLabels.chosen({"open", "done"}, "en", {}).names["in_progress"] == "in progress"
    chosen = StatusLabels.chosen({"open", "done"}, "en", {"in_progress": "Doing"})
    assert chosen.read("open", ["DOING"]) == "in_progress"
    assert chosen.with_labels(["doing", "x"], "done") == {"x"}


def test_the_first_spelling_counts() -> None:
    spelling = Spelling(ignore_case=True)
    assert spelling.of("Bug") == "Bug"
    assert spelling.sorted(["bug", "BUG", "api", ""]) == ["Bug", "api"]
    assert Spelling().sorted(["bug", "Bug"]) == ["Bug", "bug"]
