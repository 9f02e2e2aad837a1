"""Document → commitments, and why each sentence was taken or left.

`explain` judges every sentence; `extract` keeps those that undertake something. One road, two views.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from exporter.documents.document import Document
from exporter.extraction.chinese.owners import default_leads, first_leads
from exporter.extraction.grammar import LONGEST, RECENT, Around, Timing, Verdict
from exporter.extraction.items import reconsider
from exporter.extraction.language import grammar_of, language_of
from exporter.extraction.lessons import lessons
from exporter.extraction.lines import in_lines, unwrapped
from exporter.extraction.lists import find_leads
from exporter.extraction.mood import settle
from exporter.extraction.ownership import Assigned, assign_owners
from exporter.extraction.scope import inherit_dates, names_deadline, opens_a_goal
from exporter.extraction.stacked import stacked
from exporter.extraction.table import row_commitments
from exporter.extraction.walk import Piece, walk
from exporter.extraction.year import title_year
from exporter.model import Commitment, Indicator, Owners


@dataclass(frozen=True, slots=True)
class Judged:
    """One sentence: `document.text[start:end]`, what it is and by which words, and what was read from it."""

    start: int
    end: int
    text: str
    verdict: Verdict
    commitment: Commitment | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    """Field → the words that gave it: due, owners, indicators (joined by " / ")."""


def extract(document: Document, *, year: int | None = None, published: date | None = None) -> list[Commitment]:
    """The commitments of a document in reading order.

    Args:
        document: what was read.
        year: the plan's year; dates without a year fall into it. None: the one that the title names, if it names one.
        published: the day of publication, for 本月 and 三个月内.
    """
    return [judged.commitment for judged in explain(document, year=year, published=published) if judged.commitment]


def explain(document: Document, *, year: int | None = None, published: date | None = None) -> list[Judged]:
    """Every sentence of a document with its verdict; commitments carry their record and the words behind it."""
    return _Reading(document, year, published).result()


_SIGHT = 400
_TITLE = 34
_NAMES_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_ANY_YEAR = 2000
"""In a text that names no year, 6月底前 binds whichever year is meant."""


class _Reading:
    """One document being read."""

    def __init__(self, document: Document, year: int | None, published: date | None) -> None:
        self.document = document
        self.year, self.published = title_year(document) if year is None else year, published
        self.assumed = _ANY_YEAR if self.year is None and not _NAMES_YEAR.search(document.text) else self.year
        self.pieces = walk(document)
        find_leads(document, self.pieces)
        self.first_is_lead = first_leads(document.text)
        self.aimed = -1
        """The number of the block that 到2025年 opens."""
        self._topics()

    def result(self) -> list[Judged]:
        for at, piece in enumerate(self.pieces):
            if not piece.rowed:
                self._judge(at)
        reconsider(self.pieces, self._text, self._judge_inside)
        lessons(self.pieces, self._text)
        settle(self.pieces, year=self.year, title=self._title())
        table = stacked(self.document, self.pieces)
        for at, piece in enumerate(self.pieces):
            if (
                piece.verdict.speech in {"commitment", "heading", "owners"}
                or piece.timing.governs
                or names_deadline(self._text(piece), self._text(self.pieces[at - 1]) if at else "")
            ):
                piece.timing = self._timing(at)
        if table:
            table.date(self.pieces, self._timing)
        inherit_dates(self.document, self.pieces)
        defaults = {at: units for at, piece in enumerate(self.pieces) if (units := default_leads(self._text(piece)))}
        owners = assign_owners(self.document, self.pieces, defaults)
        if table:
            owners |= table.owners(first_is_lead=self.first_is_lead)
        return self._records(owners)

    def _timing(self, at: int) -> Timing:
        piece = self.pieces[at]
        return grammar_of(piece.language).timing(self._text(piece), self._around(at))

    def _title(self) -> str:
        first = self.document.blocks[0] if self.document.blocks else None
        return self.document.title or (
            self.document.text[first.start : min(first.end, first.start + 80)] if first else ""
        )

    def _text(self, piece: Piece) -> str:
        return unwrapped(self.document.text[piece.start : piece.end], piece.language)

    def _around(self, at: int, metrics: tuple[str, ...] = ()) -> Around:
        piece = self.pieces[at]
        before = self._text(self.pieces[at - 1]) if at else ""
        return Around(
            year=self.year,
            published=self.published,
            section=piece.section,
            before=before,
            after=self._after(at),
            topic=piece.topic,
            lead=piece.lead,
            metrics=metrics,
            opening=piece.opening,
            alone=piece.alone,
            kind=piece.block.kind,
            first_is_lead=self.first_is_lead,
            aimed=self.aimed == piece.block.number,
        )

    def _after(self, at: int) -> str:
        """The rest of the block, or what follows it."""
        piece = self.pieces[at]
        if at + 1 >= len(self.pieces):
            return ""
        start = self.pieces[at + 1].start
        stop = piece.block.end if self.pieces[at + 1].block is piece.block else start + _SIGHT
        return self.document.text[start : min(stop, start + _SIGHT)]

    def _judge(self, at: int) -> None:
        piece = self.pieces[at]
        grammar = grammar_of(piece.language)
        around = replace(self._around(at), year=self.assumed)
        text = self._text(piece)
        if len(text) > LONGEST:
            piece.verdict = Verdict("other", rule="too long for a sentence", words=text[:20])
            return
        naming = grammar.naming(text, around)
        if naming and len(text) != piece.end - piece.start:
            naming = in_lines(naming, self.document.text[piece.start : piece.end], text)
        if naming and naming.start == 0 and naming.end >= len(text):
            piece.verdict, piece.naming = Verdict("owners", rule="owner clause", words=text[:20]), naming
            return
        if naming and naming.end >= len(text):
            text = text[: naming.start].rstrip()
            if len(text) > _TITLE and text[-1:] not in "。；;：:":
                text += "。"  # whoever is named behind it, a sentence is no title
        piece.naming = naming
        piece.verdict = grammar.judge(text, around)
        if piece.language == "zh" and opens_a_goal(text) and piece.verdict.speech == "commitment":
            self.aimed = piece.block.number

    def _judge_inside(self, at: int) -> Verdict:
        piece = self.pieces[at]
        return grammar_of(piece.language).judge(self._text(piece), replace(self._around(at), opening=False))

    _LABEL = re.compile(
        r"^(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]\s*|[①-⑳]\s*)?(?P<label>[^,，。;；:：\d“”《》]{2,24})[:：](?=.)"
    )

    def _topics(self) -> None:
        """停车位：3月底前新增100个；6月底前新增200个 — the label holds to the end of its part."""
        topic, place = "", (0, 0)
        for piece in self.pieces:
            here = (piece.block.number, piece.group)
            if here != place:
                topic, place = "", here
            found = self._LABEL.match(self._text(piece))
            if found and not re.search(r"目标|任务|要求|思路|如下|以下|单位|部门|是$", found["label"]):
                topic = found["label"].strip()
            elif re.match(r"[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．]", self._text(piece)):
                topic = ""
            piece.topic = topic

    def _records(self, owners: dict[int, Assigned]) -> list[Judged]:
        result: list[Judged] = []
        metrics: list[str] = []
        block = -1
        for at, piece in enumerate(self.pieces):
            if piece.block.number != block:
                block, metrics = piece.block.number, []
            if piece.rowed:
                result += self._row(at)
            elif piece.verdict.speech != "commitment":
                result.append(Judged(piece.start, piece.end, self._text(piece), piece.verdict))
            else:
                judged = self._record(at, piece, owners.get(at), tuple(metrics))
                if judged.commitment:
                    metrics += [indicator.metric for indicator in judged.commitment.indicators]
                    del metrics[:-RECENT]
                result.append(judged)
        return result

    def _row(self, at: int) -> list[Judged]:
        """A table row: its commitments, or the row itself when it undertakes nothing."""
        piece = self.pieces[at]
        made = row_commitments(self.document, piece.block, lambda text: grammar_of(language_of(text)), self._around(at))
        if not made:
            verdict = Verdict("other", rule="a row that undertakes nothing")
            return [Judged(piece.start, piece.end, self._text(piece), verdict)]
        verdict = Verdict("commitment", rule="a table row")
        return [
            Judged(
                row.start,
                row.end,
                row.text,
                verdict,
                row,
                _reasons(row.indicators, row.due_text, "、".join(row.owners.lead + row.owners.support)),
            )
            for row in made
        ]

    def _record(self, at: int, piece: Piece, assigned: Assigned | None, metrics: tuple[str, ...]) -> Judged:
        start, end = self._quote(piece)
        text = self.document.text[start:end]
        grammar = grammar_of(piece.language)
        around = self._around(at, metrics)
        words = unwrapped(text, piece.language)
        found = grammar.indicators(words, around)
        timing = piece.timing
        commitment = Commitment(
            text=text,
            start=start,
            end=end,
            paragraph=piece.block.number,
            place=piece.block.place,
            language=piece.language,
            section=piece.section,
            owners=assigned.owners if assigned else Owners(),
            owner_basis=assigned.basis if assigned else None,
            due=timing.due,
            due_text=timing.due_text,
            due_basis=timing.due_basis,
            start_date=timing.start_date,
            milestones=timing.milestones,
            indicators=found,
            actions=grammar.actions(words),
            confidence="high" if piece.verdict.certain else "check",
        )
        return Judged(
            start,
            end,
            text,
            piece.verdict,
            commitment,
            _reasons(found, timing.due_text, assigned.words if assigned else ""),
        )

    def _quote(self, piece: Piece) -> tuple[int, int]:
        """The sentence without an owner clause behind it."""
        end = piece.end
        naming = piece.naming
        if naming and naming.start > 0 and naming.end >= piece.end - piece.start:
            end = piece.start + naming.start
            while end > piece.start and self.document.text[end - 1].isspace():
                end -= 1
        return piece.start, end


def _reasons(indicators: tuple[Indicator, ...], due_text: str | None, owners: str) -> dict[str, str]:
    reasons = {
        "due": due_text or "",
        "indicators": " / ".join(indicator.text for indicator in indicators),
        "owners": owners,
    }
    return {field: words for field, words in reasons.items() if words}
