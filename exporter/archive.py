"""Office files are archives: looked at before anything is unpacked, so that a small one cannot fill the memory."""

from __future__ import annotations

import io
import zipfile
import zlib

from exporter.errors import DocumentError, InputError

MOST_ENTRIES = 10_000
MOST_TAGS = 4_000_000
LARGEST_XML = 64_000_000
LARGEST_WHOLE = 300_000_000
"""Bytes, unpacked: all XML parts together, and everything. A thousand pages with pictures have a tenth of it."""
_HEAD, _CHUNK = 4096, 1_000_000
_OPEN_AND_SAVE = "Open it in Word, Excel, WPS or LibreOffice, save it again and try with the new file."


def open_archive(data: bytes, name: str, error: type[InputError] = DocumentError) -> zipfile.ZipFile:
    """The archive, its declared sizes checked; `refuse_harmful` finds those that lie.

    Raises:
        InputError: as `error` says: damaged, protected, or it would unpack to far more than a document needs.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as reason:
        raise damaged(name, error) from reason
    entries = archive.infolist()
    xml = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels")))
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or xml > LARGEST_XML or whole > LARGEST_WHOLE:
        raise error(
            "the file would unpack to {size} MB, far more than a document needs",
            where=name,
            hint="It may be made to do harm. If you trust it, save only the plan's text as a new file.",
            size=f"{max(xml, whole) // 1_000_000:,}",
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise error(
            "the document is protected by a password",
            where=name,
            hint="Open it with the password, save it without one and try again.",
        )
    return archive


def damaged(name: str, error: type[InputError] = DocumentError) -> InputError:
    """The error for an Office file that cannot be unpacked or parsed."""
    return error("the file is damaged or incomplete", where=name, hint=_OPEN_AND_SAVE)


def refuse_harmful(archive: zipfile.ZipFile, name: str, error: type[InputError] = DocumentError) -> None:
    """Refuse XML that declares entities, which Office XML never does, or that has far too many elements.

    Every entry is unpacked once, piece by piece: one that holds more than it declares fails its checksum here, while
    `ZipFile.read`, which Office libraries call, would first unpack it whole.

    Raises:
        InputError: as `error` says: some part would blow up its reader, or cannot be unpacked.
    """
    tags = 0
    for entry in archive.infolist():
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        try:
            with archive.open(entry) as part:
                head = part.read(_HEAD)
                tags += head.count(b"<") if is_xml else 0
                while chunk := part.read(_CHUNK):
                    tags += chunk.count(b"<") if is_xml else 0
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as reason:
            raise damaged(name, error) from reason
        if is_xml and (b"<!DOCTYPE" in head or b"<!ENTITY" in head or tags > MOST_TAGS):
            raise damaged(name, error)
