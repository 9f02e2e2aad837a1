"""`exporter extract --explain`: every sentence of a document, what it was taken for, and the words that decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from exporter.extraction import Judged
from exporter.extraction.grammar import Speech
from exporter.model import to_record
from exporter.report.view import Line, Table, Tone, View
from exporter.wording import say

SPEECH_NAMES: dict[Speech, str] = {
    "commitment": "commitment",
    "report": "report",
    "heading": "heading",
    "owners": "owners",
    "furniture": "page furniture",
    "other": "nothing promised",
}
TONES: dict[Speech, Tone] = {"commitment": "green", "heading": "bold", "furniture": "dim", "other": "dim"}


def explain_view(sentences: Sequence[Judged]) -> View:
    """A row a sentence; `?` marks what the sentences around it decided."""
    rows = tuple(
        (
            str(number),
            say(SPEECH_NAMES[each.verdict.speech]) + ("" if each.verdict.certain else " ?"),
            each.verdict.words,
            each.text,
        )
        for number, each in enumerate(sentences, 1)
    )
    tones = tuple(TONES.get(each.verdict.speech, "") for each in sentences)
    columns = (say("No."), say("Taken for"), say("Because of"), say("Sentence"))
    counts = Counter(each.verdict.speech for each in sentences)
    total = say(
        "{sentences} sentences, {commitments} commitments", sentences=len(rows), commitments=counts["commitment"]
    )
    return (Table(columns, rows, right=frozenset({0}), tones=tones), Line(), Line(total, "bold"))


def explain_record(sentences: Sequence[Judged]) -> list[dict[str, Any]]:
    """The same for `--json`, with the rule and the words behind each field."""
    return [
        {
            "start": each.start,
            "end": each.end,
            "text": each.text,
            "speech": each.verdict.speech,
            "certain": each.verdict.certain,
            "rule": each.verdict.rule,
            "words": each.verdict.words,
            "reasons": dict(each.reasons),
            "commitment": to_record(each.commitment) if each.commitment else None,
        }
        for each in sentences
    ]
