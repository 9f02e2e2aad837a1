from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from exporter.model import Criterion, Indicator, Reading
from exporter.progress import Progress, kept, measure, progress, recorded, with_progress
from tests.builders import make_task
from tests.ledger.strategies import indicators as any_indicator


def indicator(comparator: Any, value: float, *readings: float, **more: Any) -> Indicator:
    found = Indicator("原文", "指标", comparator, value, "家", **more)
    for month, reading in enumerate(readings, start=1):
        found = recorded(found, reading, date(2026, month, 1))
    return found


@pytest.mark.parametrize(
    ("found", "percent"),
    [
        (indicator("=", 320, 160), 50),
        (indicator("=", 320, 330), 100),
        (indicator(">=", 8, 6, change="growth"), 75),
        (indicator(">=", 8, -1, change="growth"), 0),
        (indicator("=", 4, 3, change="reduction"), 75),
        (indicator(">=", 0, 0), 100),
        (indicator(">=", -5, -4), 100),
        (indicator("<=", 60, 58), 100),
        (indicator("<=", 60, 80, 70), 50),
        (indicator("<=", 60, 80, 90), 0),
        (indicator("approx", 100, 96), 100),
        (indicator("approx", 100, 50), 50),
        (indicator("approx", 100, 140, 120), 50),
        (indicator("range", 10, 12, value_max=15), 100),
        (indicator("range", 10, 5, value_max=15), 50),
        (indicator("range", 10, 25, 20, value_max=15), 50),
    ],
)
def test_percent_follows_the_comparator(found: Indicator, percent: float) -> None:
    assert measure(found).percent == pytest.approx(percent)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (indicator("=", 320), "nothing recorded yet"),
        (indicator("<=", 60, 80), "the value at the beginning is not known"),
        (indicator("<=", 60, 50, 80), "the value at the beginning is not known"),
        (indicator(">=", -5, -6), "zero or less"),
    ],
)
def test_what_is_not_known_is_explained(found: Indicator, words: str) -> None:
    assert measure(found).percent is None
    assert words in str(measure(found))


@given(any_indicator)
def test_any_indicator_has_a_percentage_or_a_reason(found: Indicator) -> None:
    result = measure(found)
    assert (result.percent is None) == bool(result.why)
    assert result.percent is None or 0 <= result.percent <= 100


def test_a_series_stands_by_day_and_its_newest_value_is_the_current_one() -> None:
    found = recorded(recorded(indicator("=", 320), 215, date(2026, 6, 30)), 90, date(2026, 3, 31))
    assert (found.current, found.measured_on) == (215, date(2026, 6, 30))
    assert found.series == (Reading(date(2026, 3, 31), 90), Reading(date(2026, 6, 30), 215))
    corrected = recorded(found, 210, date(2026, 6, 30))
    assert (corrected.current, len(corrected.series)) == (210, 2)


def test_what_people_wrote_by_hand_is_kept_in_the_series() -> None:
    by_hand = Indicator("原文", "指标", "=", 320, "家", current=90, measured_on=date(2026, 3, 31))
    assert recorded(by_hand, 215, date(2026, 6, 30)).series[0] == Reading(date(2026, 3, 31), 90)
    task = kept(make_task(indicators=(by_hand,)))
    assert task.indicators[0].series == (Reading(date(2026, 3, 31), 90),)
    assert kept(task) is task
    undated = make_task(indicators=(Indicator("原文", "指标", "=", 320, "家", current=90),))
    assert kept(undated) is undated


HALF, NONE, LOST = indicator("=", 10, 5), indicator("=", 10), indicator("<=", 60, 80)
TICKS = (Criterion("a", done=True), Criterion("b"), Criterion("c"), Criterion("d"))


@pytest.mark.parametrize(
    ("task", "found"),
    [
        (make_task(status="done", progress=40), Progress(100, "done")),
        (make_task(progress=40, indicators=(HALF,)), Progress(40, "said")),
        (make_task(indicators=(HALF,), checklist=TICKS), Progress(50, "indicators")),
        (make_task(indicators=(HALF, NONE)), Progress(25, "indicators")),
        (make_task(indicators=(HALF, LOST)), Progress(50, "indicators")),
        (make_task(indicators=(LOST,), checklist=TICKS), Progress(25, "checklist")),
        (make_task(indicators=(NONE,), checklist=TICKS), Progress(25, "checklist")),
        (make_task(indicators=(NONE,)), Progress(0, "status")),
        (make_task(status="in_progress"), Progress(None)),
        (make_task(status="in_progress", checklist=()), Progress(None)),
    ],
)
def test_a_task_is_as_far_as_what_is_known_of_it(task: Any, found: Progress) -> None:
    assert progress(task) == found


def test_what_is_striven_for_beyond_a_target_holds_no_task_back() -> None:
    least, most = indicator(">=", 12, 12), indicator(">=", 15, 12, stretch=True)
    assert progress(make_task(indicators=(least, most))) == Progress(100, "indicators")
    assert progress(make_task(indicators=(most,))) == Progress(80, "indicators")


def test_destinations_see_what_was_measured_unless_people_gave_a_percentage() -> None:
    assert with_progress(make_task(indicators=(indicator("=", 3, 1),)), ticks=False).progress == 33
    assert with_progress(make_task(progress=40.0, indicators=(HALF,)), ticks=True).progress == 40
    untouched, ticked = make_task(), make_task(checklist=TICKS)
    assert with_progress(untouched, ticks=True) is untouched
    assert with_progress(ticked, ticks=True).progress == 25
    assert with_progress(ticked, ticks=False) is ticked
