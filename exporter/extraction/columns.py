"""What each column of a table holds, told by its heading, else by its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.documents.document import Block, Cell, Document

_ROLES = (
    ("number", re.compile(r"^(?:序号|编号|号|序|项次|no\.?|#|id|ref\.?|item no\.?)$", re.IGNORECASE)),
    ("support", re.compile(r"配合|协办|协助|参与|参加|协同|支持单位|support|partner|with|consult", re.IGNORECASE)),
    ("due", re.compile(r"时限|期限|完成时间|时间(?:节点|要求|进度|安排)?$|截止|办结|due|deadline|by when|target date|timeline|completion|when", re.IGNORECASE)),
    ("lead", re.compile(r"牵头|责任|主办|承办|主责|负责|实施(?:单位|主体)|落实单位|owner|lead|responsib|assigned|who", re.IGNORECASE)),
    ("status", re.compile(r"进展|完成情况|进度|备注|状态|status|progress|remark|note|comment", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The cells of a row by their role."""

    tasks: tuple[Cell, ...]
    lead: Cell | None = None
    support: Cell | None = None
    due: Cell | None = None


def columns_of(document: Document, block: Block) -> Columns:
    """Sort a row's cells by the headings of their columns."""
    found: dict[str, Cell] = {}
    tasks: list[Cell] = []
    for cell in block.cells:
        text = document.text[cell.start : cell.end].strip()
        role = next((name for name, words in _ROLES if words.search(cell.header.strip())), "task")
        if role == "task":
            if text and not re.fullmatch(r"[\d.、()（）\-—/]+", text):
                tasks.append(cell)
        elif role not in found and text:
            found[role] = cell
    return Columns(tuple(tasks), found.get("lead"), found.get("support"), found.get("due"))
