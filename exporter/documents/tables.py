"""Tables of every format: which rows are headings, and what heads each cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exporter.documents.document import Cell
from exporter.documents.structure import Part, could_head, is_sentence

LOOK_FOR_HEADER = 30
"""The header stands in one of the first rows: titles and notes may stand above it."""
DEEPEST_HEADER = 4
INSIDE = 6
"""The level of a heading that stands between the rows of a table."""

# Words that head the columns of such tables, simplified, traditional and English.
_CHINESE_HEADINGS = (
    "序号 序號 编号 編號 项目 項目 任务 任務 目标 目標 措施 举措 舉措 内容 內容 单位 單位 "
    "部门 部門 牵头 牽頭 责任 責任 配合 协办 協辦 时限 時限 时间 時間 期限 完成 进度 進度 "
    "进展 進展 备注 備註 指标 指標 类别 類別 领导 領導 事项 事項 名称 名稱 工作 主办 主辦 "
    "状态 狀態 要求 负责 負責 季度 单元 领域 領域 属性 屬性 计划 計劃 规模 規模 投资 投資 "
    "来源 來源 方式 标准 標準 标题 步骤 步驟"
)
_ENGLISH_HEADINGS = (
    r"no id ref item commitments? actions? activity activities tasks? leads? owners? responsib\w+ "
    r"support\w* partners? due deadlines? dates? status targets? goals? objectives? milestones? "
    r"descriptions? types? indicators? timelines? timeframes? progress notes? comments? theme priority "
    r"priorities who what when agency agencies department ministry measures? kpi baseline outcomes? "
    r"deliverables? start end year title assignee area category section strategy steps? cost budget "
    r"resources? name unit"
)
_HEADING = re.compile(
    rf"{'|'.join(_CHINESE_HEADINGS.split())}|\d{{4}}年|\b(?:{'|'.join(_ENGLISH_HEADINGS.split())})\b|^#$", re.IGNORECASE
)
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[部章节]"
)
_DIGITS = re.compile(r"\d")
_TABLE_TEXT = re.compile(r"[。；;]|[.!?] ")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell where it stands: `text[start:end]`. A merged cell is the same Box in each place that it covers."""

    start: int
    end: int


Row = Sequence[Box | None]


@dataclass(frozen=True, slots=True)
class Header:
    """Rows `first` to `last` (not included) head the columns."""

    first: int
    last: int


def squeeze(text: str) -> str:
    """One line, single spaces; a heading broken between Chinese characters is put together."""
    return re.sub(r"(?<=[\u2e80-\u9fff])\s+(?=[\u2e80-\u9fff])", "", " ".join(text.split()))


def table_parts(text: str, rows: Sequence[Row], place: Callable[[int], str], declared: int | None = None) -> list[Part]:
    """Turn a table into parts, a row each; rows that hold one cell across all columns become headings or paragraphs.

    Args:
        text: the document's text.
        rows: the cells of each row by column; None where nothing stands.
        place: where row i stands.
        declared: how many rows at the top the format itself declares as header; None where it does not say.
    """
    words = [[squeeze(text[box.start : box.end]) if box else "" for box in row] for row in rows]
    header = _declared(rows, declared) if declared else find_header(words, rows)
    heads = _heads(words, header)
    repeated = {tuple(words[i]) for i in range(header.first, header.last)}
    parts: list[Part] = []
    seen: set[Box] = set()
    for index, row in enumerate(rows):
        own = list(dict.fromkeys(box for box in row if box and box not in seen and box.end > box.start))
        seen.update(own)
        if not own:
            continue
        start, end = min(box.start for box in own), max(box.end for box in own)
        is_header = header.first <= index < header.last or (
            index >= header.last > 0 and tuple(words[index]) in repeated
        )
        if not is_header and _spans_all(row, words[index], index < header.first):
            parts.append(_banner(text, Part(start, end, place(index)), index, header))
            continue
        named = heads if index >= header.last else ()
        cells = tuple(
            _cell(box, start, end, named[column] if column < len(named) and not is_header else "")
            for column, box in enumerate(row)
            if box
        )
        if not is_header:  # a short row: its last cells are empty, or it has lost its first ones
            cells += tuple(Cell(end, end, heading) for heading in named[len(row) :])
        parts.append(Part(start, end, place(index), kind="row", cells=cells, is_header=is_header))
    return parts


def _cell(box: Box, start: int, end: int, heading: str) -> Cell:
    """A cell; an empty one stands somewhere in its row."""
    if box.end > box.start:
        return Cell(box.start, box.end, heading)
    at = min(max(box.start, start), end)
    return Cell(at, at, heading)


def _declared(rows: Sequence[Row], last: int) -> Header:
    """The rows that the format calls header, without a title that spans the whole width above them."""
    first = 0
    while first < last - 1 and len({box for box in rows[first] if box and box.end > box.start}) == 1:
        first += 1
    return Header(first, last)


def find_header(words: Sequence[Sequence[str]], rows: Sequence[Row] = ()) -> Header:
    """Which rows head the columns: the first with two usual heading words, else a first row unlike the rest."""
    for index, row in enumerate(words[:LOOK_FOR_HEADER]):
        if _is_heading_row(row):
            return Header(index, _last_header_row(words, rows, index))
    if len(words) > 1 and _unlike_the_rest(words):
        return Header(0, _last_header_row(words, rows, 0))
    return Header(0, 0)


def _short(cell: str) -> bool:
    return len(cell) <= (24 if not cell.isascii() else 60) and not _TABLE_TEXT.search(cell)


def _is_heading_row(row: Sequence[str]) -> bool:
    filled = set(filter(None, row))
    hits = sum(bool(_HEADING.search(cell.replace(" ", "") if not cell.isascii() else cell)) for cell in filled)
    return len(filled) > 1 and hits > 1 and hits * 2 >= len(filled) and all(_short(cell) for cell in filled)


def _unlike_the_rest(words: Sequence[Sequence[str]]) -> bool:
    first, rest = words[0], words[1:]
    if not all(first) or len(set(first)) < len(first) or not all(_short(cell) for cell in first):
        return False
    if any(_DIGITS.search(cell) for cell in first):
        return False
    figures = any(_DIGITS.search(cell) for row in rest for cell in row)
    known = any(_HEADING.search(cell) for cell in first)
    longer = sum(len(cell) for row in rest for cell in row) / len(rest) > 2 * sum(len(cell) for cell in first)
    return known or figures or longer


def _last_header_row(words: Sequence[Sequence[str]], rows: Sequence[Row], first: int) -> int:
    """Where the header ends: rows that a merged heading reaches into or splits up belong to it."""
    last = first + 1
    while last < min(len(words), first + DEEPEST_HEADER):
        row, above = words[last], words[last - 1]
        below = [cell for cell in row if cell]
        if not below or not all(_short(cell) for cell in below):
            break
        reaches = rows and any(
            box is not None and column < len(rows[last - 1]) and rows[last - 1][column] is box
            for column, box in enumerate(rows[last])
        )
        own = [
            cell
            for column, cell in enumerate(row)
            if cell and not (rows and column < len(rows[last - 1]) and rows[last][column] is rows[last - 1][column])
        ]
        splits = _splits(above, row) and all(not cell.isdigit() for cell in own)
        if not own or not (reaches or splits) or any(_is_ordinal(cell) for cell in own[:1]):
            break
        last += 1
    return last


def _is_ordinal(cell: str) -> bool:
    return bool(re.fullmatch(r"\(?\d{1,4}[.)、]?", cell))


def _splits(above: Sequence[str], row: Sequence[str]) -> bool:
    """One heading above two or more different ones: by a merged cell, or by blank cells at its right."""
    for column, cell in enumerate(above):
        if not cell or column + 1 >= len(above):
            continue
        same = above[column + 1] == cell or (
            above[column + 1] == "" and column + 1 < len(row) and row[column + 1] != ""
        )
        if same and column + 1 < len(row) and row[column] and row[column] != row[column + 1]:
            return bool(_HEADING.search(row[column])) or bool(_HEADING.search(row[column + 1]))
    return False


def _heads(words: Sequence[Sequence[str]], header: Header) -> list[str]:
    """The heading of each column: the different texts above it, from the top, joined by " / "."""
    head_rows = [list(words[index]) for index in range(header.first, header.last)]
    for above, below in pairwise(head_rows):
        for column in range(1, min(len(above), len(below))):
            if not above[column] and below[column] and below[column - 1]:
                above[column] = above[column - 1]
    width = max((len(row) for row in words), default=0)
    return [
        " / ".join(dict.fromkeys(row[column] for row in head_rows if column < len(row) and row[column]))
        for column in range(width)
    ]


def _spans_all(row: Row, words: Sequence[str], above: bool) -> bool:  # noqa: FBT001  one private caller
    """One cell over the whole width, or one that stands alone: a title, a section's name or a note."""
    boxes = {box for box in row if box and box.end > box.start}
    if len(boxes) != 1 or len(row) < 2:  # noqa: PLR2004  one column is a list, not a banner
        return False
    alone = next(cell for cell in words if cell)
    merged = sum(box in boxes for box in row) == len(row)
    return merged or above or (bool(words[0]) and (bool(_SECTION.match(alone)) or is_sentence(alone)))


def _banner(text: str, part: Part, index: int, header: Header) -> Part:
    part.text = text[part.start : part.end]
    mark = _SECTION.match(part.text)
    if not could_head(part.text[mark.end() if mark else 0 :]):
        return part
    if index >= header.last:
        part.kind, part.level = "heading", INSIDE
    elif index == 0:
        part.kind, part.level = "heading", 1
    return part
