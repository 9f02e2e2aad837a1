"""Long texts of shapes that invite a reader to look at every place once for every other place.

Tests read them to their end; `python -m benchmarks.growth` says what a character more costs.
"""

from __future__ import annotations

from collections.abc import Callable

DOCUMENTS: dict[str, Callable[[int], str]] = {
    "one character": lambda size: "a" * size,
    "one Chinese character": lambda size: "建" * (size // 2),
    "no punctuation": lambda size: "plan and build " * (size // 15),
    "pipes": lambda size: "|" * size,
    "ragged pipes": lambda size: "a|b|c\na|b\n" * (size // 10),
    "tabs": lambda size: "a\tb\nc\td\te\n" * (size // 10),
    "gaps": lambda size: "a  b   c\n" * (size // 9),
    "dashes": lambda size: "-" * size,
    "rules": lambda size: "---|---\n" * (size // 8),
    "quotes": lambda size: '"a",' * (size // 4),
    "numbers": lambda size: "1." * (size // 2),
    "short lines": lambda size: "建成学校\n" * (size // 6),
    "open comments": lambda size: "<!--" * (size // 4),
    "tags": lambda size: "<p>" * (size // 3),
    "hashes": lambda size: "# a\n" * (size // 4),
    "spaces": lambda size: "a" + " " * size + "b",
    "brackets": lambda size: "（" * (size // 2) + "一",
}
"""By name: about so many characters."""

LINES = (
    "a",
    "word ",
    "will ",
    "12 ",
    "the 5 of ",
    "and, ",
    "(",
    "20% of ",
    "Lead: A; ",
    "by 2030 ",
    "one hundred ",
    "A and B, ",
    "to reduce ",
)
"""What an English line repeats."""
TITLES = ("a ", "1.", "（", "2018年", "以", "各", "the ", "，", "\n", "将", "甲乙", "by 2018 ", "|")
"""What a quote repeats that gets a title."""
