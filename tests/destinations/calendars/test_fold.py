from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from exporter.destinations.calendars.fold import LIMIT, fold, unfold

lines = st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=400)
backslashes = st.text(st.sampled_from("\\\\\\a中😀;,n^"), max_size=400)


@given(lines | backslashes)
@example("\\" * 300)
@example("a" * 74 + "\\\\b")
@example("中" * 60)
@example("X" * 75)
@example("X" * 76)
def test_unfolding_gives_the_line_back(line: str) -> None:
    assert unfold(fold(line)).decode() == line


@given(lines | backslashes)
@example("a" * 73 + "\\n")
@example("a" * 74 + "\\n")
@example("a" * 75 + "\\n")
@example("a" * 73 + "\\\\\\n" + "b" * 80)
@example("P;CN=" + "^" * 150 + ":x")
def test_physical_lines_are_short_and_break_nothing(line: str) -> None:
    pieces = fold(line).split(b"\r\n ")
    assert len(pieces[0]) <= LIMIT
    assert all(len(piece) <= LIMIT - 1 for piece in pieces[1:])
    for piece in pieces:
        piece.decode()
    for piece in pieces[:-1]:
        assert len(trailing(b"\\", piece)) % 2 == 0
        assert len(trailing(b"^", piece)) % 2 == 0


def trailing(char: bytes, piece: bytes) -> bytes:
    found = re.search(re.escape(char) + b"*$", piece)
    assert found
    return found[0]


def test_lines_are_filled() -> None:
    assert [len(piece) for piece in fold("x" * 200).split(b"\r\n ")] == [75, 74, 51]


def test_lines_of_others_are_unfolded() -> None:
    middle = "SUMMARY:中".encode()
    assert unfold(middle[:-1] + b"\n\t" + middle[-1:]).decode() == "SUMMARY:中"
    assert unfold(b"A:b\r\n  c") == b"A:b c"


def test_a_lone_surrogate_does_not_stop_a_file() -> None:
    assert fold("A:\ud800") == b"A:?"
