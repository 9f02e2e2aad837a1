from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations import body
from exporter.destinations.trackers.textile import Textile, inline, line
from exporter.model import Criterion
from tests.builders import make_task


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("全年增长8%，其中：工业9.5%", "全年增长8%，其中：工业9.5%"),
        ("2018-05-01 之前", "2018-05-01 之前"),
        ("*粗* _斜_ -删- +增+", "&#42;粗* &#95;斜_ &#45;删- &#43;增+"),
        ("snake_case_name a*b*c", "snake_case_name a*b*c"),
        ("@all 请看 #12", "&#64;all 请看 &#35;12"),
        ("r5 for5 commit:abc", "&#114;5 for5 commit&#58;abc"),
        ("[[页]] {{toc}} [1] [x]", "&#91;[页]] &#123;{toc}} &#91;1] [x]"),
        ('"网":http://x.y', '"网&#34;:http://x.y'),
        ("<!-- x -->", "&#60;!-- x &#45;-&#62;"),
        ("a & b &amp; c", "a & b &#38;amp; c"),
        ("!图.png! 好!", "&#33;图.png! 好!"),
        ("GDP(国内生产总值)", "GDP&#40;国内生产总值)"),
    ],
)
def test_only_signs_that_act_are_written_as_entities(text: str, written: str) -> None:
    assert inline(text) == written


@pytest.mark.parametrize("text", ["h1. x", "bq. x", "# x", "* x", "> x", "| x", "- x := y", "p(a). x", "table{a}. x"])
def test_a_line_begins_nothing(text: str) -> None:
    assert line(text).startswith("&#")


@given(st.text(alphabet="*_-+<>!@#r5[]{}|\"':.&;长 \n\t/\\x", max_size=60))
def test_a_block_of_any_text_is_found_again(text: str) -> None:
    markup = Textile()
    task = make_task(text=text, notes=text, checklist=(Criterion(text), Criterion(text)))
    boxes = markup.checklist(task)
    whole = markup.write("前言", task.id, {}, markup.body(task), boxes)
    seen = markup.read(whole)
    assert seen is not None
    assert (seen.id, seen.body, list(seen.checklist)) == (task.id, body.canonical(markup.body(task)), boxes)
    assert whole.startswith("前言\n\n")
