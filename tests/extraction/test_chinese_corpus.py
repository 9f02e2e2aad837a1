"""Self-written Chinese sentences with what must come out of them, a file a phenomenon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exporter.documents.read import read_text
from exporter.extraction import extract
from exporter.model import Commitment, Indicator

CORPUS = Path(__file__).parent / "corpus" / "zh"
HEADING = "一、主要目标和重点任务"


def cases() -> list[Any]:
    found = []
    for file in sorted(CORPUS.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            found.append(pytest.param(json.loads(line), id=f"{file.stem}-{number}"))
    return found


def written(indicator: Indicator) -> str:
    most = "" if indicator.value_max is None else f"..{indicator.value_max:g}"
    words = f"{indicator.metric} {indicator.comparator} {indicator.value:g}{most} {indicator.unit}".strip()
    words += f" {indicator.change}" if indicator.change in {"growth", "reduction"} else ""
    return words + (" stretch" if indicator.stretch else "")


def read(case: dict[str, Any]) -> list[Commitment]:
    document = read_text(f"{HEADING}\n\n{case['text']}\n", "case.txt")
    return [c for c in extract(document, year=case.get("year", 2023)) if c.start > len(HEADING)]


@pytest.mark.parametrize("case", cases())
def test_a_sentence_yields_what_a_careful_reader_expects(case: dict[str, Any]) -> None:
    found = read(case)
    assert bool(found) == case["taken"]
    figures = [written(indicator) for commitment in found for indicator in commitment.indicators]
    assert figures == case.get("figures", [])
    last = found[-1] if found else None
    assert (str(last.due) if last and last.due else None) == case.get("due")
    assert (str(last.start_date) if last and last.start_date else None) == case.get("start")
    assert [str(step.due) for step in last.milestones] == case.get("steps", []) if last else "steps" not in case
    assert list(last.owners.lead) == case.get("lead", []) if last else "lead" not in case


def test_the_corpus_is_large_enough() -> None:
    assert len(cases()) >= 270
