"""The Chinese grammar."""

from __future__ import annotations

from exporter.extraction.chinese import clauses, indicators, intent, owners, sentences, timing
from exporter.extraction.grammar import Around, Naming, Timing, Verdict
from exporter.model import Indicator, Language


class Chinese:
    """Reads Chinese, simplified or traditional (see extraction.grammar.Grammar)."""

    language: Language = "zh"

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Spans of the sentences."""
        return sentences.sentences(text)

    def judge(self, sentence: str, around: Around) -> Verdict:
        """Commitment or not."""
        return intent.judge(sentence, around)

    def indicators(self, sentence: str, around: Around) -> tuple[Indicator, ...]:
        """The measurable parts."""
        return indicators.indicators(sentence, around)

    def timing(self, sentence: str, around: Around) -> Timing:
        """Deadline, start and dated steps."""
        return timing.timing(sentence, around)

    def naming(self, text: str, around: Around) -> Naming | None:
        """The owner clause."""
        return owners.naming(text, around)

    def actions(self, sentence: str) -> tuple[str, ...]:
        """What is to be done, clause by clause."""
        return clauses.actions(sentence)


GRAMMAR = Chinese()
