"""Bytes → text, strictly: no character is guessed, none replaced."""

from __future__ import annotations

import codecs
import re

from exporter.errors import DocumentError

SAVE_AS_UTF8 = "Open it in an editor, save it as UTF-8 and try again."
_MARKS = (  # UTF-32 before UTF-16, whose mark is the beginning of it
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ["gb18030", "big5hkscs", "cp1252", "shift_jis", "euc_kr", "cp1251", "latin_1"]
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e\u2010-\u2026\u3000-\u3020\u4e00-\u9fff\uff00-\uffef]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([-\w]{2,30})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([-\w]{2,30})""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}
SAMPLE = 200_000
SOME = 4096
FEW = 0.02


def decode(data: bytes, name: str, *, html: bool = False) -> str:
    """The text of a file, its byte order mark removed and nothing else.

    Tried in this order: a byte order mark, UTF-8, UTF-16 without a mark where that is obvious, for HTML what the page
    declares, then what charset-normalizer finds most likely among the Chinese and the common 8-bit encodings.

    Raises:
        DocumentError: no encoding fits, or the bytes are not text at all.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise _broken(name, encoding.upper())
            return _checked(text, name)
    if b"\0" in data[:SAMPLE]:
        text = _utf16(data)
        if text is None:
            raise not_text(name)
        return _checked(text, name)
    text = _strict(data, "utf-8")
    if text is None and html:
        text = _as_declared(data)
    if text is None:
        text = _utf16(data) or _likely(data, name)
    return _checked(text, name)


def not_text(name: str) -> DocumentError:
    """The error for bytes that are no text."""
    return DocumentError(
        "this is not a text file, nor a document of a kind that can be read",
        where=name,
        hint="Save the document as .docx, .pdf with text, .xlsx, .html, .md or .txt and try again.",
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _broken(name: str, encoding: str) -> DocumentError:
    return DocumentError(
        "the file says that it is {encoding}, but some of its bytes are not",
        where=name,
        hint=SAVE_AS_UTF8,
        encoding=encoding,
    )


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark, where nearly every character is then a usual one."""
    if len(data) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:SOME].decode(encoding, "replace")
        if sample and len(_PLAIN.findall(sample)) >= (1 - FEW) * len(sample):
            return _strict(data, encoding)
    return None


def _as_declared(data: bytes) -> str | None:
    match = _META.search(data[:SOME]) or _DECLARED.search(data[:SOME])
    if not match:
        return None
    encoding = match.group(1).decode("ascii", "replace").lower()
    return _strict(data, _WIDER.get(encoding, encoding))


def _likely(data: bytes, name: str) -> str:
    _refuse_damaged(data, name)
    from charset_normalizer import from_bytes  # noqa: PLC0415  only files that are not Unicode need it

    sample = data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1] or data
    for match in from_bytes(sample, cp_isolation=_CANDIDATES):
        text = _strict(data, match.encoding)
        if text is not None:
            return text
    raise DocumentError("the encoding of the text could not be recognised", where=name, hint=SAVE_AS_UTF8)


def _refuse_damaged(data: bytes, name: str) -> None:
    """UTF-8 with a few wrong bytes is damaged UTF-8, not some other encoding."""
    sample = data[:SAMPLE].decode("utf-8", "replace")
    beyond_ascii = sum(not character.isascii() for character in sample)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if sample.count("\ufffd") <= FEW * beyond_ascii:
            raise DocumentError(
                "line {line} holds bytes that are not UTF-8, though the rest of the file is",
                where=name,
                hint="Open it in an editor, correct that line and save it as UTF-8.",
                line=data.count(b"\n", 0, error.start) + 1,
            ) from error


def _checked(text: str, name: str) -> str:
    sample = text[:SAMPLE]
    if len(_CONTROL.findall(sample)) > FEW * len(sample):
        raise not_text(name)
    return text
