"""Read: any file → Document. What a file is, its content decides; its name only where the content leaves it open."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from exporter.archive import open_archive
from exporter.documents.document import Document
from exporter.documents.docx import read_docx
from exporter.documents.encoding import decode
from exporter.documents.html import read_html
from exporter.documents.kind import kind_of
from exporter.documents.markdown import looks_like_markdown, read_markdown
from exporter.documents.pdf import read_pdf
from exporter.documents.plain import read_plain
from exporter.documents.separated import read_separated
from exporter.documents.spreadsheet import read_spreadsheet
from exporter.documents.structure import title_of
from exporter.errors import DocumentError

LARGEST = 50_000_000
"""Bytes; the longest published report has a hundredth of it."""
MOST_LINES = 500_000
LONGEST_LINE = 1_500_000
"""Characters; what is pasted without a line end has a hundredth of it."""
SPLIT = "Split it, or give only the part that holds the plan."
_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
_SEPARATED = {".csv", ".tsv", ".tab"}
_HTML = {".html", ".htm", ".xhtml", ".shtml"}
SUFFIXES = frozenset({".txt", ".text", ".docx", ".pdf", ".xlsx", ".xlsm", *_MARKDOWN, *_SEPARATED, *_HTML})
"""How the names of documents end that can be read; the name of a single file may end otherwise."""

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_document(path: Path) -> Document:
    """Read a published document of any known format.

    Raises:
        DocumentError: it is not there, too large, empty, of an unknown format, damaged or protected.
    """
    name = path.name
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    kind = kind_of(data, name, lambda: open_archive(data, name).namelist())
    if kind == "text":
        return _with_text(decode(data, name, html=b"<" in data[:2000]), name, digest)
    warnings: tuple[str, ...] = ()
    if kind == "docx":
        text, blocks = read_docx(data, name)
    elif kind == "xlsx":
        text, blocks, warnings = read_spreadsheet(data, name)
    else:
        text, blocks, warnings = read_pdf(data, name)
    return _whole(Document(name, text, blocks, digest, title_of(text, blocks), warnings))


def read_text(text: str, name: str) -> Document:
    """Read a text that is already decoded; its name says whether it is Markdown, HTML or plain."""
    return _with_text(text, name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _with_text(text: str, name: str, digest: str) -> Document:
    suffix = Path(name).suffix.lower()
    title = None
    if not text.strip():
        raise _empty(name)
    if text.count("\n") + text.count("\r") > MOST_LINES:
        raise DocumentError("the file has more than {limit} lines", where=name, hint=SPLIT, limit=MOST_LINES)
    page = bool(_PAGE.match(text)) or (suffix in _HTML and "<" in text)
    longest = LONGEST_LINE * (10 if page else 1)  # pages hold pictures and programs in one line
    if max(map(len, text.splitlines())) > longest:
        raise _endless(name, longest)
    if page:
        text, blocks, title = read_html(text, name)
    elif suffix in _SEPARATED:
        blocks = read_separated(text, name)
    elif suffix in _MARKDOWN or looks_like_markdown(text):
        blocks = read_markdown(text)
    else:
        blocks = read_plain(text)
    return _whole(Document(name, text, blocks, digest, title_of(text, blocks) or title))


def _whole(document: Document) -> Document:
    """The document, if something stands in it and nothing in it runs on without an end."""
    if not document.blocks:
        raise _empty(document.name)
    if max(block.end - block.start for block in document.blocks) > LONGEST_LINE:
        raise _endless(document.name)
    return document


def _endless(name: str, limit: int = LONGEST_LINE) -> DocumentError:
    return DocumentError("a line has more than {limit} characters without an end", where=name, hint=SPLIT, limit=limit)


def _empty(name: str) -> DocumentError:
    return DocumentError("the document is empty", where=name, hint="Choose the file that holds the plan's text.")


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise DocumentError("this is a folder, not a document", where=str(path), hint="Name a file in it.")
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise DocumentError("there is no such file", where=str(path), hint="Check the name and the folder.") from error
    except OSError as error:
        raise DocumentError(
            "the file cannot be read ({reason})",
            where=str(path),
            hint="Ask for the right to read it, or copy it elsewhere.",
            reason=error.strerror or error,
        ) from error
    if len(data) > LARGEST:
        raise DocumentError(
            "the file is larger than {limit} MB", where=str(path), hint=SPLIT, limit=LARGEST // 1_000_000
        )
    return data
