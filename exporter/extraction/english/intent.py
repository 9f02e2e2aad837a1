"""Commitment or not: what an English sentence does."""

from __future__ import annotations

import re
from dataclasses import replace

from exporter.extraction.english import furniture, owners
from exporter.extraction.english.aside import aside
from exporter.extraction.english.dates import dues
from exporter.extraction.english.fragments import NAMED_PART, fragment
from exporter.extraction.english.tenses import FINITE, PERFECT, past_tense
from exporter.extraction.english.undertaking import progressive, stated
from exporter.extraction.grammar import Around, Verdict

_ZERO = re.compile(r"^(?:net[- ]zero|carbon[- ]neutral(?:ity)?|zero)\b", re.IGNORECASE)


def judge(sentence: str, around: Around) -> Verdict:
    """Commitment or not, by the first rule that speaks."""
    verdict = _judge(sentence, around)
    if verdict.words.lower() == "must":  # a rule of the house, unless plans stand around it
        bare = _MUST_BE.search(sentence) and not dues(sentence, around)
        if bare:
            return Verdict("other", rule="a rule of the house", words=verdict.words)
        return replace(verdict, lean=_RULE)
    return replace(verdict, lean=_LEAN.get((verdict.speech, verdict.certain), 0.0))


_RULE = 0.3
_MUST_BE = re.compile(r"\bmust\s(?:also\s|always\s|not\s)?be\s\w+(?:ed|en|pt|wn|ld)\b", re.IGNORECASE)


_LEAN: dict[tuple[str, bool], float] = {
    ("commitment", True): 2.0,
    ("commitment", False): 1.0,
    ("report", True): -1.5,
    ("report", False): -1.0,
    ("other", True): -0.5,
    ("other", False): -0.4,
}


def _judge(sentence: str, around: Around) -> Verdict:
    early = furniture.recognise(sentence, around)
    if early:
        return early
    body = furniture.body(sentence)
    if _LEAD_IN.search(body):
        return Verdict("heading", rule="opens a list", words=body[-40:])
    if around.alone and around.kind != "item" and owners.bracketed(body) and _SENTENCE.match(around.after):
        return Verdict("heading", rule="names what follows and its owner", words=body[-40:])
    soon = dues(sentence, around)
    for rule in (aside, stated, progressive):
        verdict = rule(body, soon)
        if verdict:
            return _explained(verdict, around, dated=bool(soon))
    return fragment(sentence, body, around, soon) or _rest(sentence, body)


_LEAD_IN = re.compile(
    r"\b(?:will|shall|must|should|to|by|that|we|includ(?:e|es|ed|ing)|are|is|were|was|of|the following|as follows)"
    r"(?:\s(?:also|then|jointly|each|all))?\s?[:：][\s*_]*$|\b(?:will|shall|to)\s(?:also\s)?[a-z]+\s?[:：][\s*_]*$"
)
"""`By 2031 the harbour will:` promises nothing before its items do."""


_SENTENCE = re.compile(r"\s*[A-Z][^\n]{20,400}\.(?:\s|$)")


def _explained(verdict: Verdict, around: Around, *, dated: bool) -> Verdict:
    """Under a heading of a plan's template that asks why, `will` tells what a commitment is good for."""
    told = around.section[-1] if around.section else ""
    if verdict.speech == "commitment" and verdict.words.lower() in {"will", "shall"} and not dated and _WHY.match(told):
        return Verdict("other", certain=False, rule="stands under a heading that asks why", words=told)
    return verdict


_WHY = re.compile(
    r"\W*(?:[\d.]+\s)?(?:contribution|relevance|(?:public )?problem|status quo|why (?:is|was) th"
    r"|how (?:will|does) the commitment"
    r"|what is the public problem|expected (?:impact|benefits?)|benefits?$|risks?\b|rationale)",
    re.IGNORECASE,
)


def _rest(sentence: str, body: str) -> Verdict:
    """Nothing promises: a report if it tells of the past, a heading if it says nothing, else an explanation."""
    found = PERFECT.search(body)
    if found or past_tense(body):
        return Verdict("report", rule="tells what was done", words=found[0] if found else "")
    named = NAMED_PART.match(sentence) and not body.endswith(".")
    if named or (not FINITE.search(body) and not body.endswith((".", "!", ";"))):
        return Verdict("heading", certain=len(body.split()) < 12, rule="has no verb", words=body[:40])  # noqa: PLR2004
    return Verdict("other", certain=False, rule="nothing is undertaken")
