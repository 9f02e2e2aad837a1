"""A gate changes how fast a pattern is, never what it finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporter.extraction.chinese import cues, dates, figures
from exporter.extraction.chinese.gate import gated

TEXT = " 2024年底前，力争新增学位1.2万个；已完成３项，(一)确保 5A\n不再-出现。" + "".join(map(chr, range(0x20, 0x7F)))
PATTERNS = (
    r"力争|确保|已(?:完成|经)",
    r"(?<![一-九])新增|(?:再)?出现|[a-c]+|\)",
    r"(?P<lead>到|至)?(?:\d{4} ?年|年[底末])(?=前)",
    r"^ ?\d|\s不|[-\]^]",
    r"(?:a?b?)*\d",
    r"[^,]完成",
    r"\w级|.项",
    r"x*",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_it_finds_what_the_plain_pattern_finds(pattern: str) -> None:
    plain = [(found.span(), found.groups()) for found in re.finditer(pattern, TEXT)]
    assert [(found.span(), found.groups()) for found in gated(pattern).finditer(TEXT)] == plain


def test_a_list_of_words_gets_one_and_a_pattern_that_may_be_empty_none() -> None:
    assert gated("力争|确保").pattern.startswith("(?=[")
    assert gated("(?:力争)?").pattern == "(?:力争)?"
    assert gated("[^,]完成").pattern == "[^,]完成"


def test_the_patterns_in_use_find_the_same_in_the_corpus() -> None:
    folder = Path(__file__).parent / "corpus" / "zh"
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.jsonl")))
    for pattern in (cues.MODAL, cues.ACHIEVED, cues.STATE, cues.EXPLAINS, dates._DATE, figures._FIGURE):
        body = re.sub(r"^\(\?=\[(?:\\.|[^\]])*\]\)", "", pattern.pattern)
        assert body != pattern.pattern
        assert [found.span() for found in re.finditer(body, text)] == [found.span() for found in pattern.finditer(text)]
