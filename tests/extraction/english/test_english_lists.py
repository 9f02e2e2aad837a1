"""Our own English lists: what stands behind a lead-in is said in its mood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exporter.documents import read_text
from exporter.extraction import extract

LISTS = [
    pytest.param(record, id=record["phenomenon"])
    for line in (Path(__file__).parents[1] / "corpus/en/lists.jsonl").read_text(encoding="utf-8").splitlines()
    for record in [json.loads(line)]
]


@pytest.mark.parametrize("record", LISTS)
def test_list(record: dict[str, Any]) -> None:
    text = "\n".join(record["lines"]) + "\n"
    found = extract(read_text(text, name="list.md"), year=2026)
    lines = [text.count("\n", 0, commitment.start) for commitment in found]
    if "taken" in record:
        assert lines == record["taken"]
    if "dues" in record:
        assert [commitment.due and commitment.due.isoformat() for commitment in found] == record["dues"]
    if "leads" in record:
        assert [list(commitment.owners.lead) for commitment in found] == record["leads"]
    if "has" in record:
        assert set(record["has"]) <= set(lines)
    if "pieces" in record:
        assert [commitment.text for commitment in found] == record["pieces"]
