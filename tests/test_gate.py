from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter import gate as module
from exporter import schema
from exporter.model import to_record
from exporter.schema import _formats, _gate, _problems, problems, validator
from tests.builders import make_task
from tests.ledger.strategies import NASTY, tasks

BLANKS = [chr(code) for code in range(0x10000) if chr(code).isspace()]
ODD = [
    *BLANKS,
    "\ufeff",
    "\u200b",
    "\u180e",
    "\x00",
    "\x1b",
    "\n",
    "\r",
    "\u2028",
    "a\n",
    "\ud800",
    "a/b",
    " a",
    "a ",
    "a",
]
values = st.one_of(
    st.sampled_from(ODD),
    st.sampled_from(NASTY),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.lists(st.sampled_from(ODD), max_size=3),
    st.sampled_from(["2018-02-30", "2018-12-31", "2018-1-1", "2018-12-31T08:00:00Z", "open", "x" * 301]),
    st.dictionaries(st.sampled_from(["lead", "text", "x"]), st.sampled_from(ODD), max_size=2),
)


@pytest.fixture(autouse=True)
def _installed() -> None:
    pytest.importorskip("jsonschema_rs")


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=300)
@given(task=tasks, field=st.sampled_from(sorted(schema.schema("task")["properties"])), value=values)
def test_the_gate_passes_nothing_that_jsonschema_refuses(task: Any, field: str, value: Any) -> None:
    record = {**to_record(task), field: value}
    passes = _gate("task")
    assert passes is not None
    if passes(record):
        assert _problems(validator("task"), record) == []


@pytest.mark.parametrize("sign", ODD)
@pytest.mark.parametrize("field", ["id", "title", "parent", "labels"])
def test_blanks_are_those_of_python(sign: str, field: str) -> None:
    record = {**to_record(make_task()), field: [sign] if field == "labels" else sign}
    assert problems("task", record) == _problems(validator("task"), record)


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=50)
@given(task=tasks)
def test_valid_tasks_pass_the_gate(task: Any) -> None:
    passes = _gate("task")
    assert passes is not None
    assert passes(to_record(task))


def test_without_the_library_everything_is_judged_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    assert module.gate(schema.schema("task"), {}) is None
    assert _formats().checkers
