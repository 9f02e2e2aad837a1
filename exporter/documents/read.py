"""Read: any file → Document. What a file is, its content decides; its name only where the content leaves it open."""

from __future__ import annotations

import hashlib
from pathlib import Path

from exporter.documents.document import Block, Document
from exporter.documents.encoding import decode
from exporter.documents.markdown import looks_like_markdown, read_markdown
from exporter.documents.plain import read_plain
from exporter.documents.structure import title_of
from exporter.errors import DocumentError

LARGEST = 50_000_000
"""Bytes; the longest published report has a hundredth of it."""
_MARKDOWN = {".md", ".markdown", ".mdown", ".mkd"}
_HTML = {".html", ".htm", ".xhtml", ".shtml"}


def read_document(path: Path) -> Document:
    """Read a published document of any known format.

    Raises:
        DocumentError: it is not there, too large, empty, of an unknown format, damaged or protected.
    """
    name = path.name
    data = _bytes(path)
    text = decode(data, name)
    return _with_text(text, name, hashlib.sha256(data).hexdigest())


def read_text(text: str, name: str) -> Document:
    """Read a text that is already decoded; its name says whether it is Markdown, HTML or plain."""
    return _with_text(text, name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _with_text(text: str, name: str, digest: str) -> Document:
    if not text.strip():
        raise DocumentError("the document is empty", where=name, hint="Choose the file that holds the plan's text.")
    suffix = Path(name).suffix.lower()
    blocks = read_markdown(text) if suffix in _MARKDOWN or looks_like_markdown(text) else read_plain(text)
    return _document(name, text, blocks, digest)


def _document(name: str, text: str, blocks: tuple[Block, ...], digest: str) -> Document:
    return Document(name, text, blocks, digest, title_of(text, blocks))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise DocumentError("this is a folder, not a document", where=str(path), hint="Name a file in it.")
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(
                "the file is larger than {limit} MB",
                where=str(path),
                hint="Split it, or give only the part that holds the plan.",
                limit=LARGEST // 1_000_000,
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("there is no such file", where=str(path), hint="Check the name and the folder.") from error
    except OSError as error:
        raise DocumentError(
            "the file cannot be read ({reason})",
            where=str(path),
            hint="Ask for the right to read it, or copy it elsewhere.",
            reason=error.strerror or error,
        ) from error
