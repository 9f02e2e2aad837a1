from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exporter import schema
from exporter.complaints import nearest, shown
from exporter.errors import UsageError
from exporter.model import (
    Commitment,
    Criterion,
    Indicator,
    Milestone,
    Owners,
    Source,
    Task,
    commitment_from,
    task_from,
    to_record,
)
from exporter.problem import Problem
from exporter.wording import speak

ROOT = Path(__file__).resolve().parent.parent
TASK: dict[str, Any] = {"id": "南开-0a1b2c3d", "title": "做好普查工作"}


def parts(part: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every property, wherever it stands in a schema."""
    for name, each in part.get("properties", {}).items():
        yield f"{path}/{name}", each
        yield from parts(each, f"{path}/{name}")
    for name, each in part.get("$defs", {}).items():
        yield from parts(each, f"{path}#{name}")
    for keyword in ("items", "additionalProperties"):
        if isinstance(part.get(keyword), dict):
            yield from parts(part[keyword], path)
    for keyword in ("oneOf", "anyOf", "allOf"):
        for each in part.get(keyword, ()):
            yield from parts(each, path)


def examples(part: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any], Any]]:
    """Every subschema that shows examples, with each of them."""
    if isinstance(part, dict):
        if isinstance(part.get("examples"), list):
            for example in part["examples"]:
                yield path, part, example
        for name, each in part.items():
            if name not in {"examples", "default", "enum", "const"}:
                yield from examples(each, f"{path}/{name}")
    elif isinstance(part, list):
        for each in part:
            yield from examples(each, path)


def test_our_four_schemas_are_there() -> None:
    assert {"commitment", "task", "plan", "config"} <= set(schema.names())


@pytest.mark.parametrize("name", schema.names())
def test_each_is_a_valid_schema_with_a_stable_id(name: str) -> None:
    whole = schema.schema(name)
    Draft202012Validator.check_schema(whole)
    assert whole["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert whole["$id"] == f"https://exporter.example/schemas/{name}.schema.json"
    assert whole["title"]
    assert whole["description"]
    assert whole["examples"]


@pytest.mark.parametrize("name", ["commitment", "task"])
def test_every_property_says_what_it_is_and_shows_an_example(name: str) -> None:
    whole = schema.schema(name)
    for path, part in parts(whole):
        wanted = whole["$defs"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
        assert part.get("title"), path
        assert part.get("description", "").endswith("."), path
        items = wanted.get("items", {})
        shows = wanted.get("examples") or items.get("examples") or "$ref" in items
        assert shows, path


@pytest.mark.parametrize("name", schema.names())
def test_every_example_is_valid(name: str) -> None:
    compiled = schema.validator(name)
    found = list(examples(schema.schema(name)))
    assert found
    for path, part, example in found:
        wrong = [error.message for error in compiled.evolve(schema=part).iter_errors(example)]
        assert not wrong, (path, example, wrong)
    for example in schema.schema(name)["examples"]:
        assert not schema.problems(name, example)


@pytest.mark.parametrize(
    ("name", "definition", "kind"),
    [
        ("commitment", None, Commitment),
        ("task", None, Task),
        ("task", "source", Source),
        ("task", "criterion", Criterion),
        ("task", "owners", Owners),
        ("task", "indicator", Indicator),
        ("task", "milestone", Milestone),
    ],
)
def test_the_model_and_the_schema_have_the_same_fields(name: str, definition: str | None, kind: type) -> None:
    whole = schema.schema(name)
    part = whole["$defs"][definition] if definition else whole
    beside = {"document"} if kind is Commitment else set()  # where many are read at once; no part of the model
    assert set(part["properties"]) - beside == {item.name for item in fields(kind)}
    assert part["additionalProperties"] is False


def test_what_commitment_and_task_share_is_said_once() -> None:
    commitment, task = schema.schema("commitment"), schema.schema("task")
    for name in commitment["$defs"]:
        assert commitment["$defs"][name] == task["$defs"][name]
    for name in commitment["properties"].keys() & task["properties"].keys() - {"text", "confidence"}:
        assert commitment["properties"][name] == task["properties"][name]
    words = task["properties"]["confidence"]["enum"]  # what was just read cannot have been reviewed
    assert commitment["properties"]["confidence"]["enum"] == [word for word in words if word != "reviewed"]
    for name in ("start", "end", "paragraph", "place"):
        assert commitment["properties"][name] == task["$defs"]["source"]["properties"][name]


def test_what_the_model_writes_the_schema_accepts() -> None:
    task = task_from(schema.schema("task")["examples"][0])
    assert not schema.problems("task", to_record(task))
    commitment = commitment_from(schema.schema("commitment")["examples"][0])
    assert not schema.problems("commitment", to_record(commitment))
    bare = Task(id="p-1", title="x", text="x", source=Source("", "", 0, 0), owners=Owners(), due=None)
    assert not schema.problems("task", to_record(bare))


@pytest.mark.parametrize(
    ("change", "pointer", "says", "in_chinese"),
    [
        (
            {"status": "finished"},
            "/status",
            '"finished" is not allowed here; allowed: open, in_progress, done, dropped',
            "可填：open, in_progress, done, dropped",
        ),
        ({"status": None}, "/status", "is not allowed here", "此处不可填"),
        ({"staus": "open"}, "/staus", "staus is not a known field; did you mean status?", "是否要写 status？"),
        ({"责任人": "张三"}, "/责任人", "known: id, title", "可用字段：id, title"),
        ({"due": "2018-02-30"}, "/due", '"2018-02-30" is not a date; write it as 2018-12-31', "不是日期"),
        ({"due": "20181231"}, "/due", "is not a date", "不是日期"),
        ({"revised_at": "2018-01-01"}, "/revised_at", "is not a moment in UTC", "不是世界时时刻"),
        ({"revised_at": "2018-13-01T00:00:00Z"}, "/revised_at", "is not a moment in UTC", "不是世界时时刻"),
        ({"title": "  "}, "/title", "must not be left empty", "不可留空"),
        ({"title": "甲\n乙"}, "/title", "must be a single line", "只能写成一行"),
        ({"title": "甲" * 301}, "/title", "has 301 characters; at most 300", "有 301 个字符；最多 300 个"),
        ({"title": None}, "/title", "must not be left empty; write text", "请填写文字"),
        ({"text": ""}, "/text", "must not be left empty", "不可留空"),
        ({"id": "a/b"}, "/id", "does not have the right form; right is, for example, nankai-2018-", "写法不对"),
        ({"id": "a b"}, "/id", "does not have the right form; right is, for example, nankai-2018-", "写法不对"),
        ({"id": "a>b"}, "/id", "does not have the right form; right is, for example, nankai-2018-", "写法不对"),
        ({"id": "a\n"}, "/id", "must be a single line", "只能写成一行"),
        ({"progress": 101}, "/progress", "101 is too large; the most that is allowed is 100", "最大为 100"),
        ({"progress": -1}, "/progress", "-1 is too small; the least that is allowed is 0", "最小为 0"),
        ({"progress": "半"}, "/progress", '"半" stands where a number belongs', "此处应为数字"),
        ({"revision": 1.5}, "/revision", "1.5 stands where a whole number belongs", "此处应为整数"),
        ({"labels": ["甲", "甲"]}, "/labels", '"甲" stands twice', "重复"),
        ({"labels": "甲"}, "/labels", "stands where a list belongs", "此处应为列表"),
        ({"owners": {"leader": []}}, "/owners/leader", "did you mean lead?", "是否要写 lead？"),
        ({"owners": {"lead": ["甲", 3]}}, "/owners/lead/1", "3 stands where text belongs", "此处应为文字"),
        ({"checklist": [{"done": True}]}, "/checklist/0", "the field text is missing", "缺少字段 text"),
        ({"checklist": [{"text": "x", "done": "x"}]}, "/checklist/0/done", "true or false", "true 或 false"),
        ({"milestones": [{"text": "x", "due": None}]}, "/milestones/0/due", "must not be left empty", "不可留空"),
        ({"source": {"document": "a", "sha256": "x", "start": 0, "end": 1}}, "/source/sha256", "right form", "写法"),
        (
            {"source": {"document": "a", "sha256": "", "start": 0, "end": 1, "url": "无"}},
            "/source/url",
            "is not a web address",
            "不是网址",
        ),
    ],
)
def test_a_problem_says_in_plain_words_what_is_allowed(
    change: dict[str, Any], pointer: str, says: str, in_chinese: str
) -> None:
    found = schema.problems("task", {**TASK, **change})
    assert [problem.pointer for problem in found] == [pointer]
    assert says in found[0].sentence
    try:
        speak("zh")
        assert in_chinese in found[0].sentence
    finally:
        speak("en")


def test_a_range_needs_both_ends() -> None:
    indicator = {"text": "x", "metric": "m", "comparator": "range", "value": 1, "unit": ""}
    found = schema.problems("task", {**TASK, "indicators": [indicator]})
    assert [str(problem) for problem in found] == ["indicators/0: the field value_max is missing"]
    found = schema.problems("task", {**TASK, "indicators": [{**indicator, "value_max": None}]})
    assert [problem.pointer for problem in found] == ["/indicators/0/value_max"]
    assert not schema.problems("task", {**TASK, "indicators": [{**indicator, "value_max": 2}]})


def test_every_missing_field_is_named_once() -> None:
    found = schema.problems("task", {})
    assert [problem.sentence for problem in found] == ["the field id is missing", "the field title is missing"]


def test_alternatives_are_explained_together() -> None:
    plan = {"name": "p", "year": 2018}
    [found] = schema.problems("config", {"plan": {**plan, "document": 5}})
    assert found.sentence == "5 stands where text or a list belongs"
    [found] = schema.problems("config", {"plan": {**plan, "document": [""]}})
    assert found.pointer == "/plan/document/0"


def test_a_problem_tells_its_place_and_goes_out_as_json() -> None:
    problem = Problem("/owners/lead~1support/0", 3, "{value} is odd", {"value": 3}).at("ledger.yaml", 40)
    assert str(problem) == "ledger.yaml, line 40, owners/lead/support/0: 3 is odd"
    assert json.loads(json.dumps(problem.as_record())) == {
        "where": "ledger.yaml",
        "line": 40,
        "pointer": "/owners/lead~1support/0",
        "value": 3,
        "what": "3 is odd",
    }
    assert str(Problem("", None, "it is odd")) == "it is odd"


def test_keys_with_slashes_are_escaped_in_pointers() -> None:
    [found] = schema.problems("task", {**TASK, "a/b~c": 1})
    assert found.pointer == "/a~1b~0c"


def test_an_unknown_schema_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no schema named tusk; there are: .*task"):
        schema.schema("tusk")


def test_long_values_are_shortened() -> None:
    assert shown("甲" * 100) == '"' + "甲" * 58 + "…"
    assert nearest("Lead", ["lead", "support"]) == "lead"
    assert nearest("xyz", ["lead", "support"]) is None


def test_jsonschema_is_imported_only_when_something_is_checked() -> None:
    code = "import sys, exporter.schema, exporter.normalize, exporter.ledger; print(int('jsonschema' in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "0"


def test_a_wheel_carries_the_schemas(tmp_path: Path) -> None:
    """Built by the backend itself, in a process of its own: it changes the working directory."""
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    packed = {path.name for path in (tmp_path / "site/exporter/_schemas").glob("*.schema.json")}
    assert packed == {path.name for path in (ROOT / "schemas").glob("*.schema.json")}
    code = "from exporter import schema; print(schema.__file__, schema.problems('task', {'id': 'p-1', 'title': 'x'}))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path / "site"
    )
    assert done.stdout.strip() == f"{tmp_path / 'site/exporter/schema.py'} []"


def test_the_patterns_are_read_alike_by_other_validators() -> None:
    """No construct that only Python's `re` knows (ECMA 262 has no \\Z, no named groups, no lookbehind everywhere)."""
    for name in ("commitment", "task"):
        for pattern in re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', json.dumps(schema.schema(name))):
            assert not re.search(r"\\\\[ZA]|\(\?P|\(\?<", pattern)
