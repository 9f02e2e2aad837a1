"""Our own English sentences, a file a phenomenon, with what a careful reader finds in them."""

from __future__ import annotations

import json
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from exporter.extraction.english.grammar import GRAMMAR
from exporter.extraction.grammar import Around
from exporter.model import Indicator

CORPUS = Path(__file__).parents[1] / "corpus" / "en"
SENTENCES = [
    pytest.param(json.loads(line), id=f"{name}-{number}")
    for name in ("deadlines", "indicators", "intent", "owners")
    for number, line in enumerate((CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(), start=1)
]


def around(record: dict[str, Any]) -> Around:
    return Around(year=record.get("year"), section=tuple(record.get("section", ())))


def alike(wanted: str, found: str) -> bool:
    a, b = wanted.lower(), found.lower()
    contained = (a in b or b in a) and min(len(a), len(b)) >= 0.3 * max(len(a), len(b))
    return contained or SequenceMatcher(None, a, b).ratio() >= 0.6


def check_indicator(wanted: list[Any], found: Indicator) -> None:
    value, unit, comparator, metric, *rest = wanted
    assert found.value == pytest.approx(value)
    assert (found.unit, found.comparator) == (unit, comparator)
    assert alike(metric, found.metric), found.metric
    for extra in rest:
        assert extra == (found.change if isinstance(extra, str) else found.value_max)


@pytest.mark.parametrize("record", SENTENCES)
def test_sentence(record: dict[str, Any]) -> None:
    text, seen = record["text"], around(record)
    assert GRAMMAR.sentences(text) == [(0, len(text))]
    assert (GRAMMAR.judge(text, seen).speech == "commitment") is record["commitment"]
    timing = GRAMMAR.timing(text, seen)
    if "due" in record:
        assert timing.due == (date.fromisoformat(record["due"]) if record["due"] else None)
    if "due_text" in record:
        assert timing.due_text == record["due_text"]
    if "start_date" in record:
        assert timing.start_date == date.fromisoformat(record["start_date"])
    assert len(timing.milestones) == record.get("milestones", len(timing.milestones))
    if "indicators" in record:
        found = GRAMMAR.indicators(text, seen)
        assert len(found) == len(record["indicators"])
        for wanted, indicator in zip(record["indicators"], found, strict=True):
            assert indicator.text in text
            check_indicator(wanted, indicator)
    if "lead" in record:
        naming = GRAMMAR.naming(text, seen)
        lead, support = (naming.owners.lead, naming.owners.support) if naming else ((), ())
        assert (list(lead), list(support)) == (record["lead"], record.get("support", []))


def test_the_corpus_is_large_enough() -> None:
    assert len(SENTENCES) >= 200
    assert len({case.values[0]["text"] for case in SENTENCES}) == len(SENTENCES)  # type: ignore[index]
