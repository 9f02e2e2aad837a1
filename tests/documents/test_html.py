from __future__ import annotations

import pytest

from exporter.documents import read_text
from exporter.errors import DocumentError
from tests.documents.shelf import check, outline, table, texts

PAGE = """<!doctype html><html><head><title>工作要点 - 某区门户</title><style>p{}</style></head><body>
<div class="top-bar">欢迎访问 <a href="/">首页</a></div><nav><ul><li>政务公开</li></ul></nav>
<form id="aspnetForm"><div class="wrap"><div class="breadcrumb">当前位置：首页</div>
<div class="content"><h1>2025年工作要点</h1><div class="share">分享到朋友圈</div>
<p>　　一、总体要求</p><p>全年新增就业
四万人，<b>建成</b>学校三所。<br>打通断头路六条。</p>
<p style="display:none">看不见</p><ul><li>植树千亩<ul><li>东片区三百亩</li></ul></li><li>修桥两座</li></ul>
<p>相关工作由各部门按职责分工推进，年底前完成，并将进展情况向社会公布。</p></div></div></form>
<footer>版权所有 某区人民政府</footer><script>alert("x")</script></body></html>"""


def test_main_text_only() -> None:
    document = read_text(PAGE, "x.html")
    assert outline(document) == [
        ("heading", 1, "2025年工作要点"),
        ("heading", 3, "一、总体要求"),
        ("paragraph", 0, "全年新增就业四万人，建成学校三所。"),
        ("paragraph", 0, "打通断头路六条。"),
        ("item", 1, "植树千亩"),
        ("item", 2, "东片区三百亩"),
        ("item", 1, "修桥两座"),
        ("paragraph", 0, "相关工作由各部门按职责分工推进，年底前完成，并将进展情况向社会公布。"),
    ]
    assert document.title == "2025年工作要点"
    assert document.text == "\n".join(texts(document))
    check(document)


def test_a_page_is_known_by_its_content() -> None:
    assert texts(read_text("<html><body><p>We will act.</p></body></html>", "plan.txt")) == ["We will act."]


def test_merged_cells_and_a_header_of_two_rows() -> None:
    page = """<table><tr><th rowspan=2>序号<th rowspan=2>任务<th colspan=2>责任单位
    <tr><th>牵头<th>配合<tr><td>1<td>建学校。<br>修操场。<td rowspan=2>教育局<td>住建局
    <tr><td>2<td>培训教师。<td>人社局</table>"""
    document = read_text(page, "x.html")
    first, second = table(document)
    assert first["任务"] == "建学校。\n修操场。"
    assert first["责任单位 / 牵头"] == second["责任单位 / 牵头"] == "教育局"
    assert second["责任单位 / 配合"] == "人社局"
    assert texts(document)[-1] == "2 | 培训教师。 | 人社局"
    assert document.blocks[-1].place == "table 1 row 4"
    check(document)


def test_a_table_that_lays_out_a_page_is_not_data_and_the_one_in_it_is() -> None:
    inner = "<table><tr><th>Task</th><th>Owner</th></tr><tr><td>Dig</td><td>Ann</td></tr></table>"
    page = f"<table><tr><td>menu</td><td><p>We will publish the results in May.</p>{inner}</td></tr></table>"
    document = read_text(page, "x.html")
    assert ("paragraph", 0, "We will publish the results in May.") in outline(document)
    assert table(document) == [{"Task": "Dig", "Owner": "Ann"}]


def test_a_section_row_inside_a_table_is_a_heading() -> None:
    page = """<table><tr><td>序号<td>任务<td>单位<tr><td colspan=3>一、改善民生<tr><td>1<td>修桥。<td>住建局</table>"""
    kinds = [block.kind for block in read_text(page, "x.html").blocks]
    assert kinds == ["row", "heading", "row"]


def test_a_large_part_with_an_unlucky_name_stays() -> None:
    page = f"<body><div class='main-nav'>{'<p>今年建成学校三所。</p>' * 9}</div><div class=foot>备案号</div></body>"
    assert len(read_text(page, "x.html").blocks) == 9


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "font"])
def test_too_deep(tag: str) -> None:
    with pytest.raises(DocumentError, match="more than 2000 deep"):
        read_text(f"<{tag}>" * 50_000 + "x", "x.html")


def test_nested_tables_keep_their_text() -> None:
    page = "<table><tr><td>" * 300 + "We will act." + "</td></tr></table>" * 300
    assert texts(read_text(page, "x.html")) == ["We will act."]


def test_an_absurd_span() -> None:
    page = "<table><tr><td rowspan=65534 colspan=9999>建学校<td>A<tr><td>B</table>"
    assert read_text(page, "x.html").text == "建学校 | A\nB"
