from __future__ import annotations

import hashlib

import pytest

from exporter.documents import read_text
from tests.documents.shelf import check, outline, texts


def test_text_is_kept_to_the_letter_and_places_count_lines() -> None:
    source = "  甲区工作要点  \r\n\r\n　　全年新增岗位三千个。\r\n　　年底前建成学校两所。\r\n"
    document = read_text(source, "plan.txt")
    assert document.text == source
    assert document.sha256 == hashlib.sha256(source.encode()).hexdigest()
    assert [block.place for block in document.blocks] == ["line 1", "line 3", "line 4"]
    assert texts(document) == ["甲区工作要点", "全年新增岗位三千个。", "年底前建成学校两所。"]
    assert document.title == "甲区工作要点"
    check(document)


def test_numbered_headings_and_items() -> None:
    source = (
        "乙市2025年行动方案\n第一章 总体要求\n本方案自印发之日起施行。\n一、重点任务\n（一）改善居住条件\n"
        "1.改造老旧小区二十个。\n2.新建口袋公园八处。\n（1）其中东片区三处。\n3.整治河道五条。\n"
        "（二）优化出行环境\n全年打通断头路六条。\n"
    )
    assert outline(read_text(source, "plan.txt")) == [
        ("heading", 1, "乙市2025年行动方案"),
        ("heading", 1, "第一章 总体要求"),
        ("paragraph", 0, "本方案自印发之日起施行。"),
        ("heading", 3, "一、重点任务"),
        ("heading", 4, "（一）改善居住条件"),
        ("item", 1, "1.改造老旧小区二十个。"),
        ("item", 1, "2.新建口袋公园八处。"),
        ("item", 2, "（1）其中东片区三处。"),
        ("item", 1, "3.整治河道五条。"),
        ("heading", 4, "（二）优化出行环境"),
        ("paragraph", 0, "全年打通断头路六条。"),
    ]


def test_numbered_targets_above_their_owners_are_items() -> None:
    source = "一、主要目标\n（一）工业增加值增长8%\n责任单位：区工信局\n（二）新开工项目建设提速\n责任单位：区发改局\n"
    kinds = [kind for kind, _, _ in outline(read_text(source, "x.txt"))]
    assert kinds == ["heading", "item", "paragraph", "item", "paragraph"]


def test_a_run_of_short_lines_is_a_list_and_a_lone_one_a_heading() -> None:
    source = (
        "会议确定了几件事。\n\n建成图书分馆\n\n翻修体育场\n\n开通夜间公交\n\n"
        "据介绍，项目由区里统筹。\n\n让城市更温暖\n\n今年将办好养老服务。\n"
    )
    kinds = {text: kind for kind, _, text in outline(read_text(source, "x.txt"))}
    assert kinds["让城市更温暖"] == "heading"
    assert {kinds[text] for text in ("建成图书分馆", "翻修体育场", "开通夜间公交")} == {"paragraph"}


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("1.4月底前完成选址。", "1."),
        ("1.5亿元用于校舍维修。", ""),
        ("7、8号线同步开工。", ""),
        ("3、推进污水治理。", "3、"),
        ("①完成普查。", "①"),
        ("——粮食产量保持稳定。", "——"),
        ("• Plant trees.", "• "),
        ("(a) Publish the budget.", "(a) "),
        ("2.5 million trees will be planted.", ""),
        ("1.1 亿元到位。", ""),
        ("C02.3 Train all staff.", "C02.3 "),
        ("第十二条 各单位应当按季报告。", "第十二条 "),
        ("2018年完成。", ""),
    ],
)
def test_marks(line: str, mark: str) -> None:
    (block,) = read_text(line, "x.txt").blocks
    assert line[: block.mark] == mark
    assert block.kind == ("item" if mark else "paragraph")


def test_bullets_nest_by_indentation() -> None:
    source = "- a one.\n  - b two.\n    - c three.\n  - d four.\n- e five.\n"
    assert [level for _, level, _ in outline(read_text(source, "x.md"))] == [1, 2, 3, 2, 1]
    assert [level for _, level, _ in outline(read_text(source, "x.txt"))] == [1, 2, 3, 2, 1]


def test_wrapped_english_is_one_paragraph() -> None:
    source = (
        "The council will replace every street lamp in the old town with\nefficient ones and will publish the "
        "energy saved each quarter, so\nthat residents can follow the progress of the programme closely.\n\n"
        "A second paragraph follows here.\n"
    )
    document = read_text(source, "x.txt")
    assert len(document.blocks) == 2
    assert texts(document)[0].count("\n") == 2


def test_english_lines_of_their_own_stay_apart() -> None:
    source = "Plant 400 trees\nOpen two libraries by June\nTrain all front-line staff in first aid\nRepair the bridge\n"
    assert len(read_text(source, "x.txt").blocks) == 4


def test_wrapped_chinese_is_joined_only_on_evidence() -> None:
    wrapped = (
        "今年要扎实推进城市更新行动，完善基础设施，加快补齐短板。要持续优化\n营商环境，全面落实各项惠企措施，"
        "推动民营经济发展壮大。要坚持教育优\n先发展，建成三所学校并投入使用。各部门按职责抓好落实。\n"
    )
    assert len(read_text(wrapped, "x.txt").blocks) == 1
    listed = (
        "推进城市更新行动完善基础设施建设补短板\n优化营商环境落实各项惠企纾困政策措施\n"
        "坚持教育优先发展建成三所九年一贯学校\n"
    )
    assert len(read_text(listed, "x.txt").blocks) == 3


def test_markdown_in_a_text_file_is_seen() -> None:
    assert outline(read_text("# Plan\n\nWe will act.\n", "x.txt"))[0] == ("heading", 1, "Plan")
