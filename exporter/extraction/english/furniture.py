"""What surrounds the sentences of an English document: page furniture, labels of minutes, codes, kinds of sections."""

from __future__ import annotations

import re

from exporter.extraction.english import owners
from exporter.extraction.english.dates import FOR_ALL, dues
from exporter.extraction.english.words import NOUN_LIKE, VERBS
from exporter.extraction.grammar import Around, Verdict

_CODE = re.compile(
    r"^[\s•▪◦‣●·*>#–—-]{0,8}(?:(?:(?:milestone|action|commitment|activity|task|objective|goal|target"
    r"|step|measure|initiative|recommendation|priority|deliverable|output|pillar)\s)?"
    r"(?:\(?(?P<code>[A-Za-z]{0,3}[ -]?\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?|[a-zA-Z]"
    r"|[ivx]{1,5})[.):]?\)?)(?:\s?[:–—-])?\*{0,2}\s+(?=\S))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    (
        r"^(?:action(?: item| point)?s?|task|to[- ]?do|next steps?|follow[- ]up|deliverable|milestone"
        r"|commitment|target|goal|objective|pledge|decision)s?\s?(?:[#№]?\d[\d.]{0,6})?\s?[:–—]\s?"
    ),
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"^#{0,6}\s?\**(?:(?:release|publication|posting|issue) date|(?:media )?contact(?: information)?"
    r"|date|(?:date of )?(?:the )?next meeting(?: date)?|upcoming (?:meetings?|events?)(?: dates?)?"
    r"|time|venue|location|place|room|topic|subject|agenda|attendees?|attendance"
    r"|present|in attendance|apologies|absent|chair(?:person|man|woman)?|facilitator|scribe|"
    r"minutes(?: taken)?(?: by)?|note[- ]?taker|secretary|recorder|participants|invited|guests|members"
    r"|cc|from|to|re|author|version|status|reference|ref|contact|tel|phone|fax|e-?mail|website|address"
    r"|source|photo|image|"
    r"published|last updated|updated|keywords|tags|category|language|start(?: and end)? dates?"
    r"|end date|timeline|time ?frame|implementation period|duration|period|deadline|due(?: date| by)?"
    r"|completion date|target date|by when|budget|cost|funding|format|licence|license|isbn|issn|doi"
    r"|type|id)\**\s?(?:\([^)]{0,40}\))?\s?[:：]",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"^(?:page\s\d+(?:\sof\s\d+)?|\d{1,4}|[-–—=_*#.\s|:+]{2,}|https?://\S+|www\.\S+|\S+@\S+\.\w+"
    r"|©.{0,120}|copyright\b.{0,120}|all rights reserved.{0,60}"
    r"|(?:share|print|tweet|email|back|next|previous|home|menu|search|skip|close|login|log in|sign in"
    r"|sign up|subscribe|download|read more|learn more|find out more|see more|view all|contact us"
    r"|follow us|table of contents|contents)\b(?:\s[^\s.]+){0,3}"
    r"|this page (?:was|is|has).{0,160})$",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\bforward[- ]looking statement|\bdoes not constitute\b|\bno (?:guarantee|warrant|liabilit)"
    r"|\b(?:not|never) be (?:held )?(?:liable|responsible)\b|\b(?:terms (?:of use|and conditions)"
    r"|privacy (?:policy|notice|statement))\s?(?:$|[|·•]|apply\b|set out|govern|explain|contact)"
    r"|\bcookies?\b|\bsubject to change\b|\bwithout (?:prior |further )?notice\b|\bfor (?:information"
    r"|illustrat\w+) (?:purposes )?only\b|\bpersonal (?:data|information)\b.{0,60}\bwill\b"
    r"|\bwill\b.{0,40}\byour (?:personal|e-?mail|data|details)\b"
    r"|\byou agree\b|\bunsubscribe\b|\bactual results (?:may|could|will) differ\b"
    r"|\bundertakes? no obligation\b|\bno obligation to\b"
    r"|\bthis (?:web ?)?(?:site|page) (?:is moving|will)\b",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    (
        r"^(?:please\s)?(?:click|tap|press|subscribe|sign up|log in|go to|note that|recall|imagine|suppose"
        r"|assume|remember|learn|find out|check out|scroll|select one|tick|enter|fill in|complete the form"
        r"|complete this|return to|look (?:at|for|here)|register (?:here|now|online|by|at)"
        r"|reach out to (?:us|the .{3,40} team)"
        r"|apply (?:here|now|online|by|at)|join us|let us|let['’]s|thank|enjoy|help us|tell us"
        r"|get in touch|do not|don['’]t)\b"
    ),
    re.IGNORECASE,
)
_TO_READERS = re.compile(
    r"^(?:(?:see|read|view|visit|follow|contact|call|email|e-mail|phone|download|print|share|watch|listen|refer"
    r"|note|consider|notice)\b(?=.*(?:\b(?:you|your|us|here|below|above|overleaf|website|web ?page|link"
    r"|newsletter|more|full|story|video|article|annex|appendix|figure|table|chapter|section|hotline|helpline"
    r"|this (?:page|form|report|article)|independent)\b|https?:|www\.|@|\d{3}[\s-]\d{3})|(?:\s\S+){0,3}\s?$))",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"\bplease\b", re.IGNORECASE)
_LEGEND = re.compile(r"^\**(?:\w+\**\s?\(\w{1,3}\)|\(\w{1,3}\)\s\w+)\**\s?(?:[-–—:].{0,120})?$")
_REPORTS = re.compile(
    (
        r"\b(?:achievements?|accomplishments?|lessons|what we (?:did|have done|achieved|heard)|status quo"
        r"|review of|looking back|last year|foreword|methodology|definitions?|glossary|attendees|apologies"
        r"|references|further reading|case stud(?:y|ies)|how to|faqs?|frequently asked)\b"
        r"|^\W*(?:[\d.]+\s)?(?:key\s|main\s|our\s|\d{4}\s)*(?:results?|highlights|progress|about"
        r"|information|challenges?|performance|problem|annex|history|context|background|introduction)\b"
        r"|\b(?:results?|highlights|progress|performance)\s(?:in|for|to date|so far|\d{4})\b"
    ),
    re.IGNORECASE,
)
_PROMISES = re.compile(
    (
        r"\b(?:commitments?|milestones?|actions?|targets?|goals?|next steps|roadmap|objectives?"
        r"|deliverables?|pledges?|what we (?:will|plan|are going)|action items?|to[- ]?do|tasks?"
        r"|work ?plan|activities|measures|initiatives|priorities|plans? for|we will|looking (?:ahead"
        r"|forward)|ambitions?|outputs|strategy|implementation)\b"
    ),
    re.IGNORECASE,
)
_SMALL_WORDS = """
a an and as at but by for from in into nor of on or over per the to up via with vs
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_VERB_TELLS = re.compile(r"\b(?:will|shall|to|is|are|we|our|by)\b")


_BOXES = re.compile(r"^[\s*_]*(?:\[ ?\]\s+)?(?:\[[A-Z]{2,4}(?:\s?[,/&]\s?[A-Z]{2,4})*\]\s+(?=\w))?")
"""`[ ] Book the hall`, `[JB] Book the hall`: a box to tick, initials."""
_TICKED = re.compile(r"^[\s*_•-]*(?:\[[xX✓✔]\]|[✓✔☑✅])\s")


def body(sentence: str) -> str:
    """A sentence without its bullet, code (`C01.1`, `Milestone 3:`) and label (`ACTION:`)."""
    text = _BOXES.sub("", sentence.strip().strip("*_").strip())
    for _ in range(2):
        label = _LABEL.match(text)
        if label and len(text) > label.end():
            text = text[label.end() :].lstrip("*_ ")
            continue
        code = _CODE.match(text)
        if not code or _counts(code, text):
            break
        text = text[code.end() :].lstrip("*_ ")
    return text


def _counts(code: re.Match[str], text: str) -> bool:
    """`5 new schools`, `I will`, `a plan`: words and figures of the sentence, not its code."""
    mark = code["code"]
    bare = code[0].strip() == mark
    if not bare:
        return False
    if mark.isdigit():
        return not text[code.end() :][:1].isupper()
    return not any(char.isdigit() for char in mark) or bool(
        re.fullmatch(r"\d+\.\d+", mark) and not text[code.end() :][:1].isupper()
    )


def coded(sentence: str) -> bool:
    """Whether a dotted code or a label names the sentence an item of a plan: `C01.1`, `Milestone 4:`, `ACTION:`."""
    text = sentence.strip().strip("*_# ")
    if _LABEL.match(text):
        return True
    code = _CODE.match(text)
    if not code or _counts(code, text):
        return False
    return "." in code["code"] or bool(re.match(r"[a-z]{4,}", code[0].strip(), re.IGNORECASE))


def reporting(around: Around) -> bool:
    """Whether the nearest heading speaks of the past or explains."""
    for heading in reversed(around.section):
        if _PROMISES.search(heading):
            return False
        if _REPORTS.search(heading):
            return True
    return False


def promising(around: Around) -> bool:
    """Whether the nearest heading that says anything announces actions or targets."""
    for heading in reversed(around.section):
        if _PROMISES.search(heading):
            return True
        if _REPORTS.search(heading):
            return False
    return False


_AIMS = re.compile(
    r"\b(?:goals?|targets?|ambitions?|objectives?|aims|vision|measures? of success|success measures?|kpis?"
    r"|key performance indicators|what success (?:will )?looks? like"
    r"|(?:expected |desired |intended )outcomes)\b(?!.*\b(?:progress|performance|results?)\b)",
    re.IGNORECASE,
)


def aiming(around: Around) -> bool:
    """Whether the nearest heading announces goals or targets, so that a state named below it is one to be reached."""
    return bool(around.section) and bool(_AIMS.search(around.section[-1]))


def title_case(text: str) -> bool:
    """Whether nearly all words that may be are capitalised: `Restoring the Salt Marshes`."""
    words = [word for word in re.findall(r"[A-Za-z][\w'’-]*", text) if word.lower() not in _SMALL]
    capitals = sum(word[0].isupper() for word in words)
    if any(word in VERBS - NOUN_LIKE for word in words):
        return False
    return len(words) > 1 and capitals >= 0.8 * len(words) and not text.endswith((".", ";", "!"))


def recognise(sentence: str, around: Around) -> Verdict | None:
    """Furniture, labels, owner clauses, questions and headings that need no grammar; None for everything else."""
    text = sentence.strip()
    plain = text.strip("*_#> ")
    if not re.search(r"[A-Za-z]{2}", plain) or _PAGE.match(plain):
        return Verdict("furniture", rule="page furniture", words=text[:40])
    marked = _marked(text)
    if marked:
        return marked
    found = _DISCLAIMER.search(plain)
    if found:
        return Verdict("furniture", rule="a disclaimer", words=found[0])
    if owners.only(plain):
        return Verdict("owners", rule="names who is responsible", words=text[:40])
    if _MINUTES.match(plain) or _MINUTES.match(re.sub(r"^\(?\d{1,2}[.)]\s+", "", plain)):
        return Verdict("furniture", rule="a label of minutes", words=text[:40])
    return _address(plain) or _heading(plain, around)


def _marked(text: str) -> Verdict | None:
    """A heading's sign that a reader left in the text, a ticked box."""
    if re.match(r"#{1,6}\s", text) and not re.search(r"[.;]$|\d\s?%", text):
        return Verdict("heading", rule="a heading", words=text[:40])
    return Verdict("report", rule="is ticked off", words=text[:20]) if _TICKED.match(text) else None


def _address(plain: str) -> Verdict | None:
    """Questions, and sentences that tell the reader what to do."""
    if plain.rstrip("\"'”’)").endswith("?"):
        return Verdict("other", rule="a question", words="?")
    found = _INSTRUCTION.match(plain) or _TO_READERS.match(plain) or _PLEASE.search(plain)
    return Verdict("other", rule="addresses the reader", words=found[0]) if found else None


_SPAN = re.compile(r"\s\((?:19|20)\d\d\s?[-–/]\s?(?:\d\d){1,2}\)$")
"""`Harbour Plan (2026-2028)`: the years of a title."""


def _heading(plain: str, around: Around) -> Verdict | None:
    if _LEGEND.match(plain):
        return Verdict("other", rule="explains a sign", words=plain[:40])
    found = FOR_ALL.search(plain)
    if found and not re.search(r"\bwill\b", plain) and re.match(r"[\w ]{0,40}\(?", plain):
        return Verdict("heading", rule="sets the date for a list", words=found[0])
    text, plain = _SPAN.sub("", body(plain)), _SPAN.sub("", plain)
    if title_case(text) and not re.search(r"\d\s?%", text) and not _VERB_TELLS.search(text) and not dues(plain, around):
        return Verdict("heading", certain=not text[-1:].isdigit(), rule="a heading", words=text[:40])
    return None
