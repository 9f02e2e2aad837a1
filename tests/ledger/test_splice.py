from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exporter.ledger import load, save, update, with_ids, yaml_file
from exporter.ledger.block import block, lean
from exporter.ledger.entry import Entry
from exporter.ledger.yaml_file import YamlFile
from exporter.model import Criterion, Indicator, Owners, Task
from tests.builders import make_task, make_tasks
from tests.ledger.strategies import plans, tasks

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
BY_HAND = """\
# 我的台账
- title: 召开推进会   # 常委会定的
  id: 南开-00000001
  due: 2018/5/1      # 五一前
  # 牵头单位待定
  owners: 区科委、区教委

  notes: |
    第一行
    第二行

# 以下是教育
- id:   "南开-00000002"
  title: '扩建小学'
  status: open
  checklist:
    - 选址          # 已看三处
    - text: 立项
      done: false
  indicators:
  - text: 扩建2所
    metric: 扩建小学
    comparator: "="
    value: 2   # 所
    unit: 所
-
  title: 没有编号的任务
# 完
"""


def written(tmp_path: Path, text: str = BY_HAND) -> Path:
    path = tmp_path / "ledger.yaml"
    path.write_bytes(text.encode())
    return path


def changed(path: Path, **changes: Mapping[str, Any]) -> str:
    """The file after tasks (by the end of their id) have been changed."""
    ledger = load(path)
    assert not ledger.problems
    wanted = [replace(task, **changes.get(f"t{task.id[-1]}", {})) for task in ledger.tasks]
    update(ledger, wanted)
    again = load(path)
    assert not again.problems
    assert list(again.tasks) == wanted
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"due": date(2018, 6, 1)}, "  due: 2018/5/1      # 五一前\n", "  due: 2018-06-01  # 五一前\n"),
        ({"due": None}, "  due: 2018/5/1      # 五一前\n", ""),
        ({"title": "召开会议"}, "- title: 召开推进会   # 常委会定的\n", "- title: 召开会议  # 常委会定的\n"),
        (
            {"owners": Owners(("区科委",), ("区教委",))},
            "  owners: 区科委、区教委\n",
            "  owners:\n    lead: [区科委]\n    support: [区教委]\n",
        ),
        ({"notes": "一行"}, "  notes: |\n    第一行\n    第二行\n", "  notes: 一行\n"),
        ({"notes": ""}, "  notes: |\n    第一行\n    第二行\n", ""),
        ({"progress": 40.0}, "  owners: 区科委、区教委\n", "  owners: 区科委、区教委\n  progress: 40\n"),
        ({"labels": ("会议", "重点")}, "    第二行\n", "    第二行\n  labels: [会议, 重点]\n"),
        ({"title": "会\n".strip() + "议"}, "- title: 召开推进会   # 常委会定的\n", "- title: 会议  # 常委会定的\n"),
    ],
)
def test_one_field_changes_and_nothing_else(tmp_path: Path, change: dict[str, Any], before: str, after: str) -> None:
    assert BY_HAND.count(before) == 1
    if "title" in change:
        change = {**change, "text": change["title"]}
    assert changed(written(tmp_path), t1=change) == BY_HAND.replace(before, after)


def test_a_line_of_a_checklist_is_ticked_where_it_stands(tmp_path: Path) -> None:
    ticked = (Criterion("选址"), Criterion("立项", done=True))
    assert changed(written(tmp_path), t2={"checklist": ticked}) == BY_HAND.replace("done: false", "done: true")


def test_a_short_form_that_changes_is_written_out(tmp_path: Path) -> None:
    ticked = (Criterion("选址", done=True), Criterion("立项"))
    text = changed(written(tmp_path), t2={"checklist": ticked})
    assert "    - text: 选址\n      done: true\n    - text: 立项\n      done: false\n" in text
    assert text.startswith(BY_HAND[: BY_HAND.index("  checklist:")])
    assert text.endswith(BY_HAND[BY_HAND.index("  indicators:") :])


def test_a_measured_value_keeps_the_comments_beside_it(tmp_path: Path) -> None:
    measured = (Indicator("扩建2所", "扩建小学", "=", 2, "所", current=1, measured_on=date(2018, 6, 30)),)
    text = changed(written(tmp_path), t2={"indicators": measured})
    assert text == BY_HAND.replace("    unit: 所\n", "    unit: 所\n    current: 1\n    measured_on: 2018-06-30\n")


def test_lines_are_added_to_a_list_where_it_ends(tmp_path: Path) -> None:
    more = (Indicator("扩建2所", "扩建小学", "=", 2, "所"), Indicator("新增学位100个", "新增学位", "=", 100, "个"))
    text = changed(written(tmp_path), t2={"indicators": more})
    new = '  - text: 新增学位100个\n    metric: 新增学位\n    comparator: "="\n    value: 100\n    unit: 个\n'
    assert text == BY_HAND.replace("    unit: 所\n", "    unit: 所\n" + new)


def test_a_row_added_by_hand_gets_its_id(tmp_path: Path) -> None:
    path = written(tmp_path)
    ledger = load(path)
    assert ledger.unnamed == 1
    named = with_ids(ledger, "南开")
    assert named.tasks[2].title == named.tasks[2].text == "没有编号的任务"
    assert update(named, named.tasks) is True
    text = path.read_bytes().decode()
    assert text == BY_HAND.replace("  title: 没有", f"  id: {named.tasks[2].id}\n  title: 没有")
    assert with_ids(load(path), "南开").tasks == named.tasks
    assert update(load(path), named.tasks) is False


def test_new_tasks_stand_at_the_end(tmp_path: Path) -> None:
    path = written(tmp_path)
    update(load(path), [make_task(7)])
    text = path.read_bytes().decode()
    assert text.startswith(BY_HAND + "\n- id: plan-2026-00000007\n")
    assert load(path).tasks[-1] == make_task(7)


def test_tasks_that_are_not_given_stay(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert update(load(path), []) is False
    assert path.read_bytes().decode() == BY_HAND


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends_and_byte_order_mark_stay(tmp_path: Path, line_end: str, bom: str, last: str) -> None:
    source = "- id: p-00000001\n  title: 甲\n  notes: |-\n    一\n    二\n- id: p-00000002\n  title: 乙" + last
    path = written(tmp_path, bom + source.replace("\n", line_end))
    ledger = load(path)
    assert [task.notes for task in ledger.tasks] == ["一\n二", ""]
    wanted = [replace(task, status="done", notes="三\n四") for task in ledger.tasks]
    update(ledger, [*wanted, make_task()])
    text = path.read_bytes().decode()
    assert text.startswith(bom)
    assert text.count("\ufeff") == len(bom)
    assert text.count("\n") == text.count(line_end)
    assert [*load(path).tasks] == [*wanted, make_task()]


def test_an_entry_in_braces_is_written_anew_as_a_block(tmp_path: Path) -> None:
    path = written(tmp_path, "- {id: p-1, title: 甲}  # 一\n- {id: p-2, title: 乙}\n")
    text = changed(path, t2={"status": "done"})
    assert text.startswith("- {id: p-1, title: 甲}  # 一\n- id: p-2\n  title: 乙\n  status: done\n")


def test_an_indented_list_stays_indented(tmp_path: Path) -> None:
    path = written(tmp_path, "  - id: p-1\n    title: 甲\n")
    ledger = load(path)
    update(ledger, [replace(ledger.tasks[0], status="done"), replace(ledger.tasks[0], id="p-2")])
    text = path.read_bytes().decode()
    assert text == ("  - id: p-1\n    title: 甲\n    status: done\n\n  - id: p-2\n    title: 甲\n    status: open\n")


def test_an_empty_list_takes_tasks(tmp_path: Path) -> None:
    for text in ("# 空\n[]\n", "# 空\n", "", "---\n", "# 空\n[]  # 无\n"):
        path = written(tmp_path, text)
        update(load(path), [make_task()])
        assert load(path).tasks == (make_task(),)
        assert ("# 空" in path.read_text("utf-8")) == ("# 空" in text)


def test_an_unfinished_comment_never_becomes_text(tmp_path: Path) -> None:
    path = written(tmp_path, "- id: p-1\n  title: 甲\n  notes: 乙  # 注意\n")
    text = changed(path, t1={"notes": "一\n二"})
    assert text == "- id: p-1\n  title: 甲\n  # 注意\n  notes: |-\n    一\n    二\n"


@SLOW
@given(data=st.data(), plan=plans, crlf=st.booleans())
def test_what_is_not_changed_keeps_every_byte(data: st.DataObject, plan: list[Task], crlf: bool) -> None:  # noqa: FBT001
    comments = data.draw(st.lists(st.sampled_from(["# 甲\n", "\n", "   # 乙: x\n", "#- id: x\n"]), max_size=3))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.yaml"
        save(path, plan)
        text = path.read_bytes().decode().replace("\n- id:", "\n" + "".join(comments) + "- id:")
        path.write_bytes((text.replace("\n", "\r\n") if crlf else text).encode())
        ledger = load(path)
        assert list(ledger.tasks) == plan
        wanted = [
            replace(data.draw(tasks), id=task.id) if data.draw(st.booleans(), label="changed") else task
            for task in plan
        ]
        update(ledger, wanted)
        again = load(path)
        text, text_again = ledger.content.decode(), again.content.decode()
        assert list(again.tasks) == wanted
        for old, new, entry, entry_again in zip(plan, wanted, ledger.entries, again.entries, strict=True):
            if old == new:
                assert text[entry.start : entry.end] == text_again[entry_again.start : entry_again.end]
        assert _between(text, ledger.entries) == _between(text_again, again.entries)


@SLOW
@given(before=tasks, after=tasks)
def test_a_block_of_ours_can_always_be_edited_in_place(before: Task, after: Task) -> None:
    """Writing the whole block anew is for what people write in braces, never needed for what we wrote."""
    text, after = block(lean(before)), replace(after, id=before.id)
    entry = Entry(0, len(text), 1, before.id, before, before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_file, "_anew", None)
        YamlFile().changed(text, entry, after)


def _between(text: str, entries: Any) -> list[str]:
    """What stands before, between and after the entries."""
    ends = [0, *(entry.end for entry in entries)]
    starts = [*(entry.start for entry in entries), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def test_a_small_change_to_a_long_ledger_is_a_small_difference(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    plan = make_tasks(200)
    save(path, plan)
    before = path.read_text("utf-8").split("\n")
    plan[100] = replace(plan[100], status="done")
    update(load(path), plan)
    after = path.read_text("utf-8").split("\n")
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [("  status: open", "  status: done")]
