from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from exporter.documents import read_document
from exporter.documents.pdf import ranges
from exporter.errors import DocumentError
from tests.documents.shelf import opened, outline, table, texts

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
CHINESE = ParagraphStyle("zh", fontName="STSong-Light", fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
TITLE = ParagraphStyle("t", parent=CHINESE, fontSize=20, leading=30, firstLineIndent=0, alignment=1)
ENGLISH = ParagraphStyle("en", fontName="Helvetica", fontSize=11, leading=14)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONTNAME", (0, 0), (-1, -1), "STSong-Light")])
LONG = "全年地区生产总值增长百分之六左右，新增城镇就业四万人以上，登记失业率控制在百分之三点五以内。" * 3


def furniture(canvas: Canvas, _: object) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(60, A4[1] - 30, "District plan, working copy")
    canvas.drawCentredString(A4[0] / 2, 25, f"- {canvas.getPageNumber()} -")


def pdf(story: list[Flowable], **options: object) -> bytes:
    target = io.BytesIO()
    template = SimpleDocTemplate(target, pagesize=A4, leftMargin=72, rightMargin=72, **options)
    template.build(story, onFirstPage=furniture, onLaterPages=furniture)
    return target.getvalue()


def test_paragraphs_headings_and_page_furniture(tmp_path: Path) -> None:
    story: list[Flowable] = [
        Paragraph("某区2025年工作要点", TITLE),
        Paragraph("一、主要目标", CHINESE),
        Paragraph(LONG, CHINESE),
        Paragraph("各部门按职责分工抓好落实，年底前完成。", CHINESE),
        PageBreak(),
        Paragraph("（一）建成学校三所。", CHINESE),
    ]
    document = opened(tmp_path, "x.pdf", pdf(story))
    assert outline(document) == [
        ("heading", 1, "某区2025年工作要点"),
        ("heading", 3, "一、主要目标"),
        ("paragraph", 0, LONG),
        ("paragraph", 0, "各部门按职责分工抓好落实，年底前完成。"),
        ("item", 1, "（一）建成学校三所。"),
    ]
    assert [block.place for block in document.blocks] == ["page 1"] * 4 + ["page 2"]


def test_a_paragraph_over_the_foot_of_a_page(tmp_path: Path) -> None:
    long = "The council will publish quarterly reports on every commitment, and residents will see them online. " * 60
    document = opened(tmp_path, "x.pdf", pdf([Paragraph(long, ENGLISH)]))
    assert texts(document) == [long.strip()]


def test_hyphenation_is_undone(tmp_path: Path) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(
        ["We will complete the ambitious redevelop-", "ment of the old harbour before winter and", "open it to all."]
    ):
        canvas.drawString(72, 700 - 14 * number, line)
    canvas.save()
    assert texts(opened(tmp_path, "x.pdf", target.getvalue())) == [
        "We will complete the ambitious redevelopment of the old harbour before winter and open it to all."
    ]


def test_ruled_table_with_merged_cells_over_two_pages(tmp_path: Path) -> None:
    small = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")
    rows: list[list[object]] = [["序号", "任务", "责任单位", ""], ["", "", "牵头", "配合"]]
    rows += [
        [f"{n}", Paragraph(f"新建口袋公园{n}处，改造绿地若干，方便群众就近休闲。", small), "城管局", "各街道"]
        for n in range(1, 41)
    ]
    style = TableStyle(
        [
            *GRID.getCommands(),
            ("SPAN", (0, 0), (0, 1)),
            ("SPAN", (1, 0), (1, 1)),
            ("SPAN", (2, 0), (3, 0)),
            ("SPAN", (2, 2), (2, 3)),
        ]
    )
    rows[3][2] = ""
    story: list[Flowable] = [
        Paragraph("任务如下：", CHINESE),
        Spacer(1, 10),
        Table(rows, [40, 220, 80, 80], style=style),
    ]
    document = opened(tmp_path, "x.pdf", pdf(story))
    found = table(document)
    assert len(found) == 40
    assert found[1] == {
        "序号": "2",
        "任务": "新建口袋公园2处，改造绿地若干，方便群众就近休闲。",
        "责任单位 / 牵头": "城管局",
        "责任单位 / 配合": "各街道",
    }
    assert found[-1]["责任单位 / 配合"] == "各街道"
    assert document.blocks[-1].place == "page 2"


def test_table_without_lines(tmp_path: Path) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont("Helvetica", 11)
    rows = [
        ("Action", "Owner", "Due"),
        ("Publish the budget in", "Finance", "March 2026"),
        ("an open format", "", ""),
        ("Plant 400 trees", "Parks", "May 2026"),
        ("Train staff", "HR", "June 2026"),
    ]
    for number, row in enumerate(rows):
        for left, text in zip((72, 300, 420), row, strict=True):
            canvas.drawString(left, 700 - 14 * number, text)
    canvas.drawString(72, 600, "This plan is reviewed every quarter by the council.")
    canvas.save()
    document = opened(tmp_path, "x.pdf", target.getvalue())
    assert [block.kind for block in document.blocks][-1] == "paragraph"
    assert table(document)[1] == {"Action": "Plant 400 trees", "Owner": "Parks", "Due": "May 2026"}


def test_a_rotated_page(tmp_path: Path) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setPageRotation(90)
    canvas.translate(A4[0], 0)
    canvas.rotate(90)
    grid = Table([["Task", "Owner"], ["Dig the well", "Ann"]], style=GRID)
    grid.wrapOn(canvas, *landscape(A4))
    grid.drawOn(canvas, 100, 300)
    canvas.save()
    assert table(opened(tmp_path, "x.pdf", target.getvalue())) == [{"Task": "Dig the well", "Owner": "Ann"}]


def scans(pages: list[str | None]) -> bytes:
    """Pages of text, or of an image where None."""
    target, image = io.BytesIO(), io.BytesIO()
    Image.new("L", (60, 80), 200).save(image, "PNG")
    canvas = Canvas(target, pagesize=A4)
    for text in pages:
        if text is None:
            canvas.drawImage(ImageReader(image), 0, 0, *A4)
        else:
            canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_scanned_pages_are_named(tmp_path: Path) -> None:
    document = opened(tmp_path, "x.pdf", scans(["We will build two schools by 2030.", None, None]))
    assert document.warnings == ("pages 2–3: scanned images without text, left out",)
    path = tmp_path / "y.pdf"
    path.write_bytes(scans([None, None, None]))
    with pytest.raises(DocumentError, match="pages 1–3 have no text"):
        read_document(path)


def test_encrypted_damaged_and_empty(tmp_path: Path) -> None:
    whole = pdf([Paragraph("We will act.", ENGLISH)])
    locked = pdf([Paragraph("We will act.", ENGLISH)], encrypt=StandardEncryption("secret"))
    blank = scans([""])
    for data, sentence in ((locked, "protected by a password"), (whole[:200], "damaged"), (blank, "empty")):
        path = tmp_path / "x.pdf"
        path.write_bytes(data)
        with pytest.raises(DocumentError, match=sentence):
            read_document(path)


def test_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1–3, 7, 9–10"
