"""A short label from the headings above a commitment, to sort and filter by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_LONGEST = {True: 16, False: 40}
_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百零〇\d]+[章节部分编条篇]+|[（(]?[一二三四五六七八九十百]+[）)、.．]|[一二三四五六七八九十]+是"
    r"|[（(]?\d+(?:[.．]\d+)*(?:[）)、.．:：]|(?=\s))|[IVXLC]+[.)]\s|[A-Za-z][.)]\s|(?i:part|section|chapter|goal)\s+[\dIVX]+[:.]?)\s*"
)
_ADVERB = re.compile(
    r"^(?:坚定不移|坚持不懈|毫不动摇|持续用力|一以贯之|始终坚持|进一步|更大力度|更高水平|全力以赴|着力|努力|全力|切实|大力|扎实|持续|深入)+"
)
_CUT = re.compile(r"[,，;；。:：!！?？/|\n\t]|着力|努力|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_WIDE = re.compile(r"[^\x00-\x7f]")
_NEVER_LAST = re.compile(r"[、·\s\-—–(（《“‘]+$")


def section_labels(sections: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """One label for each list of headings: the highest heading by which they differ, shortened.

    A heading above all of them, such as the document's title, tells nothing and is passed over.
    """
    shared = shared_depth(sections)
    return [tuple(filter(None, [short(section[shared])])) if len(section) > shared else () for section in sections]


def short(heading: str) -> str:
    """The heading without number and adverbs, cut at its first pause."""
    bare = _NUMBER.sub("", " ".join(heading.split()))
    bare = (_ADVERB.sub("", bare) or bare).strip()
    parts = [part.strip() for part in _CUT.split(bare)]
    label = next((part for part in parts if part), bare)
    longest = _LONGEST[bool(_WIDE.search(label))]
    if len(label) > longest:
        label = _shortened(label, longest)
    return _NEVER_LAST.sub("", label)


def _shortened(label: str, longest: int) -> str:
    """At the last word or enumeration border that fits."""
    border = max(label.rfind(mark, 1, longest + 1) for mark in (" ", "、", "和", "与"))
    return label[: border if border > longest // 3 else longest].rstrip()


def shared_depth(sections: Iterable[tuple[str, ...]]) -> int:
    """How many headings stand above all of them, the document's title for one; tasks under none do not count."""
    filled = [section for section in sections if section]
    depth = 0
    while filled and all(len(section) > depth for section in filled) and len({s[depth] for s in filled}) == 1:
        depth += 1
    return depth
