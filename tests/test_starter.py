from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter import schema
from exporter.destinations.contract import Destination
from exporter.destinations.memory import Memory
from exporter.destinations.registry import BUILT_IN, destination_class
from exporter.starter import Answers, starter, suggested_document, suggested_name, suggested_year


class Remote(Memory):
    """A kind that needs an address and a token."""

    kind = "remote"
    options_schema = {  # noqa: RUF012  a constant of the class, as everywhere
        "repo": {"type": "string", "description": "Where.", "examples": ["owner/name"]},
        "token": {"description": "The token."},
    }
    required_options = ("repo", "token")


@pytest.mark.parametrize("kind", sorted(BUILT_IN))
def test_what_is_written_for_each_kind_is_valid(kind: str) -> None:
    text = starter(Answers("计划", 2026, "plan.md", "p"), {kind: destination_class(kind)})
    assert schema.problems("config", tomllib.loads(text)) == []
    (block,) = tomllib.loads(text)["destinations"].values()
    assert set(destination_class(kind).required_options) <= set(block)


def test_a_secret_is_named_and_not_asked_for() -> None:
    kinds: dict[str, type[Destination]] = {"remote": Remote}
    block = tomllib.loads(starter(Answers("t", 2026, "p.md", "p"), kinds))["destinations"]["remote"]
    assert block == {"kind": "remote", "repo": "owner/name", "token": {"env": "REMOTE_TOKEN"}}


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()), st.text(min_size=1, max_size=60))
def test_any_title_becomes_a_valid_file(title: str, document: str) -> None:
    text = starter(Answers(title, 2026, document, suggested_name(title)), {})
    plan = tomllib.loads(text)["plan"]
    assert plan["document"] == document
    assert plan["name"] == suggested_name(title)
    assert schema.problems("config", {"plan": {**plan, "document": "p.md"}}) == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("南开区2018年工作计划", "南开区2018年工作计划"),
        ("Open City Action Plan 2026", "open-city-action-plan-2026"),
        ("a/b\\c\td", "a-b-c-d"),
        ("  ", "plan"),
        ("\u202e", "plan"),
        ("<", "plan"),
        ("计划<草案>", "计划-草案"),
    ],
)
def test_names_keep_their_script(title: str, name: str) -> None:
    assert suggested_name(title) == name


@pytest.mark.parametrize(
    ("text", "year"), [("2018年工作计划", 2018), ("plan-2031.md", 2031), ("a 12018 b", 2026), ("", 2026)]
)
def test_the_year_is_read_from_the_title(text: str, year: int) -> None:
    assert suggested_year(text, 2026) == year


def test_the_first_document_that_is_no_readme_is_suggested() -> None:
    names = ["README.md", "b.txt", "z.py", "a.html", "CHANGELOG.md"]
    assert suggested_document(map(Path, names)) == "a.html"
    assert suggested_document([Path("README.md")]) is None
