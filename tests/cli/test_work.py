from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from exporter import schema
from exporter.errors import ExitCode
from exporter.ledger import load, save, update
from exporter.sync.lock import only_run
from tests.builders import make_task, make_tasks

Run = Callable[..., Result]
CONFIG = """[plan]
name = "plan-2026"
title = "计划"
year = 2026
document = "plan.md"
ledger = "out/ledger.yaml"
state = "out/state.sqlite"

[destinations.board]
kind = "backlog"
path = "out/board"

[destinations.calendar]
kind = "ics"
path = "out/m.ics"
"""


@pytest.fixture
def ledger(folder: Path) -> Path:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    save(folder / "out/ledger.yaml", make_tasks(4))
    return folder / "out/ledger.yaml"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((folder / "out").rglob("*")) if path.is_file()}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in files(folder).items() if "state.sqlite" not in name}


@pytest.mark.usefixtures("ledger")
def test_plan_shows_everything_and_writes_nothing(run: Run, folder: Path) -> None:
    before = files(folder)
    result = run("plan")
    assert result.exit_code == ExitCode.DONE, result.stderr
    assert "board (backlog): 4 to create, 0 to update, 0 to close, 0 unchanged" in result.stdout
    assert f"+ {make_task(1).id}" in result.stdout
    assert files(folder) == before
    assert run("sync", "--dry-run").stdout == result.stdout
    assert files(folder) == before


@pytest.mark.usefixtures("ledger")
def test_exit_code_tells_whether_something_is_to_do(run: Run) -> None:
    assert run("plan", "--exit-code").exit_code == ExitCode.PENDING
    assert run("sync", "--yes").exit_code == ExitCode.DONE
    assert run("plan", "--exit-code").exit_code == ExitCode.DONE
    assert run("plan").stdout.splitlines()[-1] == "Nothing to do."


@pytest.mark.usefixtures("ledger")
def test_sync_sums_up_and_says_where_to_look(run: Run, folder: Path) -> None:
    result = run("sync", "--yes")
    assert result.exit_code == ExitCode.DONE, result.stderr
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["board", "4", "0", "0", "0", "0", "0", "0"] in rows
    assert ["calendar", "4", "0", "0", "0", "0", "0", "0"] in rows
    assert ["2026", "Q4", "4"] in rows
    assert ["区科委", "4"] in rows
    for name in ("out/ledger.yaml", "out/board", "out/m.ics"):
        assert str(Path(name)) in result.stdout
        assert (folder / name).exists()


@pytest.mark.usefixtures("ledger")
def test_the_second_run_has_nothing_to_do(run: Run, folder: Path) -> None:
    run("sync", "--yes")
    before = contents(folder)
    assert run("sync", "--yes").stdout == "Nothing to do.\n"
    assert run("sync", "--yes", lang="zh").stdout == "没有要做的事。\n"
    assert contents(folder) == before


@pytest.mark.usefixtures("ledger")
def test_one_destination_can_be_chosen(run: Run, folder: Path) -> None:
    assert run("sync", "--yes", "--to", "calendar").exit_code == ExitCode.DONE
    assert (folder / "out/m.ics").exists()
    assert not (folder / "out/board").exists()
    result = run("sync", "--yes", "--to", "calender")
    assert result.exit_code == ExitCode.USAGE
    assert "Did you mean calendar?" in result.stderr


@pytest.mark.usefixtures("ledger")
def test_without_a_terminal_yes_is_needed(run: Run, folder: Path) -> None:
    before = files(folder)
    result = run("sync")
    assert result.exit_code == ExitCode.USAGE
    assert "--yes" in result.stderr
    assert files(folder) == before
    assert run("sync", "--json").exit_code == ExitCode.USAGE


@pytest.mark.usefixtures("ledger", "at_a_terminal")
def test_on_a_terminal_the_plan_is_shown_and_asked(run: Run, folder: Path) -> None:
    refused = run("sync", stdin="n\n")
    assert "4 to create" in refused.stdout
    assert "Nothing was changed." in refused.stdout
    assert refused.exit_code == ExitCode.DONE
    assert not (folder / "out/m.ics").exists()
    agreed = run("sync", stdin="perhaps\ny\n")
    assert agreed.exit_code == ExitCode.DONE, agreed.output
    assert "created" in agreed.stdout
    assert (folder / "out/m.ics").exists()
    again = run("sync")
    assert "Nothing to do." in again.stdout


@pytest.mark.usefixtures("ledger", "at_a_terminal")
def test_the_question_is_chinese_and_so_is_the_answer(run: Run) -> None:
    result = run("sync", stdin="是\n", lang="zh")
    assert "现在执行吗？" in result.stdout
    assert "将新建 4 项" in result.stdout
    assert "查看" in result.stdout


@pytest.mark.usefixtures("ledger")
def test_sync_speaks_json(run: Run) -> None:
    record = json.loads(run("sync", "--yes", "--json").stdout)
    assert (record["plan"], record["exit_code"], record["idle"], record["tasks"]) == ("plan-2026", 0, False, 4)
    assert [len(each["created"]) for each in record["destinations"]] == [4, 4]
    assert (record["due_by_quarter"], record["by_owner"]) == ({"2026 Q4": 4}, {"区科委": 4})
    assert set(record["places"]) == {"ledger", "board", "calendar"}
    assert json.loads(run("sync", "--yes", "--json").stdout)["idle"] is True


@pytest.mark.usefixtures("ledger")
def test_a_plan_as_json_is_valid(run: Run) -> None:
    record = json.loads(run("plan", "--json").stdout)
    assert record.pop("failures") == []
    assert schema.problems("plan", record) == []


@pytest.mark.usefixtures("ledger")
def test_a_saved_plan_is_carried_out(run: Run, folder: Path) -> None:
    saved = run("plan", "-o", "p.json", "--to", "calendar")
    assert "exporter apply p.json" in saved.stderr
    assert not (folder / "out/m.ics").exists()
    applied = run("apply", "p.json")
    assert applied.exit_code == ExitCode.DONE, applied.stderr
    assert (folder / "out/m.ics").exists()
    assert not (folder / "out/board").exists()


def test_a_saved_plan_that_is_overtaken_is_refused(run: Run, ledger: Path, folder: Path) -> None:
    run("plan", "-o", "p.json")
    update(load(ledger), [*make_tasks(4), make_task(5)])
    result = run("apply", "p.json")
    assert result.exit_code == ExitCode.SAFETY_STOP
    assert "has changed since" in result.stderr
    assert not (folder / "out/m.ics").exists()


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "the saved plan cannot be read"), ("{", "this is not a saved plan"), ("{}", "missing"), ("[]", "p.json")],
)
def test_what_is_no_plan_is_not_applied(run: Run, folder: Path, content: str | None, said: str) -> None:
    if content is not None:
        (folder / "p.json").write_text(content)
    result = run("apply", "p.json")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert said in result.stderr


@pytest.mark.usefixtures("ledger")
def test_pull_brings_a_change_back_and_writes_nowhere_else(run: Run, folder: Path) -> None:
    run("sync", "--yes")
    assert run("pull").stdout == "Nothing to do.\n"
    card = next((folder / "out/board").rglob("task-2 - *.md"))
    card.write_text(card.read_text("utf-8").replace("status: To Do", "status: Done"), "utf-8")
    before = contents(folder)
    result = run("pull")
    assert result.exit_code == ExitCode.DONE, result.stderr
    assert f"~ {make_task(2).id}" in result.stdout
    after = contents(folder)
    assert [Path(name).name for name in after if after[name] != before.get(name)] == ["ledger.yaml"]
    assert [task.status for task in load(folder / "out/ledger.yaml").tasks] == ["open", "done", "open", "open"]


def retitle(ledger: Path, board: Path) -> Path:
    """The same title changed on both sides."""
    ledger.write_text(ledger.read_text("utf-8").replace("新增科技型企业2家\n", "我们的标题\n", 1), "utf-8")
    card = next(board.rglob("task-2 - *.md"))
    text = card.read_text("utf-8")
    card.write_text(text.replace("title: 新增科技型企业2家", "title: 他们的标题", 1), "utf-8")
    assert card.read_text("utf-8") != text
    return card


def test_a_conflict_is_shown_and_settled_by_prefer(run: Run, ledger: Path, folder: Path) -> None:
    run("sync", "--yes")
    card = retitle(ledger, folder / "out/board")
    result = run("sync", "--yes")
    assert result.exit_code == ExitCode.PARTIAL
    assert "--prefer title=ours" in result.stdout
    assert "他们的标题" in card.read_text("utf-8")
    settled = run("sync", "--yes", "--prefer", "title=ours")
    assert settled.exit_code == ExitCode.DONE, settled.output
    assert "我们的标题" in "".join(path.read_text("utf-8") for path in (folder / "out/board").rglob("task-2*.md"))


def test_a_run_that_would_lose_too_much_stops(run: Run, ledger: Path, folder: Path) -> None:
    save(folder / "out/more.yaml", make_tasks(20))
    ledger.write_bytes((folder / "out/more.yaml").read_bytes())
    run("sync", "--yes")
    before = contents(folder)
    ledger.unlink()
    save(ledger, make_tasks(2))
    result = run("sync", "--yes", "--close-orphans")
    assert result.exit_code == ExitCode.SAFETY_STOP
    assert "--force" in result.stderr
    forced = run("sync", "--yes", "--close-orphans", "--force")
    assert forced.exit_code in {ExitCode.DONE, ExitCode.PARTIAL}
    assert contents(folder) != before


@pytest.mark.usefixtures("ledger")
def test_a_destination_out_of_reach_stops_only_itself(run: Run, folder: Path) -> None:
    (folder / "out/board").write_text("a file where a folder belongs")
    result = run("sync", "--yes")
    assert result.exit_code == ExitCode.PARTIAL
    assert "Error: board: " in result.stderr
    assert (folder / "out/m.ics").exists()
    planned = run("plan")
    assert planned.exit_code == ExitCode.PARTIAL
    assert json.loads(run("plan", "--json").stdout)["failures"][0]["destination"] == "board"


def test_a_damaged_ledger_is_never_overwritten(run: Run, ledger: Path) -> None:
    ledger.write_text("- id: [unclosed\n", "utf-8")
    result = run("sync", "--yes")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "ledger.yaml" in result.stderr
    assert ledger.read_text("utf-8") == "- id: [unclosed\n"


def test_a_second_run_at_the_same_time_is_locked_out(run: Run, ledger: Path, folder: Path) -> None:
    with only_run(folder / "out/state.sqlite", datetime(2026, 1, 1, tzinfo=UTC)):
        result = run("sync", "--yes")
    assert result.exit_code == ExitCode.LOCKED
    assert "another run is at work" in result.stderr
    assert ledger.exists()
    assert not (folder / "out/m.ics").exists()


def test_two_equal_ids_are_an_error_before_any_write(run: Run, ledger: Path, folder: Path) -> None:
    ledger.write_text(ledger.read_text("utf-8").replace(make_task(2).id, make_task(1).id), "utf-8")
    result = run("sync", "--yes")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert make_task(1).id in result.stderr
    assert not (folder / "out/m.ics").exists()


def test_an_empty_document_makes_no_ledger(run: Run, folder: Path) -> None:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "plan.md").write_text("感谢各位代表。\n", encoding="utf-8")
    result = run("sync", "--yes")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "nothing is promised" in result.stderr
    assert "--explain" in result.stderr
    assert not (folder / "out/ledger.yaml").exists()


def test_from_document_to_board_and_calendar(run: Run, folder: Path) -> None:
    (folder / "exporter.toml").write_text(CONFIG, encoding="utf-8")
    (folder / "plan.md").write_text("# 工作计划\n\n年底前新建学校5所。\n\n加快建设社区图书馆。\n", encoding="utf-8")
    assert "2 commitments found; the ledger would be new" in run("plan").stdout
    assert not (folder / "out").exists()
    assert "2 commitments found" in run("sync", "--yes").stdout
    assert len(load(folder / "out/ledger.yaml").tasks) == 2
