"""Sentences that look ahead and promise nothing: about the text, about meetings, about effects, to outsiders."""

from __future__ import annotations

import re

from exporter.extraction.english.dates import Dated
from exporter.extraction.grammar import Verdict

_EFFECT = re.compile(
    r"^(?:(?:in turn|together|ultimately|as a result|thus|therefore|also|and|but|by doing so|in addition|however"
    r"|moreover|furthermore|additionally|consequently|importantly|overall|in this way|over time),?\s){0,2}"
    r"(?:this|that|it|these|those|such|doing so|the (?:result|outcome|effect|benefits?"
    r"|impact)s?)(?:\s[\w-]+){0,4}?\s(?:will|shall)\s(?:also\s|then\s|in turn\s|\w+ly\s)?"
    r"(?:help|enable|allow|mean|make|give|contribute|lead to|result|benefit|improve|support|ensure"
    r"|bring|create|strengthen|encourage|foster|facilitate|involve|include|span|show"
    r"|demonstrate|be (?:important|useful|valuable|key"
    r"|essential|crucial|critical|especially|particularly|of)|have|require|need|depend|take time|vary"
    r"|complement|build on|serve)\b",
    re.IGNORECASE,
)


_RAISES = re.compile(
    r"^(?:(?:together|ultimately|as a result|thus|therefore|also|and|in addition|moreover|furthermore),?\s){0,2}"
    r"(?:this|these|such|doing so)(?:\s[\w-]+){0,3}?\swill\s(?:also\s|\w+ly\s)?(?:increase|raise|improve|reduce|lower"
    r"|cut|save|boost|enhance|promote|drive|maximi[sz]e|minimi[sz]e|simplify|speed|shorten|inform|underpin|form|act|provide)\b",
    re.IGNORECASE,
)
"""`This will increase the amount of data released`: what comes of it."""
_NEEDED = re.compile(
    r"\bwill\s(?:also\s|still\s|always\s)?be\s(?:\w+ly\s)?(?:needed|required|necessary|essential|crucial|critical|key"
    r"|important|vital)\b"
    r"|\b(?:members|readers|colleagues|councillors)\swill\s(?:recall|remember|note|know|be aware"
    r"|have (?:seen|heard|read))\b",
    re.IGNORECASE,
)
_HELPS_US = re.compile(
    r"^[^;:]{3,120}\b(?:goals?|targets?|plans?|program(?:me)?s?|initiatives?|strateg(?:y|ies)|commitments?|investments?"
    r"|partnerships?|framework|roadmap|approach|report|tools?|efforts|work|results?|data|steps?|measures?|actions?)\b"
    r"[^;:]{0,120}?\swill\s(?:also\s)?(?:help|enable|allow|let)\s(?:us|you|them|ensure|to)\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"^(?:(?:the|an?|our|each)\s)?(?:(?!will\b)[\w-]+\s){0,4}?(?:lines?|apps?|products?|platforms?|systems?|services?"
    r"|actions?|plans?|changes|features?|technolog(?:y|ies)|facilit(?:y|ies)|portals?|schemes?|upgrades?|buildings?|routes?)\s"
    r"will\s(?:also\s)?(?:give|help|enable|allow|let|make it|offer|show|build|bring)\b",
    re.IGNORECASE,
)
"""`The new app will give travellers a clearer picture`: what a thing is good for."""
_IF_YOU = re.compile(
    r"\b[Yy]our\s(?!(?:local\s|city\s|town\s)?(?:council|city|government|mayor|police|county)\b)(?:[\w-]+\s){1,4}will\s"
    r"|^(?:For example|E\.g\.|For instance)\W"
)
"""`Your card will be sent by post`, `For example: …`: how a thing works for the reader."""
_LOOKS = re.compile(r"^(?:We|I)\s(?:\w+ly\s|also\s|now\s)?look forward to\b(?!.*\bwill\b)")
_DOING_SO = re.compile(
    r"^(?:Implementation|Success|Failure|Delivery|Progress|Completion)\b[^,.;:]{0,80}\swill\s(?:also\s)?(?:require|involve|depend|need|mean|result|lead)\b"
    r"|^[A-Z][a-z]+ing\s[^,.;:]{5,140}\swill\s(?:also\s|then\s)?(?:help|enable|allow|make|ensure|improve|give|lead|mean|bring"
    r"|create|contribute|strengthen|reduce|increase|support|provide|be)\b"
)
"""`Making the list public will help residents`: what an act brings about."""
_RECITAL = re.compile(
    r"^(?:whereas\b|(?:recogni[sz]ing|noting|recalling|considering|acknowledging|mindful|having regard|bearing in mind"
    r"|conscious|reaffirming|welcoming|aware)\b.{5,400}[;,](?:\sand)?$)",
    re.IGNORECASE,
)
_LOGISTICS = re.compile(
    r"\b(?:next|following|upcoming) (?:\w+ ){0,3}(?:meeting|session|call|sitting"
    r"|agm)\b[^.]{0,40}\b(?:will|is|to be|scheduled|planned|on|at)\b"
    r"|\bwill (?:be|take place)\b[^.]{0,60}\b(?:this (?:evening|afternoon|morning)|tonight)\b"
    r"|\bwill be (?:available|found) (?:here|below)\b"
    r"|\bmeeting (?:will|shall) (?:be held|take place|start|begin|reconvene)\b|\b(?:will"
    r"|shall) (?:next meet|meet again)\b",
    re.IGNORECASE,
)


_META = re.compile(
    r"\b(?:this|the(?: present| following| next| last| first| second"
    r"| remainder of this)?)\s(?:annual\s|progress\s|short\s)?(?:report|document|section|chapter|page"
    r"|paper|article|guide|guidance|note|brief|briefing|table|list|annex|appendix|figure|summary"
    r"|overview|book|study|essay|post)s?\s"
    r"(?:below\s|above\s|also\s|will\s|shall\s){0,2}(?:outline|describe|explain|contain|present|show"
    r"|summari[sz]e|provide|set out|give|list|discuss|focus|examine|cover|look|highlight|review"
    r"|explore|be structured|be of interest|introduce|identif|aim|seek|detail|document|analy[sz]e"
    r"|argue)",
    re.IGNORECASE,
)


_OUTSIDERS = re.compile(
    (
        r"\b(?:you|applicants?|applications?|candidates?|students|participants|visitors|passengers"
        r"|submissions?|proposals?|claimants?|entries|bidders?|travellers|guests|users?)\s(?:must|will"
        r"|shall)\b"
    ),
    re.IGNORECASE,
)


_EFFECTS = (_EFFECT, _RAISES, _NEEDED, _HELPS_US, _GIVES, _DOING_SO)


def aside(body: str, soon: list[Dated]) -> Verdict | None:
    """Sentences about the text, about meetings, about what others must do."""
    found = _META.search(body)
    if found and found.start() < _HEAD:
        return Verdict("other", rule="about the document itself", words=found[0])
    for pattern, rule in (
        (_RECITAL, "a recital"),
        (_LOGISTICS, "a meeting, not an undertaking"),
        (_OUTSIDERS, "tells the reader what to do"),
        (_IF_YOU, "tells the reader how it works"),
        (_LOOKS, "a wish"),
    ):
        found = pattern.search(body)
        if found:
            return Verdict("other", rule=rule, words=found[0])
    found = next((match for pattern in _EFFECTS if (match := pattern.search(body))), None)
    if found and not soon and not re.search(r"\d\s?%", body):
        return Verdict("other", certain=False, rule="says what the effect will be", words=found[0])
    return None


_HEAD = 40
"""Characters in which the subject of a sentence stands."""
