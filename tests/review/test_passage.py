"""The paragraph beside the form: the right words are marked, and where there is none a sentence says why."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from exporter.documents import Block, Document, read_text
from exporter.model import Indicator, Owners
from exporter.review.passage import Passage, Sheet, passage
from tests.review.review_desk import DOCUMENT, FIRST, ONE, SECOND, THREE, Clerk, quoted, tasks

XSS = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}"


def marked(found: Passage, kind: str) -> list[str]:
    return [piece.text for piece in found.pieces if kind in piece.kinds]


def whole(found: Passage) -> str:
    return "".join(piece.text for piece in found.pieces)


def sheet() -> Sheet:
    return Sheet(read_text(DOCUMENT, "plan.md"))


def test_the_words_of_quote_date_units_and_indicators_are_marked() -> None:
    task = replace(tasks()[1], owners=Owners(("区教委",)))
    found = passage(task, sheet())
    assert whole(found) == f"今年要办好几件事。{FIRST}{SECOND}"
    assert "".join(marked(found, "quote")) == FIRST
    assert marked(found, "due") == ["年底前"]
    assert marked(found, "indicator") == ["新建公园3个", "改造菜场5个"]
    assert marked(found, "owner") == ["区教委"]  # behind the quote, in its paragraph
    assert found.why == ""


def test_words_that_a_line_break_cuts_are_found_and_overlaps_are_kept() -> None:
    text = "# 计划\n\n年底\n前新建公\n园3个，由区园林\n局负责。\n"
    quote = "年底\n前新建公\n园3个，由区园林\n局负责。"
    start = text.index(quote)
    task = quoted(
        FIRST,
        1,
        due=date(2026, 12, 31),
        due_text="年底前",
        owners=Owners(("区园林局",)),
        indicators=(Indicator("前新建公园3个", "公园", "=", 3, "个"),),
    )
    task = replace(task, text=quote, source=replace(task.source, start=start, end=start + len(quote)))
    document = Document("plan.md", text, (Block("paragraph", start, start + len(quote), 1),), "0" * 64)
    found = passage(task, Sheet(document))
    assert "".join(marked(found, "due")) == "年底前"  # a line break inside a paragraph is a soft one
    assert "".join(marked(found, "owner")) == "区园林局"
    assert "".join(marked(found, "indicator")) == "前新建公园3个"
    both = [piece for piece in found.pieces if {"due", "indicator"} <= set(piece.kinds)]
    assert [piece.text for piece in both] == ["前"]


def test_a_very_long_paragraph_is_shown_around_the_quote() -> None:
    text = "前" * 5000 + FIRST + "后" * 5000
    task = replace(tasks()[1], source=replace(tasks()[1].source, start=5000, end=5000 + len(FIRST)))
    found = passage(task, Sheet(read_text(text, "plan.txt")))
    assert len(whole(found)) < 3500
    assert "".join(marked(found, "quote")) == FIRST
    assert whole(found).startswith("… ")


def test_a_quote_over_two_paragraphs_shows_both() -> None:
    start, end = DOCUMENT.index(SECOND), len(DOCUMENT) - 1
    task = replace(tasks()[2], text=DOCUMENT[start:end], source=replace(tasks()[2].source, start=start, end=end))
    assert whole(passage(task, sheet())).startswith("今年要办好几件事")
    assert "".join(marked(passage(task, sheet()), "quote")) == DOCUMENT[start:end]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("edit", "has changed since"),
        ("unlink", "there is no such file"),
        ("rename", "is not among those"),
        ("ledger", "no longer what stands at its place"),
    ],
)
def test_without_the_document_as_it_was_the_quote_is_shown_alone(at_desk: Clerk, change: str, sentence: str) -> None:
    document = at_desk.folder / "plan.md"
    assert "今年要办好几件事" in at_desk.look(ONE)
    if change == "edit":
        document.write_text(DOCUMENT.replace("好几件", "几件"), encoding="utf-8")
    elif change == "unlink":
        document.unlink()
    elif change == "rename":
        at_desk.elsewhere(ONE, source=replace(at_desk.task(ONE).source, document="other.md"))
    else:
        at_desk.elsewhere(ONE, text=FIRST.replace("3", "4"))
    page = at_desk.look(ONE)
    assert sentence in unescape(page)
    assert "今年要办好几件事" not in page
    assert "改造菜场5个" in re.sub("<[^>]+>", "", page)


def test_whatever_stands_in_a_field_stays_text(at_desk: Clerk) -> None:
    at_desk.elsewhere(
        THREE,
        title=XSS,
        text=XSS,
        notes=XSS,
        owners=Owners((XSS[:190],), (XSS[:180] + "2",)),
        due_text=XSS,
        labels=(XSS[:90],),
        section=(XSS,),
        indicators=(Indicator(XSS, XSS, "=", 1, XSS[:40]),),
        source=replace(at_desk.task(THREE).source, document=XSS, place=XSS),
    )
    page = at_desk.look(THREE)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "49" not in at_desk.fields["title"]
    assert at_desk.fields["title"] == XSS
    assert at_desk.fields["notes"] == XSS
    answer = at_desk.press(THREE, "save", due=XSS, title=XSS + "!", parts=XSS + "?")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    at_desk.elsewhere(THREE, notes=XSS + "?")
    clash = at_desk.press(THREE, "save", title=XSS + "!")
    assert clash.status_code == 409
    assert "<script>alert" not in clash.text
    missing = at_desk.get("/tasks/%3Cscript%3Ealert(1)%3C%2Fscript%3E?show=%3Cscript%3Ealert&said=%3Cscript%3Ealert")
    assert missing.status_code == 404
    assert "<script>alert" not in missing.text


def test_hidden_signs_are_not_shown_and_not_lost(at_desk: Clerk) -> None:
    at_desk.elsewhere(THREE, title="绿道\u202e里公", notes="a\u200bb")
    page = at_desk.look(THREE)
    assert "\u202e" not in page
    at_desk.press(THREE, "accept")
    assert (at_desk.task(THREE).title, at_desk.task(THREE).notes) == ("绿道\u202e里公", "a\u200bb")
