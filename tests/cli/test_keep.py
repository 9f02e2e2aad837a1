from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from exporter.errors import ExitCode
from exporter.ledger import load, save, update
from exporter.ledger.edition import GONE
from tests.builders import make_tasks

Run = Callable[..., Result]
FIRST = """# 2018年工作计划

一、教育

2018年12月底前，新建学校5所，新增学位1200个。（牵头单位：区教育局）
加快建设社区图书馆。
开展全民健身系列活动100场次以上。

二、民生

全年新增就业4万人，完成危房改造300户。
"""
SECOND = """# 2018年工作计划（修订）

一、教育

2018年10月底前，新建学校6所，新增学位1200个。（牵头单位：区教育局）
加快建设社区图书馆。
实施中小学教室照明改造工程，改造教室200间。

三、民生

全年新增就业4.5万人，完成危房改造300户。
"""


@pytest.fixture
def plan(folder: Path, run: Run) -> Path:
    """A plan with its ledger."""
    (folder / "plan.md").write_text(FIRST, encoding="utf-8")
    (folder / "new.md").write_text(SECOND, encoding="utf-8")
    (folder / "exporter.toml").write_text('[plan]\nname = "p"\nyear = 2018\ndocument = "plan.md"\n', encoding="utf-8")
    assert run("sync", "--yes").exit_code == ExitCode.DONE
    return folder / "ledger.yaml"


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".xlsx"])
def test_a_ledger_is_converted_and_nothing_overwritten(run: Run, folder: Path, suffix: str) -> None:
    save(folder / "a.yaml", make_tasks(3))
    result = run("ledger", "convert", "a.yaml", f"b{suffix}")
    assert (result.exit_code, result.stdout) == (ExitCode.DONE, "")
    assert "Wrote 3 tasks" in result.stderr
    assert load(folder / f"b{suffix}").tasks == tuple(make_tasks(3))
    again = run("ledger", "convert", "a.yaml", f"b{suffix}")
    assert again.exit_code == ExitCode.USAGE
    assert "--force" in again.stderr
    record = json.loads(run("ledger", "convert", "a.yaml", f"b{suffix}", "--force", "--json").stdout)
    assert record == {"ledger": f"b{suffix}", "tasks": 3}


def test_the_group_explains_itself(run: Run) -> None:
    assert "convert" in run("ledger", "--help").stdout
    assert "台账文件的操作" in run("ledger", "--help", lang="zh").stdout
    assert "Did you mean convert" in run("ledger", "convrt", "a", "b").stderr


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx", ".csv"])
def test_a_second_edition_is_taken_in(run: Run, plan: Path, suffix: str) -> None:
    ledger = plan.with_name(f"other{suffix}")
    run("ledger", "convert", plan, ledger)
    before = {task.title: task for task in load(ledger).tasks}
    first = next(task for title, task in before.items() if "学校" in title)
    update(load(ledger), [replace(first, status="in_progress", title="建学校", notes="已选址")])
    result = run("extract", "new.md", "--into", ledger, "--year", "2018", "--yes")
    assert result.exit_code == ExitCode.DONE, result.output
    assert "2 changed, 1 added, 1 gone, 0 unsure" in result.stdout
    after = {task.id: task for task in load(ledger).tasks}
    school = after[first.id]
    assert (school.title, school.status, school.notes) == ("建学校", "in_progress", "已选址")
    assert (school.due, school.indicators[0].value) == (date(2018, 10, 31), 6)
    assert school.source.document == "new.md"
    assert SECOND[school.source.start : school.source.end] == school.text
    gone = next(task for task in after.values() if "健身" in task.title)
    assert GONE["zh"] in gone.labels
    assert gone.status == "open"
    [new] = [task for each, task in after.items() if each not in {task.id for task in before.values()}]
    assert (new.title[:4], new.id[:2]) == ("实施中小", "p-")
    again = run("extract", "new.md", "--into", ledger, "--year", "2018", "--yes")
    assert "0 changed, 0 added, 1 gone" in again.stdout
    assert load(ledger).tasks == tuple(after.values())


def test_many_new_sources_are_announced_for_the_next_sync_will_stop(run: Run, folder: Path) -> None:
    lines = [f"- 年底前新建第{number}小学，新增学位{number}00个。" for number in range(1, 16)]
    for name in ("old.md", "new.md"):
        (folder / name).write_text("# 2018年计划\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (folder / "exporter.toml").write_text('[plan]\nname = "p"\nyear = 2018\ndocument = "old.md"\n', encoding="utf-8")
    assert run("sync", "--yes").exit_code == ExitCode.DONE
    result = run("extract", "new.md", "--into", "ledger.yaml", "--yes")
    assert "the new source to 15 tasks" in " ".join(result.stderr.split())
    assert run("sync", "--yes").exit_code == ExitCode.SAFETY_STOP
    assert run("sync", "--yes", "--force").exit_code == ExitCode.DONE


def test_json_shows_and_writes_only_with_yes(run: Run, plan: Path) -> None:
    before = plan.read_bytes()
    record = json.loads(run("extract", "new.md", "--into", "ledger.yaml", "--json").stdout)
    assert record["written"] is False
    assert plan.read_bytes() == before
    assert [each["match"] for each in record["changed"]] == ["similar", "similar"]
    assert len(record["added"]) == len(record["gone"]) == 1
    assert json.loads(run("extract", "new.md", "--into", "ledger.yaml", "--json", "--yes").stdout)["written"] is True
    assert plan.read_bytes() != before


def test_without_a_terminal_nobody_is_asked(run: Run, plan: Path) -> None:
    before = plan.read_bytes()
    result = run("extract", "new.md", "--into", "ledger.yaml")
    assert result.exit_code == ExitCode.USAGE
    assert "--yes" in result.stderr
    assert plan.read_bytes() == before


UNSURE = FIRST.replace("加快建设社区图书馆", "加快建设社区文化图书室")


@pytest.mark.usefixtures("at_a_terminal")
@pytest.mark.parametrize(("answers", "tasks"), [("y\ny\n", 4), ("n\ny\n", 5), ("y\nn\n", 4)])
def test_a_person_decides_what_is_unsure(run: Run, plan: Path, answers: str, tasks: int) -> None:
    (plan.parent / "new.md").write_text(UNSURE, encoding="utf-8")
    before = load(plan).tasks
    result = run("extract", "new.md", "--into", "ledger.yaml", stdin=answers)
    assert result.exit_code == ExitCode.DONE, result.output
    assert "Is this the same commitment?" in result.stdout
    after = load(plan).tasks
    assert len(after) == tasks
    library = next(task for task in after if task.id == next(t.id for t in before if "图书馆" in t.text))
    assert ("文化图书室" in library.text) == (answers == "y\ny\n")
    assert (GONE["zh"] in library.labels) == (answers == "n\ny\n")


def test_a_job_leaves_what_is_unsure_and_says_so(run: Run, plan: Path) -> None:
    (plan.parent / "new.md").write_text(UNSURE, encoding="utf-8")
    before = load(plan).tasks
    result = run("extract", "new.md", "--into", "ledger.yaml", "--yes")
    assert result.exit_code == ExitCode.PARTIAL
    assert "1 unsure" in result.stdout
    after = load(plan).tasks
    assert [task.text for task in after] == [task.text for task in before]
    assert all(GONE["zh"] not in task.labels for task in after)


@pytest.mark.parametrize(
    "words",
    [["--into", "ledger.yaml", "--explain"], ["--into", "ledger.yaml", "-o", "x"], ["--yes"], ["-c", "exporter.toml"]],
)
def test_options_that_do_not_go_together(run: Run, plan: Path, words: list[str]) -> None:
    assert plan.exists()
    assert run("extract", "new.md", *words).exit_code == ExitCode.USAGE


def test_a_ledger_with_mistakes_is_mended_first(run: Run, plan: Path) -> None:
    plan.write_text(plan.read_text("utf-8").replace("status: open", "status: opne", 1), encoding="utf-8")
    result = run("extract", "new.md", "--into", "ledger.yaml", "--yes")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "opne" in result.stderr
