"""Our documents against the JSON schema that Atlassian publishes for its format."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from jsonschema_rs import Draft4Validator

from exporter.destinations.trackers.adf import Adf
from exporter.model import Criterion, Milestone, Task
from tests.builders import make_task
from tests.destinations.nasty import NASTY
from tests.live.npm import NpmTool

pytestmark = pytest.mark.live
PACKAGE = "@atlaskit/adf-schema@57.7.22"


@cache
def validator(package: Path) -> Draft4Validator:
    file = package / "dist" / "json-schema" / "v1" / "full.json"
    return Draft4Validator(json.loads(file.read_text(encoding="utf-8")))


def faults(npm_data: NpmTool, task: Task) -> list[str]:
    """What the official schema says against the task's description."""
    adf = Adf()
    document = json.loads(adf.write("", task.id, {}, adf.body(task), adf.checklist(task)))
    return [error.message for error in validator(npm_data(PACKAGE)).iter_errors(document)]


def nasty(text: str) -> Task:
    """A task of which every text is `text`."""
    lines = (Criterion(text), Criterion("另一行", done=True))
    task = make_task(
        text=f"{text}\n\n第二行", notes=text, checklist=lines, milestones=(Milestone(text, date(2026, 6, 30)),)
    )
    return replace(task, source=replace(task.source, url="https://example.gov.cn/plan?a=1"))


def test_documents_are_valid(npm_data: NpmTool) -> None:
    assert {text: found for text in NASTY if (found := faults(npm_data, nasty(text)))} == {}


def test_a_document_without_a_checklist_is_valid(npm_data: NpmTool) -> None:
    assert faults(npm_data, make_task(checklist=())) == []


def test_the_schema_refuses_what_is_wrong(npm_data: NpmTool) -> None:
    quote = {"type": "blockquote", "content": [{"type": "paragraph", "content": []}]}
    panel = {"type": "panel", "attrs": {"panelType": "info"}, "content": [quote]}
    document = {"version": 1, "type": "doc", "content": [panel]}
    assert not validator(npm_data(PACKAGE)).is_valid(document)
