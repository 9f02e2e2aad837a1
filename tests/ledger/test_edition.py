from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exporter.ledger.edition import GONE, Pair, gone, match, plan_of, renewed
from exporter.model import Criterion, Indicator, Owners, Source, Task
from tests.builders import make_task, make_tasks


def quote(number: int, text: str, section: str = "一、教育", **changes: Any) -> Task:
    return make_task(number, text=text, title=text[:20], section=(section,), **changes)


def test_the_same_words_are_the_same_commitment_wherever_they_stand() -> None:
    old = [quote(1, "新建学校5所，新增学位1200个。"), quote(2, "加快建设社区图书馆。")]
    new = [quote(8, "加快建设社区图书馆．", "九、文化"), quote(9, "新建学校５所,新增学位1200个。", "二、教育")]
    found = match(old, new)
    assert [(pair.old.id, pair.new.id, pair.why) for pair in found.pairs] == [
        (old[1].id, new[0].id, "exact"),
        (old[0].id, new[1].id, "exact"),
    ]
    assert (found.unsure, found.added, found.gone) == ((), (), ())


def test_words_that_stand_twice_go_by_their_heading() -> None:
    old = [quote(1, "加强领导。", "一、教育"), quote(2, "加强领导。", "二、卫生")]
    new = [quote(8, "加强领导。", "二、卫生"), quote(9, "加强领导。", "一、教育")]
    assert {pair.old.id: pair.new.id for pair in match(old, new).pairs} == {old[0].id: new[1].id, old[1].id: new[0].id}


def test_another_figure_is_the_same_promise_and_a_renumbered_heading_the_same_heading() -> None:
    old, new = (
        quote(1, "新建学校5所，新增学位1200个。", "一、教育"),
        quote(9, "新建学校16所，新增学位1,500个。", "（二）教育"),
    )
    [pair] = match([old], [new]).pairs
    assert (pair.why, pair.points) == ("similar", 100)


def test_what_could_be_two_is_asked() -> None:
    old = [quote(1, "实施东风路道路改造提升工程。")]
    new = [quote(8, "实施东风北路道路改造提升工程。"), quote(9, "实施东风南路道路改造提升工程。")]
    found = match(old, new)
    assert [pair.why for pair in found.unsure] == ["unsure"]
    assert (found.pairs, len(found.added), found.gone) == ((), 1, ())


def test_similar_words_under_another_heading_are_asked() -> None:
    old, new = quote(1, "实施老旧小区改造提升工程20处。"), quote(9, "实施老旧小区改造提升项目20处。", "五、城建")
    found = match([old], [new])
    assert [(pair.old, pair.new) for pair in found.unsure] == [(old, new)]
    assert found.settled({old.id}).pairs == found.unsure
    no = found.settled(set())
    assert (no.pairs, no.unsure, no.added, no.gone) == ((), (), (new,), (old,))


def test_different_words_are_gone_and_added_and_hand_made_tasks_stay() -> None:
    old, new = quote(1, "新建幼儿园3所。"), quote(9, "完成河道清淤12公里，提升防洪能力。")
    hand = make_task(2, text="召开推进会", source=Source("", "", 0, 0))
    found = match([old, hand], [new])
    assert (found.pairs, found.unsure, found.added, found.gone) == ((), (), (new,), (old,))


def test_every_task_stands_in_one_place_only() -> None:
    old = [quote(number, f"第{'甲乙丙丁戊己'[number % 6]}项重点工程完成投资{number}亿元。") for number in range(30)]
    new = [
        quote(99 + number, f"第{'甲乙丙庚辛壬'[number % 6]}项重点工程完成投资{number + 1}亿元。")
        for number in range(30)
    ]
    found = match(old, new)
    both = (*found.pairs, *found.unsure)
    assert sorted([*(pair.old.id for pair in both), *(task.id for task in found.gone)]) == sorted(
        each.id for each in old
    )
    assert sorted([*(pair.new.id for pair in both), *(task.id for task in found.added)]) == sorted(
        each.id for each in new
    )


OLD = quote(
    1,
    "新建学校5所。",
    due_basis="explicit",
    owner_basis="explicit",
    labels=("教育",),
    checklist=(Criterion("新建学校5所"),),
    indicators=(Indicator("新建学校5所", "新建学校", "=", 5, "所"),),
)
NEW = replace(
    quote(9, "新建学校6所。", "二、教育"),
    title="新建学校6所",
    owner_basis="explicit",
    due=date(2027, 6, 30),
    labels=("教育",),
    checklist=(Criterion("新建学校6所"), Criterion("召开会议")),
    indicators=(Indicator("新建学校6所", "新建学校", "=", 6, "所"),),
)


def test_what_nobody_edited_becomes_new() -> None:
    task, kept = renewed(Pair(OLD, NEW, "similar", 100), OLD)
    assert kept == ()
    assert task == replace(NEW, id=OLD.id, revision=OLD.revision, revised_at=OLD.revised_at)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "建好五所学校"),
        ("owners", Owners(("区住建委",))),
        ("due", date(2026, 9, 1)),
        ("labels", ("民生实事",)),
        ("checklist", (Criterion("选址"),)),
        ("indicators", (Indicator("新建学校4所", "新建学校", "=", 4, "所"),)),
    ],
)
def test_what_people_edited_stays_and_is_said(field: str, value: Any) -> None:
    new = replace(NEW, owners=Owners(("区建委",)), labels=("科教",))
    task, kept = renewed(Pair(replace(OLD, **{field: value}), new, "similar", 100), OLD)
    assert getattr(task, field) == value
    assert kept == (field,)
    assert task.text == new.text


def test_what_the_new_edition_did_not_change_is_no_conflict() -> None:
    edited = replace(OLD, title="建好五所学校")
    task, kept = renewed(Pair(edited, replace(OLD, id="x"), "exact", 100), OLD)
    assert (task, kept) == (edited, ())


def test_progress_stays_whatever_the_new_edition_says() -> None:
    old = replace(
        OLD,
        status="in_progress",
        progress=40.0,
        notes="已沟通",
        parent="p-1",
        checklist=(Criterion("新建学校5所", done=True),),
        indicators=(replace(OLD.indicators[0], current=3, measured_on=date(2026, 5, 1)),),
    )
    new = replace(NEW, checklist=(Criterion("新建学校5所"), Criterion("验收")))
    task, kept = renewed(Pair(old, new, "similar", 100), OLD)
    assert kept == ()
    assert (task.status, task.progress, task.notes, task.parent) == ("in_progress", 40.0, "已沟通", "p-1")
    assert task.checklist == (Criterion("新建学校5所", done=True), Criterion("验收"))
    assert task.indicators == (replace(NEW.indicators[0], current=3, measured_on=date(2026, 5, 1)),)


def test_without_a_base_nothing_of_the_persons_is_lost() -> None:
    task, kept = renewed(Pair(OLD, NEW, "similar", 100), None)
    assert (task.title, task.due) == (OLD.title, OLD.due)
    assert set(kept) == {"title", "due", "indicators", "checklist"}


def test_the_years_end_is_nobodys_edit() -> None:
    old = replace(OLD, due=date(2026, 12, 31), due_basis="default", due_text=None)
    assert renewed(Pair(old, NEW, "similar", 100), None)[0].due == date(2027, 6, 30)


def test_gone_is_a_label_that_goes_when_the_task_comes_back() -> None:
    task = gone(OLD)
    assert (task.status, task.labels) == (OLD.status, ("教育", GONE["zh"]))
    assert gone(task) == task
    back, _ = renewed(Pair(task, replace(OLD, id="x"), "exact", 100), OLD)
    assert back.labels == ("教育",)


def test_the_plans_name_is_that_of_most_ids() -> None:
    assert plan_of([*make_tasks(3), make_task(4, id="other-1")]) == "plan-2026"
    assert plan_of([]) is None
