"""Where English sentences end, and the clauses of one that say what is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.extraction.english import owners
from exporter.extraction.english.words import NOUN_LIKE, VERBS, gerunds

_END = re.compile(
    r"(?P<line>[\r\n\u2028\u2029\x0b\x0c]+)|(?P<bullet>\s[•▪◦‣●]\s)"
    r"|(?P<stop>[.!?;。！？；]+[\"'”’»)\]]{0,3})(?=\s|$|[A-Z][a-z])"
)
_TITLE = re.compile(
    r"(?:^|[\s(\"'“‘|])(?:mr|mrs|ms|dr|prof|st|no|nos|fig|figs|eq|art|arts|sec|ch|vol|pp?|para|approx"
    r"|ca?|cf|vs|incl|e\.g|i\.e|resp|hon|gov|sen|rep"
    r"|gen|col|dept|est|rev|mt|ft|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?:\b(?:[A-Za-z]\.){2,5}|\b(?:etc|inc|ltd|co|corp|al|jr|sr|plc)\.)$", re.IGNORECASE)
_INITIAL = re.compile(
    r"(?<!ppendix)(?<!Annex)(?<!ection)(?<!Phase)(?<!Part)(?<!ption)(?<!Table)(?<!Plan)(?<!Group)(?<!tegory)(?:^"
    r"|[\s(])[A-Z]\.$"
)
_STARTER = re.compile(
    r"\s+[\"'“‘(]?(?:The|This|These|Those|That|We|Our|It|Its|They|Their|In|By|At|On|For|From|To|As|A"
    r"|An|All|Each|However|Through|With|When|If|There|Such"
    r"|He|She|His|Her|Under|Over|After|Since|While|Also|Both|Many|Most|No|Not)\b"
)
_CODE = re.compile(r"[\s*•▪◦‣●–—-]{0,8}(?:\(?(?:[A-Za-z]{0,3}\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxIVX]{1,5})[.)])$")
_MARK = re.compile(r"[\s•▪◦‣●·*>–—→➢➤□-]{0,8}(?=\s?\S)")
_GLUE = re.compile(r"(?<=[a-z)])(?=\d{1,3}(?:\.\d{1,2})?%\s[a-zA-Z])")
_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{0,300})[)\]]")
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    [
        "with",
        "from",
        "that",
        "this",
        "than",
        "over",
        "their",
        "our",
        "into",
        "increase",
        "decrease",
        "reduction",
        "improvement",
        "progress",
    ]
)


def _bracketed(text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in _BRACKET.finditer(text)]


def _stops(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a mark ends a sentence that began at `begin`."""
    marks = match["stop"]
    if marks[0] != ".":
        return not (marks[0] in ";；" and (owners.labels(text, match.end()) or owners.labels(text, begin)))
    head = text[max(begin, match.start() - 24) : match.start() + 1]
    if _CODE.fullmatch(text, begin, match.start() + 1) and match.start() - begin < len(head):
        return False
    if _TITLE.search(head) or _INITIAL.search(head):
        return bool(match.end() >= len(text))
    after = text[match.end() : match.end() + 40]
    if _DOTTED.search(head):
        return not after.strip() or bool(_STARTER.match(after))
    following = after.lstrip()
    if after[:1] and not after[0].isspace():  # "relations.Next" glued
        return text[match.start() - 1].islower() and match.end() - match.start() == 1
    return not following[:1].islower()


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Raw spans between line ends, bullets and stops; a stop inside brackets ends nothing."""
    inside = iter(_bracketed(text))
    bracket = next(inside, None)
    begin = 0
    for match in _END.finditer(text):
        while bracket and bracket[1] < match.start():
            bracket = next(inside, None)
        if match["stop"]:
            if bracket and bracket[0] <= match.start() and match.end() <= bracket[1]:
                continue
            if not _stops(text, begin, match):
                continue
            yield begin, match.end()
        else:
            yield begin, match.start()
        begin = match.end()
    yield begin, len(text)


def _columns(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A pasted table may glue two columns: `20% less waste5% less waste` is the target and, after it, how things stand.

    The second column is left out where it measures the same thing as the first; otherwise both are read.
    """
    cut = _GLUE.search(text, begin, end)
    if not cut:
        yield begin, end
        return
    first, second = (
        set(_WORD.findall(part.lower())) - _COMMON for part in (text[begin : cut.start()], text[cut.start() : end])
    )
    yield begin, cut.start()
    if not first & second:
        yield cut.start(), end


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences, without surrounding white space and bullets."""
    spans = []
    for begin, end in _cuts(text):
        for first, last in _columns(text, begin, end):
            mark = _MARK.match(text, first, last)
            words = text[mark.end() if mark else first : last]
            start = last - len(words.lstrip())
            stop = start + len(words.strip())
            if start < stop:
                spans.append((start, stop))
    return spans


_CLAUSE_WORDS = 3
_JOINT = re.compile(
    r"(?:[,;]\s+(?:and\s+|then\s+|and\s+then\s+)?|\s+and\s+(?:then\s+)?)(?:to\s+|will\s+|also\s+"
    r"|\w+ly\s+)?(?P<verb>[a-z][a-z-]+)\b(?!\s+(?:of|and)\b)"
)
_DETERMINED = re.compile(
    r"\s(?:the|a|an|our|its|their|all|at|by|for|in|on|to|up|out|with|more|new|public|open|\d)\b|\s[A-Z]"
)


def actions(sentence: str) -> tuple[str, ...]:
    """The clauses of a sentence that each begin with their own verb of doing; () where there is only one."""
    cuts = [0]
    forms = gerunds()
    for match in _JOINT.finditer(sentence):
        verb = match["verb"]
        if len(sentence[cuts[-1] : match.start()].split()) < _CLAUSE_WORDS:
            continue  # "improve and expand", "01.2 Improve and expand"
        if verb in forms or (
            verb in VERBS and (verb not in NOUN_LIKE or _DETERMINED.match(sentence, match.end("verb")))
        ):
            cuts.append(match.start())
    if len(cuts) == 1:
        return ()
    parts = (sentence[a:b] for a, b in zip(cuts, [*cuts[1:], len(sentence)], strict=True))
    return tuple(re.sub(r"^[,;\s]*(?:and\s+)?(?:then\s+)?", "", part).rstrip(" .;,") for part in parts)
