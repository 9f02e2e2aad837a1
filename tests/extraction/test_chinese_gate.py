"""A gate changes how fast a pattern is, never what it finds."""

from __future__ import annotations

import json
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

from exporter.extraction import chinese
from exporter.extraction.chinese.gate import Gate, gated

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


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("圆满完成|荣获", "[圆荣]"),  # of several characters the one that is rarer
        ("(?:全面)?[^,]{0,9}竣工(?![前后])", "[竣]"),
        (r"\d+(?:余|多)人", "[余多]"),
        ("(?<=已)(?:关闭|通车)+", "[关通]"),
        ("完成|.", ""),
        ("(?:完成)?", ""),
        ("[一-龥]", ""),
        ("(?i:lead)", ""),
    ],
)
def test_what_every_match_holds(pattern: str, needs: str) -> None:
    gate = gated(pattern)
    assert (gate.needs.pattern if gate.needs else "") == needs


def gates() -> dict[str, Gate]:
    modules = [import_module(f"{chinese.__name__}.{each.name}") for each in pkgutil.iter_modules(chinese.__path__)]
    return {
        f"{module.__name__}.{name}": thing
        for module in modules
        for name, thing in vars(module).items()
        if isinstance(thing, Gate)
    }


def test_the_patterns_in_use_find_the_same_in_every_line_of_the_corpus() -> None:
    folder = Path(__file__).parent / "corpus" / "zh"
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    texts = [json.loads(line).get("text", "") for line in lines]
    pieces = [text[at : at + 40] for text in texts for at in range(0, len(text), 40)]
    assert len(gates()) > 20
    for name, gate in gates().items():
        plain = re.compile(re.sub(r"^\(\?=\[(?:\\.|[^\]])*\]\)", "", gate.pattern))
        for text in [*texts, *pieces]:
            spans = [found.span() for found in plain.finditer(text)]
            assert [found.span() for found in gate.finditer(text)] == spans, (name, text)
            first = gate.search(text)
            assert (first.span() if first else None) == (spans[0] if spans else None), (name, text)
            assert bool(gate.match(text, 3)) is bool(plain.match(text, 3)), (name, text)
            assert bool(gate.fullmatch(text)) is bool(plain.fullmatch(text)), (name, text)
