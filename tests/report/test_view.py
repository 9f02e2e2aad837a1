from __future__ import annotations

import io

from rich.console import Console

from exporter.report.view import Line, Table, to_plain, to_rich

PAGE = (
    Line("Title", "bold"),
    Table(
        ("Owner 单位", "n"),
        (("区教育局", "7"), ("Data [red]Office[/]", "12"), ("two\nlines", "")),
        title="T",
        right=frozenset({1}),
        tones=("green",),
    ),
    Line(),
    Line("[bold]not markup[/] :smile:"),
)


def drawn(*, colour: bool, width: int = 60) -> str:
    stream = io.StringIO()
    kind = "standard" if colour else None
    console = Console(file=stream, force_terminal=True, color_system=kind, width=width, emoji=False, markup=False)  # type: ignore[arg-type]
    console.print(to_rich(PAGE))
    return stream.getvalue()


def test_plain_columns_stand_under_each_other_also_with_chinese() -> None:
    assert to_plain(PAGE).splitlines() == [
        "Title",
        "T",
        "Owner 单位            n",
        "区教育局              7",
        "Data [red]Office[/]  12",
        "two lines",
        "",
        "[bold]not markup[/] :smile:",
    ]


def test_a_terminal_gets_the_same_words_in_colour() -> None:
    shown = drawn(colour=True)
    assert "\x1b[32m" in shown
    for words in ("区教育局", "[red]Office[/]", "[bold]not markup[/] :smile:", "two lines"):
        assert words in shown


def test_a_narrow_terminal_loses_nothing() -> None:
    shown = "".join(drawn(colour=False, width=20).split())
    for sign in "区教育局Office":
        assert sign in shown


def test_nothing_is_nothing() -> None:
    assert to_plain(()) == ""
