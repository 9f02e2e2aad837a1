"""Owners in the cells of a table row: lists, marks (（牵头）, (lead)), and columns that hold both roles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporter.extraction.chinese.unit_names import split_names
from exporter.extraction.english import unit_names as english
from exporter.extraction.grammar import Around, Grammar
from exporter.extraction.roles import Role
from exporter.model import Owners

_LEAD_MARK = re.compile(
    r"\s*[(（\[]\s*(?:总?牵头(?:单位|部门)?|主办|主责|lead(?: agency| department)?|chair|coordinator)\s*[)）\]]",
    re.IGNORECASE,
)
_SUPPORT_MARK = re.compile(
    r"\s*[(（\[]\s*(?:配合(?:单位|部门)?|协办|参与|support(?:ing)?|partner)\s*[)）\]]", re.IGNORECASE
)
_NOBODY = re.compile(
    r"^[\[(<]?(?:[-–—/*.。?]*|无|待定|n/?a|tb[acd]|none|nil|not applicable"
    r"|un(?:assigned|allocated|known)|no (?:owner|one)"
    r"|(?:not yet|to be) (?:assigned|confirmed|determined|decided|agreed|allocated|appointed|named))[\])>]?$",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3400-\u9fff]")


def names(text: str) -> tuple[str, ...]:
    """The units of a list as the document names them, in either language; line breaks separate too."""
    plain = text.strip()
    if _NOBODY.match(plain):
        return ()
    return split_names(plain) if _CJK.search(plain) else english.names(plain)


def _marked(text: str) -> Owners | None:
    """`City IT (lead), Finance`: the marked units have their role, the others the other one."""
    if not (_LEAD_MARK.search(text) or _SUPPORT_MARK.search(text)):
        return None
    lead: list[str] = []
    support: list[str] = []
    for part in re.split(r"[、，,；;\n]", text):
        bare = names(_SUPPORT_MARK.sub("", _LEAD_MARK.sub("", part)))
        (
            lead
            if _LEAD_MARK.search(part) or (not _LEAD_MARK.search(text) and not _SUPPORT_MARK.search(part))
            else support
        ).extend(bare)
    return Owners(tuple(lead), tuple(support))


def of_cells(cells: Iterable[tuple[Role, str]], grammar: Grammar, around: Around) -> Owners:
    """The owners of a row, from its owner cells with the roles of their columns."""
    lead: list[str] = []
    support: list[str] = []
    persons: list[str] = []
    for role, text in cells:
        said = _marked(text) or _said(text, role, grammar, around)
        if said:
            lead += said.lead
            support += said.support
        elif role == "person":
            persons += names(text)
        elif role == "support":
            support += names(text)
        elif role == "owner" or (role == "lead" and around.first_is_lead):
            found = names(text)
            lead += found[:1]
            support += found[1:]
        else:
            lead += names(text)
    leads = tuple(dict.fromkeys(lead or persons))
    return Owners(leads, tuple(name for name in dict.fromkeys(support) if name not in leads))


def _said(text: str, role: Role, grammar: Grammar, around: Around) -> Owners | None:
    """A cell that itself says who leads: 牵头单位：A；配合单位：B, `Lead: A; Support: B`."""
    if role in {"support", "person"} or not re.search(r"[:：]|牵头|配合|负责|led by|supported by", text):
        return None
    found = grammar.naming(text, around)
    return found.owners if found else None
