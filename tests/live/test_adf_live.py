"""Our documents against the JSON schema that Atlassian publishes for its format."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from exporter.destinations.trackers.adf import Adf
from exporter.model import Criterion, Milestone
from tests.builders import make_task
from tests.destinations.contract import NASTY
from tests.live.npm import NpmTool

pytestmark = pytest.mark.live
PACKAGE = "@atlaskit/adf-schema@57.7.22"


@cache
def validator(modules: Path) -> Draft4Validator:
    file = modules / "@atlaskit" / "adf-schema" / "dist" / "json-schema" / "v1" / "full.json"
    return Draft4Validator(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", NASTY)
def test_documents_are_valid(npm_tool: NpmTool, text: str) -> None:
    official = validator(npm_tool(PACKAGE))
    adf = Adf()
    task = make_task(text=f"{text}\n\n第二行", notes=text, checklist=(Criterion(text), Criterion("另一行", done=True)))
    task = replace(task, source=replace(task.source, url="https://example.gov.cn/plan?a=1"))
    for each in (task, replace(task, checklist=(), milestones=(Milestone(text, task.due),) if task.due else ())):
        document = json.loads(adf.write("", each.id, {}, adf.body(each), adf.checklist(each)))
        assert [error.message for error in official.iter_errors(document)] == []


def test_the_schema_refuses_what_is_wrong(npm_tool: NpmTool) -> None:
    quote = {"type": "blockquote", "content": [{"type": "paragraph", "content": []}]}
    panel = {"type": "panel", "attrs": {"panelType": "info"}, "content": [quote]}
    document = {"version": 1, "type": "doc", "content": [panel]}
    assert not validator(npm_tool(PACKAGE)).is_valid(document)
