from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from exporter.documents import read_document
from tests.documents.shelf import opened, paragraph, word_file


def test_content_decides_and_the_name_does_not(tmp_path: Path) -> None:
    data = word_file(paragraph("建成学校三所。"))
    assert opened(tmp_path, "plan.txt", data).text == "建成学校三所。"
    assert opened(tmp_path, "report.doc", b"<html><body><p>We will act.</p></body></html>").text == "We will act."
    assert opened(tmp_path, "noname", "年底前完成。".encode()).blocks[0].kind == "paragraph"


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    data = "\ufeff年底前完成。".encode()
    assert opened(tmp_path, "x.md", data).sha256 == hashlib.sha256(data).hexdigest()


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(word_file(paragraph("建成学校三所。")))
    assert read_document(path) == read_document(path)


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    heavy = ("docx", "lxml", "openpyxl", "pypdfium2", "selectolax", "charset_normalizer")
    program = f"import sys, exporter.documents; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
