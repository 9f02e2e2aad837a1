from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.contract import Field
from exporter.destinations.marker import digest
from exporter.sync.merge import UNKNOWN, merge

VALUES = st.sampled_from(["a", "b", "c", None])
SETS = st.lists(st.sampled_from("abcdef"), unique=True).map(sorted)
LISTS = st.dictionaries(st.sampled_from("abcdef"), st.booleans()).map(
    lambda ticks: [{"text": text, "done": done} for text, done in ticks.items()]
)


@given(base=VALUES, ours=VALUES, theirs=VALUES, in_state=st.booleans(), in_marker=st.booleans())
def test_a_value_changes_only_where_one_side_stood_still(
    base: Any, ours: Any, theirs: Any, *, in_state: bool, in_marker: bool
) -> None:
    merged = merge(
        Field.TITLE,
        ours,
        theirs,
        remembered=base if in_state else UNKNOWN,
        mark=digest(base) if in_marker else None,
    )
    if merged.kind == "write":
        assert theirs == base
        assert merged.value == ours
    else:
        assert merged.value == theirs
    if theirs not in (base, ours) and ours != base:
        assert merged.kind == "conflict"
    if ours != theirs and theirs == base and (in_state or in_marker):
        assert merged.kind == "write"


@given(SETS, SETS, SETS)
def test_a_set_keeps_what_others_added_and_loses_what_either_side_removed(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    merged = set(merge(Field.LABELS, ours, theirs, remembered=base).value)
    for label in set(base) | set(ours) | set(theirs):
        added = label not in base and (label in ours or label in theirs)
        kept = label in base and label in ours and label in theirs
        if ours == theirs:
            assert (label in merged) == (label in ours)
        else:
            assert (label in merged) == (added or kept)


@given(LISTS, LISTS, LISTS)
def test_a_tick_that_a_person_set_or_took_back_stays(base: Any, ours: Any, theirs: Any) -> None:
    merged = {line["text"]: line["done"] for line in merge(Field.CHECKLIST, ours, theirs, remembered=base).value}
    before, mine, held = ({line["text"]: line["done"] for line in lines} for lines in (base, ours, theirs))
    for text, done in held.items():
        if text in before and before[text] != done:
            assert merged[text] == done
        if text not in before and text not in mine:
            assert merged[text] == done
    for text in mine:
        if text not in held and text in before:
            assert text not in merged
        if text not in held and text not in before:
            assert merged[text] == mine[text]


@pytest.mark.parametrize("closed", ["done", "dropped"])
def test_a_persons_close_wins_over_our_change(closed: str) -> None:
    merged = merge(Field.STATUS, "in_progress", closed, remembered="open")
    assert (merged.kind, merged.value) == ("kept", closed)


def test_a_reopening_in_the_ledger_is_written() -> None:
    assert merge(Field.STATUS, "open", "done", remembered="done").kind == "write"


def test_without_any_memory_a_difference_is_a_conflict() -> None:
    assert merge(Field.TITLE, "ours", "theirs").kind == "conflict"


def test_prefer_theirs_holds_until_our_side_changes_again() -> None:
    settled = merge(Field.TITLE, "ours", "theirs", remembered="base", prefer="theirs")
    assert (settled.kind, settled.base) == ("kept", "ours")
    assert merge(Field.TITLE, "ours", "theirs", remembered=settled.base).kind == "kept"
    assert merge(Field.TITLE, "newer", "theirs", remembered=settled.base).kind == "conflict"


def test_a_stale_ledger_does_not_revert_what_another_machine_wrote() -> None:
    merged = merge(Field.TITLE, "old", "new", remembered="old", mark=digest("new"))
    assert (merged.kind, merged.value) == ("kept", "new")


def test_the_marker_is_believed_over_an_old_state_file() -> None:
    assert merge(Field.TITLE, "third", "second", remembered="first", mark=digest("second")).kind == "write"
