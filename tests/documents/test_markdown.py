from __future__ import annotations

from exporter.documents import read_text
from tests.documents.shelf import check, outline, texts


def test_headings_of_both_kinds_without_their_markup() -> None:
    source = "# 年度计划 #\n\n##重点\n\nSubtitle\n========\n\n#hashtag stays.\n\nText.\n"
    document = read_text(source, "x.md")
    assert outline(document) == [
        ("heading", 1, "年度计划"),
        ("heading", 2, "重点"),
        ("heading", 1, "Subtitle"),
        ("paragraph", 0, "#hashtag stays."),
        ("paragraph", 0, "Text."),
    ]
    check(document)


def test_what_is_not_content() -> None:
    source = (
        "---\ntitle: secret\n---\n<!-- a\n\nlong comment -->\nOne. <!-- tail -->\n\n```\ncode will run\n```\n\n"
        "[ref]: https://example.org\n\n<div align=center>\n\nTwo.\n\n***\n"
    )
    assert texts(read_text(source, "x.md")) == ["One.", "Two."]


def test_lists_tasks_and_quotes() -> None:
    source = "* [ ] write it\n* [x] read it\n  1. aloud\n\n> quoted words\n> go on\n"
    assert outline(read_text(source, "x.md")) == [
        ("item", 1, "write it"),
        ("item", 1, "read it"),
        ("item", 2, "aloud"),
        ("paragraph", 0, "quoted words"),
        ("paragraph", 0, "go on"),
    ]


def test_inline_markup_stays_and_a_bold_line_is_a_heading() -> None:
    source = "**一、工作措施**\n\n新增**三百**个[车位](http://a.b)。\n"
    assert outline(read_text(source, "x.md")) == [
        ("heading", 3, "一、工作措施"),
        ("paragraph", 0, "新增**三百**个[车位](http://a.b)。"),
    ]


def test_soft_breaks_join_and_chinese_lines_that_are_whole_do_not() -> None:
    english = "We will open\ntwo schools.  \nAnd a bridge.\n"
    assert texts(read_text(english, "x.md")) == ["We will open\ntwo schools.", "And a bridge."]
    chinese = "牵头单位：教育局\n配合单位：财政局\n全年建成学校两所，\n改造三所。\n"
    assert texts(read_text(chinese, "x.md")) == [
        "牵头单位：教育局",
        "配合单位：财政局",
        "全年建成学校两所，\n改造三所。",
    ]


def test_lines_indented_by_hand_are_text() -> None:
    assert texts(read_text("# 计划\n\n    全年植树千亩。\n", "x.md"))[1] == "全年植树千亩。"
