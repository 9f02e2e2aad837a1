"""The English grammar."""

from __future__ import annotations

from exporter.extraction.english import clauses, dates, indicators, intent, owners
from exporter.extraction.grammar import Around, Naming, Timing, Verdict
from exporter.model import Indicator, Language

LONGEST = 4000
"""Characters of one sentence that are read: no sentence of prose is longer, and a line of noise takes bounded time."""


class English:
    """English as plans, pledges and minutes write it; every method is pure and linear in its text."""

    language: Language = "en"

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Spans of the sentences, without surrounding white space and bullets."""
        return clauses.sentences(text)

    def judge(self, sentence: str, around: Around) -> Verdict:
        """Commitment or not, by the first rule that speaks."""
        return intent.judge(sentence[:LONGEST], around)

    def indicators(self, sentence: str, around: Around) -> tuple[Indicator, ...]:
        """The measurable parts, values in base units."""
        return indicators.indicators(sentence[:LONGEST], around)

    def timing(self, sentence: str, around: Around) -> Timing:
        """Deadline, start and dated steps."""
        return dates.timing(sentence[:LONGEST], around)

    def naming(self, text: str, around: Around) -> Naming | None:
        """The owner clause with its span, or the subject of the undertaking with an empty span, or None."""
        return owners.naming(text[:LONGEST], around)

    def actions(self, sentence: str) -> tuple[str, ...]:
        """The clauses that each begin with their own verb of doing; () where there is only one."""
        return clauses.actions(sentence[:LONGEST])


GRAMMAR = English()
