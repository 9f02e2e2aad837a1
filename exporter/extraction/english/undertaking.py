"""An undertaking said in so many words: will, commit to, aim to, agreed to; under way with a date."""

from __future__ import annotations

import re

from exporter.extraction.english.classes import AIM, DETERMINER, SITTING
from exporter.extraction.english.dates import Dated
from exporter.extraction.english.modals import CONTACT, RELATIVE, SAID, WILL, main_will
from exporter.extraction.english.tenses import PERFECT
from exporter.extraction.grammar import Verdict

_INTENT = re.compile(
    r"""\b(?:
    (?:\b(?:is|are|am|remains?|stays?|stands?|being)|['’](?:re|m|s))\s(?:\w+ly\s|also\s|still\s
      |now\s){0,2}(?:committed|dedicated|determined|resolved)\sto
    | (?:re)?(?:commits?|pledges?|promises?|undertakes?|vows?)\s(?:(?:itself|ourselves|themselves)\s)?(?:to\b|that\b)
    | (?:has|have)\s(?:also\s|now\s|already\s)?(?:pledged|committed|promised|undertaken)\s(?:itself\s|ourselves\s)?to\s
    | \b[Ww]e\s(?:commit|pledge)\s(?:[\w’']+\s){1,4}to\s(?=\w+ing\b)
    | (?:commits?|pledges?),\s[^,]{3,80},\sto\b
    | reaffirms?\s(?:its|our|their|the)\scommitment
    | (?<![Tt]he\s)(?<![Oo]ur\s)(?<![Ii]ts\s)(?<!\b[Nn]o\s)(?<!heir\s)(?<!hese\s)(?<!\bany\s)(?<!\bnew\s)
        (?:aims|aspires|plans|intends|seeks|strives|endeavou?rs|wants|hopes|proposes|resolves
          |agrees)\s(?:to\s(?!thank|stress|emphasi[sz]e|apologi[sz]e|point|say|express|note|see\b)|at\s\w+ing\b)
    | (?:\b[Ww]e|\bI|\b[Tt]hey|\band|\balso|\bnow|\btherefore|\bfurther|(?<!th)\w(?<!s)ly|[a-z]{3,}(?<!thi)s
      |\b[A-Z]{2,6})\s(?:also\s|now\s|further\s|both\s|all\s|\w+ly\s)?
        (?:aim|aspire|plan|intend|seek|strive|endeavou?r|want|hope|propose|expect|resolve|agree)\s(?:to\s(?!thank
          |stress|emphasi[sz]e|apologi[sz]e|point|say|express|note|see\b)|at\s\w+ing\b)
    | \b(?:aims?|strives?)\sfor\s
    | (?:is|are|['’]re)\s(?:\w+ly\s|also\s|now\s){0,2}(?:aiming|planning|intending|seeking|striving|working
      |looking)\s(?:to(?:wards?)?|on|for)\s(?=\w+(?:ing)?\b)
    | (?:is|are)\s(?:\w+ly\s|also\s|now\s)?(?:going|due|scheduled|planned|set|slated|required|mandated|tasked
      |targeted)\sto\s
    | (?:is|are)\s(?:expected|anticipated)\sto\s(?:be\s(?:completed|delivered|published|finished|finali[sz]ed
      |operational|ready|launched|opened)|open|launch|start|report)
    | (?:is|are)\s(?:hereby\s)?to\s(?!be\s(?:found|seen|expected|welcomed|commended|congratulated)|blame|some|this|a
      |the)(?:\w+\s)
    | (?:goal|target|aim|objective|ambition|intention|plan|priority|pledge|commitment|aspiration|task)s?
        (?:\s(?:for|by|in)\s\d{4})?\s(?:is|are|remains?|will\sbe)\s(?:still\s|now\s)?(?:to\b|that\b|for\b)
    | (?:goal|target|aim|objective|ambition)s?\s(?:for\s[^,.;]{1,30}\s|by\s\d{4}\s|in\s\d{4}\s)?(?:is|are
      |remains?)\s(?:now\s|at\sleast\s|no\smore\sthan\s|a\s|an\s)?(?:[$€£]?\d|net[- ]zero|zero|carbon[- ]neutral)
    | (?:goal|target|aim|objective|ambition|pledge|commitment)s?\s(?:of|to)\s(?=\w+ing\b|\d|[a-z]+\s)
    | (?:goal|target|aim|objective|ambition|commitment|pledge|priorit)(?:s|ies)\s[^.;:]{0,60}?\binclude:?\s
      (?:(?:\w+ing|to\s\w+)\b|an?\s\d|\d)
    | \b(?:strategy|plan|programme|program|roadmap|policy|initiative)\s(?:also\s)?(?:includes|involves|calls\sfor
      |provides\sfor|envisages|foresees|seeks|targets)\s(?=\w+ing\b)
    | \b[Ii]t\s(?:also\s)?(?:seeks|envisages|foresees|calls\sfor|includes)\s
      (?=\w+ing\b|[^.;]{3,160}\d\s?(?:%|per\s?cent))
    | (?:target(?:s|ing)|aiming\sfor|aims?\sfor)\s(?:a\s|an\s|at\sleast\s)?(?:\$|\d)
    )""",
    re.VERBOSE,
)


_SET_TARGET = re.compile(
    (
        r"\b(?:set|sets|setting|adopt(?:ed|s)?|announc(?:ed|es)|made|makes|have|has|approved)\s(?:\w+\s"
        r"|\d{4}\s|[\w-]+\s){0,5}(?:targets?|goals?|ambitions?|pledges?|commitments?|objectives?"
        r"|plans?)(?:\s[-–—]|,|:)?\s(?:to|of|for|that)\b"
    ),
    re.IGNORECASE,
)


MET = re.compile(
    r"\b(?:exceed(?:ed|s)|met|achieved|surpass(?:ed|es)|missed|reached|beat|beaten|delivered"
    r"|fell short of|fallen short of|fulfilled|completed|hit"
    r"|support(?:ed|s)|reflect(?:ed|s)|showed|shows|demonstrat(?:ed|es)|on track (?:to|for|with)"
    r"|ahead of|progress (?:on|towards?|against|made))\b",
    re.IGNORECASE,
)


_AGREED = re.compile(
    (
        r"\b(?:agree[ds]?|decide[ds]?|resolve[ds]?|undertook|offered|volunteered"
        r"|undertakes)\s(?:by consensus\s|unanimously\s)?(?:to\s"
        r"(?!(?:accept|approve|note|receive|confirm|decline|reject|defer)\b)\w+"
        r"|that\s(?:(?!\b(?:was|were|is|are|had|has|have|did)\b).){1,80}?\b(?:should|would|will|to|shall|be(?!\s(?:accepted|approved|noted|received|confirmed|declined"
        r"|rejected|deferred)))\b)"
    ),
    re.IGNORECASE,
)


_PROGRESSIVE = re.compile(
    r"\b(?:is|are|['’]re)\s(?:\w+ly\s|also\s|now\s|already\s){0,2}(?!being\b|nothing\b|during\b)\w{2,}ing\b",
    re.IGNORECASE,
)


_SCHEDULED = re.compile(
    r"\b(?:starts|begins|opens|launches|commences|ends|closes|takes effect|enters into force|goes live|kicks off)\b"
)


def stated(body: str, soon: list[Dated]) -> Verdict | None:
    """An undertaking said in so many words: will, commit to, aim to, agreed to."""
    for found in WILL.finditer(body):
        if main_will(body, found):
            certain = (found["modal"] or "will").lower() != "must"
            return Verdict("commitment", certain, "says what will be done", found[0])
    for found in _INTENT.finditer(body):
        if _main_intent(body, found, soon):
            return Verdict("commitment", rule="states an intention", words=found[0].strip())
    found_set = _SET_TARGET.search(body)
    if found_set and soon and not any(told.search(body[: found_set.start()]) for told in (MET, RELATIVE, _ONCE)):
        return Verdict("commitment", certain=False, rule="sets a target with a date", words=found_set[0])
    meant = _MEANT.search(body)
    if (
        meant
        and (soon or _SHARE.search(body))
        and not any(told.search(body[: meant.start()]) for told in (MET, RELATIVE))
    ):
        return Verdict("commitment", certain=False, rule="means to be something by a date", words=meant[0])
    agreed = decision(body)
    if agreed:
        sure = bool(_SAT.match(body)) and not re.search(r"\b(?:19|20)\d\d\b", body[: agreed.start()])
        return Verdict("commitment", certain=sure, rule="a decision to act", words=agreed[0][:40])
    return None


_SAT = re.compile(
    rf"(?:It was|(?:The\s)?(?:{SITTING})|[A-Z]{{2,3}}|(?:Cllr|Mr|Mrs|Ms|Dr)\.?\s[A-Z]\w+)\s"
    r"(?:also\s|then\s|therefore\s|unanimously\s)?(?:agreed|resolved|decided|undertook|offered|volunteered)\b",
    re.IGNORECASE,
)
"""`The committee agreed …`: minutes, whose reports around it do not make a report of it."""


def decision(body: str) -> re.Match[str] | None:
    """What was agreed or announced for the future: `the club agreed to lower the fee`."""
    agreed = _AGREED.search(body) or _SAID_WOULD.search(body)
    if not agreed or RELATIVE.search(body[: agreed.start()]) or body.startswith(("As agreed", "It was noted")):
        return None
    return agreed


def _main_intent(body: str, found: re.Match[str], soon: list[Dated]) -> bool:
    """Whether words of intent speak for the main clause: not of a document's purpose, not of a goal that was met."""
    before, words = body[: found.start()], found[0].lower()
    if (
        CONTACT.search(before)
        or _NOUN_PLANS.search(before)
        or _PURPOSE.search(body)
        or (_BELIEF.match(body) and not soon)
        or (_NEEDED.search(before) and "required" in words)
        or (re.search(r"\bshould\b", before))
        or _OTHERS.match(body)
        or _OPENS_PAST.match(before)
        or (_GOAL_NOUN.match(words) and _THEN_DONE.search(body, found.end()))
    ):
        return False
    if _GOAL_NOUN.match(words) and not (_AIMS.match(words) and not _DETERMINER.search(before)):
        if _DETERMINED.search(before[-40:]) or before.strip():
            return (
                bool(soon)
                and not any(told.search(before) for told in (MET, _WE_DID, _ONCE))
                and not RELATIVE.search(before[-60:])
            )
        if words.split()[-1] == "of":
            return False
    if (_DEFINES.match(before) and not soon) or (RELATIVE.search(before[-60:]) and not SAID.search(before[-60:])):
        return False
    if _TO_BE.match(words):
        return not _AIM_BEFORE.search(before) or bool(_OUR_AIM.search(before))
    return bool(soon) if _WORKING.match(words) else True


_SHARE = re.compile(r"\b(?:by|to)\s(?:at least\s|up to\s)?\d[\d.]*\s?(?:%|per ?cent)")
_ONCE = re.compile(r"\b(?:previously|originally|initially|formerly|at first)\b", re.IGNORECASE)
_MEANT = re.compile(
    r"\b(?:focus|roadmap|journey|path|pathway|mission|vision|strategy|plan)\sto\s(?:become|be|reach|achieve|get)\b"
    r"|^(?!(?:in|since|back in)\s(?:\w+\s)?(?:19|20)\d\d).*\b(?:we|it|they|company|group|firm|government|ministry"
    r"|council|city|state|authorities)\s(?:also\s)?(?:committed|pledged|promised)\sto\s",
    re.IGNORECASE,
)
_SAID_WOULD = re.compile(
    r"\b(?:said|announced|confirmed|promised|added|pledged)\s(?:that\s)?(?:by\s[^,.;]{3,30}?\s)?(?:it|they|he|she|[A-Z]{2,6}|the\s[\w-]+)\swould\s"
    r"(?:also\s|then\s)?(?!not\b|have\b|like\b|need\b|cost\b|mean\b|be\s(?!(?:\w+ing|launched|opened|built)\b))"
)
"""`The group said it would plant …`: what was announced for the future."""
_WE_DID = re.compile(
    r"^\W*(?:In\s(?:[A-Z][a-z]+\s)?\d{4},?\s)?(?:[Ww]e|[Ii]t|[Tt]hey)\s(?:also\s)?(?!(?:announc|commit|pledg|adopt|need|aim|agre|publish)ed\b)\w+ed\s"
)
_DEFINES = re.compile(
    r"(?:An?\s)?(?:[\w-]+\s){1,6}(?:is|are)\s(?:an?\s|the\s)?(?!to\b|committed|determined|dedicated|resolved)[^,;]*\band\s$"
)
"""`A circular economy is restorative and aims to …` explains."""
_BELIEF = re.compile(
    r"(?:we|i|they)\s(?:also\s|all\s|strongly\s|firmly\s)?(?:believe|think|feel|recogni[sz]e|know|understand|acknowledge|appreciate"
    r"|welcome|agree that)\b(?!.*\bwe\b)",
    re.IGNORECASE,
)
_NEEDED = re.compile(
    r"\b(?:approach|efforts?|changes?|action|investment|work|more|shift|time|much|it|progress)\b[^,;]{0,60}$",
    re.IGNORECASE,
)
"""`More is required to …` states a need."""
_PURPOSE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|any|no)\s(?:purpose|aim|objective|goal) of (?:this|the) (?:\w+ )?"
    r"(?:document|report|paper|section|meeting|page|guide|survey|study|questionnaire)",
    re.IGNORECASE,
)
_NOUN_PLANS = re.compile(r"(?:\b(?:develop|make|made|ha[sd]|have|draw|drew|drawn|with|no|some|new|any)\w*\s(?:up\s)?)$")
"""`They began to develop | plans to buy the land`: a noun."""
_OTHERS = re.compile(r"According to\b")
"""`According to the panel …`: what somebody else holds."""
_OPENS_PAST = re.compile(r"(?:[A-Z]\w+ed|Made|Set|Told)\s(?:the\s|our\s|its\s|new\s)?$")
"""`Presented plans to …`: a list of what was done."""
_THEN_DONE = re.compile(
    r",\s(?:we|it|they|the\s[\w-]+)\s(?:have|has)\s(?:\w+ly\s|also\s|already\s|now\s)?\w+(?:ed|en|un|ade|ent|uilt)\b"
)
"""`As part of our goal to …, we have begun …`: the goal is only the frame of what was done."""
_GOAL_NOUN = re.compile(rf"(?:{AIM})s?\s(?:of|to)")
_AIMS = re.compile(r"(?:aim|pledge)s?\sto\b")
_DETERMINER = re.compile(
    r"\b(?:the|a|an|our|its|their|this|that|these|my|your|his|her)\s(?:(?:[a-z]+-term|key|main|overall|stated|shared|new)\s)?$",
    re.IGNORECASE,
)
_DETERMINED = re.compile(rf"\b(?:{DETERMINER}|new|\w+['’]s)\s(?:[\w-]+\s){{0,3}}$")
_TO_BE = re.compile(r"(?:is|are)\s(?:hereby\s)?to\s")
_AIM_BEFORE = re.compile(
    r"\b(?:aim|goal|purpose|role|mission|function|challenge|way|idea|point|key|reason|step)s?\b[^,]{0,60}$",
    re.IGNORECASE,
)
_OUR_AIM = re.compile(r"\b(?:our|its|their)\s(?:\w+\s){0,3}(?:aim|goal|next step)\b", re.IGNORECASE)
_WORKING = re.compile(r"(?:is|are|['’]re)\s(?:\w+\s){0,2}(?:working|looking)\s")


def progressive(body: str, soon: list[Dated]) -> Verdict | None:
    """What is under way is a promise once it has an end: `we are doubling the fleet by 2027`."""
    if not soon:
        return None
    found = _PROGRESSIVE.search(body) or _SCHEDULED.search(body)
    if found and not PERFECT.search(body[: found.start()]):
        return Verdict("commitment", certain=False, rule="under way, with a date", words=found[0])
    return None
