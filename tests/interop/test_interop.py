"""Every parser at hand sees the events that were written: UID, all-day dates and summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.interop.cases import Case, less_nasty, nankai, nasty
from tests.interop.compare import judged, verdict
from tests.interop.readers import READERS, NotHere, Reader, Seen, by_icalendar


@pytest.fixture(scope="module", params=[nankai, less_nasty], ids=lambda make: make.__name__)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    made: Case = request.param(tmp_path_factory.mktemp("case"))
    return made


@pytest.fixture(scope="module")
def nasty_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return less_nasty(tmp_path_factory.mktemp("nasty"))


@pytest.mark.live
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_it_sees_what_was_written(reader: Reader, case: Case) -> None:
    found = verdict(reader, case)
    if found.missing:
        pytest.skip(found.missing)
    assert found.fine, found


def test_the_nasty_calendar_is_nasty(tmp_path: Path) -> None:
    case = nasty(tmp_path)
    assert len(case.rows) == 200
    text = "".join(row[3] + row[4] for row in case.rows)
    assert all(sign in text for sign in ("\U0001f468\u200d", "e\u0301", ";", "\\N", "\n", "\U00020000", "\u0645"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: ("another", *row[1:]),
        lambda row: (row[0], "2001-01-01", *row[2:]),
        lambda row: (*row[:2], row[1], *row[3:]),
        lambda row: (*row[:3], row[3] + " ", *row[4:]),
    ],
)
def test_the_comparison_sees_one_wrong_field_in_one_event(
    nasty_case: Case, tmp_path: Path, spoil: Callable[[Seen], Seen]
) -> None:
    case = nasty_case
    reader = Reader("spoilt", by_icalendar)
    rows = by_icalendar(case, tmp_path)
    assert judged(reader, case, rows).fine
    assert not judged(reader, case, [spoil(rows[0]), *rows[1:]]).fine
    assert not judged(reader, case, rows[1:]).fine
    assert not judged(reader, case, [*rows, rows[0]]).fine
    assert not judged(reader, case, []).fine


def test_another_description_is_said_and_no_disagreement(nasty_case: Case, tmp_path: Path) -> None:
    case = nasty_case
    rows: list[Seen] = [(*row[:4], "x") for row in by_icalendar(case, tmp_path)]
    found = judged(Reader("short", by_icalendar), case, rows)
    assert found.fine
    assert found.difference.startswith("description: ")


def test_a_program_that_is_missing_is_said(nasty_case: Case) -> None:
    def missing(_case: Case, _folder: Path) -> list[Seen]:
        raise NotHere("it is not installed")

    found = verdict(replace(READERS[0], read=missing), nasty_case)
    assert (found.fine, found.missing) == (False, "it is not installed")
