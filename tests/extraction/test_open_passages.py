"""The labelled passages that acceptance resembles; they stand beside the repository, never in it."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from exporter.documents.read import read_document
from exporter.extraction import extract
from exporter.model import to_record

EVALUATE = Path(__file__).resolve().parents[2].parent / "shared" / "evaluate"
LEAST = {"commitments": 0.98, "figures": 0.98, "indicators": 0.95, "deadlines": 0.98, "owners": 0.98}

pytestmark = pytest.mark.skipif(
    not (EVALUATE / "score.py").is_file(), reason=f"no labelled passages at {EVALUATE}: the scores were NOT measured"
)


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", EVALUATE / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records(passage: Path, year: int | None) -> list[Any]:
    return [to_record(commitment) for commitment in extract(read_document(passage), year=year)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_scores(language: str) -> None:
    score = scorer()
    total: dict[str, Counter[str]] = {measure: Counter() for measure in score.MEASURES}
    extras: Counter[str] = Counter()
    misses: list[str] = []
    for file in sorted((EVALUATE / "open" / "gold").glob("*.json")):
        if file.name.startswith("en") != (language == "en"):
            continue
        gold = json.loads(file.read_text(encoding="utf-8"))
        passage = EVALUATE / "open" / "passages" / f"{file.stem}.txt"
        found = records(passage, gold.get("default_year") or None)
        count, extra, errors = score.score_passage(passage.read_text(encoding="utf-8"), gold, found)
        extras.update(extra)
        misses += [f"{file.stem}: {error}" for error in errors]
        for measure in score.MEASURES:
            total[measure].update(count[measure])
    figures = {measure: score.ratio(total[measure])[2] for measure in score.MEASURES}
    assert not extras, misses
    assert all(figures[measure] >= least for measure, least in LEAST.items()), (figures, misses)
