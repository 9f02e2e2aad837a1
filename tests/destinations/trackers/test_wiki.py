from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.contract import Field
from exporter.destinations.trackers.wiki import Wiki, inline, line
from exporter.errors import Refused
from exporter.model import Criterion
from tests.builders import make_task

WIKI = Wiki()
BASE = {Field.TITLE: "0123abcd", Field.DUE: "ffffffff"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("全年增长8%，其中：工业9.5%", "全年增长8%，其中：工业9.5%"),
        ("2018-05-01 snake_case", "2018-05-01 snake_case"),
        ("*粗* _斜_ {quote} [链接]", "\\*粗\\* \\_斜\\_ \\{quote\\} \\[链接\\]"),
        ("[~wangxm] PLAN-12", "\\[\\~wangxm\\] PLAN\\-12"),
        ("!图.png! 好!", "\\!图.png! 好!"),
        ("a\\b", "a&#92;b"),
        (":) (y) (注)", "\\:) \\(y) (注)"),
        ("| a |", "\\| a \\|"),
    ],
)
def test_signs_that_act_are_escaped(text: str, shown: str) -> None:
    assert inline(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("h1. x", "h1\\. x"), ("bq. x", "bq\\. x"), ("# x", "\\# x"), ("* x", "\\* x"), ("---- x", "\\-\\-\\-\\- x")],
)
def test_a_line_begins_nothing(text: str, shown: str) -> None:
    assert line(text) == shown


@given(st.text(max_size=60), st.text(alphabet="{}[]*_-+!|\\ #:()\n☐☑xh1.长", max_size=60))
def test_what_is_written_is_read_again(one: str, other: str) -> None:
    task = make_task(text=f"{one}\n{other}", notes=other, checklist=(Criterion(one), Criterion(other, done=True)))
    before = "前言\r\n第二行"
    text = WIKI.write(before, task.id, BASE, WIKI.body(task), WIKI.checklist(task))
    seen = WIKI.read(text)
    assert seen is not None
    assert (seen.id, seen.base, seen.problem) == (task.id, BASE, None)
    assert (seen.body, list(seen.checklist)) == (WIKI.body(task), WIKI.checklist(task))
    assert text.startswith(before)
    assert WIKI.write(text, task.id, BASE, seen.body, seen.checklist) == text


@pytest.mark.parametrize("box", ["☑", "(/)", "[x]", "\\[x\\]"])
def test_people_tick_in_several_ways(box: str) -> None:
    task = make_task()
    text = WIKI.write("", task.id, {}, WIKI.body(task), WIKI.checklist(task)).replace("* ☐", f"* {box}", 1)
    seen = WIKI.read(text)
    assert seen is not None
    assert [each["done"] for each in seen.checklist] == [True, False]
    assert seen.body == WIKI.body(task)
    again = WIKI.write(text, task.id, {}, seen.body, seen.checklist)
    assert f"* {box} " in again


@pytest.mark.parametrize("damage", [lambda text: text * 2, lambda text: text.replace("{anchor:exporter-end}", "")])
def test_damaged_markers_are_left_alone(damage: object) -> None:
    task = make_task()
    text = damage(WIKI.write("", task.id, {}, WIKI.body(task), ()))  # type: ignore[operator]
    seen = WIKI.read(text)
    assert seen is not None
    assert seen.problem
    with pytest.raises(Refused):
        WIKI.write(text, task.id, {}, "x", ())
