"""Which tasks a page is about: by unit, part of the document, light and status."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from exporter.errors import UsageError
from exporter.lights import LIGHTS, Standing
from exporter.report.summary import STATUSES


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked for; where nothing was, everything. Several words of one kind: any of them."""

    owners: Sequence[str] = ()
    """Names or parts of names of units, in the lead or in support."""
    sections: Sequence[str] = ()
    """Headings or parts of headings."""
    lights: Collection[str] = ()
    statuses: Collection[str] = ()


def chosen(standings: Sequence[Standing], choice: Choice) -> list[Standing]:
    """The tasks that are asked for, in their order.

    Raises:
        UsageError: a unit, heading, light or status that there is not; names the nearest.
    """
    owners = {name for each in standings for name in _units(each)}
    sections = {name for each in standings for name in each.task.section}
    _require("there is no unit {asked} in the ledger", choice.owners, owners)
    _require("there is no heading {asked} in the ledger", choice.sections, sections)
    _require("{asked} is not a light", choice.lights, LIGHTS, whole=True)
    _require("{asked} is not a status", choice.statuses, STATUSES, whole=True)
    return [
        each
        for each in standings
        if _any(choice.owners, _units(each))
        and _any(choice.sections, each.task.section)
        and (not choice.lights or each.light in choice.lights)
        and (not choice.statuses or each.task.status in choice.statuses)
    ]


def _units(standing: Standing) -> tuple[str, ...]:
    return (*standing.task.owners.lead, *standing.task.owners.support)


def _any(asked: Sequence[str], names: Sequence[str]) -> bool:
    return not asked or any(word.casefold() in name.casefold() for word in asked for name in names)


def _require(what: str, asked: Iterable[str], known: Collection[str], *, whole: bool = False) -> None:
    for word in asked:
        if word in known or (not whole and _any([word], list(known))):
            continue
        near = get_close_matches(word, known, n=1, cutoff=0.3)
        raise UsageError(
            what,
            hint="There are: {known}." if whole else "Did you mean {near}?" if near else None,
            asked=word,
            near=next(iter(near), ""),
            known=", ".join(known),
        )
