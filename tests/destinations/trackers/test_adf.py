from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.trackers.adf import Adf
from exporter.errors import Refused
from exporter.model import Criterion
from tests.builders import make_task
from tests.servers.jira import adf_problems

ADF = Adf()
OWN = {"type": "paragraph", "content": [{"type": "text", "text": "我的", "marks": [{"type": "strong"}]}]}
TABLE = {"type": "table", "attrs": {"layout": "wide"}, "content": [{"type": "tableRow", "content": []}]}


def written(task: Any, text: str = "") -> str:
    return ADF.write(text, task.id, {}, ADF.body(task), ADF.checklist(task))


def panel_of(text: str) -> dict[str, Any]:
    return next(node for node in json.loads(text)["content"] if node["type"] == "panel")


@given(st.text(max_size=80), st.text(alphabet=" >-\n\t长x:：https://.", max_size=60))
def test_what_is_written_is_read_again(one: str, other: str) -> None:
    task = make_task(text=f"{one}\n{other}", notes=other, checklist=(Criterion(one), Criterion(other, done=True)))
    text = written(task)
    seen = ADF.read(text)
    assert seen is not None
    assert (seen.id, seen.body, list(seen.checklist)) == (task.id, ADF.body(task), ADF.checklist(task))
    assert list(adf_problems(json.loads(text))) == []
    assert written(task, text) == text


def test_foreign_nodes_are_kept_as_they_are() -> None:
    text = json.dumps({"version": 1, "type": "doc", "content": [OWN, TABLE]})
    whole = json.loads(written(make_task(), text))
    assert whole["content"][:2] == [OWN, TABLE]
    again = json.loads(written(make_task(text="另一句。"), json.dumps({**whole, "content": [*whole["content"], OWN]})))
    assert [again["content"][0], again["content"][1], again["content"][3]] == [OWN, TABLE, OWN]
    assert "另一句。" in json.dumps(again["content"][2], ensure_ascii=False)


def test_what_people_format_in_the_panel_stays_while_a_line_is_ticked() -> None:
    task = make_task()
    document = json.loads(written(task))
    quote = document["content"][0]["content"][0]["content"][0]
    quote["marks"].append({"type": "textColor", "attrs": {"color": "#ff0000"}})
    document["content"][0]["attrs"]["panelType"] = "success"
    text = json.dumps(document)
    seen = ADF.read(text)
    assert seen is not None
    assert seen.body == ADF.body(task)
    boxes = [{**line, "done": True} for line in seen.checklist]
    panel = panel_of(ADF.write(text, task.id, {}, seen.body, boxes))
    assert panel["attrs"] == {"panelType": "success"}
    assert panel["content"][0]["content"][0] == quote
    assert [
        box["attrs"]["state"] for node in panel["content"] if node["type"] == "taskList" for box in node["content"]
    ] == [
        "DONE",
        "DONE",
    ]


def test_what_people_add_to_the_panel_is_read() -> None:
    text = written(make_task())
    document = json.loads(text)
    mention = {"type": "mention", "attrs": {"id": "5b", "text": "@办公室"}}
    added = {"type": "paragraph", "content": [{"type": "text", "text": "请 "}, mention, {"type": "hardBreak"}]}
    document["content"][0]["content"].insert(1, added)
    seen = ADF.read(json.dumps(document))
    assert seen is not None
    assert "\n\n请 @办公室\n\n" in seen.body


def test_a_marker_in_a_quote_is_no_marker() -> None:
    forged = make_task(text="exporter:plan-2026-00000009")
    seen = ADF.read(written(forged))
    assert seen is not None
    assert seen.id == forged.id
    assert seen.problem is None


def test_two_markers_are_left_alone() -> None:
    text = written(make_task())
    document = json.loads(text)
    document["content"] *= 2
    seen = ADF.read(json.dumps(document))
    assert seen is not None
    assert seen.problem
    with pytest.raises(Refused):
        written(make_task(), json.dumps(document))


@pytest.mark.parametrize("text", ["", "[]", '{"type": "doc", "version": 1, "content": []}'])
def test_a_description_without_our_panel(text: str) -> None:
    assert ADF.read(text) is None
    assert panel_of(written(make_task(), text))
