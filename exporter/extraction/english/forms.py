"""Every way in which English writes a point in time, as one pattern of bounded parts."""

from __future__ import annotations

import re

_NAMES = (
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
)


MONTHS = {name: number for names in _NAMES for number, name in enumerate(names, start=1)} | {"sept": 9}


MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))


_YEAR = r"(?:19|20|21)\d\d"


_DAY = r"(?:3[01]|[12]\d|0?[1-9])"


_COUNT = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four"
    r"|thirty|sixty|ninety)"
)


SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12)}


ORDER = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
    "final": 4,
}


_ORDINAL = "|".join(ORDER)


# The first alternative that fits wins, so the longer forms stand first. Every part is bounded.
POINT = re.compile(
    rf"""(?<![\w/])(?<!\d[.,])(?:
    (?P<iso>(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])-(?P<id>0[1-9]|[12]\d|3[01]))(?!\d)
    | (?P<slash>(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<c>{_YEAR}|\d\d))(?![\d/-])
    | (?P<dmy>(?:the\s)?(?P<dd>{_DAY})(?:st|nd|rd|th)?\s?(?:of\s
      |-)?(?P<dm>{MONTH})\b\.?(?:[,\s-]\s?(?P<dy>{_YEAR}))?)(?!\d)
    | (?P<mdy>(?P<mm>{MONTH})\b\.?\s(?:the\s)?(?P<md>{_DAY})(?:st|nd|rd
      |th)?(?!\d)(?!\s?%)(?:,?\s(?P<mdyear>{_YEAR}))?)(?!\d)
    | (?P<quarter>(?:Q(?P<q>[1-4])[\s/,-]{{0,2}}(?:of\s)?(?:FY\s?|CY\s?)?(?P<qy>{_YEAR}|\d\d(?!\d|%))?)
        | (?P<qy2>{_YEAR})[\s/-]{{0,2}}Q(?P<q2>[1-4])
        | (?:the\s)?(?P<qo>{_ORDINAL})\squarter(?:\s(?:of\s)?(?:the\s(?:calendar\s)?year\s?)?(?P<qy3>{_YEAR})?)?)
    | (?P<half>H(?P<h>[12])[\s/-]{{0,2}}(?P<hy>{_YEAR})?\b
        | (?:the\s)?(?P<ho>first|second|latter)\shalf\sof\s(?:the\syear|(?P<hy2>{_YEAR})))
    | (?P<fiscal>(?:FY[\s-]?(?P<f1>{_YEAR}|\d\d)|(?:the\s)?(?:fiscal|financial)\s(?:year\s)?(?P<f2>{_YEAR}))
        (?:\s?[/–-]\s?(?P<f3>{_YEAR}|\d\d))?)(?!\d)
    | (?P<season>(?:the\s)?(?P<sn>spring|summer|autumn|fall|winter)(?:\sof
      |,)?\s(?P<sy>{_YEAR})(?:[/–-](?P<sy2>\d\d(?:\d\d)?))?)
    | (?P<rseason>(?:the\s)?(?P<rsl>this|next|coming)\s(?P<rsn>spring|summer|autumn|fall|winter)\b)
    | (?P<part>(?:the\s)?(?P<pp>early|mid|late|(?:start|beginning|middle|end)(?:\sof(?:\sthe)?)?)[\s-]
        (?:the\s)?(?:(?P<pm>{MONTH})\b\.?(?:,?\s(?P<pmy>{_YEAR}))?|(?:(?:calendar\s|fiscal\s
          |financial\s)?year\s)?(?P<py>{_YEAR})(?:[/–-](?P<py2>\d\d)(?!\d))?
        |(?P<pr>(?:(?:the|this|next|calendar|current|following)\s){{0,2}}year|decade|century|(?:this|next)\smonth
          |month)\b))
    | (?P<yearend>(?:the\s)?year[\s-]end(?:\s(?P<yy>{_YEAR}))?)
    | (?P<my>(?P<mym>{MONTH})\b\.?,?(?:\sof)?[\s-](?P<myy>{_YEAR}))(?!\d)
    | (?P<sy3>(?P<smm>0?[1-9]|1[0-2])/(?P<smy>{_YEAR}))(?![\d/])
    | (?P<range>(?P<ra>{_YEAR})\s?[/–-]\s?(?P<rb>{_YEAR}|\d\d))(?![\d/-])
    | (?P<within>(?P<wl>within|over|during|in)\s(?:the\s)?(?P<wn>next|coming|following)?\s?(?P<wc>{_COUNT})?[\s-]
        (?P<wu>day|week|month|year)s?\b(?:\s(?:of|from|after)\s(?:now|today|adoption|approval|publication))?)
    | (?P<rel>(?:this|next|the\scoming|the\scurrent)\s(?:calendar\s|financial\s|fiscal\s)?(?P<ru>year|month|quarter)\b)
    | (?P<year>{_YEAR})(?!\d|[.,]\d|%|\s?(?:%|per\scent)|(?:-[a-z]))
    | (?P<month>{MONTH})\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
