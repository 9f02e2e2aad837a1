"""Who is responsible: labels (`Lead: …; Supporting: …`), brackets, and the subject of an undertaking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from exporter.extraction.english.points import Calendar, points
from exporter.extraction.english.subjects import NAME, NOT_OWNER, a_body, owned, subject, verbal
from exporter.extraction.english.unit_names import names
from exporter.extraction.english.words import MEETING_VERBS, VERBS
from exporter.extraction.grammar import Around, Naming
from exporter.model import Owners

_KIND = (
    r"(?:\s(?:agenc(?:y|ies)|departments?|ministr(?:y|ies)|organi[sz]ations?|institutions?"
    r"|implementers?|offices?|units?|partners?|bod(?:y|ies)|entit(?:y|ies)|persons?|officers?"
    r"|officials?|part(?:y|ies)|teams?|divisions?|directorates?|actors?|contacts?|authorit(?:y|ies)"
    r"|services?|stakeholders?|for (?:implementation|delivery)|member states?|council|group|role))"
)
_LEAD = (
    rf"(?:(?:joint |co-?)?lead(?:ing|s)?{_KIND}{{0,2}}|led by|(?:action |task |commitment |process "
    rf"|project )?owner(?:s|\(s\))?|owned by"
    rf"|responsib(?:le|ility){_KIND}{{0,2}}|accountable{_KIND}?|assign(?:ed to|ee)s?|implement(?:ing"
    rf"|ed by){_KIND}?|implementer|coordinat(?:or|ing|ed by){_KIND}?|who|delivered by|delivery lead"
    rf"|in charge|action by|by whom)"
)
_SUPPORT = (
    rf"(?:support(?:ing|ed by|s|ers?)?{_KIND}{{0,2}}|(?:other |key |delivery "
    rf"|external )?partners?{_KIND}?|partner organi[sz]ations?|(?:in )?(?:partnership|collaboration"
    rf"|cooperation|co-operation|coordination) with|with (?:the )?support (?:from|of)"
    rf"|with input from|(?:other )?(?:actors|stakeholders|departments|agencies) involved"
    rf"|contribut(?:ing|ors?){_KIND}?|assist(?:ing|ed by){_KIND}?|involved|co-?operating{_KIND}?"
    rf"|participating{_KIND}?|participants?{_KIND}?|collaborators?)"
)
_LABEL = re.compile(
    (
        rf"(?:^|(?<=[(\[;|.,\n*])|(?<=[(\[;|.,\n*–—]\s)|(?<=\s-\s)"
        rf"|(?<=\band\s))[*_]{{0,2}}(?:(?P<lead>{_LEAD})|(?P<support>{_SUPPORT}))\s?[*_]{{0,2}}\s?(?:[:：]"
        rf"|\s[–—-])[*_]{{0,2}}\s?"
    ),
    re.IGNORECASE,
)
_BARE = re.compile(
    (
        r"(?P<open>[(\[]|(?:,|\.|;|–|—)\s)(?:(?P<lead>led by|lead by|coordinated by|implemented by"
        r"|delivered by|owned by)|(?P<support>supported by|with (?:the )?support (?:from|of)"
        r"|in (?:partnership|collaboration|cooperation|co-operation|coordination) with"
        r"|assisted by))\s(?=(?:the\s)?[A-Z])"
    ),
    re.IGNORECASE,
)
_STOP = re.compile(r"[)\]\n|]|;|\.(?:\s|$)|$")
_VERBAL = re.compile(r"\b(?:will|shall|must|is|are|was|were|has|have|had)\b")

Role = Literal["lead", "support"]


@dataclass(frozen=True, slots=True)
class _Clause:
    role: Role
    start: int
    names_start: int
    end: int


def _clauses(text: str) -> list[_Clause]:
    """Labelled owner clauses; each runs to the next label, a bracket that closes, or the end of its sentence."""
    marks: list[tuple[int, int, Role]] = [
        (match.start(), match.end(), "lead" if match["lead"] else "support") for match in _LABEL.finditer(text)
    ]
    taken = {end for _, end, _ in marks}
    bare = (match for match in _BARE.finditer(text) if match.end() not in taken)
    marks += [(match.start(), match.end(), "lead" if match["lead"] else "support") for match in bare]
    marks.sort()
    found = []
    for number, (start, names_start, role) in enumerate(marks):
        limit = marks[number + 1][0] if number + 1 < len(marks) else len(text)
        field = _FIELD.search(text, names_start, limit)
        limit = field.start() if field else limit
        end = _end_of_names(text, names_start, limit)
        if _plausible(text[names_start:end]):
            found.append(_Clause(role, start, names_start, end))
    return found


_CLOSING = re.compile(rf"\((?P<names>{NAME}(?:(?:\s(?:of|for|and|the|&)\s|,\s|\s){NAME}){{0,11}})\)\.?$")
"""`Review the code (Ministry of Justice)`."""
_FIELD = re.compile(
    r"\s[*_]{0,2}(?:due(?: date)?|deadline|by when|when|time ?line|time ?frame|status|priority|target date|completion"
    r"|start date|end date|budget|cost)[*_]{0,2}\s?:",
    re.IGNORECASE,
)
"""`Owner: Ola Due: 3 May`: the next field of a form written in one line."""
_ACTION = re.compile(
    rf"^\W{{0,4}}(?:for\s)?(?i:actions?)(?i:\sby|\son)?[*_]{{0,2}}\s?[:–—][*_]{{0,2}}\s?"
    rf"(?P<names>{NAME}(?:(?:,\s|\s?[/&]\s?|\sand\s|\s){NAME}){{0,6}})[\s.*_]*$"
)
_TAG = re.compile(r"^[^\w\[]{0,6}(?:\[[ xX]?\]\s)?\[(?P<names>[A-Z]{2,4}(?:\s?[,/&]\s?[A-Z]{2,4})*)\]\s")


_COLON = re.compile(
    rf"^[^\w\[]{{0,6}}(?:\[ ?\]\s)?(?P<names>{NAME}(?:(?:,\s|\s?[/&]\s?|\sand\s|\s){NAME}){{0,3}}):\s"
    r"(?:to\s)?(?P<verb>[a-z]+)\b"
)
"""`Ann Smith: send the draft`."""


def bracketed(text: str) -> Owners:
    """The bodies in a bracket that ends a line; nobody where the bracket holds something else."""
    found = _CLOSING.search(text)
    given = names(found["names"]) if found else ()
    return Owners(given) if given and all(a_body(name) for name in given) else Owners()


def _acting(text: str) -> Naming | None:
    """`ACTION: JB` behind a decision, `[JB] Book the hall`: whose a task is, by name or initials alone."""
    tagged = _TAG.match(text)
    if tagged:
        return Naming(Owners(names(tagged["names"])))
    colon = _COLON.match(text)
    if colon and colon["verb"] in VERBS | MEETING_VERBS and owned(colon["names"]) and not verbal(colon["names"]):
        return Naming(Owners(names(colon["names"])))
    found = _ACTION.match(text)
    if not found or verbal(found["names"].split(maxsplit=1)[0]) or not owned(found["names"]):
        return None
    return Naming(Owners(names(found["names"])), 0, len(text))


def _end_of_names(text: str, start: int, limit: int) -> int:
    """Names end at a bracket that closes what we did not open, at a semicolon, a line end, or a full stop."""
    depth = 0
    at = start
    while at < limit:
        char = text[at]
        if char in "([":
            depth += 1
        elif char in ")]":
            if not depth:
                return at
            depth -= 1
        elif not depth and (
            char in "\n|"
            or (char == ";" and at + 1 < limit and _LABEL.match(text, at + 1))
            or _full_stop(text, at, limit)
        ):
            return at
        at += 1
    return limit


def _full_stop(text: str, at: int, limit: int) -> bool:
    if text[at] != "." or (at + 1 < limit and not text[at + 1].isspace()):
        return False
    return not re.search(r"(?:\b[A-Z]|\b(?:Dept|Dr|Mr|Mrs|Ms|Prof|St|Gov|Min))$", text[max(0, at - 6) : at])


def _plausible(names_text: str) -> bool:
    """Names are short and hold no finite verb."""
    return bool(names_text.strip(" .*_")) and len(names_text) < 600 and not _VERBAL.search(names_text)  # noqa: PLR2004  a long list


def labels(text: str, at: int) -> bool:
    """Whether an owner label (`Supporting: `) stands at a place, after white space."""
    while at < len(text) and text[at] in " \t":
        at += 1
    return bool(_LABEL.match(text, at))


def only(text: str) -> bool:
    """Whether a text is nothing but an owner clause."""
    if _ACTION.match(text) and (acting := _acting(text)):
        return bool(acting.owners)
    found = _LABEL.match(text)
    if not found:
        return False
    clauses = _clauses(text)
    if not clauses or clauses[0].start > 2:  # noqa: PLR2004  marks of emphasis
        return False
    rest = text[clauses[-1].end :].strip(" .;)]*_")
    return not rest and bool(_owners(text, clauses))


def _owners(text: str, clauses: list[_Clause]) -> Owners:
    roles: dict[Role, list[str]] = {"lead": [], "support": []}
    for clause in clauses:
        roles[clause.role] += [
            name for name in names(text[clause.names_start : clause.end]) if name not in roles[clause.role]
        ]
    return Owners(tuple(roles["lead"]), tuple(roles["support"]))


_TAIL_NAMES = re.compile(
    rf"(?:\s[–—-]\s|\()(?P<names>{NAME}(?:(?:,\s|,?\s(?:of|for|and|the|&)\s|\s"
    rf"|/){NAME}){{0,9}})(?:\s[–—-]\s|[,:;]\s)(?:due\s|by\s)?$"
)
_CLOSED = re.compile(r"[\s).\]]*$")


def _before_date(text: str) -> Naming | None:
    """`Fix the search – Okafor – 20 May`, `Draft the terms (Chen, 15 June)`: a name between dashes or in brackets."""
    dates = points(text, Calendar(year=2000))
    if not dates or not _CLOSED.match(text, dates[-1].end):
        return None
    begin = max(0, dates[-1].start - 160)
    found = _TAIL_NAMES.search(text[begin : dates[-1].start])
    owners = Owners(names(found["names"])) if found else Owners()
    return Naming(owners) if owners and not NOT_OWNER.match(owners.lead[0]) else None


def naming(text: str, _around: Around) -> Naming | None:
    """The owner clause of a text with its span, or the subject of the undertaking with an empty span, or None."""
    acting = _acting(text)
    if acting:
        return acting
    clauses = _clauses(text)
    owners = _owners(text, clauses)
    if not owners and (closing := bracketed(text)):
        return Naming(closing)
    if not owners:
        owners = subject(text)
        return Naming(owners) if owners else _before_date(text)
    start, end = clauses[0].start, clauses[-1].end
    if start and text[start - 1] in "([" and text[end : end + 1] in {")", "]"}:
        start, end = start - 1, end + 1
    elif text[start : start + 1] in {"(", "["} and text[end : end + 1] in {")", "]"}:
        end += 1
    return Naming(owners, start, end)
