"""Sentences that full lines broke: put on one line to be read, with places found again in the text as it stands."""

from __future__ import annotations

import re
from dataclasses import replace

from exporter.extraction.grammar import Naming
from exporter.model import Language


def unwrapped(text: str, language: Language) -> str:
    """A sentence on one line: what a full line broke is whole again."""
    return _BREAK.sub("" if language == "zh" else " ", text) if "\n" in text else text


_BREAK = re.compile(r"[ \t\u3000]*\r?\n[ \t\u3000]*")


def in_lines(naming: Naming, text: str, words: str) -> Naming:
    """The span of an owner clause in the text with its line breaks."""
    places, at = [], 0
    for letter in words:
        while text[at] != letter and not (letter == " " and text[at].isspace()):
            at += 1
        places.append(at)
        at += 1
    places.append(len(text))
    return replace(naming, start=places[naming.start], end=places[naming.end])
