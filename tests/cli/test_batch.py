from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from ruamel.yaml import YAML
from typer.testing import Result

from exporter import schema
from exporter.errors import ExitCode
from tests.cli.test_pipes import environment

Run = Callable[..., Result]
GOOD = ["a 计划.docx", "b.xlsx", "c.csv", "d.html", "e.md", "街道/f.txt", "街道/g.txt"]


@pytest.fixture
def plans(folder: Path) -> Path:
    """Good documents of several kinds and encodings."""
    place = folder / "各街道 计划"
    (place / "街道").mkdir(parents=True)
    word = docx.Document()
    word.add_heading("2026年工作计划", 1)
    word.add_paragraph("6月底前，新建社区食堂3处。")
    word.save(str(place / GOOD[0]))
    book = openpyxl.Workbook()
    for row in (["序号", "工作任务", "牵头单位", "完成时限"], [1, "新建公园2个", "园林局", "2026年9月底前"]):
        book.worksheets[0].append(row)
    book.save(place / GOOD[1])
    (place / GOOD[2]).write_bytes("任务,牵头单位\n年内改造道路10条,住建局\n".encode("gb18030"))
    (place / GOOD[3]).write_text("<html><body><p>2026年底前，新增停车位500个。</p></body></html>", "utf-8")
    (place / GOOD[4]).write_text("# 计划\n\n- 力争全年培训教师200名。\n", "utf-8")
    (place / GOOD[5]).write_text("We will open two libraries by June 2026.\n", "utf-8")
    (place / GOOD[6]).write_text("去年，我们已经圆满完成了各项任务。\n", "utf-8")
    return place


@pytest.fixture
def bad(plans: Path) -> list[str]:
    """Beside them some that cannot be read."""
    contents = {"x-empty.txt": b"", "x-noise.md": bytes(range(128, 256)) * 9, "x-cut.pdf": b"%PDF-1.7\n"}
    for name, content in contents.items():
        (plans / name).write_bytes(content)
    return list(contents)


def lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_folder_becomes_one_file_in_a_stable_order(run: Run, plans: Path, folder: Path) -> None:
    result = run("extract", plans.name, "-o", "out.jsonl", "--year", "2026")
    assert result.exit_code == ExitCode.DONE, result.stderr
    records = lines(folder / "out.jsonl")
    assert list(dict.fromkeys(record["document"] for record in records)) == [f"{plans.name}/{n}" for n in GOOD[:6]]
    assert not any(schema.problems("commitment", record) for record in records)
    assert "Nothing is promised in 各街道 计划/街道/g.txt." in result.stderr
    assert "7 documents read, 6 commitments" in result.stderr
    for jobs in ("1", "3"):
        assert (
            run("extract", plans.name, "--year", "2026", "-j", jobs).stdout_bytes == (folder / "out.jsonl").read_bytes()
        )


def test_each_document_says_what_it_says_alone(run: Run, plans: Path) -> None:
    together = [json.loads(line) for line in run("extract", plans, "--year", "2026", "-j", "1").stdout.splitlines()]
    for name in GOOD:
        alone = [json.loads(line) for line in run("extract", plans / name, "--year", "2026").stdout.splitlines()]
        own = [record for record in together if record["document"] == (plans / name).as_posix()]
        assert [{key: value for key, value in record.items() if key != "document"} for record in own] == alone
        assert not any("document" in record for record in alone)


def test_the_bad_are_told_and_passed_over(run: Run, plans: Path, bad: list[str], folder: Path) -> None:
    result = run("extract", plans.name, "-o", "out.jsonl", lang="zh")
    assert result.exit_code == ExitCode.PARTIAL
    told = [line for line in result.stderr.splitlines() if line.startswith("错误：")]
    assert [line.split("：")[1] for line in told] == [f"{plans.name}/{name}" for name in sorted(bad)]
    assert all(line.endswith("。") for line in told)
    assert "已读取 7 份文件，共 6 项承诺" in result.stderr
    assert "另有 3 份无法读取" in result.stderr
    assert len({record["document"] for record in lines(folder / "out.jsonl")}) == 6


def test_when_all_are_bad_nothing_is_written(run: Run, plans: Path, bad: list[str], folder: Path) -> None:
    (folder / "out.jsonl").write_text("before")
    files = [plans / name for name in bad]
    result = run("extract", *files, "-o", "out.jsonl")
    assert result.exit_code == ExitCode.BAD_INPUT
    assert "none of the 3 documents could be read" in result.stderr
    assert (folder / "out.jsonl").read_text() == "before"
    assert sorted(path.name for path in folder.iterdir()) == ["out.jsonl", plans.name]
    assert run("extract", *files).exit_code == ExitCode.BAD_INPUT


@pytest.mark.usefixtures("bad")
def test_json_holds_the_bad_ones_too(run: Run, plans: Path) -> None:
    result = run("extract", plans, "--json", "-j", "1")
    whole = json.loads(result.stdout)
    assert (whole["read"], whole["failed"], whole["commitments"]) == (7, 3, 6)
    assert len(whole["documents"]) == 10
    empty = next(each for each in whole["documents"] if each["document"]["name"].endswith("x-empty.txt"))
    assert empty["error"]["what"] == "the document is empty"
    word = whole["documents"][0]
    alone = json.loads(run("extract", plans / GOOD[0], "--json").stdout)
    assert word["commitments"] == alone["commitments"]
    assert word["document"] == alone["document"] | {"name": (plans / GOOD[0]).as_posix()}


def test_yaml_is_one_list(run: Run, plans: Path) -> None:
    jsonl, yaml = run("extract", plans, "-j", "1"), run("extract", plans, "-j", "1", "-f", "yaml")
    assert YAML(typ="safe").load(yaml.stdout) == [json.loads(line) for line in jsonl.stdout.splitlines()]
    nothing = run("extract", plans / GOOD[6], plans / GOOD[6], "-f", "yaml")
    assert YAML(typ="safe").load(nothing.stdout) == []


def test_tables_stand_under_the_names(run: Run, plans: Path, folder: Path) -> None:
    result = run("extract", plans, "-j", "1", "-o", "out.txt")
    assert result.exit_code == ExitCode.DONE, result.stderr
    text = (folder / "out.txt").read_text("utf-8")
    assert text.startswith(f"{(plans / GOOD[0]).as_posix()}\nNo.")
    assert "新增停车位500个" in text


def test_sentences_of_many_are_explained(run: Run, plans: Path) -> None:
    shown = run("extract", plans, "--explain", "-j", "1").stdout
    assert any(line.split()[1:3] == ["report", "去年"] for line in shown.splitlines() if "圆满" in line)
    records = json.loads(run("extract", plans, "--explain", "--json", "-j", "1").stdout)
    assert records["documents"][6]["sentences"][0]["speech"] == "report"


@pytest.mark.usefixtures("plans")
def test_patterns_and_several_names(run: Run, folder: Path) -> None:
    by_pattern = run("extract", "各*/*.[cdhm]*", "-j", "1")
    by_name = run("extract", *(f"各街道 计划/{name}" for name in GOOD[:5] if name != "b.xlsx"), "-j", "1")
    assert by_pattern.stdout == by_name.stdout
    assert by_pattern.stdout.count("\n") == 4
    (folder / "旧.doc").write_bytes(b"x")
    assert "Passed over" in run("extract", ".", "-j", "1").stderr
    assert ".doc (1)" in run("extract", ".", "-j", "1").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--into", "ledger.yaml"), "--into takes one document"),
        (("-",), "standard input"),
        (("--explain", "-o", "x.txt"), "--explain"),
        (("--json", "-f", "yaml"), "--json and --format"),
        (("--jobs", "0"), "--jobs"),
    ],
)
def test_what_makes_no_sense_is_refused(run: Run, plans: Path, words: tuple[str, ...], said: str) -> None:
    result = run("extract", plans, *words)
    assert result.exit_code == ExitCode.USAGE
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_no_document_is_written_over(run: Run, plans: Path) -> None:
    before = (plans / GOOD[4]).read_bytes()
    result = run("extract", plans / GOOD[4], "-o", plans / GOOD[4])
    assert result.exit_code == ExitCode.USAGE
    assert "is the document itself" in result.stderr
    assert (plans / GOOD[4]).read_bytes() == before
    (plans / "out.md").write_text("力争全年培训教师9名。", "utf-8")
    for _ in range(2):  # the output of the first run is no document of the second
        run("extract", plans, "-o", plans / "out.md", "-j", "1")
        assert len(lines(plans / "out.md")) == 6


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_ctrl_c_leaves_no_process_and_no_half_file(plans: Path, folder: Path) -> None:
    (folder / "out.jsonl").write_text("before")
    pipe = folder / "endless.txt"
    os.mkfifo(pipe)
    words = ["extract", plans.name, pipe.name, "-o", "out.jsonl"]
    command = [sys.executable, "-m", "exporter", *words]
    with (
        subprocess.Popen(
            command, cwd=folder, env=environment(), stderr=subprocess.PIPE, start_new_session=True
        ) as process,
        pipe.open("wb"),  # waits until a process of the run reads it
    ):
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate()  # ends when the last process that holds the stream has ended
    assert process.returncode == 130
    assert told.decode().splitlines()[-1] == "Stopped; out.jsonl is as it was."
    assert "Traceback" not in told.decode()
    assert (folder / "out.jsonl").read_text() == "before"
    assert not list(folder.glob(".out*"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_on_a_terminal_only(plans: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from exporter.cli.batch import extract_many  # noqa: PLC0415  after the stream is in place

    monkeypatch.setenv("TERM", "xterm-256color")
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        code = extract_many([str(plans)], folder / "o.jsonl", form="jsonl", year=None, why=False, processes=1)
        assert code == ExitCode.DONE
        assert ("7/7" in stream.getvalue()) is drawn
        assert "documents read" in stream.getvalue()
