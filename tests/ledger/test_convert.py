from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.errors import LedgerError, UsageError
from exporter.ledger import convert, load, save, update
from exporter.model import Task
from tests.builders import make_tasks
from tests.ledger.strategies import plans, tasks

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=15)
SUFFIXES = [".yaml", ".jsonl", ".csv", ".tsv", ".xlsx"]


@SLOW
@given(plan=plans.filter(bool), chain=st.permutations(SUFFIXES))
def test_tasks_are_the_same_in_any_chain_of_formats(plan: list[Task], chain: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"0{chain[0]}"
        save(path, plan)
        for number, suffix in enumerate([*chain[1:], chain[0]], start=1):
            target = Path(folder) / f"{number}{suffix}"
            assert convert(path, target) == len(plan)
            ledger = load(target)
            assert list(ledger.tasks) == plan
            assert update(ledger, plan) is False
            path = target


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@SLOW
@given(plan=plans, other=st.lists(tasks, min_size=4, max_size=4), more=plans)
def test_any_task_becomes_any_other_in_place(
    suffix: str, plan: list[Task], other: list[Task], more: list[Task]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ledger{suffix}"
        save(path, plan)
        wanted = [replace(new, id=old.id) for old, new in zip(plan, other, strict=False)]
        wanted += [task for task in more if task.id not in {old.id for old in plan}]
        update(load(path), wanted)
        ledger = load(path)
        assert list(ledger.tasks) == wanted
        assert update(ledger, wanted) is False


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_is_there_stays(tmp_path: Path, suffix: str) -> None:
    source, target = tmp_path / "a.yaml", tmp_path / f"b{suffix}"
    save(source, make_tasks(2))
    save(target, make_tasks(1))
    before = target.read_bytes()
    with pytest.raises(UsageError, match="there already"):
        convert(source, target)
    assert target.read_bytes() == before
    assert convert(source, target, force=True) == 2
    assert load(target).tasks == tuple(make_tasks(2))
    with pytest.raises(UsageError, match="Name another file"):
        convert(target, target, force=True)


def test_rows_by_hand_get_ids_and_mistakes_are_not_lost(tmp_path: Path) -> None:
    source = tmp_path / "a.yaml"
    save(source, make_tasks(1))
    source.write_text(source.read_text("utf-8") + "\n- title: 手工\n", encoding="utf-8")
    convert(source, tmp_path / "b.csv")
    assert [task.id.rpartition("-")[0] for task in load(tmp_path / "b.csv").tasks] == ["plan-2026", "plan-2026"]
    source.write_text(source.read_text("utf-8") + "\n- title: 乙\n  status: opne\n", encoding="utf-8")
    with pytest.raises(LedgerError, match=r"a.yaml, line \d+, status.*opne"):
        convert(source, tmp_path / "c.xlsx")
    assert not (tmp_path / "c.xlsx").exists()
