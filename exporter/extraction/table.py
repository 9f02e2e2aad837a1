"""Rows of tables: which of them undertake something, who owns it and when it is due.

A row's owners and deadline belong to every sentence of its task cells. A cell of one sentence is one commitment; a cell
of dated steps is one commitment a step, each quoted to the letter, so that a clerk can tick them one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from exporter.documents.document import Block, Cell, Document
from exporter.extraction import celldates, cellowners
from exporter.extraction.columns import Columns, columns_of
from exporter.extraction.grammar import LONGEST, RECENT, Around, Grammar, Timing, Verdict
from exporter.model import Commitment, Indicator, Owners

GrammarFor = Callable[[str], Grammar]

_NUMBER = r"[(（]?(?:\d{1,2}[.、)）]|[一二三四五六七八九十]{1,2}[、.]|[a-z][.)](?=\s))\s?"
_LABEL = re.compile(rf"^(?:{_NUMBER})?(?P<topic>[^:：;；。,，]{{2,40}})[:：](?=.)")
_NUMBERED = re.compile(rf"^{_NUMBER}")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_REPORTED = re.compile(r"actual|progress|performance|result|完成|实际", re.IGNORECASE)
_GAP = re.compile(r"[\s|]*")


@dataclass(slots=True)
class _Sentence:
    """One sentence of a task cell: `document.text[start:end]`."""

    start: int
    end: int
    cell: Cell
    grammar: Grammar
    around: Around
    verdict: Verdict
    targets: list[_Sentence] = field(default_factory=list)
    """Sentences of target cells that do not touch the task's cell: their figures are the task's."""


def row_commitments(
    document: Document, block: Block, grammar_for: GrammarFor, around: Around
) -> tuple[Commitment, ...]:
    """What a table row undertakes, in order; () for headings, totals, notes, information, and rows that are done.

    Args:
        document: where the row stands.
        block: a block of kind "row"; its cells carry the headings of their columns.
        grammar_for: the grammar of a text.
        around: year, section and issuer of the document at this row.
    """
    columns = columns_of(document, block)
    sentences = [
        sentence
        for cell in columns.tasks
        for sentence in _sentences(document, cell, grammar_for, replace(around, kind="row"))
    ]
    if columns.promised:
        sentences = _with_targets(document, columns, sentences)
        _promise(document, columns, sentences)
    taken = [sentence for sentence in sentences if sentence.verdict.speech == "commitment"]
    row = _Row(document, block, columns, grammar_for, around)
    titles = [sentence for sentence in sentences if sentence.verdict.speech != "commitment" and sentence.around.alone]
    return row.commitments(taken, document.text[titles[0].start : titles[0].end] if titles else "")


def _sentences(document: Document, cell: Cell, grammar_for: GrammarFor, around: Around) -> list[_Sentence]:
    """The sentences of a cell, judged, each with its label as topic (`停车位：3月底前…；6月底前…`)."""
    text = document.text[cell.start : cell.end]
    grammar = grammar_for(text)
    spans = grammar.sentences(text)
    found = []
    topic = before = ""
    for number, (start, end) in enumerate(spans):
        words = text[start:end]
        label = _LABEL.match(words)
        if label:
            topic = label["topic"].strip()
        elif _NUMBERED.match(words):
            topic = ""
        after = text[slice(*spans[number + 1])] if number + 1 < len(spans) else ""
        mine = replace(around, before=before, after=after, topic=topic, opening=number == 0, alone=len(spans) == 1)
        endless = len(words) > LONGEST
        verdict = Verdict("report", rule="too long for a sentence") if endless else grammar.judge(words, mine)
        found.append(_Sentence(cell.start + start, cell.start + end, cell, grammar, mine, verdict))
        before = words
    return found


def _with_targets(document: Document, columns: Columns, sentences: list[_Sentence]) -> list[_Sentence]:
    """`Plant street trees | 500 trees`: a target that stands beside its task is part of the task's quote."""
    kept: list[_Sentence] = []
    for sentence in sentences:
        task = kept[-1] if kept else None
        aimed = sentence.cell in columns.targets and sentence.around.alone
        if task is not None and aimed and task.around.alone and task.cell not in columns.targets:
            if task.end <= sentence.start and _GAP.fullmatch(document.text, task.end, sentence.start):
                task.end = sentence.end
            else:
                task.targets.append(sentence)
            if sentence.verdict.speech == "commitment":
                task.verdict = sentence.verdict
        else:
            kept.append(sentence)
    return kept


def _promise(document: Document, columns: Columns, sentences: Sequence[_Sentence]) -> None:
    """In a table of tasks, what grammar leaves open is undertaken; so is a mere noun if the row has nothing else."""
    for sentence in sentences:
        if not sentence.verdict.certain and sentence.verdict.speech in {"report", "commitment"}:
            sentence.verdict = replace(sentence.verdict, speech="commitment", certain=True)
    if columns.kind == "decision" or any(sentence.verdict.speech == "commitment" for sentence in sentences):
        return
    for sentence in sentences:
        told = sentence.verdict.speech in {"report", "owners"} and sentence.verdict.certain
        question = sentence.verdict.rule == "a question"
        letters = sum(char.isalpha() for char in document.text[sentence.start : sentence.end])
        if told or question or letters < 2:  # noqa: PLR2004  a word
            continue
        sentence.verdict = Verdict("commitment", certain=False, rule="a row of a table of tasks", lean=1.0)
        if sentence.around.alone:
            return


class _Row:
    """A row's owners and deadline, and the records of its sentences."""

    def __init__(
        self, document: Document, block: Block, columns: Columns, grammar_for: GrammarFor, around: Around
    ) -> None:
        self.document, self.block, self.columns, self.around = document, block, columns, around
        self.grammar_for = grammar_for
        self.owners = self._owners()
        self.due = self._due()

    def _text(self, cell: Cell) -> str:
        return self.document.text[cell.start : cell.end]

    def _owners(self) -> Owners:
        cells = [(role, self._text(cell)) for role, cell in self.columns.owners]
        return cellowners.of_cells(cells, self.grammar_for(" ".join(text for _, text in cells)), self.around)

    def _due(self) -> Timing:
        found = [self._date(cell) for cell in self.columns.due]
        due = next((timing for timing in found if timing.due or timing.start_date), self._headed())
        for cell in self.columns.starts:
            begun = self._date(cell)
            due = replace(due, start_date=due.start_date or begun.start_date or begun.due)
        return due

    def _headed(self) -> Timing:
        """A year in the heading of the targets (`2030 target`) is their deadline."""
        for cell in self.columns.targets:
            year = _YEAR.search(cell.header)
            if year and not _REPORTED.search(cell.header):
                return Timing(date(int(year[0]), 12, 31), year[0], "inherited")
        return Timing()

    def _date(self, cell: Cell) -> Timing:
        text = self._text(cell)
        return celldates.read(text, self.grammar_for(text), self.around, order=celldates.day_first(self.document.text))

    def commitments(self, taken: Sequence[_Sentence], title: str) -> tuple[Commitment, ...]:
        """A record a sentence; a date said earlier in the same numbered step holds until the next date."""
        made: list[Commitment] = []
        metrics: tuple[str, ...] = ()
        running = Timing()
        for number, sentence in enumerate(taken):
            words = self.document.text[sentence.start : sentence.end]
            around = replace(sentence.around, metrics=metrics, topic=sentence.around.topic or title)
            timing = sentence.grammar.timing(words, around)
            if _NUMBERED.match(words) or (number and taken[number - 1].cell is not sentence.cell):
                running = Timing()
            if timing.due:
                running = timing
            elif running.due and not timing.start_date:
                timing = replace(timing, due=running.due, due_text=running.due_text, due_basis="inherited")
            record = self._commitment(replace_around(sentence, around), timing, single=len(taken) == 1)
            metrics = (*metrics, *(indicator.metric for indicator in record.indicators))[-RECENT:]
            made.append(record)
        return tuple(made)

    def _commitment(self, sentence: _Sentence, timing: Timing, *, single: bool) -> Commitment:
        words = self.document.text[sentence.start : sentence.end]
        shared = single or self.columns.kind != "decision"
        if timing.due is None and shared:
            timing = replace(self.due, start_date=timing.start_date or self.due.start_date)
        owners = self.owners if shared else Owners()
        if not owners:
            named = sentence.grammar.naming(words, sentence.around)
            owners = named.owners if named else Owners()
        return Commitment(
            text=words,
            start=sentence.start,
            end=sentence.end,
            paragraph=self.block.number,
            place=self.block.place,
            language=sentence.grammar.language,
            section=self.around.section,
            owners=owners,
            owner_basis="explicit" if owners else None,
            due=timing.due,
            due_text=timing.due_text,
            due_basis=timing.due_basis,
            start_date=timing.start_date,
            milestones=timing.milestones,
            indicators=_figures(self.document, sentence),
            actions=sentence.grammar.actions(words),
            confidence="high" if sentence.verdict.certain else "check",
        )


def replace_around(sentence: _Sentence, around: Around) -> _Sentence:
    """The sentence with what is known about it by now."""
    return replace(sentence, around=around)


def _figures(document: Document, sentence: _Sentence) -> tuple[Indicator, ...]:
    """The figures of a sentence and of the target cells that belong to it."""
    words = document.text[sentence.start : sentence.end]
    found = sentence.grammar.indicators(words, sentence.around)
    for target in sentence.targets:
        text = document.text[target.start : target.end]
        found += target.grammar.indicators(text, replace(sentence.around, topic=words))
    return found
