from __future__ import annotations

from pathlib import Path

from tests.documents.shelf import cell, opened, outline, paragraph, table, texts, word_file

STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="My part"/><w:basedOn w:val="lvl2"/></w:style>
<w:style w:type="paragraph" w:styleId="lvl2"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>"""
NUMBERING = """<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="5"/></w:num>"""


def numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'


def test_headings_by_style_by_outline_and_by_drawn_number(tmp_path: Path) -> None:
    body = (
        paragraph("目录 1", '<w:pStyle w:val="T1"/>')
        + paragraph("某区行动计划", '<w:pStyle w:val="1"/>')
        + paragraph("民生改善", '<w:pStyle w:val="own"/>')
        + paragraph("新建学校三所。改造五所。", '<w:outlineLvl w:val="2"/>')
        + paragraph("重点任务", numbered(0))
        + paragraph("打通断头路六条。", numbered(1))
        + paragraph("植树千亩。", numbered(1))
    )
    assert outline(opened(tmp_path, "x.docx", word_file(body, STYLES, NUMBERING))) == [
        ("heading", 1, "某区行动计划"),
        ("heading", 2, "民生改善"),
        ("paragraph", 0, "新建学校三所。改造五所。"),
        ("heading", 3, "重点任务"),
        ("item", 2, "打通断头路六条。"),
        ("item", 2, "植树千亩。"),
    ]


def test_tracked_changes_as_accepted(tmp_path: Path) -> None:
    body = """<w:p><w:r><w:t>建成学校</w:t></w:r><w:del><w:r><w:delText>两</w:delText></w:r></w:del>
    <w:ins><w:r><w:t>三</w:t></w:r></w:ins><w:r><w:t>所。</w:t></w:r></w:p>
    <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半句，</w:t></w:r></w:p>
    <w:p><w:r><w:t>后半句。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>
    <w:ins><w:p><w:r><w:t>整段插入。</w:t></w:r></w:p></w:ins>"""
    assert texts(opened(tmp_path, "x.docx", word_file(body))) == ["建成学校三所。", "前半句，后半句。", "整段插入。"]


def test_text_boxes_once_and_content_controls(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框内：修桥两座。')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>正文一段。</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('控件内一段。')}</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>上行。</w:t><w:br/><w:t>下行。</w:t></w:r></w:p>"
    )
    assert texts(opened(tmp_path, "x.docx", word_file(body))) == [
        "正文一段。",
        "框内：修桥两座。",
        "控件内一段。",
        "上行。",
        "下行。",
    ]


def test_table_with_merged_cells(tmp_path: Path) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    nested = (
        f"<w:tc>{paragraph('分步：')}<w:tbl><w:tr>{cell('三月')}{cell('开工')}</w:tr></w:tbl>{paragraph('')}</w:tc>"
    )
    body = f"""{paragraph("任务如下。")}<w:tbl>
    <w:tr>{cell("序号", down)}{cell("任务", down)}{cell("责任单位", '<w:gridSpan w:val="2"/>')}</w:tr>
    <w:tr>{cell("", on)}{cell("", on)}{cell("牵头")}{cell("配合")}</w:tr>
    <w:tr>{cell("1")}{nested}{cell("教育局", down)}{cell("住建局")}</w:tr>
    <w:tr><w:trPr><w:del/></w:trPr>{cell("x")}{cell("删去")}{cell("y", on)}{cell("z")}</w:tr>
    <w:tr>{cell("2")}{cell("培训教师。")}{cell("", on)}{cell("人社局")}</w:tr></w:tbl>"""
    document = opened(tmp_path, "x.docx", word_file(body))
    first, second = table(document)
    assert first["任务"] == "分步：\n三月 开工"
    assert first["责任单位 / 牵头"] == second["责任单位 / 牵头"] == "教育局"
    assert second["责任单位 / 配合"] == "人社局"
    assert "删去" not in document.text
    assert document.blocks[-1].place == "table 1 row 4"


def test_a_frame_of_one_cell_is_text(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:tc>{paragraph('一、总体要求')}{paragraph('建成学校三所。')}</w:tc></w:tr></w:tbl>"
    assert [kind for kind, _, _ in outline(opened(tmp_path, "x.docx", word_file(body)))] == ["heading", "paragraph"]
