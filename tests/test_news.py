from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from exporter.model import Task
from exporter.news import news_of, told
from exporter.progress import recorded
from tests.builders import make_task

DUE = date(2026, 12, 31)
TASK = make_task(8, due=DUE)
REACHED = replace(TASK, indicators=(recorded(TASK.indicators[0], 9, date(2026, 6, 30)),))


@pytest.mark.parametrize(
    ("task", "day", "key"),
    [
        (TASK, DUE, None),
        (TASK, date(2027, 1, 1), "late:2026-12-31"),
        (replace(TASK, due=None), date(2027, 1, 1), None),
        (replace(TASK, status="done"), date(2027, 1, 1), "done"),
        (replace(TASK, status="dropped"), date(2027, 1, 1), None),
        (REACHED, date(2026, 7, 1), "done"),
        (REACHED, date(2027, 1, 1), "done"),
        (replace(REACHED, status="dropped"), date(2026, 7, 1), None),
        (replace(TASK, progress=100.0), date(2026, 7, 1), None),  # said, not measured
        (replace(REACHED, indicators=(*REACHED.indicators, TASK.indicators[0])), date(2026, 7, 1), None),
    ],
)
def test_what_is_news(task: Task, day: date, key: str | None) -> None:
    found = news_of(task, day)
    assert (found and found.key) == key


def test_an_earlier_date_is_no_news_once_a_later_one_was_told() -> None:
    assert told("late:2026-11-30", {"late:2026-12-31"})
    assert not told("late:2027-01-31", {"late:2026-12-31", "done"})
    assert not told("done", {"late:2026-12-31"})
    assert told("done", {"done"})
