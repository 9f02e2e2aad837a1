from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from exporter.errors import LedgerError, NotAllowed, UsageError
from exporter.identity import task_id
from exporter.ledger import load, save, stream, update, with_ids
from exporter.model import Criterion, Owners, Source, Task
from exporter.problem import Problem
from tests.builders import make_task, make_tasks


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".jsonl", ".ndjson", ".YAML"])
def test_the_ending_says_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"台账{suffix}"
    assert save(path, make_tasks(3)) is True
    assert load(path).tasks == tuple(make_tasks(3))
    assert path.read_text("utf-8").startswith("{" if "j" in suffix else "#")


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.yaml, \.yml, \.jsonl"):
        save(tmp_path / "ledger.doc", make_tasks(1))


def test_a_person_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    save(path, [make_task(3, text="第一段，\n第二段。", revision=2)], heading="南开区2018年工作计划")
    assert (
        path.read_text("utf-8")
        == """\
# 南开区2018年工作计划
# 每项任务一段，可以修改、调整顺序、加注释，您写的内容都会保留。
# status（状态）：open 未开始、in_progress 进行中、done 已完成、dropped 已取消。due（期限）：如 2018-12-31。
# 增加任务只需写“- title: …”，可再写 due: 和 owners:；编号会在下次运行时补上。
# 改完可用 exporter check 加本文件名检查。

- id: plan-2026-00000003
  title: 新增科技型企业3家
  status: open
  due: 2026-12-31
  owners:
    lead: [区科委]
    support: [区财政局]
  indicators:
    - text: 新增科技型企业3家
      metric: 新增科技型企业
      comparator: "="
      value: 3
      unit: 家
  checklist:
    - text: 新增科技型企业3家
      done: false
    - text: 召开一次会议
      done: false
  labels: [科技创新]
  due_text: 年底前
  due_basis: explicit
  owner_basis: rule
  section: [一、科技创新]
  text: |-
    第一段，
    第二段。
  revision: 2
  revised_at: 2026-01-09T08:00:00Z
  source:
    document: plan.md
    sha256: "0000000000000000000000000000000000000000000000000000000000000000"
    start: 30
    end: 50
    paragraph: 3
    place: line 3
"""
    )


def test_an_english_plan_gets_english_help(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    save(path, [make_task(language="en")])
    assert path.read_text("utf-8").startswith("# One block a task; edit it")
    save(tmp_path / "b.yaml", [make_task()], language="en")
    assert "# One block a task" in (tmp_path / "b.yaml").read_text("utf-8")


@pytest.mark.parametrize("suffix", [".yaml", ".jsonl"])
def test_without_a_change_the_file_is_not_touched(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ledger{suffix}"
    save(path, make_tasks(3))
    os.utime(path, (1, 1))
    before = path.read_bytes(), path.stat().st_ino
    assert update(load(path), make_tasks(3)) is False
    assert save(path, make_tasks(3)) is False
    assert (path.read_bytes(), path.stat().st_ino, path.stat().st_mtime) == (*before, 1)


def test_order_is_the_persons(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    one, two, three = make_tasks(3)
    save(path, [two, three, one])
    update(load(path), [one, two, replace(three, status="done"), make_task(4)])
    assert [task.id for task in load(path).tasks] == [two.id, three.id, one.id, make_task(4).id]


def test_save_on_an_existing_ledger_keeps_what_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text("# 我的\n- title: 甲\n  id: p-1\n", encoding="utf-8")
    assert save(path, make_tasks(1)) is True
    assert path.read_text("utf-8").startswith("# 我的\n- title: 甲\n  id: p-1\n\n- id: plan-2026-00000001\n")


def test_three_lines_by_hand_are_a_task(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text("- title: 召开推进会\n  due: 2018-05-01\n  owners: 区科委\n", encoding="utf-8")
    ledger = load(path)
    assert (ledger.problems, ledger.tasks, ledger.unnamed) == ((), (), 1)
    [task] = with_ids(ledger, "南开").tasks
    assert task == Task(
        id=task_id("南开", "召开推进会"),
        title="召开推进会",
        text="召开推进会",
        source=Source("", "", 0, 0),
        owners=Owners(("区科委",)),
        due=date(2018, 5, 1),
    )


@pytest.mark.parametrize("row", ["- id:\n  title: 甲\n", "- title: 甲\n  id: ~  # 待定\n", "- id: ''\n  title: 甲\n"])
def test_an_empty_id_is_filled_where_it_stands(tmp_path: Path, row: str) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text(row, encoding="utf-8")
    ledger = with_ids(load(path), "p")
    assert [task.id for task in ledger.tasks] == [task_id("p", "甲")]
    update(ledger, ledger.tasks)
    assert path.read_text("utf-8").count("id:") == 1
    assert load(path).tasks == ledger.tasks


def test_equal_rows_by_hand_get_different_ids(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    taken = task_id("p", "甲", 2)
    path.write_text(f"- title: 甲\n- title: 甲\n- {{id: {taken}, title: 乙}}\n- title: 甲\n", encoding="utf-8")
    ledger = with_ids(load(path), "p")
    ids = [task.id for task in ledger.tasks]
    assert ids == [task_id("p", "甲"), task_id("p", "甲", 3), taken, task_id("p", "甲", 4)]
    update(ledger, ledger.tasks)
    assert [task.id for task in load(path).tasks] == ids


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("due: 2018-12-31", "due", date(2018, 12, 31)),
        ('due: "2018-12-31"', "due", date(2018, 12, 31)),
        ("due: 2018/1/2", "due", date(2018, 1, 2)),
        ("due: 2018.1.2", "due", date(2018, 1, 2)),
        ("due: 2018年1月2日", "due", date(2018, 1, 2)),
        ("due:", "due", None),
        ("due: ~", "due", None),
        ("owners: 区科委", "owners", Owners(("区科委",))),
        ("owners: 区科委，区教委", "owners", Owners(("区科委", "区教委"))),
        ("owners: {lead: 区科委、区教委}", "owners", Owners(("区科委", "区教委"))),
        ('owners: {lead: "甲、乙联席会议"}', "owners", Owners(("甲、乙联席会议",))),
        ("owners: {lead: 区科委, support: [区教委]}", "owners", Owners(("区科委",), ("区教委",))),
        ("owners:", "owners", Owners()),
        ("owners: {lead: , support: 甲}", "owners", Owners((), ("甲",))),
        ("labels: 民生", "labels", ("民生",)),
        ("labels: 民生、实事", "labels", ("民生、实事",)),
        ("checklist: [选址, 立项]", "checklist", (Criterion("选址"), Criterion("立项"))),
        ("checklist: [{text: 选址, done: 是}]", "checklist", (Criterion("选址", done=True),)),
        ("checklist: [{text: 选址, done: no}]", "checklist", (Criterion("选址"),)),
        ("notes: yes", "notes", "yes"),
        ("notes: 2018", "notes", "2018"),
        ("notes: 0123", "notes", "0123"),
        ("notes: 12:30", "notes", "12:30"),
        ("notes: 甲：乙", "notes", "甲：乙"),
        ("notes:", "notes", ""),
        ("notes: 甲\n    乙", "notes", "甲 乙"),
        ("notes: >-\n    a\n    b\n\n    c", "notes", "a b\nc"),
        ("progress: 40", "progress", 40),
        ("progress: '40.5'", "progress", 40.5),
        ("progress: null", "progress", None),
        ("revision: 1,000", "revision", 1000),
    ],
)
def test_what_people_write_is_understood(tmp_path: Path, line: str, field: str, value: object) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text(f"- id: p-1\n  title: 甲\n  {line}\n", encoding="utf-8")
    ledger = load(path)
    assert ledger.problems == ()
    assert getattr(ledger.tasks[0], field) == value
    assert update(ledger, ledger.tasks) is False


def test_the_title_of_a_quoted_task_is_not_its_quote(tmp_path: Path) -> None:
    """Only a row added by hand may lack its text: an edited title must never change what was quoted."""
    path = tmp_path / "ledger.yaml"
    task = make_task(title="甲", text="甲")
    save(path, [task])
    path.write_text(path.read_text("utf-8").replace("title: 甲", "title: 乙"), encoding="utf-8")
    assert load(path).tasks == (replace(task, title="乙"),)


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    save(path, make_tasks(1))
    ledger = load(path)
    path.write_text("# 别人的改动\n" + path.read_text("utf-8"), encoding="utf-8")
    with pytest.raises(LedgerError, match="changed by somebody else"):
        update(ledger, make_tasks(2))
    assert path.read_text("utf-8").startswith("# 别人的改动\n")
    assert len(load(path).tasks) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir(mode=0o500)
    with pytest.raises(NotAllowed):
        save(folder / "ledger.yaml", make_tasks(1))


def test_json_lines_change_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    one, two, three = make_tasks(3)
    save(path, [one, two, three])
    loose = '{"title": "手工", "id": "p-1"}\n\n{"title": "无编号"}'
    path.write_text(path.read_text("utf-8") + loose, encoding="utf-8")
    before = path.read_text("utf-8").split("\n")
    ledger = with_ids(load(path), "p")
    assert ledger.problems == ()
    update(ledger, [replace(two, status="done"), make_task(9)])
    after = path.read_text("utf-8").split("\n")
    assert [before[0], before[2], *before[3:5]] == [after[0], after[2], *after[3:5]]
    assert [task.title for task in load(path).tasks][3:] == ["手工", "无编号", make_task(9).title]
    assert load(path).tasks[1].status == "done"
    assert len(list(stream(path))) == 6


def test_a_stream_names_bad_lines_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    save(path, make_tasks(1))
    lines = ["{", '["x"]', '{"id": "p-1"}', '{"id": "p-1", "id": "p-2", "title": "x"}', '{"id": "a", "progress": NaN}']
    path.write_text("\ufeff" + path.read_text("utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    task, *problems = stream(path)
    assert task == make_task(1)
    assert all(isinstance(problem, Problem) for problem in problems)
    assert [str(problem).split(":")[0] for problem in problems] == [f"ledger.jsonl, line {n}" for n in range(2, 7)]
    ledger = load(path)
    assert [*ledger.problems] == problems
    update(ledger, [replace(make_task(1), status="done")])
    assert path.read_text("utf-8").endswith("\n".join(lines) + "\n")


def test_a_stream_of_what_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    path.write_bytes("{}\n{'标题'}".encode("gb18030"))
    with pytest.raises(LedgerError, match="not UTF-8"):
        list(stream(path))
    with pytest.raises(LedgerError, match="no ledger here"):
        list(stream(tmp_path / "none.jsonl"))
