"""What a file is: its first bytes say so, whatever its name says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from exporter.documents.encoding import not_text
from exporter.errors import DocumentError

Kind = Literal["docx", "xlsx", "pdf", "text"]

_ARCHIVE = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP", b"8BPS")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"PK\x05\x06")
SAVE_AS_DOCX = "Open it in Word, WPS or LibreOffice, save it as .docx and try again."
SAVE_AS_XLSX = "Open it in Excel, WPS or LibreOffice, save it as .xlsx and try again."
RUN_OCR = "Run text recognition (OCR) on it, save the result as .docx, .txt or a PDF with text, and try again."
HEAD = 4096


def kind_of(data: bytes, name: str, entries: Callable[[], list[str]]) -> Kind:
    """The kind of a file.

    Args:
        data: the file's bytes.
        name: its name, for errors and to tell old Word from old Excel.
        entries: names of what an archive holds; called only for archives.

    Raises:
        DocumentError: a kind that cannot be read, with what to do instead.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_ARCHIVE):
        return _office(entries(), name)
    if data.startswith(_OLE):
        raise _old_office(data, name)
    if data.lstrip()[:5] == b"{\\rtf":
        raise DocumentError("this is a rich text file (.rtf)", where=name, hint=SAVE_AS_DOCX)
    if data.startswith(_IMAGES[:3] + _IMAGES[4:]) or _is_other_image(data):
        raise DocumentError("this is an image, not a text", where=name, hint=RUN_OCR)
    if data.startswith(_PACKED):
        raise _packed(name)
    if b"<?mso-application" in data[:HEAD]:
        spreadsheet = b"Excel.Sheet" in data[:HEAD]
        raise DocumentError(
            "this is an old Office XML file", where=name, hint=SAVE_AS_XLSX if spreadsheet else SAVE_AS_DOCX
        )
    return "text"


def _is_other_image(data: bytes) -> bool:
    bitmap = data.startswith(_IMAGES[3]) and len(data) > 26 and data[6:10] == b"\0\0\0\0"  # noqa: PLR2004  its header
    return (
        bitmap
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:12] in {b"ftypheic", b"ftypavif", b"ftypmif1"}
    )


def _office(entries: list[str], name: str) -> Kind:
    held = set(entries)
    if "word/document.xml" in held or any(entry.startswith("word/document") for entry in held):
        return "docx"
    if "xl/workbook.xml" in held:
        return "xlsx"
    if "xl/workbook.bin" in held:
        raise DocumentError("this is a binary Excel file (.xlsb)", where=name, hint=SAVE_AS_XLSX)
    if "OFD.xml" in held:
        raise DocumentError(
            "this is an OFD file", where=name, hint="Open it in its reader, export it as PDF with text, and try again."
        )
    if "mimetype" in held and "content.xml" in held:
        spreadsheet = name.lower().endswith((".ods", ".ots"))
        raise DocumentError(
            "this is an OpenDocument file", where=name, hint=SAVE_AS_XLSX if spreadsheet else SAVE_AS_DOCX
        )
    if "ppt/presentation.xml" in held:
        raise DocumentError("this is a presentation", where=name, hint="Save its text as .docx or .txt and try again.")
    raise _packed(name)


def _packed(name: str) -> DocumentError:
    return DocumentError("this is an archive, not a document", where=name, hint="Unpack it and name a file in it.")


def _old_office(data: bytes, name: str) -> DocumentError:
    """OLE containers hold old Office files, WPS files and password-protected new ones."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return DocumentError(
            "the document is protected by a password",
            where=name,
            hint="Open it with the password, save it without one and try again.",
        )
    spreadsheet = name.lower().endswith((".xls", ".et", ".xlt")) or "Workbook".encode("utf-16-le") in data
    if spreadsheet:
        return DocumentError("this is an old Excel or WPS file (.xls, .et)", where=name, hint=SAVE_AS_XLSX)
    if "WordDocument".encode("utf-16-le") in data or name.lower().endswith((".doc", ".wps", ".dot", ".wpt")):
        return DocumentError("this is an old Word or WPS file (.doc, .wps)", where=name, hint=SAVE_AS_DOCX)
    return not_text(name)
