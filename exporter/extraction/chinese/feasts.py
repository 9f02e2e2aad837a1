"""Days of feasts by which plans set dates: 国庆节前, 春节前, 双节前."""

from __future__ import annotations

from datetime import date, timedelta

_FEASTS_FROM = 2010
_SPRING = (
    "0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 "
    "0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208"
)
_AUTUMN = (
    "0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 1001 0921 0910 "
    "0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916"
)
"""First day of the first, fifteenth of the eighth month of the Chinese calendar, from 2010: month and day."""


def _moon(name: str, year: int) -> tuple[int, int] | None:
    days = {"春": _SPRING, "中秋": _AUTUMN}.get(name, "").split()
    at = year - _FEASTS_FROM
    return (int(days[at][:2]), int(days[at][2:])) if 0 <= at < len(days) else None


def feast_day(name: str, year: int, *, before: bool) -> date | None:
    """The feast's day; with 前 the day before it (元旦前 and 双节前 close the plan's year)."""
    name = name.strip("“”").removesuffix("节") or name
    if name in {"元旦", "双", "两"} and before:
        return date(year, 12, 31)
    fixed = {
        "元旦": (1, 1),
        "清明": (4, 5),
        "五一": (5, 1),
        "劳动": (5, 1),
        "七一": (7, 1),
        "八一": (8, 1),
        "国庆": (10, 1),
        "十一": (10, 1),
    }
    place = fixed.get(name) or _moon(name, year)
    if place is None:
        return None
    day = date(year, *place)
    return day - timedelta(days=1) if before else day
