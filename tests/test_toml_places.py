from __future__ import annotations

import tomllib

import pytest

from exporter.toml_places import line_of, lines_of_keys, position_of

TEXT = '''# [not.a.table]
top = 1

[plan]          # remark
name = "x # [y]"
text = """
[inside]
name = "no"
"""
list = [
  "a = b",
  "c",
]
owner.name = "dotted"

[destinations."南开 看板"]
kind = "ics"
token = { env = "X" }
'single quoted' = 1

[[rule]]
words = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("plan",), 4),
        (("plan", "name"), 5),
        (("plan", "text"), 6),
        (("plan", "list"), 10),
        (("plan", "owner", "name"), 14),
        (("destinations", "南开 看板"), 16),
        (("destinations", "南开 看板", "kind"), 17),
        (("destinations", "南开 看板", "single quoted"), 19),
        (("rule", "words"), 22),
    ],
)
def test_keys_stand_where_they_stand(path: tuple[str, ...], line: int) -> None:
    assert lines_of_keys(TEXT)[path] == line


def test_what_stands_in_a_string_is_no_key() -> None:
    assert ("inside",) not in lines_of_keys(TEXT)
    assert ("not", "a", "table") not in lines_of_keys(TEXT)
    assert len(lines_of_keys(TEXT)) == 12


def test_a_key_that_is_not_written_out_is_found_by_what_is_around_it() -> None:
    assert line_of(TEXT, ("destinations", "南开 看板", "token", "env")) == 18
    assert line_of(TEXT, ("plan", "missing")) == 4
    assert line_of(TEXT, ("missing",)) is None


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = ?\n", 2), ("a = 1\nb = [\n", 2), ('a = "x', 1), ("", 1)])
def test_a_syntax_error_has_a_line(text: str, line: int) -> None:
    if not text:
        assert position_of(tomllib.TOMLDecodeError("x (at end of document)"), text) == (1, "x")
        return
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    found, reason = position_of(caught.value, text)
    assert found == line
    assert reason
    assert "line" not in reason
