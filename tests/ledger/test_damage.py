from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from exporter.errors import LedgerError
from exporter.ledger import load, save, update, with_ids
from exporter.wording import speak
from tests.builders import make_task

GOOD = "- id: p-00000001\n  title: 甲\n"


def ledger_of(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "ledger.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


DAMAGED: list[tuple[str | bytes, str, str]] = [
    (GOOD + "  notes: [甲\n- id: p-2\n  title: 乙\n", "line 4", "a bracket [ is opened and never closed"),
    (GOOD + "  notes: {甲\n- id: p-2\n  title: 乙\n", "line 4", "a curly bracket is opened and never closed"),
    (GOOD + "\tnotes: 甲\n", "line 3, column 1", "indented with a tab"),
    ("- id: p-1\n\t\ttitle: 甲\n", "line 2", "indented with a tab"),
    (GOOD + "  notes：甲\n  due: 2018-12-31\n", "line 3", "after notes stands a full-width colon"),
    ("- title：甲\n  id: p-1\n", "line 1", "after title stands a full-width colon"),
    (GOOD + "  notes: 会议: 推进\n", "line 3, column 12", "put quotes around the text"),
    (GOOD + '  notes: "甲\n', "line 4", "a quotation mark is opened and never closed"),
    (GOOD + " due: 2018-12-31\n", "line 3", "indented differently"),
    (GOOD + "    due: 2018-12-31\n", "line 3", "indent the line like its neighbours"),
    (GOOD + "  notes: *重点\n", "line 3", "begins with one of * & ! @ % `"),
    (GOOD + "  notes: @张三\n", "line 3", "begins with one of"),
    (GOOD + "  notes\n  due: 2018-12-31\n", "line 4", "a field has no colon"),
    (GOOD + "---\n" + GOOD, "line 3", "remove the line that holds only ---"),
    (GOOD + "  notes: \x07\n", "line 3", "a control character"),
    ("id: p-1\ntitle: 甲\n", "line 1", "a list of tasks"),
    ("甲乙丙\n", "line 1", "a list of tasks"),
    ("- " * 5000, "line 1", "nested too deeply"),
    ("[" * 5000, "line 1", "nested too deeply"),
    (GOOD.encode("gb18030"), "line 2", "not UTF-8"),
    (GOOD.encode("utf-16"), "line 1", "not UTF-8"),
    ((GOOD + GOOD)[: len(GOOD) + 2].encode() + b"\xe7", "line 3", "not UTF-8"),
]


@pytest.mark.parametrize(("text", "where", "says"), DAMAGED)
def test_a_damaged_ledger_is_named_and_never_overwritten(
    tmp_path: Path, text: str | bytes, where: str, says: str
) -> None:
    path = ledger_of(tmp_path, text)
    before = path.read_bytes()
    with pytest.raises(LedgerError) as caught:
        load(path)
    assert f"ledger.yaml, {where}" in str(caught.value)
    assert says in str(caught.value)
    assert caught.value.hint
    with pytest.raises(LedgerError):
        save(path, [make_task()])
    assert path.read_bytes() == before


def test_in_chinese(tmp_path: Path) -> None:
    speak("zh")
    try:
        with pytest.raises(LedgerError, match="方括号 \\[ 没有配对。请在文本编辑器中改正该行"):
            load(ledger_of(tmp_path, DAMAGED[0][0]))
    finally:
        speak("en")


def test_a_missing_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger here"):
        load(tmp_path / "ledger.yaml")
    with pytest.raises(LedgerError, match="cannot be read"):
        load(tmp_path.with_suffix(".yaml") if tmp_path.with_suffix(".yaml").is_dir() else _folder(tmp_path))


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    return folder


BAD = """\
- id: p-00000001
  title: 甲
  status: finished
- id: p-00000002
  title: 乙
- id: p-00000003
  title: 丙
  indicators:
    - text: 扩建2所
      metric: 小学
      comparator: "="
      value: 两所
      unit: 所
  staus: open
- 丁
- title: 戊
  title: 己
- id: p-00000004
  notes: 没有标题
- id: p-00000005
  title: 庚
  due: 2018-02-30
  owners:
    leader: 区科委
- id: p-00000006
  title: 辛
"""
PROBLEMS = [
    'ledger.yaml, line 3, status: "finished" is not allowed here; allowed: open, in_progress, done, dropped',
    'ledger.yaml, line 12, indicators/0/value: "两所" stands where a number belongs',
    "ledger.yaml, line 14, staus: staus is not a known field; did you mean status?",
    "ledger.yaml, line 15: 丁 is not a task; a task begins with “- title: …”",
    "ledger.yaml, line 17, title: the field title stands twice in this entry",
    "ledger.yaml, line 18: the field title is missing",
    'ledger.yaml, line 22, due: "2018-02-30" is not a date; write it as 2018-12-31',
    "ledger.yaml, line 24, owners/leader: leader is not a known field; did you mean lead?",
]


def test_each_problem_has_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    path = ledger_of(tmp_path, BAD)
    ledger = load(path)
    assert [str(problem) for problem in ledger.problems] == PROBLEMS
    assert [task.id for task in ledger.tasks] == ["p-00000002", "p-00000006"]
    assert ledger.unreadable == {f"p-0000000{n}" for n in (1, 3, 4, 5)}


def test_a_full_width_colon_is_recognised(tmp_path: Path) -> None:
    """Where YAML takes the line for a part of the value above it, the file is sound and only the entry is not."""
    path = ledger_of(
        tmp_path, "- id: p-1\n  title: 甲\n  due: 2018-12-31\n    notes：已沟通\n- title：乙\n- title: 丙\n"
    )
    first, second = load(path).problems
    assert str(first).startswith("ledger.yaml, line 4: after notes stands a full-width colon （：）")
    assert str(second).startswith("ledger.yaml, line 5: after title stands a full-width colon （：）")


def test_entries_with_problems_keep_every_byte(tmp_path: Path) -> None:
    path = ledger_of(tmp_path, BAD)
    ledger = with_ids(load(path), "p")
    wanted = [replace(task, status="done") for task in ledger.tasks]
    update(ledger, [*wanted, make_task(id="p-00000001")])
    expected = BAD.replace("  title: 乙\n", "  title: 乙\n  status: done\n")
    assert path.read_text("utf-8") == expected + "  status: done\n"


def test_two_equal_ids_are_named_with_both_lines_and_stop_every_write(tmp_path: Path) -> None:
    path = ledger_of(tmp_path, GOOD + "\n# 抄来的\n" + GOOD)
    ledger = load(path)
    assert [str(problem) for problem in ledger.problems] == [
        "ledger.yaml, line 5, id: the id p-00000001 stands twice, in line 1 and in line 5"
    ]
    with pytest.raises(LedgerError, match="stands twice, in line 1 and in line 5"):
        ledger.require_distinct_ids()
    with pytest.raises(LedgerError, match="stands twice"):
        update(ledger, [make_task()])
    with pytest.raises(LedgerError, match="2 tasks have the id"):
        save(tmp_path / "new.yaml", [make_task(), make_task()])
    assert not (tmp_path / "new.yaml").exists()


@pytest.mark.parametrize("text", ["", "\n\n", "# 只有注释\n", "[]\n", "---\n"])
def test_an_empty_ledger_says_so(tmp_path: Path, text: str) -> None:
    ledger = load(ledger_of(tmp_path, text))
    assert ledger.tasks == ()
    assert [str(problem) for problem in ledger.problems] == ["ledger.yaml: the ledger holds no tasks"]


@pytest.mark.parametrize("notes", ["&abc", "&abc 甲", "!重点 甲", "!abc", "&abc [甲]", "&重点"])
def test_text_that_yaml_would_swallow(tmp_path: Path, notes: str) -> None:
    path = ledger_of(tmp_path, f"{GOOD}  notes: {notes}\n  due: 2018-12-31\n")
    try:
        sentence = str(load(path).problems[0])
    except LedgerError as error:
        sentence = str(error)
    assert "ledger.yaml, line 3" in sentence
    assert "begins with one of * & ! @ % `" in sentence


@pytest.fixture(params=["compiled", "pure"])
def any_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems have only ruamel.yaml's pure reader; it gives other words and slightly other places."""
    if request.param == "pure":
        monkeypatch.setitem(sys.modules, "ruamel.yaml.cyaml", None)


@pytest.mark.usefixtures("any_parser")
@pytest.mark.parametrize(("text", "where", "says"), [each for each in DAMAGED if isinstance(each[0], str)])
def test_either_reader_names_the_damage(tmp_path: Path, text: str, where: str, says: str) -> None:
    with pytest.raises(LedgerError) as caught:
        load(ledger_of(tmp_path, text))
    assert f"ledger.yaml, {where.partition(',')[0]}" in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.usefixtures("any_parser")
def test_either_reader_sees_the_same_entries(tmp_path: Path) -> None:
    ledger = load(ledger_of(tmp_path, BAD))
    assert [str(problem) for problem in ledger.problems] == PROBLEMS
    update(ledger, [replace(task, status="done", notes="一\n二") for task in ledger.tasks])
    assert (
        ledger.path.read_text("utf-8")
        == BAD.replace("  title: 乙\n", "  title: 乙\n  status: done\n  notes: |-\n    一\n    二\n")
        + "  status: done\n  notes: |-\n    一\n    二\n"
    )


@pytest.mark.parametrize("text", ["- &a {id: p-1, title: 甲}\n- *a\n", "- id: p-1\n  title: &t 甲\n  notes: *t\n"])
def test_references_are_refused_before_they_can_grow(tmp_path: Path, text: str) -> None:
    ledger = load(ledger_of(tmp_path, text))
    assert "references with & and * are not used" in " ".join(map(str, ledger.problems))


def test_a_ledger_in_brackets_is_read_and_not_written(tmp_path: Path) -> None:
    text = '[{"id": "p-1", "title": "甲"},\n {"id": "p-2", "title": ""}]\n'
    path = ledger_of(tmp_path, text)
    ledger = load(path)
    assert [task.title for task in ledger.tasks] == ["甲"]
    assert "line 2, title" in str(ledger.problems[0])
    with pytest.raises(LedgerError, match="written in brackets"):
        update(ledger, [replace(ledger.tasks[0], status="done")])
    with pytest.raises(LedgerError, match="written in brackets"):
        update(ledger, [make_task()])
    assert path.read_text("utf-8") == text


def test_half_a_character_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with pytest.raises(LedgerError, match="half a character"):
        save(path, [make_task(notes="\ud800")])
    assert not path.exists()
