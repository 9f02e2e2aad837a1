from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter.documents import docx, read, read_document
from exporter.errors import DocumentError
from tests.documents.shelf import paragraph, word_file

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_part(whole: bytes, part: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == part else old.read(entry))
    return target.getvalue()


WORD = word_file(paragraph("建成学校三所。"))
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document/>'


@pytest.mark.parametrize(
    ("name", "data", "what", "next_step"),
    [
        ("plan.doc", OLE + "WordDocument".encode("utf-16-le"), "old Word or WPS", ".docx"),
        ("plan.wps", OLE, "old Word or WPS", ".docx"),
        ("plan.xls", OLE, "old Excel or WPS", ".xlsx"),
        ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "without one"),
        ("plan.rtf", b"{\\rtf1 text}", "rich text", ".docx"),
        ("plan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image", "OCR"),
        ("plan.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "image", "OCR"),
        ("plan.odt", zipped({"mimetype": b"application/x", "content.xml": b""}), "OpenDoc", "docx"),
        ("plan.ofd", zipped({"OFD.xml": b"<x/>"}), "OFD", "PDF"),
        ("plan.pptx", zipped({"ppt/presentation.xml": b"<x/>"}), "presentation", "docx"),
        ("plan.xlsb", zipped({"xl/workbook.bin": b""}), "binary Excel", "xlsx"),
        ("plan.zip", zipped({"a.txt": b"x"}), "archive", "Unpack"),
        ("plan.docx", WORD[: len(WORD) // 2], "damaged", "save it again"),
        ("plan.docx", zipped({"word/document.xml": b"<w"}), "damaged", "save it again"),
        ("plan.docx", with_part(WORD, "word/document.xml", LAUGHS), "damaged", "save it again"),
        ("plan.docx", word_file(""), "empty", "Choose"),
        ("plan.xlsx", zipped({"xl/workbook.xml": b"<x/>"}), "damaged", "save it again"),
        ("plan.docx", lambda: with_part(WORD, "word/document.xml", b" " * 200_000_000), "unpack to 200 MB", "harm"),
        ("plan.xlsx", lambda: zipped({"xl/workbook.xml": b"<x/>", "xl/a.xml": b" " * 90_000_000}), "unpack", "harm"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(
    tmp_path: Path, name: str, data: bytes | Callable[[], bytes], what: str, next_step: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    with pytest.raises(DocumentError, match=what) as caught:
        read_document(path)
    assert caught.value.hint
    assert name in str(caught.value)
    assert next_step in str(caught.value)


def test_missing_folder_and_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "none.md")
    with pytest.raises(DocumentError, match="folder"):
        read_document(tmp_path)
    monkeypatch.setattr(read, "LARGEST", 1_000_000)
    path = tmp_path / "x.txt"
    path.write_bytes(b"a" * 1_000_001)
    with pytest.raises(DocumentError, match="larger than 1 MB"):
        read_document(path)


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.csv", "x"])
@pytest.mark.parametrize("sign", ["a", "的", "|", "。", '"', "#", "<"])
def test_a_line_without_an_end_is_no_text(tmp_path: Path, name: str, sign: str) -> None:
    path = tmp_path / name
    path.write_text(sign * (read.LONGEST_LINE + 1), "utf-8")
    with pytest.raises(DocumentError, match="a line has more than 1500000 characters"):
        read_document(path)


def test_nor_is_a_paragraph_without_one(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_text("<html><body><p>" + "的" * (read.LONGEST_LINE + 1) + "</p></body></html>", "utf-8")
    with pytest.raises(DocumentError, match="a line has more than 1500000 characters"):
        read_document(path)


def test_a_word_file_of_paragraphs_without_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "MOST_PARAGRAPHS", 50)
    path = tmp_path / "x.docx"
    path.write_bytes(word_file(paragraph("建成学校三所。") * 51))
    with pytest.raises(DocumentError, match=r"x\.docx: the document has more than 50 paragraphs"):
        read_document(path)


@pytest.mark.parametrize("part", ["word/document.xml", "word/media/picture.png"])
def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path, part: str) -> None:
    whole = zipped({"word/document.xml": b"<x/>", part: b" " * 90_000_000})
    path = tmp_path / "x.docx"
    path.write_bytes(whole.replace(struct.pack("<I", 90_000_000), struct.pack("<I", 1_000)))
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError, match="damaged"):
            read_document(path)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000  # the file itself is read into a buffer of 50
    finally:
        tracemalloc.stop()
