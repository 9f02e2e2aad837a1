from __future__ import annotations

from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.destinations.trackers.redmine_fields import Fields
from exporter.destinations.trackers.redmine_status import Statuses
from exporter.model import Status

ENGLISH = [("New", False), ("In Progress", False), ("Resolved", False), ("Closed", True), ("Rejected", True)]
CHINESE = [("新建", False), ("进行中", False), ("反馈", False), ("已关闭", True), ("已拒绝", True)]
OWN = [("收件", False), ("登记", False), ("办理", False), ("办结归档", True), ("退回", True)]


def server(names: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    return [{"id": number, "name": name, "is_closed": closed} for number, (name, closed) in enumerate(names, 1)]


@pytest.mark.parametrize("names", [ENGLISH, CHINESE])
def test_usual_names_need_no_words(names: list[tuple[str, bool]]) -> None:
    statuses = Statuses(server(names), {1})
    assert [statuses.read(number) for number in range(1, 6)] == [
        "open",
        "in_progress",
        "in_progress",
        "done",
        "dropped",
    ]
    written: list[Status] = ["open", "in_progress", "done", "dropped"]
    assert [statuses.choose(status) for status in written] == [1, 2, 4, 5]
    assert statuses.missing() == []


def test_names_of_the_offices_own_are_chosen() -> None:
    statuses = Statuses(server(OWN), {2}, {"in_progress": "办理", "dropped": "退回"})
    assert [statuses.read(number) for number in range(1, 6)] == ["open", "open", "in_progress", "done", "dropped"]
    assert statuses.choose("open") == 1
    assert Statuses(server(OWN), {2}).missing() == ["dropped"]


def test_what_the_workflow_forbids_is_not_chosen() -> None:
    statuses = Statuses(server(ENGLISH), {1})
    assert statuses.choose("in_progress", {1, 3}) == 3
    assert statuses.choose("done", {1, 2}) is None


def test_an_unknown_status_is_open() -> None:
    assert Statuses(server(ENGLISH)).read(99) == "open"
    assert Statuses().read(1) == "open"


def test_fields_are_learnt_from_any_issue() -> None:
    fields = Fields("编号", "标签")
    issue = {"task_id": "p-1", "base": {Field.TITLE: "0" * 8}, "labels": ("甲", "乙")}
    assert fields.to_send(issue) == []
    fields.learn([{"id": 3, "name": "编号", "value": None}, {"id": 9, "name": "别的", "value": ""}])
    assert fields.unknown == {"标签"}
    assert fields.to_send(issue) == [{"id": 3, "value": "p-1 title=00000000"}]
    fields.learn([{"id": 4, "name": "标签", "value": ""}])
    assert fields.to_send(issue)[1] == {"id": 4, "value": "甲, 乙"}
    fields.learn([{"id": 4, "name": "标签", "value": [], "multiple": True}])
    assert fields.to_send(issue)[1] == {"id": 4, "value": ["甲", "乙"]}
    assert fields.without_labels(fields.to_send(issue)) == fields.to_send(issue)[:1]


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        ("p-2018-1a2b3c4d title=00000000", ("p-2018-1a2b3c4d", {Field.TITLE: "00000000"})),
        (" p-1 ", ("p-1", {})),
        ("", None),
        (None, None),
        ("see ticket 12", None),
        (["p-1"], None),
    ],
)
def test_a_marker_field_holds_our_marker_or_a_persons_words(value: Any, mark: Any) -> None:
    assert Fields("编号").mark_in({"custom_fields": [{"id": 3, "name": "编号", "value": value}]}) == mark


@pytest.mark.parametrize("value", ["甲, 乙", "甲\r\n乙", ["甲", "乙"], " 甲 ,,乙\n"])
def test_labels_of_a_text_or_of_a_list(value: Any) -> None:
    assert Fields(None, "标签").labels_in({"custom_fields": [{"id": 4, "name": "标签", "value": value}]}) == (
        "甲",
        "乙",
    )
