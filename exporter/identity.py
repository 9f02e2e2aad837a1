"""The id of a task: taken once from plan and quote, then kept in the ledger whatever happens to either."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from exporter.errors import InputError

_DIGITS = 8
# NFKC makes ，：（） narrow by itself; these marks it leaves, though typists and converters exchange them freely
_MARKS = str.maketrans({"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "·": "."})
_SPACE_BY_WIDE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def normalized(quote: str) -> str:
    """The quote without what a converter may change: widths, kinds of quotation mark, white space."""
    folded = _folded(quote)
    while folded != (again := _folded(folded)):  # a mark that loses the space before it may join the letter there
        folded = again
    return folded


def _folded(quote: str) -> str:
    narrow = " ".join(unicodedata.normalize("NFKC", quote).translate(_MARKS).split())
    return _SPACE_BY_WIDE.sub("", narrow)


def task_id(plan: str, quote: str, occurrence: int = 1) -> str:
    """`<plan>-<8 hex digits>`. `occurrence` tells apart places that hold the very same words, from 1."""
    parts = [plan, normalized(quote), *([str(occurrence)] if occurrence > 1 else [])]
    return f"{plan}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:_DIGITS]}"


def require_distinct(ids: Iterable[tuple[str, str]]) -> None:
    """Refuse two equal ids before anything is written.

    Args:
        ids: pairs of an id and the place or title that bears it.

    Raises:
        InputError: two of them are equal.
    """
    seen: dict[str, str] = {}
    for each, place in ids:
        if each in seen:
            raise InputError(
                "two tasks have the id {id}: {first} and {second}",
                hint="Give one of them another id in the ledger.",
                id=each,
                first=seen[each],
                second=place,
            )
        seen[each] = place
