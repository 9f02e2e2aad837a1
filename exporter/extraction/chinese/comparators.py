"""Comparators: 不低于, 以上, 左右, 控制在…以内 → >=, <=, approx."""

from __future__ import annotations

import re

from exporter.model import Comparator

_FLOOR = re.compile(
    r"(?:不低于|不少于|不小于|不得?低于|不得?少于|不下于|不弱于|(?<![不得])(?:高于|超过|突破|"
    r"大于|多于|超出|超)|至少|逾|>=|≥|>|最低|迈上|站上|跨越|跃上)(?:到|至|了)? ?$"
)


_CEILING = re.compile(
    r"(?:不得?(?:超过|高于|大于|多于|突破|超出)|(?<![不得])(?:低于|少于|小于)|<=|≤|<|最多|"
    r"至多|控制在|压缩在|压控在|限制在|限定在)(?:到|至)? ?$"
)


_FLOOR_OF = re.compile(r"(?:不低于|不少于|高于|超过|至少)[^,，。;；\d]{1,8}的$")


_ABOUT = re.compile(r"(?:大约|约为|(?<![签公合节条契集制])约|大概|大致|接近|将近|近|预计约|左右在) ?$")


def compare(before: str, suffix: str, *, more: bool = False) -> Comparator | None:
    """The comparator said by the words before and behind a number; None when nothing is said."""
    if "左右" in suffix or "上下" in suffix:
        return "approx"
    if suffix.strip():
        return ">=" if "上" in suffix else "<="
    if more or _FLOOR.search(before) or (_FLOOR_OF.search(before) and not _CEILING.search(before)):
        return ">="
    if _CEILING.search(before):
        return "<="
    return "approx" if _ABOUT.search(before) and not before.endswith("附近") else None
