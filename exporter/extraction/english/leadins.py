"""What a lead-in makes of the items beneath it: promises (`By 2030 we will:`) or a tale (`Residents suggested:`)."""

from __future__ import annotations

import re
from typing import Literal

from exporter.extraction.english.aside import aside
from exporter.extraction.english.classes import AIM, MEASURE, PLAN
from exporter.extraction.english.tenses import PERFECT, past_tense
from exporter.extraction.english.undertaking import decision, stated

Mood = Literal["promises", "tells", ""]

_TOLD = re.compile(
    r"\b(?:examples?|challenges?|benefits?|problems?|barriers?|obstacles?|reasons?|achievements?|results?|findings?"
    r"|comments?|risks?|highlights?|lessons?|principles|values|questions?|criteria|functions?|duties"
    r"|responsibilities|powers|members|features?|causes?|effects?|impacts?|responses?|suggestions?|recommendations?"
    r"|concerns?|advantages?|strengths?|weaknesses|opportunities|threats|definitions?|participants|attendees"
    r"|apologies|ways|factors|sources?|types|kinds)\b[^,;]{0,60}?(?:\b(?:include[sd]?|are|were|is|was)\b[^,;]{0,30})?[:：]\s*$"
    r"|\b(?:exploring|considering|looking at|investigating)\b[^;]{0,120}$"
    r"|\b(?:can|could|may|might|would)\s(?:also\s)?(?:include|involve|cover|be|range|help)\b"
    r"|\b(?:included|involved|comprised)\b[^;]{0,30}$"
    r"|\b(?:suggest|heard|recommend|propos|not|felt|believ|report|argu|ask|want|said|raise|highlight|observ|mention)e?d\b"
    r"|\b(?:consists? of|comprises?|is responsible for|are responsible for|is based on|means|defined as|such as"
    r"|for example|for instance|e\.g\.|because|helps|allows|enables|lets)\b[^.;]{0,60}$"
    r"|\b(?:in order to|so that)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_PROMISED = re.compile(
    rf"\b(?:(?:{AIM}|{MEASURE}|{PLAN}|deliverable|milestone|output|next step|to-?do|task|undertaking)s?"
    r"|priorit(?:y|ies))\b"
    r"[^.;]{0,80}[:：]\s*$"
    r"|\bwe (?:commit|pledge|undertake|plan|intend|aim)\b|\b(?:agreed|resolved|decided)\b",
    re.IGNORECASE,
)
_PAST_YEAR = re.compile(
    r"\b(?:last year|so far|to date|already|previously|since (?:19|20)\d\d|over the (?:past|last))\b"
)


def mood(lead: str) -> Mood:
    """What the items of a list are, by the sentence that opens it; "" where it leaves that open."""
    if not lead:
        return ""
    if aside(lead, []):
        return "tells"
    if decision(lead) or stated(lead, []):
        return "promises"
    if PERFECT.search(lead) or past_tense(lead) or _PAST_YEAR.search(lead) or _TOLD.search(lead):
        return "tells"
    return "promises" if _PROMISED.search(lead) else ""
