"""Finite verbs and the past: what tells a report from a fragment."""

from __future__ import annotations

import re

from exporter.extraction.english.words import IRREGULAR_PASTS, pasts

FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|am|does|do|did|can|may|could|might|would|should|will|shall"
    r"|must|(?<!to )help|helps|means|requires|allows|enables|makes|provides|remains|depends|takes|contributes"
    r"|represents|includes|shows|improves|ensures|creates|promotes|strengthens|reduces|gives|involves|becomes|features"
    r"|reflects|demonstrates|underpins|brings)\b"
)


PERFECT = re.compile(
    r"\b(?:has|have|had)\s(?:\w+ly\s|also\s|already\s|now\s|since\s|not\s|yet\s|been\s|to date\s|recently\s){0,3}"
    rf"(?:\w+ed|been|had|{'|'.join(sorted(IRREGULAR_PASTS))})\b|\b(?:was|were)\b",
    re.IGNORECASE,
)


_SUBJECT_PAST = re.compile(
    r"\b(?:we|it|they|he|she|i|this|these|that|which|who)\s(?:also\s|then\s|\w+ly\s)?(?P<past>[a-z]+)\b", re.IGNORECASE
)


_PAST_OBJECT = re.compile(r"\b(?P<past>[a-z]+)\s(?:(?:the|a|an|our|its|their|that|to|more than|over)\b|\d|[A-Z])")


_DID = re.compile(
    r"(?:^|[,;:.]\s|\b(?:and|but|that)\s)(?:[Ww]e|[Tt]hey|[Hh]e|[Ss]he|I)\s(?:also\s|then\s|\w+ly\s)?"
    r"(?!\w*(?:eed|xceed)\b)[a-z]{2,}ed\b"
)
"""`We rescued`: whatever the verb is, a pronoun before -ed tells."""


_BEFORE_NOW = re.compile(
    r"\b(?:we|it|they|he|she|i)\s(?:previously|originally|recently|already|first|initially|earlier|once)\s[a-z]+\b",
    re.IGNORECASE,
)
"""`We previously set`: the adverb tells where the verb does not."""


def past_tense(body: str) -> bool:
    """A finite past: after a pronoun, or with an object (`launched the register`, not `register launched by June`)."""
    if _DID.search(body) or _BEFORE_NOW.search(body):
        return True
    told = (match["past"] for pattern in (_SUBJECT_PAST, _PAST_OBJECT) for match in pattern.finditer(body))
    return any(word in pasts() and word not in {"set", "put", "cut", "read", "run", "related"} for word in told)
