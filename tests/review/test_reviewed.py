"""What `confidence: reviewed` means to the rest of the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exporter.ledger.edition import Pair, renewed
from exporter.lights import Rules
from exporter.model import to_record
from exporter.report.account import account
from exporter.schema import problems
from exporter.work import content_digest
from tests.builders import make_task


def test_a_review_alone_is_no_new_revision() -> None:
    task = make_task()
    assert content_digest([task]) == content_digest([replace(task, confidence="reviewed")])
    assert content_digest([task]) != content_digest([replace(task, confidence="check")])


def test_what_was_reviewed_is_not_counted_as_to_be_checked() -> None:
    found = [make_task(1, confidence="check"), make_task(2, confidence="reviewed"), make_task(3)]
    assert account("计划", "zh", found, date(2026, 6, 1), Rules(date(2026, 1, 1))).overview.to_check == 1


def test_only_a_task_may_be_reviewed_and_not_a_fresh_commitment() -> None:
    assert problems("task", to_record(make_task(confidence="reviewed"))) == []
    [problem] = problems("task", {**to_record(make_task()), "confidence": "seen"})
    assert "reviewed" in problem.sentence
    commitment = {"text": "x", "start": 0, "end": 1, "section": [], "confidence": "reviewed"}
    assert any(each.pointer == "/confidence" for each in problems("commitment", commitment))


@pytest.mark.parametrize(("words", "confidence"), [("", "reviewed"), ("另有新话。", "high")])
def test_a_second_edition_keeps_the_mark_as_long_as_the_words_are_the_same(words: str, confidence: str) -> None:
    old = make_task(confidence="reviewed")
    new = make_task(text=old.text + words)
    task, _ = renewed(Pair(old, new, "similar", 90), old)
    assert task.confidence == confidence
