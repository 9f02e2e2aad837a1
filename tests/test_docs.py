"""The documentation says what is so: links lead somewhere, examples parse, commands and options are those there are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from exporter.cli.program import app

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


def documented() -> dict[str, str]:
    """Command name, "" for the program itself → its section of the page."""
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    parts = re.split(r"^## exporter ?(\S*)\n", page, flags=re.MULTILINE)
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
            else [(parameter.metavar or parameter.name).strip("[]")]
        )
    }


def test_every_command_has_a_section_and_no_section_is_invented() -> None:
    assert set(documented()) - {""} == set(program().commands)


@pytest.mark.parametrize("name", ["", *sorted(program().commands)])
def test_every_option_is_documented_and_none_is_invented(name: str) -> None:
    command = program().commands[name] if name else program()
    told = {word for row in rows(documented()[name]) for word in re.findall(r"`(-[\w-]+|-\w|[A-Z]+)\b", row)}
    assert told - {"--help"} == spellings(command) - {"--help"}


@pytest.mark.parametrize("name", sorted(program().commands))
def test_values_that_an_option_takes_are_named_as_in_the_help(name: str) -> None:
    section = documented()[name]
    for parameter in program().commands[name].params:
        if parameter.param_type_name == "option" and parameter.metavar:
            told = parameter.metavar.replace("|", "\\|")
            assert (
                f"`{parameter.opts[-1] if parameter.opts[-1].startswith('--') else parameter.opts[0]} {told}`"
                in section
            )
