"""What each button does to the ledger, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.identity import task_id
from exporter.ledger import convert, load, update
from exporter.model import Criterion, Owners, Reading
from tests.review.review_desk import DOCUMENT, FIRST, ONE, SECOND, THREE, TWO, Clerk, clerk, tasks


def others(at_desk: Clerk, *changed: str) -> list[object]:
    return [task for task in load(at_desk.ledger).tasks if task.id not in changed]


def test_the_review_starts_with_what_the_document_says_first(at_desk: Clerk) -> None:
    assert at_desk.get("/").headers["Location"].startswith(f"/tasks/{ONE}")
    page = at_desk.look(ONE)
    assert "0 of 3 reviewed" in page
    assert f"/tasks/{TWO}" in page
    assert f"/tasks/{THREE}" not in page


def test_accept_marks_the_task_and_shows_the_next(at_desk: Clerk) -> None:
    before = others(at_desk, ONE)
    at_desk.look(ONE)
    answer = at_desk.press(ONE, "accept")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"/tasks/{TWO}")
    assert at_desk.task(ONE).confidence == "reviewed"
    assert others(at_desk, ONE) == before
    assert "1 of 3 reviewed" in at_desk.look(TWO)


def test_when_all_are_accepted_the_page_says_so(at_desk: Clerk) -> None:
    for name in (ONE, TWO, THREE):
        at_desk.look(name)
        there = at_desk.press(name, "accept").headers["Location"]
    assert there == "/?show=all"
    page = at_desk.get(there).text
    assert "Every task is reviewed." in page
    assert "3 of 3 reviewed" in page


def test_accept_takes_what_was_typed(at_desk: Clerk) -> None:
    at_desk.look(THREE)
    at_desk.press(
        THREE,
        "accept",
        title="  新增绿道 ",
        lead="区园林局、区水务局",
        support="各街道",
        due="2026年9月1日",
        notes="一\r\n二",
    )
    task = at_desk.task(THREE)
    assert (task.title, task.due, task.due_basis, task.due_text) == ("新增绿道", date(2026, 9, 1), None, None)
    assert (task.owners, task.owner_basis) == (Owners(("区园林局", "区水务局"), ("各街道",)), None)
    assert (task.notes, task.confidence) == ("一\n二", "reviewed")


@pytest.mark.parametrize(
    ("typed", "day"),
    [("6月底前", date(2026, 6, 30)), ("2026/6/3", date(2026, 6, 3)), ("三季度末", date(2026, 9, 30)), ("", None)],
)
def test_a_date_may_be_typed_as_people_write_it(at_desk: Clerk, typed: str, day: date | None) -> None:
    at_desk.look(THREE)
    assert at_desk.press(THREE, "save", due=typed).status_code == 303
    assert (at_desk.task(THREE).due, at_desk.task(THREE).due_basis) == (day, None)


def test_an_untouched_form_changes_nothing(at_desk: Clerk) -> None:
    before = at_desk.ledger.read_bytes()
    for name in (ONE, TWO, THREE):
        at_desk.look(name)
        assert "said=same" in at_desk.press(name, "save").headers["Location"]
    assert at_desk.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("due", "二月三十日", "is not a date"),
        ("due", "2026-02-30", "is not a date"),
        ("title", "", ""),
        ("title", "长" * 301, ""),
        ("lead", "局" * 201, ""),
        ("i0-value", "很多", "is not a figure"),
        ("i0-value", "5亩", "another unit"),
        ("i0-comparator", "<>", ""),
        ("i0-comparator", "range", "upper end"),
        ("i0-change", "falling", ""),
        ("i2-metric", "新的", "needs its figure"),
    ],
)
def test_what_does_not_do_is_said_beside_its_field_and_stays(
    at_desk: Clerk, name: str, text: str, sentence: str
) -> None:
    before = at_desk.ledger.read_bytes()
    at_desk.look(ONE)
    answer = at_desk.press(ONE, "accept", **{"notes": "<b>还在</b>", name: text})
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (422, before)
    at = "i0-value_max" if text == "range" else "i2-value" if name == "i2-metric" else name
    beside = answer.text.partition(f'id="e-{at}"')[2].partition("</p>")[0]
    assert sentence in beside
    assert len(beside) > 10
    assert f'aria-describedby="e-{at}"' in answer.text
    assert "&lt;b&gt;还在&lt;/b&gt;" in answer.text
    again = at_desk.press(ONE, "accept", notes="<b>还在</b>")  # the version is still that of what was shown
    assert again.status_code == 303
    assert at_desk.task(ONE).notes == "<b>还在</b>"


def test_a_figure_may_be_typed_as_people_write_it_and_keeps_what_was_measured(at_desk: Clerk) -> None:
    task = at_desk.task(ONE)
    first = replace(task.indicators[0], current=1, measured_on=date(2026, 3, 1), series=(Reading(date(2026, 3, 1), 1),))
    at_desk.elsewhere(ONE, indicators=(first, task.indicators[1]))
    at_desk.look(ONE)
    typed = {"i0-value": "1.5亿", "i0-unit": "元", "i0-comparator": ">=", "i0-change": "growth", "i0-stretch": "yes"}
    assert at_desk.press(ONE, "save", **typed).status_code == 303
    now = at_desk.task(ONE).indicators
    assert (now[0].value, now[0].unit, now[0].comparator, now[0].change, now[0].stretch) == (
        1.5e8,
        "元",
        ">=",
        "growth",
        True,
    )
    assert (now[0].current, now[0].series) == (1, first.series)
    assert now[1] == task.indicators[1]


def test_an_indicator_is_added_and_another_removed_with_its_line_of_the_checklist(at_desk: Clerk) -> None:
    lines = (Criterion("新建公园3个"), Criterion("改造菜场5个", done=True), Criterion("开会"))
    at_desk.elsewhere(ONE, checklist=lines)
    at_desk.look(ONE)
    new = {"i2-metric": "绿道", "i2-value": "12", "i2-unit": "公里", "i2-comparator": "range", "i2-value_max": "15"}
    assert at_desk.press(ONE, "save", **new, **{"i0-remove": "yes"}).status_code == 303
    task = at_desk.task(ONE)
    assert [each.metric for each in task.indicators] == ["改造菜场", "绿道"]
    assert (task.indicators[1].value, task.indicators[1].value_max) == (12, 15)
    assert task.checklist == (Criterion("改造菜场5个", done=True), Criterion("开会"), Criterion("绿道12公里"))


def test_dropped_stays_in_the_ledger_and_can_be_taken_back_up(at_desk: Clerk) -> None:
    at_desk.look(TWO)
    at_desk.press(TWO, "drop")
    assert (at_desk.task(TWO).status, at_desk.task(TWO).confidence) == ("dropped", "reviewed")
    assert len(load(at_desk.ledger).tasks) == 3
    assert "Take it back up" in at_desk.look(TWO)
    at_desk.press(TWO, "restore")
    assert (at_desk.task(TWO).status, at_desk.task(TWO).confidence) == ("open", "high")


def test_split_quotes_both_parts_to_the_letter_and_gives_each_what_is_its_own(at_desk: Clerk) -> None:
    at_desk.elsewhere(ONE, notes="问过", checklist=(Criterion("新建公园3个", done=True), Criterion("改造菜场5个")))
    at_desk.look(ONE)
    answer = at_desk.press(ONE, "split", parts="6月底前新建公园3个，\r\n年底前改造菜场5个。")
    assert answer.headers["Location"].startswith(f"/tasks/{ONE}")
    ledger = load(at_desk.ledger).tasks
    first, second = at_desk.task(ONE), ledger[-1]
    for part in (first, second):
        assert DOCUMENT[part.source.start : part.source.end] == part.text
    assert (first.text, second.text) == ("6月底前新建公园3个", "年底前改造菜场5个。")
    assert second.id == task_id("plan-2026", second.text)
    assert (first.due, first.due_text, second.due) == (date(2026, 6, 30), "6月底前", date(2026, 12, 31))
    assert [each.metric for each in first.indicators] == ["新建公园"]
    assert [each.metric for each in second.indicators] == ["改造菜场"]
    assert first.checklist == (Criterion("新建公园3个", done=True),)
    assert second.checklist == (Criterion("改造菜场5个"),)
    assert (first.notes, second.notes, second.owners) == ("问过", "", first.owners)
    assert len(ledger) == 4
    page = at_desk.look(ONE)
    assert f"/tasks/{second.id}" in page  # it comes next, though it stands last in the file


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (FIRST, "no line break"),
        ("6月底前新建公园3个，\n年底前改造菜场6个。", "only line breaks"),
        ("6月底前新建公园3个\n，\n年底前改造菜场5个。", "would be empty"),
        ("", "only line breaks"),
    ],
)
def test_a_split_that_does_not_do_writes_nothing_and_keeps_what_was_typed(
    at_desk: Clerk, parts: str, sentence: str
) -> None:
    before = at_desk.ledger.read_bytes()
    at_desk.look(ONE)
    answer = at_desk.press(ONE, "split", parts=parts)
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (422, before)
    assert sentence in answer.text
    assert f'spellcheck="false" lang="zh-Hans">\n{parts}</textarea>' in answer.text


def test_a_quote_that_stands_twice_gets_two_ids(at_desk: Clerk) -> None:
    part = "年底前改造菜场5个。"
    at_desk.elsewhere(TWO, id=TWO)
    taken = replace(at_desk.task(TWO), id=task_id("plan-2026", part))
    update(load(at_desk.ledger), [taken])
    at_desk.look(ONE)
    at_desk.press(ONE, "split", parts=f"6月底前新建公园3个，\n{part}")
    assert load(at_desk.ledger).tasks[-1].id == task_id("plan-2026", part, 2)


def test_merge_makes_one_quote_and_keeps_the_second_as_given_up(at_desk: Clerk) -> None:
    at_desk.elsewhere(TWO, due=date(2026, 9, 1), due_basis="explicit", notes="二")
    at_desk.look(ONE)
    at_desk.press(ONE, "merge")
    first, second = at_desk.task(ONE), at_desk.task(TWO)
    assert first.text == FIRST + SECOND == DOCUMENT[first.source.start : first.source.end]
    assert first.owners.lead == ("区科委", "区教委")
    assert (first.due, first.notes) == (date(2026, 12, 31), "二")
    assert [(step.text, step.due) for step in first.milestones] == [(SECOND[:-1], date(2026, 9, 1))]
    assert (second.status, second.confidence, second.text) == ("dropped", "reviewed", SECOND)
    assert ONE in second.notes
    at_desk.look(ONE)
    assert at_desk.fields["behind"] == THREE


def test_the_last_has_nothing_to_merge_with(at_desk: Clerk) -> None:
    page = at_desk.look(THREE)
    assert 'value="merge"' not in page
    before = at_desk.ledger.read_bytes()
    assert at_desk.press(THREE, "merge").status_code == 409
    assert at_desk.ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"section": ("二、别的",)}, "different headings"),
        ({"source": replace(tasks()[2].source, sha256="0" * 64)}, "different documents"),
        ({"source": replace(tasks()[2].source, start=9000, end=9020)}, "too far apart"),
    ],
)
def test_what_cannot_be_one_quote_is_not_merged(at_desk: Clerk, changes: dict[str, Any], sentence: str) -> None:
    at_desk.elsewhere(TWO, **changes)
    at_desk.elsewhere(THREE, status="dropped")
    before = at_desk.ledger.read_bytes()
    at_desk.look(ONE)
    answer = at_desk.press(ONE, "merge")
    assert (answer.status_code, at_desk.ledger.read_bytes()) == (409, before)
    assert sentence in answer.text


def test_without_the_document_nothing_is_merged(at_desk: Clerk) -> None:
    at_desk.look(ONE)
    (at_desk.folder / "plan.md").unlink()
    answer = at_desk.press(ONE, "merge", notes="还在")
    assert answer.status_code == 409
    assert "without the document" in answer.text
    assert "还在" in answer.text
    assert at_desk.task(TWO).status == "open"


def test_undo_takes_back_every_change_to_the_letter(at_desk: Clerk) -> None:
    contents = [at_desk.ledger.read_bytes()]
    for name, action, typed in (
        (TWO, "accept", {"due": "6月底前"}),
        (ONE, "split", {"parts": "6月底前新建公园3个，\n年底前改造菜场5个。"}),
        (ONE, "merge", {}),
        (THREE, "drop", {}),
    ):
        at_desk.look(name)
        assert at_desk.press(name, action, **typed).status_code == 303
        contents.append(at_desk.ledger.read_bytes())
    assert len(set(contents)) == 5
    for content in reversed(contents[:-1]):
        assert at_desk.undo().status_code == 303
        assert at_desk.ledger.read_bytes() == content
    assert "said=nothing" in at_desk.undo().headers["Location"]
    assert "Undo" not in at_desk.look(ONE).partition('<details id="help"')[0]


@pytest.mark.parametrize(
    ("show", "name"), [("check", THREE), ("nobody", THREE), ("undated", TWO), ("open", ONE), ("rubbish", ONE)]
)
def test_a_choice_shows_only_its_tasks(at_desk: Clerk, show: str, name: str) -> None:
    assert at_desk.get(f"/?show={show}").headers["Location"].startswith(f"/tasks/{name}?")


def test_accepting_in_a_choice_goes_to_the_next_of_the_choice(at_desk: Clerk) -> None:
    at_desk.look(TWO, show="undated")
    assert at_desk.press(TWO, "accept").headers["Location"] == f"/tasks/{THREE}?show=undated&said=accepted"
    at_desk.look(THREE, show="check")
    there = at_desk.press(THREE, "accept").headers["Location"]
    assert there == "/?show=check"
    assert "Nothing of this choice waits" in at_desk.get(there).text


def test_saving_on_the_way_goes_on(at_desk: Clerk) -> None:
    at_desk.look(TWO)
    assert at_desk.press(TWO, "save", go="next", notes="x").headers["Location"].startswith(f"/tasks/{THREE}")
    at_desk.look(TWO)
    assert at_desk.press(TWO, "save", go="previous", notes="y").headers["Location"].startswith(f"/tasks/{ONE}")


@pytest.mark.parametrize("action", ["delete", "", "__class__"])
def test_an_unknown_button_writes_nothing(at_desk: Clerk, action: str) -> None:
    before = at_desk.ledger.read_bytes()
    at_desk.look(ONE)
    assert at_desk.press(ONE, action, notes="x").status_code == 400
    assert at_desk.ledger.read_bytes() == before


def test_an_unknown_id_is_said_to_be_none(at_desk: Clerk) -> None:
    answer = at_desk.get("/tasks/plan-2026-nothing")
    assert answer.status_code == 404
    assert "there is no task plan-2026-nothing" in answer.text
    at_desk.look(ONE)
    assert at_desk.press("plan-2026-nothing", "accept", notes="nicht weg").status_code == 409
    assert at_desk.get("/elsewhere").status_code == 404


def test_chinese(tmp_path: Path) -> None:
    at_desk = clerk(tmp_path, language="zh")
    at_desk.enter()
    page = at_desk.look(ONE)
    assert '<html lang="zh-Hans">' in page
    assert "已核对 0 / 3" in page
    assert "不是日期" in at_desk.press(ONE, "save", due="昨天吧").text


@pytest.mark.parametrize("ending", ["yaml", "jsonl", "csv", "xlsx"])
def test_every_kind_of_ledger_is_written_task_by_task(tmp_path: Path, ending: str) -> None:
    at_desk = clerk(tmp_path, ledger=f"ledger.{ending}")
    at_desk.enter()
    order = [task.id for task in load(at_desk.ledger).tasks]
    kept = others(at_desk, ONE)
    at_desk.look(ONE)
    typed = {"title": "公园和菜场", "lead": "区住建委；各街道", "due": "9月底前", "i0-value": "4"}
    assert at_desk.press(ONE, "accept", **typed).status_code == 303
    task = at_desk.task(ONE)
    assert (task.title, task.owners.lead, task.due) == ("公园和菜场", ("区住建委", "各街道"), date(2026, 9, 30))
    assert (task.indicators[0].value, task.confidence) == (4, "reviewed")
    assert [each.id for each in load(at_desk.ledger).tasks] == order
    assert others(at_desk, ONE) == kept
    at_desk.look(ONE)
    at_desk.press(ONE, "split", parts="6月底前新建公园3个，\n年底前改造菜场5个。")
    assert len(load(at_desk.ledger).tasks) == 4
    at_desk.undo()
    at_desk.undo()
    assert at_desk.task(ONE).title == FIRST[:-1]
    assert convert(at_desk.ledger, tmp_path / "again.yaml") == 3


def test_comments_in_the_ledger_stay(at_desk: Clerk) -> None:
    text = at_desk.ledger.read_text(encoding="utf-8")
    text = text.replace(f"- id: {ONE}", f"# 民生处负责\n- id: {ONE}").replace(
        "  status: open", "  status: open  # 待定", 1
    )
    at_desk.ledger.write_text(text, encoding="utf-8")
    at_desk.look(ONE)
    at_desk.press(ONE, "accept", due="2026-09-09")
    now = at_desk.ledger.read_text(encoding="utf-8")
    assert "# 民生处负责\n" in now
    assert "  # 待定\n" in now
    assert "due: 2026-09-09" in now
