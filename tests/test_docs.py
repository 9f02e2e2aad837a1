"""The documentation says what is so: links lead somewhere, examples parse, commands and options are those there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.main import get_command

from exporter import schema
from exporter.cli.guard import INTERRUPTED
from exporter.cli.program import app
from exporter.config import read_config
from exporter.destinations.registry import BUILT_IN, destination_class
from exporter.errors import ExitCode
from exporter.owners import owners_from
from exporter.pipeline import extract_file
from exporter.sync.plan import GRAVE, NoticeKind

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def fences(page: Path, language: str) -> list[str]:
    return [text for name, text in FENCE.findall(page.read_text(encoding="utf-8")) if name == language]


def blocks(language: str) -> list[Any]:
    return [
        pytest.param(text, id=f"{page_id(page)}-{n}") for page in PAGES for n, text in enumerate(fences(page, language))
    ]


def anchor(heading: str) -> str:
    """As GitHub makes it: small letters, blanks to hyphens, other punctuation gone."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, part = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.is_file(), f"{page_id(page)}: {target}"
        if part:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert part in {anchor(heading) for heading in headings}, f"{page_id(page)}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_page_names_a_place_on_one_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:work|tmp|home|root|Users)/", page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", blocks("toml"))
def test_toml_examples_parse(text: str) -> None:
    assert tomllib.loads(text)


def program() -> Any:
    return get_command(app)


def commands() -> dict[str, Any]:
    """Every command as it is typed: "sync", "ledger convert"."""
    found: dict[str, Any] = {}
    for name, command in program().commands.items():
        below = getattr(command, "commands", None)
        found |= {f"{name} {each}": part for each, part in below.items()} if below else {name: command}
    return found


def documented() -> dict[str, str]:
    """Command name, "" for the program itself → its section of the page."""
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    parts = re.split(r"^## exporter ?(.*)\n", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(section: str) -> list[str]:
    """First cells of a section's table, without its head."""
    cells = [re.split(r"(?<!\\)\|", line)[1] for line in section.splitlines() if line.startswith("|")]
    return cells[2:]


def spellings(command: Any) -> set[str]:
    """Every option and argument of a command, as it is typed."""
    return {
        name
        for parameter in command.params
        for name in (
            [*parameter.opts, *parameter.secondary_opts]
            if parameter.param_type_name == "option"
            else [(parameter.metavar or parameter.name).strip("[].")]
        )
    }


def test_every_command_has_a_section_and_no_section_is_invented() -> None:
    assert set(documented()) - {""} == set(commands())


@pytest.mark.parametrize("name", ["", *sorted(commands())])
def test_every_option_is_documented_and_none_is_invented(name: str) -> None:
    command = commands()[name] if name else program()
    told = {word for row in rows(documented()[name]) for word in re.findall(r"`(-[\w-]+|-\w|[A-Z]+)\b", row)}
    assert told - {"--help"} == spellings(command) - {"--help"}


@pytest.mark.parametrize("name", sorted(commands()))
def test_values_that_an_option_takes_are_named_as_in_the_help(name: str) -> None:
    section = documented()[name]
    for parameter in commands()[name].params:
        if parameter.param_type_name == "option" and parameter.metavar:
            told = parameter.metavar.replace("|", "\\|")
            assert (
                f"`{parameter.opts[-1] if parameter.opts[-1].startswith('--') else parameter.opts[0]} {told}`"
                in section
            )


@pytest.mark.parametrize("text", [block for block in blocks("toml") if "[plan]" in block.values[0]])
def test_examples_of_exporter_toml_are_accepted(text: str, tmp_path: Path) -> None:
    file = tmp_path / "exporter.toml"
    file.write_text(text, encoding="utf-8")
    assert read_config(file).plan.name


@pytest.mark.parametrize("text", [block for block in blocks("toml") if "[[rule]]" in block.values[0]])
def test_examples_of_owner_rules_are_accepted(text: str) -> None:
    assert owners_from(text).rules


@pytest.mark.parametrize("kind", sorted(set(BUILT_IN) - {"memory"}))
def test_every_destination_has_a_page_that_names_its_keys(kind: str) -> None:
    page = (ROOT / "docs" / "destinations" / f"{kind}.md").read_text(encoding="utf-8")
    cells = {word for row in rows(page) for word in re.findall(r"`(\w+)`", row)}
    assert set(destination_class(kind).options_schema) <= cells


def test_every_key_of_exporter_toml_is_explained() -> None:
    page = (ROOT / "docs" / "config.md").read_text(encoding="utf-8")
    told = {word for row in rows(page) for word in re.findall(r"^ `(\w+)` $", row)}
    config = schema.schema("config")
    parts = (*(config["properties"][name] for name in ("plan", "lights")), config["$defs"]["destination"])
    keys = {key for part in parts for key in part["properties"]}
    assert told == keys


def test_every_field_of_a_task_is_explained() -> None:
    page = (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")
    told = {word for row in rows(page) for word in re.findall(r"`(\w+)`", row)}
    assert set(schema.schema("task")["properties"]) <= told


def test_every_exit_code_is_explained() -> None:
    page = (ROOT / "docs" / "sync.md").read_text(encoding="utf-8")
    told = {int(row) for row in rows(page) if row.strip().isdecimal()}
    assert told == {int(code) for code in ExitCode} | {INTERRUPTED}


def test_every_notice_is_explained() -> None:
    page = (ROOT / "docs" / "sync.md").read_text(encoding="utf-8")
    told = {word for row in rows(page) for word in re.findall(r" ([a-z]+) $", row)}
    assert set(GRAVE) <= told
    assert told <= set(get_args(NoticeKind))


def test_the_tutorial_shows_what_its_document_gives(tmp_path: Path) -> None:
    plan, shown, *_ = fences(ROOT / "docs" / "tutorial.md", "text")
    (tmp_path / "plan.md").write_text(plan, encoding="utf-8")
    found = extract_file(tmp_path / "plan.md", year=2026).commitments
    lines = [line for line in shown.splitlines() if line[:4].strip().isdecimal()]
    for line, each in zip(lines, found, strict=True):
        told = [each.text, str(each.due), *each.owners.lead, *(indicator.text for indicator in each.indicators)]
        assert [word for word in told if word not in line] == []


def test_the_english_tutorial_finds_what_its_document_promises(tmp_path: Path) -> None:
    plan = fences(ROOT / "docs" / "tutorial.en.md", "text")[0]
    (tmp_path / "plan.md").write_text(plan, encoding="utf-8")
    found = extract_file(tmp_path / "plan.md", year=2026).commitments
    assert [(each.owners.lead, str(each.due)) for each in found[:3]] == [
        (("Public Works Department",), "2026-09-30"),
        (("Public Works Department",), "2026-06-30"),
        (("Parks Department",), "2026-12-31"),
    ]
    assert len(found) == 5
