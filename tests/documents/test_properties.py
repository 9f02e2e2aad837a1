from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.documents import Document, read_text
from exporter.documents.encoding import decode
from exporter.documents.plain import read_plain
from exporter.errors import DocumentError
from tests.documents.shelf import check
from tests.endless import DOCUMENTS

PIECES = st.sampled_from(
    (
        *[
            "一、",
            "（一）",
            "1.",
            "-",
            "|",
            "。",
            "建成学校",
            "Plan",
            "12",
            "%",
            "|---|---|",
            '"',
            ",",
            "<p>",
            "#",
            "**",
            "-->",
            "<!--",
            "---",
        ],
        "- ",
        "\t",
        "  ",
        "\n",
        "\r\n",
        "　　",
    )
)
LONG_TEXT = 100_000
DRAWN = set("|｜│┃+-=:─—├┼┤┌┬┐└┴┘┠╂┨")
"""What a table is drawn with belongs to no cell."""
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


def read_or_refused(text: str, name: str) -> Document | None:
    """The document, or None where it was refused with a next step."""
    try:
        return read_text(text, name)
    except DocumentError as error:
        if not error.hint:
            raise
    return None


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_plain_text_is_covered(text: str) -> None:
    covered = bytearray(len(text))
    end = 0
    for block in read_plain(text):
        assert end <= block.start < block.end
        covered[block.start : block.end] = b"x" * (block.end - block.start)
        end = block.end
    outside = "".join(letter for letter, inside in zip(text, covered, strict=True) if not inside)
    assert set("".join(outside.split())) <= DRAWN


@given(TEXTS, st.sampled_from(["x.txt", "x.md", "x.html", "x.csv"]))
@settings(max_examples=400, deadline=None)
def test_any_text_reads_or_is_refused(text: str, name: str) -> None:
    document = read_or_refused(text, name)
    if document is not None:
        check(document)
        assert document.text == text or text.lstrip()[:1] == "<" or name.endswith("html")


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decode(data, "x.txt")
    except DocumentError as error:
        if "x.txt" not in str(error):
            raise


CASES = [(shape, "x.txt") for shape in DOCUMENTS] + [
    ("one character", "x.csv"),
    ("quotes", "x.csv"),
    ("ragged pipes", "x.md"),
    ("rules", "x.md"),
    ("hashes", "x.md"),
    ("open comments", "x.md"),
    ("open comments", "x.html"),
    ("tags", "x.html"),
    ("spaces", "x.html"),
]


@pytest.mark.parametrize(("shape", "name"), CASES)
def test_any_long_text_is_read_to_its_end(shape: str, name: str) -> None:
    """How long that takes: `python -m benchmarks.growth`."""
    read_or_refused(DOCUMENTS[shape](LONG_TEXT), name)
