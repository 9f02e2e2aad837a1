from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.testing import Result

from exporter.documents import read_document
from exporter.errors import ExitCode
from exporter.extraction import extract
from exporter.ledger import save
from exporter.model import to_record
from tests.builders import make_tasks

Run = Callable[..., Result]
TEXT = """# 2018年工作计划

一、教育

过去一年，我们新建了学校3所，取得明显成效。

2018年12月底前，新建学校5所，新增学位1200个。（牵头单位：区教育局）
加快建设社区图书馆。
"""


@pytest.fixture
def plan(folder: Path) -> Path:
    file = folder / "plan.md"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_jsonl_is_one_record_a_line_to_the_letter(run: Run, plan: Path) -> None:
    result = run("extract", plan, "--year", "2018", "--format", "jsonl")
    assert result.exit_code == ExitCode.DONE, result.stderr
    records = [json.loads(line) for line in result.stdout_bytes.decode("utf-8").splitlines()]
    assert records == [to_record(each) for each in extract(read_document(plan), year=2018)]
    assert records
    assert all(record["text"] == TEXT[record["start"] : record["end"]] for record in records)
    assert result.stderr == ""


def test_in_a_pipe_jsonl_is_the_default(run: Run, plan: Path) -> None:
    assert run("extract", plan).stdout_bytes == run("extract", plan, "-f", "jsonl").stdout_bytes


def test_yaml_holds_the_same(run: Run, plan: Path) -> None:
    jsonl, yaml = run("extract", plan, "-f", "jsonl"), run("extract", plan, "-f", "yaml")
    assert YAML(typ="safe").load(yaml.stdout) == [json.loads(line) for line in jsonl.stdout.splitlines()]


def test_a_table_is_plain_in_a_pipe(run: Run, plan: Path) -> None:
    lines = run("extract", plan, "--year", "2018", "-f", "table").stdout.splitlines()
    assert lines[0].split() == ["No.", "Commitment", "Due", "Lead", "Indicators"]
    assert "2018-12-31" in lines[1]
    assert "区教育局" in lines[1]
    assert "2 commitments, 1 with a date of their own, 1 with an owner" in lines[-1]
    assert "\x1b" not in "".join(lines)


@pytest.mark.usefixtures("at_a_terminal")
def test_on_a_terminal_a_table_is_the_default(run: Run, plan: Path) -> None:
    result = run("extract", plan, lang="zh")
    assert "─" in result.stdout
    assert "项承诺" in result.stdout


def test_json_is_one_document(run: Run, plan: Path) -> None:
    record = json.loads(run("extract", plan, "--json").stdout)
    assert record["document"]["name"] == "plan.md"
    assert record["document"]["sha256"] == read_document(plan).sha256
    assert len(record["commitments"]) == 2


@pytest.mark.parametrize(("name", "form"), [("o.jsonl", "jsonl"), ("o.yaml", "yaml"), ("o.txt", "table")])
def test_the_output_file_tells_its_format(run: Run, plan: Path, folder: Path, name: str, form: str) -> None:
    result = run("extract", plan, "-o", f"new/{name}")
    assert result.exit_code == ExitCode.DONE
    assert result.stdout == ""
    assert (folder / "new" / name).read_bytes() == run("extract", plan, "-f", form).stdout_bytes


def test_standard_input_is_read(run: Run, plan: Path) -> None:
    from_file = run("extract", plan, "--year", "2018")
    assert run("extract", "-", "--year", "2018", stdin=plan.read_bytes()).stdout == from_file.stdout
    gb = run("extract", "-", "--year", "2018", stdin=TEXT.encode("gb18030"))
    assert gb.stdout == from_file.stdout


def test_every_sentence_is_explained(run: Run, plan: Path) -> None:
    result = run("extract", plan, "--explain", lang="zh")
    assert "总结" in next(line for line in result.stdout.splitlines() if "过去一年" in line)
    assert "承诺" in next(line for line in result.stdout.splitlines() if "社区图书馆" in line)
    records = json.loads(run("extract", plan, "--explain", "--json").stdout)
    assert [each["speech"] for each in records if each["commitment"]] == ["commitment"] * 2
    assert run("extract", plan, "--explain", "-f", "yaml").exit_code == ExitCode.USAGE


def test_a_document_without_promises_is_said_and_is_no_error(run: Run, folder: Path) -> None:
    (folder / "past.md").write_text("过去一年，我们新建了学校3所，取得明显成效。\n", encoding="utf-8")
    result = run("extract", "past.md")
    assert (result.exit_code, result.stdout) == (ExitCode.DONE, "")
    assert "Nothing is promised in past.md" in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no such file"), (b"", "empty"), (b" \n", "empty"), (b"\x00\x01\x02\xff" * 50, "")],
)
def test_a_document_that_cannot_be_read_is_one_sentence(
    run: Run, folder: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (folder / "x.txt").write_bytes(content)
    result = run("extract", "x.txt")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert said in result.stderr
    assert "x.txt" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_unwritable_place_is_told(run: Run, plan: Path, folder: Path) -> None:
    (folder / "file").write_text("")
    result = run("extract", plan, "-o", "file/o.jsonl")
    assert result.exit_code == ExitCode.UNEXPECTED
    assert "could not be written" in result.stderr


def test_a_good_ledger_is_praised(run: Run, folder: Path) -> None:
    save(folder / "ledger.yaml", make_tasks(3))
    result = run("check", "ledger.yaml")
    assert (result.exit_code, result.stdout) == (ExitCode.DONE, "3 tasks, all in order\n")
    assert run("check", "ledger.yaml", lang="zh").stdout == "共 3 项任务，全部无误\n"


def test_a_bad_ledger_is_told_by_file_line_and_field(run: Run, folder: Path) -> None:
    save(folder / "ledger.yaml", make_tasks(2))
    text = (folder / "ledger.yaml").read_text("utf-8").replace("status: open", "status: opne", 1)
    (folder / "ledger.yaml").write_text(text, "utf-8")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "opne" in line)
    result = run("check", "ledger.yaml")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert f"ledger.yaml, line {line}, status" in result.stdout
    assert "open, in_progress, done, dropped" in result.stdout
    assert "1 to mend, 1 tasks in order" in result.stdout
    record = json.loads(run("check", "ledger.yaml", "--json").stdout)
    assert (record["tasks"], record["problems"][0]["line"], record["problems"][0]["pointer"]) == (1, line, "/status")


def test_a_missing_ledger_is_one_sentence(run: Run) -> None:
    result = run("check", "ledger.yaml")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert len(result.stderr.splitlines()) == 1


def test_schemas_are_listed_and_printed(run: Run) -> None:
    assert run("schema").stdout.splitlines() == ["commitment", "config", "plan", "task"]
    assert json.loads(run("schema", "--json").stdout) == ["commitment", "config", "plan", "task"]
    for name in ("commitment", "config", "plan", "task"):
        assert json.loads(run("schema", name).stdout)["$id"].endswith(f"{name}.schema.json")
    result = run("schema", "tasks")
    assert result.exit_code == ExitCode.USAGE
    assert "task" in result.stderr


@pytest.mark.parametrize(
    ("title", "words", "said", "due"),
    [
        ("2026年工作要点", (), "2026", "2026-06-30"),
        ("工作要点", (), "--year", None),
        ("2026年工作要点", ("--year", "2030"), "", "2030-06-30"),
    ],
)
def test_a_year_that_nobody_gives_is_the_titles_or_is_asked_for(  # noqa: PLR0917  fixtures count too
    run: Run, folder: Path, title: str, words: tuple[str, ...], said: str, due: str | None
) -> None:
    (folder / "p.md").write_text(f"# {title}\n\n6月底前新修道路3条。\n", encoding="utf-8")
    done = run("extract", "p.md", *words)
    assert json.loads(done.stdout).get("due") == due
    assert said in done.stderr
    assert bool(done.stderr) == bool(said)
