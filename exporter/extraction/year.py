"""The year that a document's title speaks of: dates without a year fall into it where nobody says another."""

from __future__ import annotations

import re

from exporter.documents.document import Document

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d,]|\.\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d年?\s?[-–—/~～至]\s?(?:(?:19|20)\d\d|\d\d)(?![\d月]|[-/]\d)")
_FAR = 120
"""Characters. A title is no longer, and what stands behind it may tell of any year."""


def title_year(document: Document) -> int | None:
    """The one year named by the title or, where it names none, by the first line or the file's name.

    None where they name no year, or several: 2017年总结和2018年计划 or 2025/26 has no year of its own.
    """
    first = document.blocks[0] if document.blocks else None
    line = document.text[first.start : min(first.end, first.start + _FAR)] if first else ""
    for words in (document.title or "", line, document.name):
        years = {int(year) for year in _YEAR.findall(words[:_FAR])}
        if years:
            return years.pop() if len(years) == 1 and not _YEARS.search(words[:_FAR]) else None
    return None
