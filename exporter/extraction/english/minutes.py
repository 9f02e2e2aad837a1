"""What a meeting gives somebody to do: decisions, actions with a name, reported promises."""

from __future__ import annotations

import re

from exporter.extraction.english.classes import DETERMINER, POST, SITTING
from exporter.extraction.english.opening import opening
from exporter.extraction.english.subjects import verbal
from exporter.extraction.english.tenses import past_tense
from exporter.extraction.english.undertaking import MET, decision
from exporter.extraction.english.words import MEETING_VERBS, VERBS, pasts
from exporter.extraction.grammar import Around, Verdict

_RECEIVED = re.compile(r"(?:approv|not(?:e$|ed$)|receiv|endors|accept|adopt|confirm|declin|defer|carri)")
"""What a meeting does with papers while it sits."""
_THAT = re.compile(
    r"That\s(?:from\s[^,]{3,30},\s)?(?:the\s)?[A-Za-z][^,.;]{2,120}?\s(?:be\s(?:\w+ly\s)?(?P<verb>\w+ed)\b"
    rf"|(?:{POST})\s(?P<act>[a-z]+)\s)",
)
"""`That progress be reported each quarter`: one decision of a list."""
_RESOLVED = re.compile(
    r"(?:it was\s)?(?:resolved|agreed|decided)(?:\s?[:–—-]\s?|\s)(?:unanimously\s)?(?P<that>that\s)",
    re.IGNORECASE,
)
_NAME_TO = re.compile(
    r"^(?!(?:How|What|Why|When|Where|Which|Whether|Problems?|Issues?|Challenges?|Questions?|Areas?)\b)"
    rf"(?:(?:[A-Z][\w.&'’/-]*|and|of|the|for|with|all|[A-Z]{{2,}}|(?<=^The\s)(?:government|ministry|city|county|agency|{POST}))"
    r"(?:,\s|\s)){1,8}?to\s(?:also\s|then\s|\w+ly\s)?(?P<verb>[a-z][a-z-]+)\b(?=\s|$|[.;])"
)
_NAME_COLON = re.compile(
    r"^[A-Z][\w.&'’-]*(?:(?:,\s|\s(?:and|&)\s|\s)[A-Z][\w.&'’-]*){0,3}:\s(?:to\s)?(?P<verb>[a-z][a-z-]+)\b(?!:)"
)
"""`Ann Smith: send the draft`."""
_TO_BE = re.compile(
    rf"^(?:(?:{DETERMINER}|all|any|further|new)\s)?(?:[\w’'/-]+,?\s){{0,14}}?to be\s(?:\w+ly\s)?(?P<verb>\w+)\b",
    re.IGNORECASE,
)
"""`The lease of the hut to be renewed in May.`"""
_OPEN = re.compile(r"(?:confirm|determin|decid|advis|announc|agree|follow|found|seen|continu|held|arrang|address)")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|should|must|may|that|which|who|need(?:s|ed)?)\b"
)
_ASKED = re.compile(
    rf"(?:\b(?:{POST}|Cllr\.?\s[A-Z]\w+)\s(?:was|were|is|are|be)\s(?:then\s|also\s)?(?:asked|instructed|directed|requested"
    r"|tasked|authori[sz]ed|mandated|delegated)\s(?:to\s(?P<do>\w+)|with\s\w+ing)"
    rf"|^(?:The\s)?(?:{SITTING})\s(?:also\s|then\s|unanimously\s)?(?:asked|instructed|directed|requested|tasked|authori[sz]ed)\s"
    r"(?:that\s|(?:the\s)?(?:[\w.’'-]+\s){1,5}?to\s(?P<act>\w+)))",
    re.IGNORECASE,
)
"""`The Clerk was instructed to obtain quotes`, `Members asked the Clerk to write to the ferry firm`."""
_WOULD = re.compile(r"\bwould\s(?:also\s|then\s)?be\s(?:\w+ly\s)?(?P<verb>\w+(?:ed|en|de|ld|nt|ught|ut))\b")
_SERVES = re.compile(rf"(?:^|[,;.]\s|\s)[Tt]he\s(?i:{POST})\swould\s(?:also\s|then\s|therefore\s)?(?P<verb>[a-z]+)\b")
_DECIDED = re.compile(r"\b(?:agreed|decided|resolved|confirmed|undertook)\b")
_IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)


def decided(body: str, around: Around, *, labelled: bool = False) -> Verdict | None:
    """Somebody is to do something, or it was decided that something be done.

    `labelled`: the sentence stands behind `Action:`, so that any verb will do.
    """
    named = _named_action(body, labelled=labelled)
    if named and not MET.search(body[: named.end()]):
        return Verdict("commitment", rule="somebody is to do something", words=named[0])
    that = _THAT.match(body)
    doing = that and (that["verb"] or (that["act"] if that["act"] in VERBS else None))
    if that and doing and not _RECEIVED.match(doing):
        return Verdict("commitment", certain=False, rule="a decision to act", words=that[0][:40])
    asked = _ASKED.search(body)
    if asked and not _RECEIVED.match(asked["do"] or asked["act"] or ""):
        return Verdict("commitment", certain=False, rule="somebody was given a task", words=asked[0])
    return _be_done(body) or _to_be(body) or _would(body, around)


def _named_action(body: str, *, labelled: bool) -> re.Match[str] | None:
    """`Ann Smith to circulate the draft`: minutes leave the verb `is` out."""
    found = _NAME_TO.match(body)
    if found:
        named = (labelled or found["verb"] in VERBS | MEETING_VERBS) and not verbal(found[0].split()[0])
        late = found["verb"] == "be" and _OPEN.match(body[found.end() :].lstrip())  # "Venue to be confirmed"
        return found if named and not late else None
    found = _NAME_COLON.match(body)
    return found if found and opening(body[found.start("verb") :]) else None


_BE = re.compile(
    r"(?<!\bto)(?<!will)(?<!shall)(?<!should)(?<!would)(?<!must)(?<!may)(?<!can)(?<!could)(?<!might)\s[Bb][Ee]\s(?P<verb>\w+)"
)
_WHICH = re.compile(r"\b(?:that|which|who)\s[^,]*,?")


def _be_done(body: str) -> Verdict | None:
    """`the Director be requested to prepare a plan`, `Staff BE DIRECTED to …`: a resolution's own mood."""
    found = _BE.search(body)
    if not found or _FINITE.search(_WHICH.sub("", body[: found.start()])):
        return None
    verb = found["verb"].lower()
    if verb not in pasts() or _RECEIVED.match(verb) or _OPEN.match(verb):
        return None
    return Verdict("commitment", certain=True, rule="a decision to act", words=found[0])


def _to_be(body: str) -> Verdict | None:
    found = _TO_BE.match(body)
    if (
        not found
        or not (body.endswith(".") or body.startswith("For "))
        or verbal(body.split(maxsplit=1)[0])
        or _FINITE.search(found[0])
    ):
        return None
    if (
        past_tense(found[0])
        or found["verb"] not in pasts()
        or _OPEN.match(found["verb"])
        or _RECEIVED.match(found["verb"])
    ):
        return None
    return Verdict("commitment", certain=False, rule="something is to be done", words=found[0][-30:])


def _would(body: str, around: Around) -> Verdict | None:
    """In minutes `would` says what will be done: behind a decision, or of somebody who serves the meeting."""
    served = _SERVES.search(body)
    if served and served["verb"] in VERBS | MEETING_VERBS and not _IF.search(body[: served.start()]):
        return Verdict("commitment", rule="says what was decided for later", words=served[0])
    found = _WOULD.search(body)
    if not found or not (_DECIDED.search(around.before) or decision(around.before)) or _IF.search(body):
        return None
    return Verdict("commitment", certain=False, rule="says what was decided for later", words=found[0])


def resolved(body: str) -> str:
    """`RESOLVED: That the council buy two benches` → `That the council buy two benches`."""
    found = _RESOLVED.match(body)
    return "T" + body[found.start("that") + 1 :] if found else body
