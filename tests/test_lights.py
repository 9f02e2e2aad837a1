from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.lights import LIGHTS, Rules, stand
from exporter.model import Status
from exporter.report.summary import STATUSES
from tests.builders import make_task

START, DUE = date(2026, 1, 1), date(2026, 12, 31)
RULES = Rules(START)


def day(share: float) -> date:
    return START + timedelta(round((DUE - START).days * share))


@pytest.mark.parametrize(
    ("status", "percent", "on", "light"),
    [
        ("done", None, DUE + timedelta(9), "done"),
        ("dropped", None, DUE + timedelta(9), None),
        ("open", None, START, "on_track"),
        ("open", None, day(0.19), "on_track"),
        ("open", None, day(0.25), "at_risk"),
        ("in_progress", 45.0, day(0.6), "on_track"),
        ("in_progress", 35.0, day(0.6), "at_risk"),
        ("in_progress", None, day(0.6), "on_track"),
        ("in_progress", None, DUE - timedelta(30), "at_risk"),
        ("in_progress", 91.0, DUE - timedelta(31), "on_track"),
        ("in_progress", 91.0, DUE - timedelta(30), "at_risk"),
        ("in_progress", 95.0, DUE - timedelta(30), "on_track"),
        ("in_progress", 100.0, DUE, "on_track"),
        ("in_progress", 99.0, DUE, "at_risk"),
        ("in_progress", 100.0, DUE + timedelta(1), "late"),
    ],
)
def test_lights_follow_date_time_and_progress(
    status: Status, percent: float | None, on: date, light: str | None
) -> None:
    task = make_task(status=status, progress=percent, due=DUE, checklist=(), indicators=())
    assert stand(task, on, RULES).light == light


def test_a_task_without_a_date_is_never_late() -> None:
    found = stand(make_task(due=None), DUE, RULES)
    assert (found.light, found.days, found.elapsed) == ("on_track", None, None)


def test_a_task_begins_when_it_says() -> None:
    late_start = make_task(start_date=day(0.5), due=DUE)
    assert stand(late_start, day(0.5), RULES).elapsed == 0
    assert stand(late_start, day(0.75), RULES).elapsed == pytest.approx(0.5, abs=0.01)
    assert stand(make_task(due=DUE), day(0.5), Rules(None)).light == "on_track"


def test_the_rules_can_be_changed() -> None:
    task = make_task(status="in_progress", progress=50.0, due=DUE)
    assert stand(task, day(0.6), Rules(START, lag=0.05)).light == "at_risk"
    assert stand(task, day(0.55), Rules(START, at_risk_days=300)).light == "at_risk"


@given(
    st.dates(date(2025, 1, 1), date(2027, 12, 31)) | st.none(),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)) | st.none(),
    st.none() | st.floats(0, 100),
    st.sampled_from(STATUSES),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_every_task_has_one_light(
    due: date | None, start: date | None, percent: float | None, status: Status, on: date
) -> None:
    found = stand(make_task(due=due, start_date=start, progress=percent, status=status), on, RULES)
    assert (found.light in LIGHTS) != (status == "dropped")
    assert found.elapsed is None or 0 <= found.elapsed <= 1
    assert (found.light == "late") == bool(due and due < on and status in {"open", "in_progress"})
