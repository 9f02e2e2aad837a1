"""Whose a commitment is: owner clauses behind it, in a line of their own, at the end of a section, above a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from exporter.documents.document import Document
from exporter.extraction.walk import Piece
from exporter.model import Basis, Owners

_PART = re.compile(
    r"^\W*(?:milestones?|(?:implementation |progress |performance )?(?:measures|metrics|strategies)"
    r"|actions?(?! items| points)|activities|steps|deliverables|targets?|description|objectives?|ambition"
    r"|what (?:we will|will we) do|why\b.{0,60}|background|status quo|expected results?|timeline"
    r"|responsib\w+|owners?|lead|progress|status|(?:start|end|due) date|update|what(?:['’]s| is) next"
    r"|what (?:have|are) we (?:been )?doing)\b[\w ]{0,30}(?::\s?[\w ]{0,20})?\W*$"
    r"|^\W*(?-i:[A-Z][a-z]+(?: [a-z]+){2,6}: [A-Z]?[a-z]+)\W*$",
    re.IGNORECASE,
)
"""Headings of the parts of one commitment: an owner line below them holds for what stands above them too."""


NUMBERED = re.compile(r"\W{0,4}(?:milestone|action|activity|step|task)\s?\d[\d.]{0,5}\W*$", re.IGNORECASE)
"""`Milestone 5`: the line beneath names the milestone and heads nothing."""
_FIELD = re.compile(
    r"\W{0,4}(?:(?:main |specific |overall )?(?:objectives?|ambition|aims?|purpose)|status quo|background|problem)\b"
    r"[\w ]{0,20}:",
    re.IGNORECASE,
)
"""`Objective: …`, `Ambition: …`: fields of a commitment's form that say what it is for; whoever leads owns the rest."""
_NAMED = re.compile(r"\W{0,4}(?:commitment|goal|theme|objective|priority|pillar|initiative)\s\d{1,3}\b", re.IGNORECASE)
"""`Commitment 4: Publish contracts`: whoever leads it leads the milestones beneath."""


@dataclass(slots=True)
class Assigned:
    """Owners of one piece, how they came to it, and the words that named them."""

    owners: Owners
    basis: Basis
    words: str


def assign_owners(
    document: Document, pieces: Sequence[Piece], defaults: dict[int, tuple[str, ...]]
) -> dict[int, Assigned]:
    """Owners by index of piece. `defaults`: piece index → units that lead everything behind it."""
    scope = _OwnerScope(document, _sole(pieces))
    for at, piece in enumerate(pieces):
        scope.step(at, piece, defaults.get(at))
    return scope.assigned


def _sole(pieces: Sequence[Piece]) -> frozenset[int]:
    """The English owner lines that are the only ones of their section: `Lead agency: …` in the form of a commitment."""
    found: dict[tuple[str, ...], list[int]] = {}
    since = True
    for at, piece in enumerate(pieces):
        if piece.verdict.speech == "commitment":
            since = True
        elif piece.verdict.speech == "owners" and piece.language == "en":
            if since:
                found.setdefault(piece.section, []).append(at)
            since = False
    return frozenset(places[0] for places in found.values() if len(places) == 1)


_HEADED = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章节])")


def _joined(first: Owners, more: Owners) -> Owners:
    lead = first.lead or more.lead
    others = [*first.support, *(more.lead if first.lead else ()), *more.support]
    return Owners(lead, tuple(name for name in dict.fromkeys(others) if name not in lead))


class _OwnerScope:
    """Reads on and remembers which commitments still wait for an owner clause."""

    def __init__(self, document: Document, sole: frozenset[int]) -> None:
        self.document, self.sole = document, sole
        self.form: Assigned | None = None
        self.field = -1
        self.numbered = False
        self.assigned: dict[int, Assigned] = {}
        self.in_block: list[int] = []
        self.waiting: list[int] = []
        self.block: int | None = None
        self.standing: Assigned | None = None
        self.default: tuple[str, ...] = ()
        self.claimed: list[int] = []
        self.since = False
        self._named = False

    def step(self, at: int, piece: Piece, default: tuple[str, ...] | None) -> None:
        if piece.block.number != self.block:
            self.block, self.in_block = piece.block.number, []
        label = piece.language == "en" and piece.verdict.speech == "owners"  # "Lead: …" alone in a line heads nothing
        if not label and (piece.block.kind == "heading" or (piece.alone and piece.verdict.speech == "heading")):
            self._heading(piece)
        if piece.language == "en" and _NAMED.match(self.document.text[piece.start : piece.end]):
            self.waiting, self.standing, self.claimed = [], None, []
        if piece.verdict.speech == "owners" and piece.naming:
            self._clause(piece)
            if at in self.sole and piece.opening:
                self.form = replace(self._said(piece), basis="inherited")
        elif piece.verdict.speech == "commitment" and not self._describes(piece):
            self._commitment(at, piece)
        if default:
            self.default = default

    def _heading(self, piece: Piece) -> None:
        """What stood above it is over, unless it only heads a part of the same commitment."""
        text = self.document.text[piece.start : piece.end]
        named, self.numbered = self.numbered, bool(NUMBERED.match(text))
        if not _PART.match(text) and not (named and piece.block.kind != "heading"):
            self.waiting, self.standing = [], None
            if piece.block.kind == "heading" or not self.document.text.endswith(":", piece.start, piece.end):
                self.form = None
        self.claimed = []
        bracketed = piece.language == "zh" or self.document.text.endswith(")", piece.start, piece.end)
        if piece.naming and bracketed:  # 一、强化科技创新（区科技局牵头）
            self.standing, self.since = replace(self._said(piece), basis="inherited"), False

    def _describes(self, piece: Piece) -> bool:
        """Whether a piece stands in a field of a form that says what a commitment is for."""
        if piece.language == "en" and _FIELD.match(self.document.text[piece.start : piece.end]):
            self.field = piece.block.number
        return self.field == piece.block.number

    def _commitment(self, at: int, piece: Piece) -> None:
        self.claimed, self.since = [], True
        self.in_block.append(at)
        self.waiting.append(at)
        self._named = len(self.waiting) == 1 and bool(_NAMED.match(self.document.text[piece.start : piece.end]))
        if piece.naming:
            trailing = piece.naming.end >= piece.end - piece.start
            said = self._said(piece)
            for index in self.in_block if trailing else [at]:
                self.assigned[index] = Assigned(said.owners, "explicit" if index == at else "inherited", said.words)
            if trailing:
                self._claimed()
            else:
                self.waiting.remove(at)
                self.in_block.remove(at)
        elif self.standing:
            self.assigned[at] = self.standing
            if piece.language == "en":  # an owner line behind it belongs to what follows
                self.waiting.remove(at)
        elif self.form and piece.block.kind == "item":
            self.assigned[at] = self.form
        elif self.default:
            self.assigned[at] = Assigned(Owners(self.default), "inherited", "、".join(self.default))

    def _clause(self, piece: Piece) -> None:
        said = self._said(piece)
        own_line = not self.in_block
        heads = piece.language != "en" and (
            piece.block.kind == "heading" or bool(_HEADED.match(self.document.text[piece.start : piece.end]))
        )
        if heads:
            self.waiting, self.standing, self.claimed = [], None, []
        targets = self.in_block or (self.waiting if piece.opening else [])
        if not targets and self.claimed and self.standing is None:
            self._add(said)
        elif targets:
            self.claimed = list(targets)
            for index in targets:
                self.assigned[index] = said
            self._claimed()
            if own_line:
                self.standing = replace(said, basis="inherited") if self._named else None
        elif self.standing and not self.since:
            if self.claimed:
                self._add(said)
            self.standing = replace(self.standing, owners=_joined(self.standing.owners, said.owners))
        else:
            self.standing = replace(said, basis="inherited")
        self.since = False

    def _add(self, said: Assigned) -> None:
        """A second owner line (配合单位：…) adds to the first."""
        for index in self.claimed:
            before = self.assigned[index]
            self.assigned[index] = replace(
                before, owners=_joined(before.owners, said.owners), words=f"{before.words} / {said.words}"
            )

    def _claimed(self) -> None:
        done = {*self.in_block, *(self.waiting if not self.in_block else ())}
        self.waiting = [index for index in self.waiting if index not in done and index in self.assigned] and []
        self.in_block = []

    def _said(self, piece: Piece) -> Assigned:
        naming = piece.naming
        owners = naming.owners if naming else Owners()
        if not owners.lead and self.default:
            owners = Owners(self.default, owners.support)
        start = piece.start + (naming.start if naming else 0)
        stop = piece.start + (naming.end if naming else 0)
        return Assigned(owners, "explicit", self.document.text[start:stop].strip())
