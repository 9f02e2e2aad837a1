"""Rows of tables in both languages: which undertake something, whose they are, when they are due."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.documents.document import Block, Cell, Document
from exporter.extraction.celldates import day_first
from exporter.extraction.grammar import Around
from exporter.extraction.language import grammar_of, language_of
from exporter.extraction.roles import role_of
from exporter.extraction.table import row_commitments
from exporter.model import Commitment

ROWS = [
    pytest.param(json.loads(line), id=json.loads(line)["phenomenon"])
    for line in (Path(__file__).parent / "corpus" / "en" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
]
AROUND = Around(year=2026)


def document_of(header: list[str], *rows: list[str]) -> Document:
    """A table of lines with " | " between the cells, as a reader of documents would give it."""
    text = " | ".join(header)
    blocks = [Block("row", 0, len(text), 1, is_header=True)]
    for row in rows:
        text += "\n"
        start, cells = len(text), []
        for number, cell in enumerate(row):
            text += " | " if number else ""
            cells.append(Cell(len(text), len(text) + len(cell), header[number]))
            text += cell
        blocks.append(Block("row", start, len(text), len(blocks) + 1, cells=tuple(cells)))
    return Document("table.txt", text, tuple(blocks), "0" * 64)


def read(document: Document, at: int = 1) -> tuple[Commitment, ...]:
    return row_commitments(document, document.blocks[at], lambda text: grammar_of(language_of(text)), AROUND)


@pytest.mark.parametrize("record", ROWS)
def test_row(record: dict[str, Any]) -> None:
    rows = [record["cells"], record["also"]] if "also" in record else [record["cells"]]
    document = document_of(record["header"], *rows)
    found = read(document)
    assert [commitment.text for commitment in found] == [wanted["text"] for wanted in record["commitments"]]
    for commitment, wanted in zip(found, record["commitments"], strict=True):
        assert document.text[commitment.start : commitment.end] == commitment.text
        check(commitment, wanted)


def check(commitment: Commitment, wanted: dict[str, Any]) -> None:
    if "due" in wanted:
        assert commitment.due == (date.fromisoformat(wanted["due"]) if wanted["due"] else None)
    if "start" in wanted:
        assert commitment.start_date == date.fromisoformat(wanted["start"])
    if "lead" in wanted:
        assert list(commitment.owners.lead) == wanted["lead"]
    if "support" in wanted:
        assert list(commitment.owners.support) == wanted["support"]
    if "figures" in wanted:
        assert [[indicator.value, indicator.unit] for indicator in commitment.indicators] == wanted["figures"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("序号", "number"),
        ("重点任务", "task"),
        ("牵头单位", "lead"),
        ("责任单位 / 牵头", "lead"),
        ("责任单位 / 配合", "support"),
        ("牵头及配合单位", "owner"),
        ("完 成 时 限", "due"),
        ("时间节点", "due"),
        ("年度目标", "target"),
        ("责任人", "person"),
        ("备注", "note"),
        ("进展情况", "status"),
        ("Lead agency", "lead"),
        ("Supporting partners", "support"),
        ("Target date", "due"),
        ("2030 target", "target"),
        ("KPI", "target"),
        ("Description", "task"),
        ("By when", "due"),
        ("2023 progress", "status"),
        ("Colour", ""),
    ],
)
def test_headings(heading: str, role: str) -> None:
    assert role_of(heading) == role


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Date: 29-08-18. Due 12-09-18", True),
        ("Due 08/29/18 and 09/12/18", False),
        ("Met on 4 May 2026; due 03/04/26", True),
        ("Met on May 4, 2026; due 03/04/26", False),
        ("due 03-04-26", None),
    ],
)
def test_the_document_shows_its_order_of_day_and_month(text: str, order: bool | None) -> None:  # noqa: FBT001
    assert day_first(text) is order


def test_a_merged_cell_outside_the_row_still_names_the_owner() -> None:
    document = document_of(
        ["Task", "Owner", "Due"], ["Clean the locks", "Works", "2026-05-01"], ["Oil the gates", "", ""]
    )
    first, second = document.blocks[1], document.blocks[2]
    merged = Block("row", second.start, second.end, 3, cells=(second.cells[0], first.cells[1], first.cells[2]))
    found = row_commitments(document, merged, lambda text: grammar_of(language_of(text)), AROUND)
    assert [(c.text, c.owners.lead, c.due) for c in found] == [("Oil the gates", ("Works",), date(2026, 5, 1))]
