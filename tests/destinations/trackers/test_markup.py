from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.contract import Field
from exporter.destinations.markdown import GITEA, GITHUB, GITLAB, Dialect
from exporter.destinations.trackers.markup import Markdown
from exporter.errors import Refused
from exporter.model import Criterion
from tests.builders import make_task

TASK = make_task()
MARKUP = Markdown(GITHUB)
BASE = {Field.TITLE: "0123abcd"}


def written(text: str = "", task: object = TASK) -> str:
    assert isinstance(task, type(TASK))
    return MARKUP.write(text, task.id, BASE, MARKUP.body(task), MARKUP.checklist(task))


def test_what_is_written_is_read() -> None:
    seen = MARKUP.read(written("前言"))
    assert seen is not None
    assert (seen.id, seen.base, seen.problem) == (TASK.id, BASE, None)
    assert seen.body == MARKUP.body(TASK)
    assert seen.checklist == MARKUP.checklist(TASK)


def test_without_a_checklist_there_is_no_heading_for_it() -> None:
    assert "检查事项" in MARKUP.body(TASK)
    assert "检查事项" not in MARKUP.body(replace(TASK, checklist=()))
    assert "**Checklist**" in MARKUP.body(replace(TASK, language="en"))


@given(
    st.lists(st.text(max_size=30), max_size=5),
    st.text(max_size=60),
    st.sampled_from([GITHUB, GITLAB, GITEA]),
    st.text(alphabet="ab \n\r<>!-", max_size=30),
)
def test_any_text_is_read_as_it_was_written(lines: list[str], text: str, dialect: Dialect, around: str) -> None:
    markup = Markdown(dialect)
    task = replace(TASK, text=text, notes=text, checklist=tuple(map(Criterion, lines)))
    body, checklist = markup.body(task), markup.checklist(task)
    assert len({line["text"] for line in checklist}) == len(lines)
    whole = markup.write(around, task.id, BASE, body, checklist)
    seen = markup.read(whole)
    assert seen is not None
    assert (seen.body, list(seen.checklist), seen.problem) == (body, checklist, None)
    assert whole.startswith(around.rstrip() if around.strip() else "<!-- exporter:begin")


def test_a_box_that_a_person_ticks_moves_or_adds_is_read() -> None:
    text = (
        written()
        .replace("- [ ] 召开一次会议\n", "")
        .replace("> 第1项", "* [X]  召开一次会议  \n+ [ ] 人加的\n\n> 第1项")
    )
    seen = MARKUP.read(text)
    assert seen is not None
    assert [(line["text"], line["done"]) for line in seen.checklist] == [
        ("召开一次会议", True),
        ("人加的", False),
        ("新增科技型企业1家", False),
    ]
    assert seen.body == MARKUP.body(TASK)


def test_a_new_base_leaves_the_block_as_a_person_arranged_it() -> None:
    text = written().replace("- [ ] 召开一次会议\n", "").replace("> 第1项", "* [X]  召开一次会议\n\n> 第1项")
    seen = MARKUP.read(text)
    assert seen is not None
    again = MARKUP.write(text, TASK.id, {Field.TITLE: "ffffffff"}, seen.body, seen.checklist)
    assert again == text.replace("0123abcd", "ffffffff")


def test_windows_line_ends_stay() -> None:
    text = written("前言\r\n").replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n后语 \r\n"
    now = MARKUP.write(text, TASK.id, BASE, "另一段", [{"text": "一", "done": True}])
    assert now.count("\n") == now.count("\r\n")
    assert now.startswith("前言\r\n")
    assert now.endswith("- [x] 一\r\n<!-- exporter:end -->\r\n后语 \r\n")


def test_damaged_markers_are_seen_and_not_written() -> None:
    text = written().replace("<!-- exporter:end -->", "")
    seen = MARKUP.read(text)
    assert seen is not None
    assert seen.problem
    with pytest.raises(Refused):
        MARKUP.write(text, TASK.id, BASE, "另一段", [])
