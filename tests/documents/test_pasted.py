from __future__ import annotations

from exporter.documents import read_text
from tests.documents.shelf import check, table, texts


def test_markdown_table_with_outer_pipes_and_an_escaped_one() -> None:
    document = read_text("| Task | Owner |\n|:---|---:|\n| a \\| b | Ann |\n| c |\n", "x.md")
    assert table(document) == [{"Task": "a \\| b", "Owner": "Ann"}, {"Task": "c", "Owner": ""}]
    assert [block.is_header for block in document.blocks] == [True, False, False]
    check(document)


def test_markdown_table_without_outer_pipes() -> None:
    document = read_text("Type | What | Owner\n--- | --- | ---\nT | Write it. | Bo\n", "x.md")
    assert table(document) == [{"Type": "T", "What": "Write it.", "Owner": "Bo"}]
    assert texts(document, "row")[1] == "T | Write it. | Bo"


def test_pipes_without_a_rule_and_a_row_cut_short() -> None:
    source = (
        "序号 | 任务 | 牵头单位 | 时限 |\n1 | 修路十条。 | 交通局 | 年底 |\n"
        "2 | 建校两所。 | 教育局 | 9月 |\n3 | 植树千亩。\n"
    )
    rows = table(read_text(source, "x.txt"))
    assert rows[0] == {"序号": "1", "任务": "修路十条。", "牵头单位": "交通局", "时限": "年底"}
    assert rows[2] == {"序号": "3", "任务": "植树千亩。", "牵头单位": "", "时限": ""}


def test_a_cell_over_several_lines_is_one_cell() -> None:
    source = (
        "序号 | 任务 | 步骤 | 责任单位\n1 | 建校两所。 | 1.三月开工；\n2.九月完工。 | 教育局\n"
        "2 | 修路十条。 | 年内完成。 | 交通局\n"
    )
    rows = table(read_text(source, "x.txt"))
    assert [row["责任单位"] for row in rows] == ["教育局", "交通局"]
    assert rows[0]["步骤"] == "1.三月开工；\n2.九月完工。"


def test_tabs() -> None:
    document = read_text("Commitment\tLead\tDue\nOpen the data\tIT unit\tJune 2026\nTrain staff\t\tMay 2026\n", "x.txt")
    assert table(document)[1] == {"Commitment": "Train staff", "Lead": "", "Due": "May 2026"}


def test_columns_held_apart_by_spaces_with_a_gap() -> None:
    source = (
        "Action                Owner      Due\nPublish the budget    Finance    March\n"
        "Repair the bridge                June\nPlant 400 trees       Parks      May\n"
    )
    rows = table(read_text(source, "x.txt"))
    assert rows[1] == {"Action": "Repair the bridge", "Due": "June"}
    assert rows[2]["Owner"] == "Parks"


def test_drawn_table() -> None:
    source = "+------+-------+\n| Task | Owner |\n+======+=======+\n| Dig  | Ann   |\n+------+-------+\n"
    assert table(read_text(source, "x.txt")) == [{"Task": "Dig", "Owner": "Ann"}]


def test_two_gaps_in_prose_are_no_table() -> None:
    document = read_text("We met.  They agreed.\nIt rained.  It stopped soon.\n", "x.txt")
    assert {block.kind for block in document.blocks} == {"paragraph"}


def test_a_header_of_two_rows() -> None:
    source = "序号\t任务\t责任单位\t\n\t\t牵头\t配合\n1\t修桥。\t住建局\t财政局\n"
    assert table(read_text(source, "x.txt"))[0] == {
        "序号": "1",
        "任务": "修桥。",
        "责任单位 / 牵头": "住建局",
        "责任单位 / 配合": "财政局",
    }
