"""Which grammar reads a text: by its script, block by block."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module

from exporter.extraction.grammar import Grammar
from exporter.model import Language

_GRAMMARS: dict[Language, str] = {
    "zh": "exporter.extraction.chinese.grammar",
    "en": "exporter.extraction.english.grammar",
}


_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z]+")


def language_of(text: str, otherwise: Language = "zh") -> Language:
    """Chinese as soon as a fifth of the letters are Chinese: names and units in Latin letters are common."""
    sample = text[:2000]
    chinese = sum(map(len, _CHINESE.findall(sample)))
    latin = sum(map(len, _LATIN.findall(sample)))
    if chinese + latin == 0:
        return otherwise
    return "zh" if chinese * 4 >= latin else "en"


@cache
def grammar_of(language: Language) -> Grammar:
    """The grammar of a language, loaded when it is first needed."""
    grammar: Grammar = import_module(_GRAMMARS[language]).GRAMMAR
    return grammar
