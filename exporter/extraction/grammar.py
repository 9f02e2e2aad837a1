"""What a language must be able to say about a sentence. Chinese and English each bring one `Grammar`.

A grammar is about the language, never about one document: it sees a sentence and what surrounds it, and answers with
values and the words they came from. All offsets are relative to the text that is passed in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from exporter.model import Basis, Indicator, Language, Milestone, Owners

Speech = Literal["commitment", "report", "heading", "owners", "furniture", "other"]
"""commitment: undertakes or sets a target. report: what was, achievements, explanations, questions, praise.
heading: headings and run-in headings. owners: a clause that only names who is responsible. furniture: page furniture,
signatures, table rules, disclaimers."""

LONGEST = 3000
"""Characters; a plan's longest sentence has a third of it. What runs on without an end is no sentence."""
RECENT = 100
"""Metrics that are remembered while a block is read: more would make the time grow with the square of its length."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence is, how sure that is, and the words and the rule that decided.

    `lean` weighs the evidence: above zero for an undertaking, below for a report. A verdict that is not `certain` is
    settled by the mood of the sentences around it (see mood.py).
    """

    speech: Speech
    certain: bool = True
    rule: str = ""
    words: str = ""
    lean: float = 0.0


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a sentence: the plan's year, the headings above, the sentences beside it, who issues."""

    year: int | None = None
    published: date | None = None
    section: tuple[str, ...] = ()
    before: str = ""
    issuer: str | None = None
    after: str = ""
    """The sentence behind it, in the next block if this one ends."""
    topic: str = ""
    """The label of the item it stands in (停车位：3月底前新增100个 → 停车位)."""
    lead: str = ""
    """The sentence that opens the list it stands in (`By 2030 the council will:`)."""
    metrics: tuple[str, ...] = ()
    """What was measured earlier in the same row or item, the RECENT last ones."""
    opening: bool = False
    """It is the first sentence of its block."""
    alone: bool = False
    """It is the only sentence of its block."""
    kind: str = "paragraph"
    """The kind of its block (see documents.document)."""
    aimed: bool = False
    """The paragraph opens with the year of a goal (到2025年，…): what follows is to be reached by then."""
    first_is_lead: bool = False
    """The document says that the unit listed first leads (列第一位者为牵头单位)."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Dates found in a sentence; `governs`: a lead-in whose date also holds for what follows it."""

    due: date | None = None
    due_text: str | None = None
    due_basis: Basis | None = None
    start_date: date | None = None
    milestones: tuple[Milestone, ...] = ()
    governs: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """Owners found in a text, and the span of the owner clause (so that the quote can leave it out)."""

    owners: Owners = field(default_factory=Owners)
    start: int = 0
    end: int = 0


class Grammar(Protocol):
    """One language's reading of a sentence. Every method is pure and linear in the length of its text."""

    language: Language

    def sentences(self, text: str) -> list[tuple[int, int]]:
        """Spans of the sentences, without surrounding white space."""

    def judge(self, sentence: str, around: Around) -> Verdict:
        """Commitment or not."""

    def indicators(self, sentence: str, around: Around) -> tuple[Indicator, ...]:
        """The measurable parts, values in base units."""

    def timing(self, sentence: str, around: Around) -> Timing:
        """Deadline, start and dated steps."""

    def naming(self, text: str, around: Around) -> Naming | None:
        """The owner clause in a text, or None."""

    def actions(self, sentence: str) -> tuple[str, ...]:
        """The clauses that say what is to be done, for a checklist."""
