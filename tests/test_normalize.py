from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporter.identity import task_id
from exporter.model import Commitment, Criterion, Indicator, Milestone, Owners, Source, Task, to_record
from exporter.normalize import Origin, normalize
from exporter.owners import OwnerRules, owners_from
from exporter.problem import Problem
from exporter.schema import problems

ORIGIN = Origin("plan.md", "a" * 64, "https://example.org/plan")
NOW = datetime(2018, 1, 9, 16, 30, 15, 7, tzinfo=timezone(timedelta(hours=8)))
RULES = owners_from('[default]\nlead = "区政府办"\n[[rule]]\nwords = ["科技"]\nlead = "区科委"\nsupport = "区教委"\n')
QUOTE = "2018年，大力培育科技领军企业，新增科技型企业320家。"


def tasks_of(*commitments: Commitment, **changes: Any) -> list[Task]:
    made, found = normalized_(*commitments, **changes)
    assert not found
    return made


def normalized_(*commitments: Commitment, **changes: Any) -> tuple[list[Task], list[Problem]]:
    values: dict[str, Any] = {"plan": "南开-2018", "document": ORIGIN, "year": 2018, "rules": RULES, "now": NOW}
    return normalize(commitments, **{**values, **changes})


def promise(text: str = QUOTE, start: int = 0, **changes: Any) -> Commitment:
    return Commitment(text, start, start + len(text), **changes)


def test_a_commitment_becomes_a_task() -> None:
    [task] = tasks_of(promise(start=40, paragraph=7, place="line 12", section=("一、科技",), confidence="check"))
    assert task == Task(
        id=task_id("南开-2018", QUOTE),
        title="大力培育科技领军企业，新增科技型企业320家",
        text=QUOTE,
        source=Source("plan.md", "a" * 64, 40, 40 + len(QUOTE), 7, "line 12", "https://example.org/plan"),
        owners=Owners(("区科委",), ("区教委",)),
        owner_basis="rule",
        due=date(2018, 12, 31),
        due_basis="default",
        due_text=None,
        section=("一、科技",),
        confidence="check",
        revised_at=datetime(2018, 1, 9, 8, 30, 15, tzinfo=UTC),
    )


def test_everything_a_commitment_knows_is_kept() -> None:
    """A field that the model gains must not be lost on the way."""
    full = promise(
        language="en",
        section=("A",),
        owners=Owners(("甲",), ("乙",)),
        owner_basis="inherited",
        due=date(2018, 5, 1),
        due_text="5月1日前",
        due_basis="explicit",
        start_date=date(2018, 1, 1),
        milestones=(Milestone("丙", date(2018, 3, 1)),),
        indicators=(Indicator("新增320家", "企业", ">=", 320, "家"),),
        actions=("丁", "戊"),
        confidence="check",
    )
    [task] = tasks_of(full)
    moved = {"start", "end", "paragraph", "place"}
    for item in fields(Commitment):
        if item.name not in moved:
            assert getattr(task, item.name) == getattr(full, item.name), item.name
            default = [getattr(promise(), item.name)] if item.name != "text" else []
            assert getattr(full, item.name) not in default, f"give {item.name} a value of its own in this test"


def test_named_owners_are_never_overruled() -> None:
    [task] = tasks_of(promise(owners=Owners(("区发改委",)), owner_basis="explicit"))
    assert (task.owners, task.owner_basis) == (Owners(("区发改委",)), "explicit")


def test_who_only_supports_gets_a_lead_by_rule() -> None:
    [task] = tasks_of(promise(owners=Owners((), ("各街道",)), owner_basis="explicit"))
    assert (task.owners, task.owner_basis) == (Owners(("区科委",), ("各街道",)), "rule")


def test_without_rules_nobody_is_invented() -> None:
    [task] = tasks_of(promise(), rules=OwnerRules())
    assert (task.owners, task.owner_basis) == (Owners(), None)


def test_without_a_year_there_is_no_default_date() -> None:
    [task] = tasks_of(promise(), year=None)
    assert (task.due, task.due_basis) == (None, None)


def test_the_last_step_is_the_due_date() -> None:
    steps = (Milestone("竣工", date(2018, 9, 30)), Milestone("开工", date(2018, 4, 30)))
    [task] = tasks_of(promise(milestones=steps))
    assert (task.due, task.due_basis) == (date(2018, 9, 30), "explicit")


def test_the_checklist_holds_figures_then_steps() -> None:
    figures = (Indicator("新增企业320\n家", "企业", "=", 320, "家"), Indicator("20家", "高企", "=", 20, "家"))
    steps = (Milestone("开工", date(2018, 4, 30)),)
    [task] = tasks_of(promise(indicators=figures, milestones=steps, actions=("甲", "乙")))
    assert task.checklist == (Criterion("新增企业320 家"), Criterion("高企：20家"), Criterion("开工（2018-04-30）"))
    [task] = tasks_of(promise("Build it", milestones=(Milestone("Start", date(2018, 4, 30)),), language="en"))
    assert task.checklist == (Criterion("Start (2018-04-30)"),)


def test_a_figure_that_is_a_dated_step_stands_there_once() -> None:
    figures = (Indicator("硬化3条村道", "村道", "=", 3, "条"), Indicator("2座桥", "桥", "=", 2, "座"))
    steps = (Milestone("硬化3条村道", date(2018, 6, 30)), Milestone("全部通车", date(2018, 10, 31)))
    [task] = tasks_of(promise(indicators=figures, milestones=steps))
    assert [line.text for line in task.checklist] == ["2座桥", "硬化3条村道（2018-06-30）", "全部通车（2018-10-31）"]


def test_without_figures_it_holds_the_actions() -> None:
    assert tasks_of(promise(actions=("甲", "乙", "甲")))[0].checklist == (Criterion("甲"), Criterion("乙"))
    assert tasks_of(promise(actions=("甲",)))[0].checklist == ()


def test_the_same_words_in_two_places_are_two_tasks() -> None:
    first = tasks_of(promise(), promise(start=99), promise("别的"))
    assert [task.id for task in first] == [
        task_id("南开-2018", QUOTE),
        task_id("南开-2018", QUOTE, 2),
        task_id("南开-2018", "别的"),
    ]
    second = tasks_of(promise(), previous=first)
    assert second[0].id == task_id("南开-2018", QUOTE, 3)


@pytest.mark.parametrize(
    ("sections", "labels"),
    [
        (
            [("南开区计划", "一、坚定不移推动高质量发展着力构建体系"), ("南开区计划", "二、生态")],
            [("推动高质量发展",), ("生态",)],
        ),
        ([("一、民生", "教育"), ("一、民生", "医疗")], [("教育",), ("医疗",)]),
        ([("一、民生",), ("一、民生",)], [(), ()]),
        ([(), ("一、民生",), ("二、经济",)], [(), ("民生",), ("经济",)]),
        ([("Part 2: Clean air", "x"), ("3. Housing",)], [("Clean air",), ("Housing",)]),
    ],
)
def test_labels_tell_the_parts_of_the_plan_apart(
    sections: list[tuple[str, ...]], labels: list[tuple[str, ...]]
) -> None:
    made = tasks_of(*(promise(f"{QUOTE}{number}", section=section) for number, section in enumerate(sections)))
    assert [task.labels for task in made] == labels


def test_an_invalid_one_is_reported_with_its_place_and_stops_no_other() -> None:
    bad = promise("坏的", place="line 3", indicators=(Indicator("x", "m", "range", 1, "家"),))
    made, found = normalized_(promise(), bad, promise("好的"))
    assert [task.text for task in made] == [QUOTE, "好的"]
    assert [str(problem) for problem in found] == [
        "plan.md, line 3, indicators/0/value_max: this must not be left empty; write a number"
    ]


def test_the_language_can_be_chosen() -> None:
    assert tasks_of(promise(), language="en")[0].language == "en"
    assert tasks_of(promise(language="en"))[0].language == "en"


@settings(deadline=None, max_examples=50)
@given(texts=st.lists(st.text(min_size=1, max_size=200), max_size=4), plan=st.sampled_from(["p", "南开·2018"]))
def test_any_quote_becomes_a_valid_task_or_a_problem(texts: list[str], plan: str) -> None:
    made, found = normalized_(*(promise(text) for text in texts), plan=plan)
    assert all(not problems("task", to_record(task)) for task in made)
    assert len({task.id for task in made}) == len(made)
    assert len(made) == len(texts) or found
    assert len(made) >= sum(bool(text.strip()) for text in texts)


def test_the_same_input_gives_the_same_tasks() -> None:
    assert tasks_of(promise(), promise()) == tasks_of(promise(), promise())
    assert tasks_of(promise(), now=NOW.replace(tzinfo=UTC)) != tasks_of(promise())
    assert replace(tasks_of(promise(), now=NOW.replace(year=2019))[0], revised_at=None) == replace(
        tasks_of(promise())[0], revised_at=None
    )
