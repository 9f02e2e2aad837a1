from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations import body
from exporter.destinations.contract import Field
from exporter.destinations.markdown import BACKLOG, quote
from exporter.errors import Refused

ID = "nankai-2018-1a2b3c4d"
BASE = {Field.TITLE: "5f0c2a91", Field.DUE: "88d0f3aa"}
PIECES = (
    "<!--",
    "-->",
    "exporter:begin",
    "exporter:end",
    "exporter:task",
    "\r\n",
    "\n",
    " ",
    "\t",
    ID,
    "- [ ] ",
    "长",
    "\\",
    "`",
)
NASTY = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map("".join)
QUOTES = NASTY.map(lambda text: quote(text, BACKLOG))
AROUND = NASTY.filter(lambda text: "exporter:" not in text)
BASES = st.dictionaries(st.sampled_from(list(Field)), st.from_regex(r"[0-9a-f]{8}", fullmatch=True))


@given(QUOTES, BASES)
def test_what_is_wrapped_is_found(block: str, base: dict[Field, str]) -> None:
    text = body.wrap(block, ID, base)
    assert body.find(text) == body.Found(ID, base, body.canonical(block), 0, len(text))


@given(AROUND, QUOTES, QUOTES, AROUND)
def test_everything_outside_the_block_is_kept(before: str, old: str, new: str, after: str) -> None:
    text = f"{before}{body.wrap(old, ID, BASE)}{after}"
    found = body.find(text)
    assert found is not None
    assert (found.start, found.end) == (len(before), len(text) - len(after))
    changed = body.replace(text, found, new, {})
    assert changed.startswith(before)
    assert changed.endswith(after)
    again = body.find(changed)
    assert again is not None
    assert (again.id, again.base, again.block) == (ID, {}, body.canonical(new))


@given(NASTY)
def test_canonical_form_is_stable_and_the_same_for_every_line_end(text: str) -> None:
    once = body.canonical(text)
    assert body.canonical(once) == once
    assert body.canonical(once.replace("\n", "\r\n")) == once
    assert "\n\n\n" not in once
    assert all(line == line.rstrip() for line in once.split("\n"))


@given(AROUND, QUOTES)
def test_inserting_keeps_the_text(text: str, block: str) -> None:
    found = body.find(body.insert(text, block, ID, BASE))
    assert found is not None
    assert found.block == body.canonical(block)
    if text.strip():
        assert body.insert(text, block, ID, BASE).startswith(text)


def test_the_marker_is_one_hidden_line() -> None:
    assert body.wrap("> 引用", ID, BASE) == (
        f"<!-- exporter:begin {ID} title=5f0c2a91 due=88d0f3aa -->\n> 引用\n<!-- exporter:end -->"
    )


def test_windows_line_ends_of_the_text_are_used() -> None:
    text = f"一\r\n{body.wrap('甲', ID, {})}\r\n二\r\n".replace("\r\n", "\n").replace("\n", "\r\n")
    found = body.find(text)
    assert found is not None
    assert found.block == "甲"
    changed = body.replace(text, found, "乙\n丙", BASE)
    assert changed.count("\r\n") == changed.count("\n")
    assert body.find(body.insert("一\r\n", "甲", ID, {})) is not None
    assert body.insert("一\r\n", "甲", ID, {}).count("\r\n") == body.insert("一\r\n", "甲", ID, {}).count("\n")


def test_no_marker_no_block() -> None:
    assert body.find("") is None
    assert body.find("exporter:begin x -->\n<!-- exporter:end -->") is None
    assert body.find("<!-- exporter:beginning x -->") is None


@pytest.mark.parametrize(
    "text",
    [
        f"{body.wrap('甲', ID, {})}\n{body.wrap('乙', ID, {})}",
        f"<!-- exporter:begin {ID} -->\n甲",
        f"<!-- exporter:end -->\n<!-- exporter:begin {ID} -->\n甲",
        f"{body.wrap('甲', ID, {})}\n<!-- exporter:end -->",
    ],
    ids=["two", "no end", "end first", "two ends"],
)
def test_damaged_markers_still_tell_whose_they_are_but_are_not_written_to(text: str) -> None:
    found = body.find(text)
    assert found is not None
    assert found.id == ID
    assert found.problem
    with pytest.raises(Refused):
        body.replace(text, found, "新", {})


def test_a_marker_of_a_later_version_is_understood() -> None:
    found = body.find(f"<!--  exporter:begin  {ID} title=5f0c2a91 new=00000000 v=2 -->\n甲\n<!--exporter:end-->")
    assert found is not None
    assert found.base == {Field.TITLE: "5f0c2a91"}
