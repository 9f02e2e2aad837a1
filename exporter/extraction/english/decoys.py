"""Figures that measure nothing promised: names, ordinals, dates, ages, baselines, last year's values."""

from __future__ import annotations

import re

from exporter.extraction.english.points import Calendar, points

Span = tuple[int, int]

_N = r"\d+(?:[.,]\d+)*[a-z]?(?![\w%])"
_NAMES = re.compile(
    rf"""(?:
    \b(?:scopes?|goals?|sdgs?|sections?|articles?|arts?\.|phases?|tiers?|levels?|chapters?|annex(?:es)?|figures?
      |tables?|steps?|milestones?|priorit(?:y|ies)|pillars?
      |categor(?:y|ies)|groups?|types?|versions?|bills?|resolutions?|directives?|regulations?|no\.|nos\.|numbers?
        |rooms?|iso(?:/iec)?|pages?|pp?\.|routes?|highways?|class(?:es)?|grades?|stages?
      |zones?|wards?|districts?|tracks?|streams?|options?|items?|points?|questions?|appendix|appendices|schedules?
        |clauses?|rules?|part|parts|covid|top|fortune|agenda|vision|horizon|roadmap|euro|title
      |paragraphs?|chapters?|recommendations?|en|iec|rfc|din|bs|esrs|gri|ifrs|ias|pm|co|windows|platform|building
        |floor|bus|line|lines|terminal|gate|unit|lot|block|module|key\sstage|year|years|form|quarter|week|day
        |session|round|wave|cohort|edition|volume|vol\.|issue|target\sno\.)
      [\s#-]{{0,2}}{_N}(?!\s(?:%|per\scent))(?:\s?[\u2013-]\s?{_N}|(?:,\s|\s(?:and|or|to|&)\s|,\s(?:and
        |or)\s){_N}(?!\s(?:(?!emissions)[a-z]{{3,}}s\b|%|per\scent|million|billion|thousand))){{0,12}}
    | \b(?-i:Targets?|Objectives?|Actions?|Commitments?|Initiatives?|Outcomes?|Outputs?|Activit(?:y|ies)|Measures?
      |Strategy|Priority)\s\#?\d{{1,3}}(?:\.\d{{1,3}})*[a-z]?(?=[\s:.,;)\u2013-]|$)(?!\s[a-z]+s\b)(?!\s?%)
    | \b(?:phase|stage|tier|step|part|pillar|level|goal|option|number|priority|day|year|chapter|scope
      |scopes)\s(?:one|two|three|four|five|six|seven|eight|nine|ten)\b
    | \b\d{{1,2}}(?:[:.]\d\d)?\s?(?:a\.?m\b|p\.?m\b|o['’]clock) | \b\d{{1,2}}:\d\d(?::\d\d)?\b
    | \b24\s?[/x]\s?7\b | \b\d{{1,3}}/\d{{1,3}}\b
    | \b\d{{1,5}}(?:st|nd|rd|th)\b | (?-i:\b\d{{1,3}}[GD]\b | \b(?!(?:USD|EUR|GBP|CAD|AUD|NZD|HKD|SGD|CHF|JPY|CNY
      |RMB|INR|SEK|NOK|DKK|ZAR|BRL|MXN|TO|BY|AT|OF|IN|THE|AND|OR|ON|FOR|NO
      |LEAST)\b)[A-Z]{{1,5}}[-\s]?\d{{1,4}}\b(?!\s(?:million|billion|bn|m\b|k\b)|\s?%))
    | (?:\+|\b00)\d[\d\s()-]{{6,18}}\d | \(\d{{3}}\)\s?\d{{3}}[-\s]\d{{4}} | \b\d{{3}}[-.]\d{{3}}[-.]\d{{4}}\b
      | \b\d{{3,4}}[-\s]\d{{4}}\b(?!\s(?:[a-z]|%)) | \bRegulation\s\(EU\)\s\d+/\d+
    | \b(?:aged?|ages|over-|under-|under\sthe\sage\sof|over\sthe\sage\sof)\s?\d{{1,3}}s?(?:\s?(?:to|and|-
      |\u2013)\s?\d{{1,3}})?(?:\sand\s(?:over|above|under|older|younger))?\b
    | \b(?:under|over)[\s-]\d{{1,2}}s\b | \b\d{{1,3}}(?:\s?(?:to|-|\u2013)\s?\d{{1,3}})?[\s-](?:year
      |month)s?[\s-]olds?\b | \b\d{{1,3}}\syears\sof\sage\b
    | \b(?:children|people|residents|adults|women|men|youth|persons|workers|citizens|those)\s(?:aged\s)?(?:under
      |over|above|below)\s(?:the\sage\sof\s)?\d{{1,3}}\b
    | (?:[\u2212-]|\b)\d[\d.]*\s?(?:\u00b0|\u00ba|degrees?\b)\s?(?:C|F|Celsius|Fahrenheit)?
    | \b(?:one|two|three|four|five|six|seven|eight|nine|\d{{1,2}})\sin\s(?:one|two|three
      |four|five|six|seven|eight|nine|ten|\d{{1,3}})\b
    | \b(?:\d{{1,4}}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)-(?:year|month|week|day|hour|minute
      |point|step|stage|way|page|star|storey|story|bed|metre|meter|mile|kilometre|km|part|person|member|seat|strong
      |fold|tier|lane|digit|term|time|size|stop|pronged|room|party|man|woman|phase|track|level|bedroom|class|place
      |unit|megawatt|mw|acre|hectare)\w*
    | \b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,3}})\s(?:consecutive|times|of\s(?:the|these|those
      |our|its|which|whom|them))\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PAREN = re.compile(
    (
        r"\([^()]{0,80}\b(?:baseline|base year|current(?:ly)?|was|were|in (?:19|20)\d\d|(?:19|20)\d\d:"
        r"|previously|from|up from|down from|vs\.?|versus|as of|actual|today)\b[^()]{0,80}\)|\((?:19"
        r"|20)\d\d: [^()]{0,40}\)"
    ),
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"""\b(?:
    compared\s(?:to|with)|relative\sto|versus|vs\.?|up\sfrom|down\sfrom|instead\sof|rather\sthan|against\s(?:the|a
      |an|our|its)\b|over\s(?:pre-?industrial|19\d\d|20\d\d)
    | (?:(?:is|are|was|were|or|about|being)\s(?:the\s)?|[,(]\s?(?:the\s)?)equivalent\s(?:of|to)|equal\sto|the\ssize\sof
    | (?:building|based|drawing|following|further)\s(?:on|to)|in\saddition\sto|on\stop\sof|beyond\sthe
      |required\s(?:for|to)|aligned\swith|in\sline\swith|consistent\swith|validated\sby|reflective\sof
    | (?:which|that|who)\s(?:has|have|had|was|were|(?<=which\s)(?:is|are)|(?<=who\s)(?:is|are)
        |(?:is|are)(?!\s\d)|currently|already|now)\s
      | (?<!to\s)(?<!and\s)(?<!will\s)(?<!should\s)(?:has|have|had)\s(?:already\s|now\s|so\sfar\s)?
        (?!(?:also\s)?(?:committed|pledged|agreed|promised|(?:made|set)\s(?:a|an|its|our)\s(?:[\w-]+\s)?(?:commitment|pledge|goal|target))\b)\w+(?:ed|ent|ilt
      |old|ade)\b | currently | at\spresent | already | so\sfar | to\sdate
    | last\syear(?:['’]s)? | in\sthe\s(?:last|past)\b | over\sthe\s(?:last|past)\b | since\s(?:19|20)\d\d
      | the\sprevious\s | (?:was|were)\s(?!(?:agreed|resolved|decided)\b)
      | an?\saverage\sof\s(?=[^,]*\blast\b) | after\s(?!the\send)\w+ing\b
      | having\s\w+(?:ed|t)\b | out\sof\s(?:a\stotal\sof|the)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[,;:]\s|\)|\bby at least\b|\bto at least\b|\b(?:we|and|but|it|they|the \w+)\s(?:also )?(?:will"
    r"|shall|aim|plan|commit|intend)|\b(?:by|to) (?:an? )?(?=\d+(?:\.\d+)?\s?(?:%|per ?cent))"
    r"|\b(?=will\b)"
)
_FROM_TO = re.compile(
    (
        r"\bfrom\s(?:around\s|about\s|the current\s|approximately\s"
        r"|some\s)?(?P<base>[$€£]?\d[\d,.]*(?:\s?%|\s?per cent|\s?percent|\s(?:million"
        r"|billion))?)(?:\s[a-z]+(?=\sto\s\d))?(?:\s(?:in|of)\s(?:[\w-]+\s?){1,4})?(?=\s(?:to|and)\b|\s?\(|[.,;]|$)"
    ),
    re.IGNORECASE,
)
_COUNTED_YEAR = re.compile(
    r"\s(?!(?:baseline|base|levels?|targets?|goals?|budget|plan|progress|report|and|or|to|by|with|we"
    r"|the|a|an|our|will|in|for|edition|onwards?|census|election|strategy|values?|as|compared|from|at"
    r"|of|is|are|through|on|has|have|it|they|all|this|emissions|climate)\b|[\w-]+(?:\s[\w-]+)?\s(?:targets?|goals?"
    r"|baselines?|ambitions?|commitments?|objectives?)\b)[a-z]{3,}s\b"
)
_YEAR_LEAD = re.compile(
    (
        r"\b(?:in|by|of|since|from|until|before|after|to|for|during|january|february|march|april|may|june"
        r"|july|august|september|october|november|december|early|late|mid|end|end of|year|fy|and"
        r"|through)[\s-]$"
    ),
    re.IGNORECASE,
)


def _dates(text: str, calendar: Calendar) -> list[Span]:
    spans = []
    for point in points(text, Calendar(calendar.year or 2000, calendar.published, calendar.day_first)):
        counted = (
            point.shape == "year"
            and _COUNTED_YEAR.match(text, point.end)
            and not _YEAR_LEAD.search(text[max(0, point.start - 12) : point.start])
        )
        if not counted:
            spans.append((point.start, point.end))
    return spans


_SPAN_WORDS = re.compile(
    (
        r"\b(?:within|over|for|in|every|during|at least|up to|after|of|than|per)\s(?:the\s)?(?:next\s"
        r"|first\s|last\s|past\s|coming\s|following\s|a\s)?(?:\d{1,3}|two|three|four|five|six|seven|eight"
        r"|nine|ten|twelve|fifteen|twenty|thirty|ninety)[\s-](?:to[\s-]\w+[\s-])?(?:working\s|business\s"
        r"|calendar\s|consecutive\s|full\s)?(?:year|month|week|day|hour|minute)s?\b"
    ),
    re.IGNORECASE,
)


_SET_TO = re.compile(
    r"\b(?:to|below|under|by|at)\s(?:no (?:more|less|longer|fewer)\s|less\s|fewer\s|an average\s|a maximum\s)?$"
)
"""`to no more than 30 days`, `to an average of 5 days`: the time is what is to be reached."""


def names(text: str, calendar: Calendar) -> list[Span]:
    """Spans whose figures are names, ordinals, dates, times, ages, degrees or lengths of time."""
    spans = [match.span() for match in _NAMES.finditer(text)]
    spans += _dates(text, calendar)
    spans += [
        match.span()
        for match in _SPAN_WORDS.finditer(text)
        if not _SET_TO.search(text[max(0, match.start() - 24) : match.start()])
    ]
    numbered = _NUMBERED.match(text)
    return sorted([*spans, numbered.span()] if numbered else spans)


_NUMBERED = re.compile(r"\W{0,4}\d{1,4}(?:\.\d{1,3}){1,4}[.):]?\s(?=[A-Z])")
"""`5.2 The clerk …`: the number of a paragraph."""


def others(text: str) -> list[Span]:
    """Spans that speak of the past, of a baseline, of something else than what is promised."""
    spans = [match.span() for match in _PAREN.finditer(text)]
    spans += [match.span("base") for match in _FROM_TO.finditer(text)]
    at = 0
    while match := _CLAUSE.search(text, at):
        end = _CLAUSE_END.search(text, match.end())
        stop = end.start() if end else len(text)
        spans.append((match.start(), stop))
        at = max(stop, match.end())
    return sorted(spans)


def inside(position: int, spans: list[Span]) -> bool:
    """Whether a position lies in one of the spans."""
    return any(start <= position < end for start, end in spans)
