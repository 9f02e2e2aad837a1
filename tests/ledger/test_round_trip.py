from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from exporter.ledger import load, refreshed, rewritten, save, stream, update
from exporter.ledger.scalars import literal, scalar
from exporter.model import Owners, Source, Task, to_record
from exporter.schema import problems
from tests.ledger.strategies import NASTY, plans, some, tasks

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)


@pytest.mark.parametrize("suffix", [".yaml", ".jsonl"])
@SLOW
@given(plan=plans)
def test_what_is_saved_is_read_again(suffix: str, plan: list[Task]) -> None:
    assert not [problem for task in plan for problem in problems("task", to_record(task))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ledger{suffix}"
        assert save(path, plan, heading="南开区\n2018年") is True
        ledger = load(path)
        assert list(ledger.tasks) == plan
        assert update(ledger, plan) is False
        if suffix == ".jsonl":
            assert list(stream(path)) == plan


@pytest.mark.parametrize("text", NASTY)
def test_words_that_break_careless_yaml(text: str, tmp_path: Path) -> None:
    line = " ".join(text.split()).replace("\x00", "").strip() or "x"
    task = Task(
        id="p-00000001",
        title=line[:300],
        text=text,
        source=Source(text, "", 0, 0, place=text),
        owners=Owners((line[:200],), (line[:200],)),
        due=None,
        section=(text, text),
        due_text=text,
        labels=(line[:100],),
        notes=text,
    )
    path = tmp_path / "ledger.yaml"
    save(path, [task])
    ledger = load(path)
    assert not ledger.problems
    assert ledger.tasks == (task,)


@SLOW
@given(text=some)
def test_other_yaml_readers_take_our_scalars_for_the_same_text(text: str) -> None:
    """The pure reader of ruamel.yaml follows YAML 1.2 and resolves types; flow and block must both stay text."""
    source = f"block: {scalar(text)}\nflow: [{scalar(text, flow=True)}, {scalar(text, flow=True)}]\n"
    assert YAML(typ="safe", pure=True).load(source) == {"block": text, "flow": [text, text]}


@SLOW
@given(lines=st.lists(st.text("ab甲 #-:", max_size=5), min_size=2, max_size=5), end=st.sampled_from(["", "\n", "\n\n"]))
@example(["a", "", "b"], "\n")
@example(["a", "# b"], "")
def test_block_scalars_are_the_same_text(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    block = literal(text)
    if block is None:  # then it goes into quotes
        return
    body = "".join(f"  {line}\n" if line else "\n" for line in block[1])
    assert YAML(typ="safe", pure=True).load(f"x: {block[0]}\n{body}y: 1\n") == {"x": text, "y": 1}


@pytest.mark.parametrize(
    "text", ["南开区", "（一）发展", "新增320家", "a b c", "甲，乙；丙。", "“三区”融合", "5A级", "Mayor's Office"]
)
def test_plain_words_need_no_quotes(text: str) -> None:
    assert scalar(text) == text
    assert scalar(text, flow=True) == text


def test_nothing_in_the_file_is_invisible() -> None:
    assert scalar("a\u202eb\u200b\ufeff") == '"a\\u202eb\\u200b\\ufeff"'


@SLOW
@given(task=tasks)
def test_the_ledger_shows_no_defaults(task: Task) -> None:
    bare = replace(task, revision=1, progress=None, notes="", labels=(), parent=None, milestones=())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.yaml"
        save(path, [bare])
        lines = path.read_text(encoding="utf-8").split("\n")
    names = {line[2:].split(":")[0] for line in lines if line.startswith(("  ", "- ")) and not line.startswith("   ")}
    assert not names & {"revision", "progress", "notes", "labels", "parent", "milestones"}
    assert {"id", "title", "status"} <= names


@pytest.mark.parametrize("suffix", [".yaml", ".jsonl"])
@SLOW
@given(plan=plans, changed=plans, data=st.data())
def test_a_ledger_that_is_only_partly_read_again_is_what_the_file_says(
    suffix: str, plan: list[Task], changed: list[Task], data: st.DataObject
) -> None:
    ids = data.draw(st.lists(st.sampled_from([task.id for task in plan]), unique=True)) if plan else []
    wanted = [replace(task, id=name) for name, task in zip(ids, changed, strict=False)]
    ends = data.draw(st.sampled_from(["\n", "\r\n"]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ledger{suffix}"
        save(path, plan)
        text = path.read_bytes().decode()
        text = text.replace("\n- id:", "\n# 注\n- id:").replace("  status:", "  # 内\n  status:")
        path.write_bytes((text.rstrip("\n") if data.draw(st.booleans()) else text).replace("\n", ends).encode())
        ledger = load(path)
        content = rewritten(ledger, wanted)
        assert (content is not None) is update(ledger, wanted)
        if content is not None:
            assert path.read_bytes() == content
            assert refreshed(ledger, wanted, content) == load(path)
