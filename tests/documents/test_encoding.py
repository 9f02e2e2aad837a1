from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from exporter.documents import read_document
from exporter.errors import DocumentError
from tests.documents.shelf import opened

SIMPLE = "2025年重点工作安排\n\n全年新增就业四万人，改造老旧小区二十个。\n"
TRADITIONAL = "工作計劃\n\n市政府將於年底前興建三所學校，並改善道路排水設施。\n"


@pytest.mark.parametrize(
    ("text", "encoding", "mark"),
    [
        (SIMPLE, "utf-8", b""),
        (SIMPLE, "utf-8", codecs.BOM_UTF8),
        (SIMPLE, "utf-16-le", codecs.BOM_UTF16_LE),
        (SIMPLE, "utf-16-be", codecs.BOM_UTF16_BE),
        (SIMPLE, "utf-32-le", codecs.BOM_UTF32_LE),
        (SIMPLE, "utf-16-le", b""),
        (SIMPLE, "utf-16-be", b""),
        ("Open two libraries by June.\n", "utf-16-le", b""),
        (SIMPLE, "gb18030", b""),
        (SIMPLE * 4000, "gb18030", b""),
        ("建成" * 150_000, "gb18030", b""),
        (TRADITIONAL, "big5", b""),
        ("We’ll finish the city’s plan – at least 12 schools.\n", "cp1252", b""),
    ],
)
def test_encodings(tmp_path: Path, text: str, encoding: str, mark: bytes) -> None:
    assert opened(tmp_path, "plan.txt", mark + text.encode(encoding)).text == text


def test_a_page_says_its_encoding(tmp_path: Path) -> None:
    page = "<html><head><meta charset='gb2312'></head><body><p>新增就业四万人。</p></body></html>"
    assert opened(tmp_path, "plan.html", page.encode("gb18030")).text == "新增就业四万人。"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (bytes(range(256)) * 20, "not a text file"),
        (codecs.BOM_UTF16_LE + b"a\0\0", "says that it is UTF-16-LE"),
        ("第一行\n第二行\n全年新增就业。\n".encode() * 20 + b"\xff\xfe\n" + SIMPLE.encode() * 20, "line 61"),
        (b"\x01\x02\x03\x04" * 100, "not a text file"),
        (b"   \n\n", "empty"),
        (b"", "empty"),
    ],
)
def test_refusals(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=sentence) as caught:
        read_document(path)
    assert caught.value.hint
    assert "plan.txt" in str(caught.value)
