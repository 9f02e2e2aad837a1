"""Single cells of a workbook changed in place: every other part, cell, style and drawing stays to the byte or the node.

openpyxl would write the whole workbook anew and lose what it does not know: charts' details, shapes, threaded comments,
slicers. Here a sheet's own XML is edited and put back into the archive. ECMA-376 part 1, 18.3.1 (worksheets).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

from lxml import etree

from exporter.errors import LedgerError
from exporter.ledger.cells import Cell
from exporter.ledger.rows import letter

LONGEST = 32_767
"""UTF-16 units that a cell holds."""
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FIRST_DAY = date(1900, 3, 1)
"""Before it, Excel counts a day that never was."""
Edits = Mapping[tuple[int, int], Cell]
"""(row from 1, column from 0) → what the cell shall hold."""


def edited_workbook(content: bytes, edits: Mapping[str, Edits], likes: Mapping[str, tuple[int, int]]) -> bytes:
    """The archive with cells of some of its sheets changed.

    Args:
        content: the workbook.
        edits: a sheet's part of the archive → its edits.
        likes: a sheet's part → number of its row of headings and of the row after which new rows are shaped.

    Raises:
        LedgerError: a cell holds a formula, which a value would overwrite.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    styles = _Styles(archive)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copied:
        for entry in archive.infolist():
            data = archive.read(entry)
            if edits.get(entry.filename):
                sheet = _SheetXml(data, styles, likes[entry.filename])
                for (row, place), value in sorted(edits[entry.filename].items(), key=lambda each: each[0]):
                    sheet.put(row, place, value)
                data = sheet.content()
            copied.writestr(entry, data)
    return target.getvalue()


def stored(value: Cell) -> Cell:
    """The value as a cell keeps it: Excel keeps 15 digits of a number, so one with more goes in as text."""
    if isinstance(value, int | float) and float(f"{value:.15g}") != value:
        return repr(value)
    return value


def fits(text: str) -> bool:
    """Whether a cell can hold the text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST


class _Styles:
    """Which of the workbook's cell formats are dates, and from which day they count."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # noqa: PLC0415  only workbooks need it
        from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900  # noqa: PLC0415

        names = set(archive.namelist())
        book = _parsed(archive.read("xl/workbook.xml"))
        settings = next(book.iter("{*}workbookPr"), None)
        from_1904 = settings is not None and settings.get("date1904") in {"1", "true"}
        self._epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
        self._dates: set[int] = set()
        if "xl/styles.xml" in names:
            root = _parsed(archive.read("xl/styles.xml"))
            own = {int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
            formats = {**BUILTIN_FORMATS, **own}
            cells = next(root.iter("{*}cellXfs"), None)
            for number, form in enumerate(cells if cells is not None else ()):
                if is_date_format(formats.get(int(form.get("numFmtId", "0")), "")):
                    self._dates.add(number)

    def serial(self, day: date, style: str | None) -> int | None:
        """The day as the number a cell of this style shows as a date; None where it would show something else."""
        from openpyxl.utils.datetime import to_excel  # noqa: PLC0415  as above

        if day < _FIRST_DAY or int(style or 0) not in self._dates:
            return None
        return int(to_excel(day, self._epoch))  # type: ignore[no-untyped-call]


class _SheetXml:
    def __init__(self, xml: bytes, styles: _Styles, like: tuple[int, int]) -> None:
        self._root = _parsed(xml)
        self._space = self._root.tag.rpartition("}")[0] + "}"
        self._data = self._root.find(f"{self._space}sheetData")
        self._styles = styles
        self._head, self._model = like
        self._rows: dict[int, Any] = {}
        number = 0
        for row in self._data:
            number = int(row.get("r", number + 1))
            self._rows[number] = row

    def put(self, row: int, place: int, value: Cell) -> None:
        """Let one cell hold a value."""
        cell = self._cell(self._row(row), row, place)
        if cell.find(f"{self._space}f") is not None:
            what = "the cell {cell} holds a formula, which would be lost; nothing was written"
            raise LedgerError(what, hint="Write the value in its place.", cell=f"{letter(place)}{row}")
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)
        value = stored(value)
        if isinstance(value, date):
            serial = self._styles.serial(value, cell.get("s"))
            value = value.isoformat() if serial is None else serial
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{self._space}is"), f"{self._space}t")
            text.text = value
            text.set(_SPACE, "preserve")
        elif value is not None:
            etree.SubElement(cell, f"{self._space}v").text = repr(value)

    def content(self) -> bytes:
        """The sheet's XML."""
        size = self._root.find(f"{self._space}dimension")
        if size is not None:
            self._root.remove(size)  # it may be left out, and is wrong now
        xml: bytes = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return xml

    def _row(self, number: int) -> Any:
        if number not in self._rows:
            made = etree.Element(f"{self._space}row", r=str(number))
            for cell in self._rows.get(self._model, ()) if self._model > self._head else ():
                if cell.get("s") and cell.get("r"):
                    column = cell.get("r").rstrip("0123456789")
                    etree.SubElement(made, f"{self._space}c", r=f"{column}{number}", s=cell.get("s"))
            above = [each for each in self._rows if each < number]
            at = self._data.index(self._rows[max(above)]) + 1 if above else 0
            self._data.insert(at, made)
            self._rows[number] = made
        return self._rows[number]

    def _cell(self, row: Any, number: int, place: int) -> Any:
        at = 0
        here = -1
        for at, cell in enumerate(row):  # noqa: B007  the last one counts
            here = _place(cell.get("r")) if cell.get("r") else here + 1
            if here == place:
                return cell
            if here > place:
                break
        else:
            at = len(row)
        made = etree.Element(f"{self._space}c", r=f"{letter(place)}{number}")
        style = self._style(number, place)
        if style:
            made.set("s", style)
        row.insert(at, made)
        row.attrib.pop("spans", None)  # it may be left out, and is wrong now
        return made

    def _style(self, number: int, place: int) -> str | None:
        """A new heading looks like its neighbour, a new cell like its column."""
        if number == self._head and len(self._rows[number]):
            style: str | None = self._rows[number][-1].get("s")
            return style
        for column in self._root.iter(f"{self._space}col"):
            if int(column.get("min", "0")) <= place + 1 <= int(column.get("max", "0")):
                found: str | None = column.get("style")
                return found
        return None


def _place(reference: str) -> int:
    """A1 → 0, AA7 → 26."""
    number = 0
    for sign in reference.rstrip("0123456789"):
        number = number * 26 + ord(sign) - ord("A") + 1
    return number - 1


def _parsed(xml: bytes) -> Any:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
