from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.clip import Size, clip, octets, utf16


def test_what_fits_is_left_alone() -> None:
    assert clip("长" * 10, 10) == "长" * 10
    assert clip("🎉" * 5, 10, utf16) == "🎉" * 5
    assert clip("长" * 3, 9, octets) == "长" * 3


def test_what_does_not_ends_with_an_ellipsis() -> None:
    assert clip("长" * 11, 10) == "长" * 9 + "…"
    assert clip("🎉" * 6, 10, utf16) == "🎉" * 4 + "…"
    assert clip("长" * 4, 11, octets) == "长" * 2 + "…"
    assert clip("one two", 5) == "one…"


def test_what_people_see_as_one_sign_is_not_cut() -> None:
    assert clip("ae\u0301\u0323b", 3) == "a…"
    assert clip("a👨‍👩‍👧b", 5) == "a…"
    assert clip("a👍🏽b", 3) == "a…"


@given(st.text(max_size=60), st.integers(1, 40), st.sampled_from([len, utf16]))
def test_it_always_fits_and_is_a_beginning(text: str, room: int, size: Size) -> None:
    clipped = clip(text, room, size)
    assert size(clipped) <= room
    assert clipped == text or text.startswith(clipped[:-1])
