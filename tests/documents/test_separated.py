from __future__ import annotations

import pytest

from exporter.documents import read_text
from exporter.errors import DocumentError
from tests.documents.shelf import check, table, texts


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(separator: str) -> None:
    rows = [["Commitment", "Lead", "Due"], ["Open data", "IT unit", "May 2026"], ["Train staff", "HR", "June 2026"]]
    document = read_text("\n".join(separator.join(row) for row in rows), "x.csv")
    assert table(document)[1] == {"Commitment": "Train staff", "Lead": "HR", "Due": "June 2026"}
    check(document)


def test_quotes_and_line_ends_inside_cells() -> None:
    source = '任务,责任单位\r\n"建校两所，\r\n九月完工。","教育局,财政局"\r\n"称为""样板""的路",住建局\r\n'
    document = read_text(source, "x.csv")
    assert document.text == source
    assert table(document)[0] == {"任务": "建校两所，\r\n九月完工。", "责任单位": "教育局,财政局"}
    assert table(document)[1]["任务"] == '称为""样板""的路'
    assert [block.place for block in document.blocks] == ["line 1", "line 2", "line 4"]
    check(document)


def test_declared_separator_and_title_row() -> None:
    document = read_text("sep=;\n2025年任务表;;\n序号;任务;单位\n1;修桥;住建局\n", "x.csv")
    assert document.title == "2025年任务表"
    assert table(document) == [{"序号": "1", "任务": "修桥", "单位": "住建局"}]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('a,b\n"open,2\n3,4\n', 2),
        ('a,b\n1,2\n"x"y,2\n', 3),
        ('a,b\r\n1,"2\r\n', 2),
    ],
)
def test_a_stray_quote_is_refused_with_its_line(source: str, line: int) -> None:
    with pytest.raises(DocumentError, match=f"line {line} has a stray quotation mark"):
        read_text(source, "x.csv")


def test_a_quote_inside_a_bare_cell_is_a_character() -> None:
    assert texts(read_text('Task,Owner\nLay 5" pipes,Ann\n', "x.csv"))[1] == 'Lay 5" pipes,Ann'
