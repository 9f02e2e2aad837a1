"""Commitment or not: what an English sentence does."""

from __future__ import annotations

import re
from dataclasses import replace

from exporter.extraction.english import furniture
from exporter.extraction.english.dates import Dated, calendar_of, dated
from exporter.extraction.english.opening import Opening, opening
from exporter.extraction.english.words import pasts
from exporter.extraction.grammar import Around, Verdict

_WILL = re.compile(r"\b(?P<modal>will|shall|must)\b(?:['’]ll)?|(?<=\w)['’]ll\b|\bwon['’]t\b", re.IGNORECASE)
_WILL_NOUN = re.compile(
    r"\b(?:political|good|free|ill|people['’]s|the|a|their|our|of|his|her|living|strong|collective)\s(?:political\s)?$",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"""\b(?:
    (?:is|are|am|remains?|stays?|stands?|being)\s(?:\w+ly\s|also\s|still\s|now\s){0,2}(?:committed|dedicated|determined|resolved)\sto
    | (?:re)?(?:commits?|pledges?|promises?|undertakes?|vows?)\s(?:(?:itself|ourselves|themselves)\s)?(?:to\b|that\b)
    | reaffirms?\s(?:its|our|their|the)\scommitment
    | (?<![Tt]he\s)(?<![Oo]ur\s)(?<![Ii]ts\s)(?<!\b[Nn]o\s)(?<!heir\s)(?<!hese\s)(?<!\bany\s)(?<!\bnew\s)
        (?:aims|plans|intends|seeks|strives|endeavou?rs|wants|hopes|proposes|resolves|agrees)\s(?:to\s(?!thank|stress|emphasi[sz]e|apologi[sz]e|point|say|express|note|see\b)|at\s\w+ing\b)
    | (?:\b[Ww]e|\bI|\b[Tt]hey|\band|\balso|\bnow|\btherefore|\bfurther|(?<!th)\w(?<!s)ly|[a-z]{3,}(?<!thi)s|\b[A-Z]{2,6})\s(?:also\s|now\s|further\s|both\s|all\s|\w+ly\s)?
        (?:aim|plan|intend|seek|strive|endeavou?r|want|hope|propose|expect|resolve|agree)\s(?:to\s(?!thank|stress|emphasi[sz]e|apologi[sz]e|point|say|express|note|see\b)|at\s\w+ing\b)
    | \b(?:aims?|strives?)\sfor\s
    | (?:is|are|['’]re)\s(?:\w+ly\s|also\s|now\s){0,2}(?:aiming|planning|intending|seeking|striving|working|looking)\s(?:to(?:wards?)?|on|for)\s(?=\w+(?:ing)?\b)
    | (?:is|are)\s(?:\w+ly\s|also\s|now\s)?(?:going|due|scheduled|planned|set|slated|required|mandated|tasked|targeted)\sto\s
    | (?:is|are)\s(?:expected|anticipated)\sto\s(?:be\s(?:completed|delivered|published|finished|finali[sz]ed|operational|ready|launched|opened)|open|launch|start|report)
    | (?:is|are)\s(?:hereby\s)?to\s(?!be\s(?:found|seen|expected|welcomed|commended|congratulated)|blame|some|this|a|the)(?:\w+\s)
    | (?:goal|target|aim|objective|ambition|intention|plan|priority|pledge|commitment|aspiration|task)s?
        (?:\s(?:for|by|in)\s\d{4})?\s(?:is|are|remains?|will\sbe)\s(?:still\s|now\s)?(?:to\b|that\b|for\b)
    | (?:goal|target|aim|objective|ambition|pledge|commitment)s?\s(?:of|to)\s(?=\w+ing\b|\d|[a-z]+\s)
    | (?:target(?:s|ing)|aiming\sfor|aims?\sfor)\s(?:a\s|an\s|at\sleast\s)?(?:\$|\d)
    )""",
    re.VERBOSE,
)
_SET_TARGET = re.compile(
    r"\b(?:set|sets|setting|adopt(?:ed|s)?|announc(?:ed|es)|made|makes|have|has|approved)\s(?:\w+\s|\d{4}\s|[\w-]+\s){0,5}(?:targets?|goals?|ambitions?|pledges?|commitments?|objectives?|plans?)\s(?:to|of|for|that)\b",
    re.IGNORECASE,
)
_MET = re.compile(
    r"\b(?:exceed(?:ed|s)|met|achieved|surpass(?:ed|es)|missed|reached|beat|beaten|delivered|fell short of|fallen short of|fulfilled|completed|hit"
    r"|support(?:ed|s)|reflect(?:ed|s)|showed|shows|demonstrat(?:ed|es)|on track (?:to|for|with)|ahead of|progress (?:on|towards?|against|made))\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:which|who|whom|whose|where|how|whether|why|what|(?<!so )that|if|unless|when|once|until|because|as|than|before|after)\s(?:[^\s,;]+\s){0,6}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|say|announced|announces|confirmed|confirms|promised|promises|stated|states|agreed|agrees|committed|pledged|decided|decides|resolved|declared"
    r"|reported|noted|explained|told [\w ]{1,20}|ensures?|requires?|ensure|provided|means|pledges?|commits?|undertakes?|is)\s(?:that\s)?(?:[^\s,;]+\s){0,7}$",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:agree[ds]?|decide[ds]?|resolve[ds]?|undertook|offered|volunteered|undertakes)\s(?:by consensus\s|unanimously\s)?(?:to\s\w+|that\s.{1,80}?\b(?:should|would|will|to|shall|be)\b)",
    re.IGNORECASE,
)
_EFFECT = re.compile(
    r"^(?:(?:in turn|together|ultimately|as a result|thus|therefore|also|and|but|by doing so|in this way|over time),?\s){0,2}"
    r"(?:this|that|it|these|those|such|doing so|the (?:result|outcome|effect|benefits?|impact)s?)(?:\s[\w-]+){0,4}?\s(?:will|shall)\s(?:also\s|then\s|in turn\s|\w+ly\s)?"
    r"(?:help|enable|allow|mean|make|give|contribute|lead to|result|benefit|improve|support|ensure|bring|create|strengthen|encourage|foster|facilitate|be (?:important|useful|valuable|key|essential|crucial|critical|especially|particularly|of)|have|require|need|depend|take time|vary|complement|build on|serve)\b",
    re.IGNORECASE,
)
_WORLD = re.compile(
    r"\b(?:demand|temperatures?|population|prices?|costs?|climate change|warming|sea levels?|emissions|economy|inflation|challenges?|risks?|weather|competition|history|time|technology|technologies|"
    r"future|success|failure|consequences|impacts?|effects?|ageing|aging|drought|floods?|experts?|residents|citizens|people|users|readers|visitors|consumers|customers|everyone|nobody|no one|you|many|some|others)\s"
    r"(?:alone\s|also\s)?(?:will|shall|['’]ll)\s(?:\w+ly\s|also\s|still\s|always\s|never\s|only\s|then\s|not\s){0,2}(?:rise|increase|grow|fall|decline|change|continue to (?:rise|grow|increase|change|fall)|be (?!able|given|offered|invited|trained)|remain|benefit|see|find|notice|need|have|want|remember|know|depend|tell|become|affect|lead|require|intensify|worsen|likely|come|go|feel|agree|recall|get|lose|suffer|face|"
    r"say|think|ask|argue|take|show|enjoy|learn|appreciate|play)\b",
    re.IGNORECASE,
)
_LOGISTICS = re.compile(
    r"\b(?:next|following|upcoming) (?:\w+ ){0,3}(?:meeting|session|call|sitting|agm)\b[^.]{0,40}\b(?:will|is|to be|scheduled|planned|on|at)\b"
    r"|\bmeeting (?:will|shall) (?:be held|take place|start|begin|reconvene)\b|\b(?:will|shall) (?:next meet|meet again)\b",
    re.IGNORECASE,
)
_META = re.compile(
    r"\b(?:this|the(?: present| following| remainder of this)?)\s(?:annual\s|progress\s|short\s)?(?:report|document|section|chapter|page|paper|article|guide|guidance|note|brief|briefing|table|list|annex|appendix|figure|summary|overview|book|study|essay|post)s?\s"
    r"(?:below\s|above\s|also\s|will\s|shall\s){0,2}(?:outline|describe|explain|contain|present|show|summari[sz]e|provide|set out|give|list|discuss|focus|examine|cover|look|highlight|review|explore|be structured|be of interest|introduce|identif|aim|seek|detail|document|analy[sz]e|argue)",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might)\s(?:have|be|not|like)\b|\bwithout (?:further |urgent )?(?:action|change|intervention)",
    re.IGNORECASE,
)
_OUTSIDERS = re.compile(
    r"\b(?:you|applicants?|applications?|candidates?|students|participants|visitors|passengers|submissions?|proposals?|claimants?|entries|bidders?|travellers|guests|users?)\s(?:must|will|shall)\b",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|am|does|do|did|can|may|could|might|would|should|will|shall|must|helps?|means|requires|allows|enables|makes|provides|remains|depends|takes|contributes|represents|includes|shows)\b"
)
_PERFECT = re.compile(
    r"\b(?:has|have|had)\s(?:\w+ly\s|also\s|already\s|now\s|since\s|not\s|yet\s|been\s){0,3}(\w+)\b|\b(?:was|were)\b",
    re.IGNORECASE,
)
_PROGRESSIVE = re.compile(
    r"\b(?:is|are|['’]re)\s(?:\w+ly\s|also\s|now\s|already\s){0,2}(?!being\b|nothing\b|during\b)\w{2,}ing\b",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(
    r"\b(?:starts|begins|opens|launches|commences|ends|closes|takes effect|enters into force|goes live|kicks off)\b"
)
_ACTION_MARK = re.compile(
    r"^(?:action(?: item| point)?s?|task|to[- ]?do|next steps?|decision and action|follow[- ]up|deliverable|milestone|commitment|target|goal|objective|pledge)s?\s?(?:[#№]?\d[\d.]{0,6})?\s?[:–—-]\s?(?=\S)",
    re.IGNORECASE,
)
_NAME_TO = re.compile(
    r"^(?:(?:[A-Z][\w.&'’-]*|and|of|the|for|with|all|[A-Z]{2,})(?:,\s|\s)){1,8}?to\s(?:also\s|then\s|\w+ly\s)?(?P<verb>[a-z][a-z-]+)\b(?=\s|$|[.;])"
)
_CHANGE = re.compile(
    r"(?:%|per ?cent|percentage points?|half|third|quarters?|fifth)\s(?:\w+\s){0,2}(?:reduction|increase|improvement|growth|decrease|cut|decline|rise|less|fewer|more|lower|higher|of|renewable|recycled|recyclable|reusable|zero|electric|carbon|green|certified|women|female|local|sustainable|process|coverage|share)\b",
    re.IGNORECASE,
)
_ZERO = re.compile(r"^(?:net[- ]zero|carbon[- ]neutral(?:ity)?|zero)\b", re.IGNORECASE)
_WORDS_ENOUGH = 3
_SHORT = 5


def judge(sentence: str, around: Around) -> Verdict:
    """Commitment or not, by the first rule that speaks."""
    verdict = _judge(sentence, around)
    return replace(verdict, lean=_LEAN.get((verdict.speech, verdict.certain), 0.0))


_LEAN: dict[tuple[str, bool], float] = {
    ("commitment", True): 2.0,
    ("commitment", False): 1.0,
    ("report", True): -1.5,
    ("report", False): -1.0,
    ("other", True): -0.5,
}


def _judge(sentence: str, around: Around) -> Verdict:
    early = furniture.recognise(sentence, around)
    if early:
        return early
    body = furniture.body(sentence)
    calendar = calendar_of(around)
    dates = dated(sentence, calendar)
    soon = [
        item
        for item in dates
        if item.role in {"due", "before"} and not (calendar.year and item.due.year < calendar.year)
    ]
    for rule in (_meta, _stated, _progressive):
        verdict = rule(body, around, soon)
        if verdict:
            return verdict
    return _fragment(sentence, body, around, soon) or _rest(body)


def _other(rule: str, words: str = "", *, certain: bool = True) -> Verdict:
    return Verdict("other", certain, rule, words)


def _meta(body: str, _around: Around, soon: list[Dated]) -> Verdict | None:
    """Sentences about the text, about meetings, about what others must do."""
    found = _META.search(body)
    if found and found.start() < 40:  # noqa: PLR2004  the subject of the sentence
        return _other("about the document itself", found[0])
    if _LOGISTICS.search(body):
        return _other("a meeting, not an undertaking")
    found = _OUTSIDERS.search(body)
    if found:
        return _other("tells the reader what to do", found[0])
    found = _EFFECT.search(body)
    if found and not soon and not re.search(r"\d\s?%", body):
        return _other("says what the effect will be", found[0], certain=False)
    return None


def _stated(body: str, around: Around, soon: list[Dated]) -> Verdict | None:
    """An undertaking said in so many words: will, commit to, aim to, agreed to."""
    for found in _WILL.finditer(body):
        if _main_will(body, found):
            certain = (found["modal"] or "will").lower() != "must"
            return Verdict("commitment", certain, "says what will be done", found[0])
    for found in _INTENT.finditer(body):
        if _main_intent(body, found, soon):
            return Verdict("commitment", rule="states an intention", words=found[0].strip())
    found_set = _SET_TARGET.search(body)
    if found_set and soon and not _MET.search(body[: found_set.start()]):
        return Verdict("commitment", certain=False, rule="sets a target with a date", words=found_set[0])
    agreed = _AGREED.search(body)
    if agreed and not _RELATIVE.search(body[: agreed.start()]) and not body.startswith(("As agreed", "It was noted")):
        return Verdict("commitment", certain=False, rule="a decision to act", words=agreed[0][:40])
    return None


def _main_will(body: str, found: re.Match[str]) -> bool:
    """Whether a modal speaks for the main clause and undertakes something."""
    before = body[: found.start()]
    near = before[-90:]
    if found["modal"] and _WILL_NOUN.search(near[-30:]):
        return False
    if _WORLD.search(body, max(0, found.start() - 30)) or _HYPOTHETICAL.search(near):
        return False
    relative = _RELATIVE.search(near)
    if relative is None:
        return True
    if _SAID.search(near):
        return not re.match(r"(?:is|means|reported|noted|explained)", _SAID.search(near)[0], re.IGNORECASE)  # type: ignore[index]
    # "If funds allow, the city will": the subordinate clause ended at a comma, or a new subject follows it
    return "," in relative[0]


def _main_intent(body: str, found: re.Match[str], soon: list[Dated]) -> bool:
    before = body[: found.start()]
    words = found[0].lower()
    if re.search(
        r"\b(?:the|a|an|this|that|these|those|any|no)\s(?:purpose|aim|objective|goal) of (?:this|the) (?:\w+ )?(?:document|report|paper|section|meeting|page|guide|survey|study|questionnaire)",
        body,
        re.IGNORECASE,
    ):
        return False
    noun = re.match(r"(?:goal|target|aim|objective|ambition|pledge|commitment)s?\s(?:of|to)", words)
    if noun:
        return bool(soon) and not _MET.search(before)
    if _RELATIVE.search(before[-60:]) and not _SAID.search(before[-60:]):
        return False
    if re.match(r"(?:is|are)\s(?:hereby\s)?to\s", words):
        return not re.search(
            r"\b(?:aim|goal|purpose|role|mission|function|challenge|way|idea|point|key|reason|step)s?\b[^,]{0,60}$",
            before,
            re.IGNORECASE,
        ) or bool(re.search(r"\b(?:our|its|their)\s(?:\w+\s){0,3}(?:aim|goal|next step)\b", before, re.IGNORECASE))
    if re.match(r"(?:is|are|['’]re)\s(?:\w+\s){0,2}(?:working|looking)\s", words):
        return bool(soon)
    return True


def _progressive(body: str, _around: Around, soon: list[Dated]) -> Verdict | None:
    """What is under way is a promise once it has an end: `we are doubling the fleet by 2027`."""
    if not soon:
        return None
    found = _PROGRESSIVE.search(body) or _SCHEDULED.search(body)
    if found and not _PERFECT.search(body[: found.start()]):
        return Verdict("commitment", certain=False, rule="under way, with a date", words=found[0])
    return None


def _named_action(body: str) -> re.Match[str] | None:
    """`Ann Smith to circulate the draft`: minutes leave the verb `is` out."""
    found = _NAME_TO.match(body)
    if not found:
        return None
    from exporter.extraction.english.words import VERBS  # noqa: PLC0415

    return (
        found
        if found["verb"]
        in VERBS | {"be", "go", "bring", "confirm", "chase", "email", "ask", "speak", "liaise", "discuss"}
        else None
    )


def _fragment(sentence: str, body: str, around: Around, soon: list[Dated]) -> Verdict | None:
    """What stands without a subject and a finite verb: list items, milestones, targets."""
    marked = _ACTION_MARK.match(sentence)
    named = _named_action(body)
    if named and not _MET.search(body[: named.end()]):
        return Verdict("commitment", certain=True, rule="somebody is to do something", words=named[0])
    if _YOU.search(body):
        return None
    found = opening(body)
    if found:
        return _opened(sentence, body, found, around, soon)
    if _FINITE.search(body) or _past_tense(body):
        return None
    if furniture.reporting(around):
        return None
    if (
        soon
        and len(body.split()) >= _WORDS_ENOUGH
        and not re.match(r"\(?(?:source|updated|published|valid|as of)\b", body, re.IGNORECASE)
    ):
        return Verdict(
            "commitment", certain=False, rule="a result with a date", words=sentence[soon[0].start : soon[0].end]
        )
    change = _CHANGE.search(body[:60]) and re.match(
        r"(?:a |an |at least |up to |over |more than |around |about )?[\d.]+\s?(?:%|per ?cent)|(?:one|two|three)[ -]",
        body,
        re.IGNORECASE,
    )
    if change:
        return Verdict("commitment", certain=False, rule="a target figure", words=body[:40])
    if marked and len(body.split()) >= _WORDS_ENOUGH:
        return Verdict("commitment", certain=False, rule="an item of a list of actions", words=marked[0])
    return None


def _opened(sentence: str, body: str, found: Opening, around: Around, soon: list[Dated]) -> Verdict | None:
    """A fragment that opens with a verb of doing."""
    rest = body[found.end :]
    coded = furniture.coded(sentence)
    if found.form == "gerund" and _FINITE.search(rest):
        return None
    if found.form == "late" and (_FINITE.search(body) or not coded):
        return None
    if found.form == "base" and re.match(r"\s(?:is|are|was|were|has|have|had|will|can)\b", rest):
        return None
    if furniture.reporting(around) and not soon and not coded:
        return _other("stands under a heading that reports", around.section[-1] if around.section else "")
    words = len(body.split())
    promised = coded or bool(soon) or furniture.promising(around)
    if not promised and furniture.title_case(body):
        return Verdict("heading", rule="a heading", words=body[:40])
    closed = body.endswith((".", ";"))
    least = _WORDS_ENOUGH if found.form == "base" else _SHORT
    if not promised and not closed and (words <= least or ":" in sentence[:40]):
        return Verdict("heading", certain=False, rule="a short line without a full stop", words=body[:40])
    return Verdict("commitment", certain=promised or closed, rule="opens with what is to be done", words=found.verb)


_SUBJECT_PAST = re.compile(
    r"\b(?:we|it|they|he|she|i|this|these|that|which|who)\s(?:also\s|then\s|\w+ly\s)?(?P<past>[a-z]+)\b", re.IGNORECASE
)
_PAST_OBJECT = re.compile(r"\b(?P<past>[a-z]+)\s(?:the|a|an|our|its|their|that|to|more than|over|\d|[A-Z])")


def _past_tense(body: str) -> bool:
    """A finite past: after a pronoun, or with an object (`launched the register`, not `register launched by June`)."""
    told = (match["past"] for pattern in (_SUBJECT_PAST, _PAST_OBJECT) for match in pattern.finditer(body))
    return any(word in pasts() and word not in {"set", "put", "cut", "read", "run", "related"} for word in told)


def _rest(body: str) -> Verdict:
    """Nothing promises: a report if it tells of the past, a heading if it says nothing, else an explanation."""
    found = _PERFECT.search(body)
    if found or _past_tense(body):
        return Verdict("report", rule="tells what was done", words=found[0] if found else "")
    if not _FINITE.search(body) and not body.endswith((".", "!", ";")):
        return Verdict("heading", certain=len(body.split()) < 12, rule="has no verb", words=body[:40])  # noqa: PLR2004
    return _other("nothing is undertaken", certain=False)
