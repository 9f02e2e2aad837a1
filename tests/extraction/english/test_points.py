from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.english.dates import timing
from exporter.extraction.english.points import Calendar, points
from exporter.extraction.grammar import Around

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))


def ordinal(day: int) -> str:
    suffix = "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{suffix}"


@given(DAYS)
def test_every_way_of_writing_a_day_gives_the_day(day: date) -> None:
    month = day.strftime("%B")
    for written in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"the {ordinal(day.day)} of {month} {day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
    ):
        assert [point.last for point in points(f"due {written}", Calendar())] == [day], written


@given(DAYS, st.booleans())
def test_a_known_order_of_day_and_month_is_followed(day: date, day_first: bool) -> None:  # noqa: FBT001  drawn
    first, second = (day.day, day.month) if day_first else (day.month, day.day)
    found = points(f"{first:02}-{second:02}-{day.year % 100:02}", Calendar(day_first=day_first))
    wanted = day.replace(year=2000 + day.year % 100)
    assert [point.last for point in found] == [wanted]


@given(DAYS, st.integers(min_value=1, max_value=36))
def test_within_months_counts_from_the_day_of_issue(day: date, months: int) -> None:
    found = timing(f"We will answer within {months} months.", Around(published=day))
    assert found.due is not None
    assert timedelta(days=27 * months) <= found.due - day <= timedelta(days=31 * months + 3)


@pytest.mark.parametrize("text", ["31 June 2026", "2026-13-01", "30 February 2026", "version 2.10.4", "10.0.0.1"])
def test_what_cannot_be_a_day_is_none(text: str) -> None:
    assert not [point for point in points(text, Calendar()) if point.shape == "day"]


def test_small_may_and_march_are_verbs() -> None:
    text = "We may march to the town hall."
    assert not points(text, Calendar(year=2026))


def test_the_words_of_a_deadline_are_quoted() -> None:
    sentence = "The weir will be rebuilt no later than the end of March 2027, funds permitting."
    found = timing(sentence, Around())
    assert found.due == date(2027, 3, 31)
    assert found.due_text is not None
    assert found.due_text in sentence


def test_a_date_before_the_subject_governs_what_follows() -> None:
    assert timing("By 2030, firms will publish pay gaps.", Around()).governs
    assert not timing("Firms will publish pay gaps by 2030.", Around()).governs


def test_a_yearly_rhythm_takes_no_date_from_above() -> None:
    found = timing("A 4% annual cut in paper use", Around(year=2026))
    assert found.due is None
    assert found.due_text == "annual"
