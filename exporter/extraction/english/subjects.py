"""The named unit or person that is the subject of an undertaking: `City IT will …`."""

from __future__ import annotations

import re

from exporter.extraction.english.unit_names import TOPICS, names
from exporter.extraction.english.words import MEETING_VERBS, VERBS, gerunds
from exporter.model import Owners

NAME = r"(?:[A-Z][\w.&'’-]*|[A-Z]{2,})"


_SUBJECT = re.compile(
    rf"(?:(?:^|[,;:.]\s|\bcommitment\s|\b(?:that|and)\s)(?:the\s|The\s)?"
    rf"|(?<!from\s)(?<!\bof\s)(?<!\bby\s)(?<!\bin\s)(?<!with\s)(?<!\bto\s)(?<!for\s)(?<!\bon\s)(?<!\bat\s)"
    rf"\b[Tt]he\s)(?P<name>{NAME}(?:(?:,\s|/\s?|,?\s(?:of|for|and|the|of\sthe|and\sthe|on|&)\s"
    rf"|\s){NAME}){{0,9}}(?:\s\([\w .&-]{{1,40}}\))?)"
    r"(?:,\s(?:in (?:partnership|collaboration|cooperation|coordination) with|together with"
    r"|with support from|supported by|jointly with)\s(?P<with>[^,]{2,120}),)?"
    r"\s(?:also\s|jointly\s|then\s)?(?:(?:will|shall|must|is to|are to)(?!\s(?:also\s|not\s|then\s|all\s)?"
    r"be\s(?!responsible|in charge|leading))|to (?P<verb>[a-z-]+)|commits? to"
    r"|plans? to|aims? to|intends? to|pledges? to|undertakes? to|agreed to|undertook to"
    r"|(?:proposes|seeks|expects|wants|agrees|hopes) to|is responsible for|are responsible for)\b"
)


_COMMON_WORDS = """
aim aims actions
success citizens residents officials schools students teachers parents farmers workers employees staff users
customers suppliers contractors partners stakeholders experts volunteers businesses firms banks hospitals
departments ministries agencies municipalities communities organisations organizations institutions universities
regulators inspectors feedback results funding training guidance implementation data services everybody families
households drivers visitors tenants landlords owners operators providers producers young children women men
exports imports emissions prices rents fares costs taxes revenues jobs homes buildings trees buses trains ferries
roads streets schools applicants grants projects reports reviews meetings events workshops materials measures
"""


_COMMON = frozenset(_COMMON_WORDS.split())
"""Words that open sentences with a capital letter and name nobody in particular."""


NOT_OWNER = re.compile(
    r"^(?:we|it|this|that|these|those|they|he|she|i|you|there|our|its|their|each|all|some|many|by|in"
    r"|to|for|with|as|when|while|if|through|under|during|over|from|at|on|after|before|since|once"
    r"|together|companies|government|governments|members?|states?|countries|cities|city"
    r"|company|group|authorities|people|participants|parties|signatories|action|task|next"
    r"|continue|however|further|also|additionally|finally|phase|step|stage|work|works|everyone|nobody"
    r"|progress|efforts?|q[1-4]|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|a|an|no|both|what|who|how|where|which|milestone|target|goal|ability|access"
    r"|need|time|decision|information|steps?|support|commitment|budget)$",
    re.IGNORECASE,
)


_THING = re.compile(
    (
        r"\b(?:plan|programme|program|strategy|project|initiative|framework|act|bill|platform|portal|fund"
        r"|roadmap|policy|system|report|database|register|registry|scheme|campaign|service|agreement"
        r"|charter|law|budget|tool|dashboard|website|app|line|station|bridge|hub|park|road|street|index"
        r"|standard|code|award|awards|week|day|conference|summit|meeting|phase \w+|project \w+|target"
        r"|targets|goal|goals|emissions|data)$"
    ),
    re.IGNORECASE,
)


_BODY_WORDS = (
    r"(?:department|ministry|office|agency|authority|bureau|council|board|commission|committee|secretariat|unit|team"
    r"|division|directorate|institute|task ?force|working group|steering group|expert group|panel|ombudsman)"
)
_BODY = re.compile(rf"\b{_BODY_WORDS}$", re.IGNORECASE)
"""`Information Technology Department`: its last word says that it is a body, whatever its first word is."""
_BODY_FIRST = re.compile(rf"(?:Sub-?committee|Centre|Center|Service|Treasury|(?i:{_BODY_WORDS}))\s(?:of|on|for)\b")
"""`Subcommittee on Open Data`: so does its first."""
_CALLED = re.compile(
    rf"(?:By [^,]{{3,40}}, )?(?:[Aa]n?|[Tt]he)\s(?P<name>(?:(?!public\b|new\b)[a-z-]+\s){{1,3}}?"
    rf"(?:{_BODY_WORDS}|reviewer|evaluator|auditor|assessor|consultant|coordinator|commissioner))"
    r"\s(?:will|shall|is to)\s(?!(?:also\s|then\s|not\s)?be\s)"
)
"""`An independent reviewer will assess …`: a body or a post without a name of its own."""


_ONE_FIRM = re.compile(r"[A-Z][\w’'-]*\s&\s[A-Z][\w’'-]*")
_SINGULAR = re.compile(
    r"\s(?:is|(?:commit|plan|aim|intend|pledge|undertake|propose|seek|expect|want|agree|hope)s)\s[a-z]+\b"
)
"""`Marks & Reed aims to …`: the verb says that the two names are one firm."""


def a_body(name: str) -> bool:
    """Whether a name says itself that it is a body: `Ministry of Justice`, `Serious Fraud Office`."""
    return bool(_BODY.search(name) or _BODY_FIRST.match(name))


def owned(name: str) -> bool:
    """Whether a name can be somebody's rather than a thing's: `Clerk`, not `Youth Strategy`."""
    thing = _THING.search(name) and not _BODY_FIRST.match(name)
    return not NOT_OWNER.match(name) and not thing and name.lower() not in _COMMON


def verbal(name: str) -> bool:
    """Whether what looks like a name is a verb in front of an infinitive: `Looking to grow`, `Continue to publish`."""
    word = name.lower()
    return (
        word in VERBS
        or word in gerunds()
        or word in {"looking", "resolved", "agreed", "decided", "according", "due", "thanks", "owing", "trying"}
    )


_ABSTRACT = re.compile(r"[A-Z][a-z]+(?:tion|sion|ment|ness|ity|ance|ence|ing|ship|ure|age|ism|acy)s?")
_OFFICES = frozenset({"management", "administration", "parliament", "government", "secretariat"})


_ADVERB = re.compile(
    r"^(?:\w+ly|Last|First|Second|Third|Next|Further|Then|Instead|However|Moreover|Furthermore|Also|In addition"
    r"|Going forward|Looking ahead|In turn|As a result|As part of this),\s"
)
"""`Specifically, the board will …`: the adverb is nobody."""


_LABELLED = re.compile(r"\W{0,4}(?:actions?|to[- ]?do|ap\s?\d*)\b[^:\n]{0,8}:", re.IGNORECASE)


def _abstract(name: str, *, opens: bool) -> bool:
    """`Failure`, `Attendance` at the head of a sentence; `Procurement` and `Housing` are departments."""
    small = name.lower()
    return opens and bool(_ABSTRACT.fullmatch(name)) and small not in TOPICS and small not in _OFFICES


def subject(text: str) -> Owners:
    """The named unit or person that undertakes (`City IT will …`); nobody for `we`, `the government`, a plan."""
    text, labelled = _ADVERB.sub("", text), bool(_LABELLED.match(text))
    found = next(
        (
            match
            for match in _SUBJECT.finditer(text[:400])
            if not match["verb"] or labelled or (match["verb"] in VERBS | MEETING_VERBS and not verbal(match["name"]))
        ),
        None,
    )
    if found is None:
        called = _CALLED.match(text)
        return Owners((called["name"],)) if called else Owners()
    one = _ONE_FIRM.fullmatch(found["name"]) and _SINGULAR.search(found[0])
    leads = tuple(
        name
        for name in ((found["name"],) if one else names(found["name"]))
        if not _abstract(name, opens=found.start("name") == 0) and owned(name)
    )
    first = found["name"].split()[0]
    if not leads or (
        NOT_OWNER.match(first)
        and first.lower() not in {"city", "group", "states", "members", "government"}
        and not _BODY.search(found["name"])
    ):
        return Owners()
    return Owners(leads, names(found["with"]) if found["with"] else ())
