"""What a report tells of a plan on one day: every task with its light, and where its items stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from exporter.lights import LIGHTS, Light, Rules, Standing, stand
from exporter.model import Language, Task
from exporter.report.summary import Overview, overview_of

Links = Mapping[str, Sequence[tuple[str, str]]]
"""Task id → destination and web address of its item there."""


@dataclass(frozen=True, slots=True)
class Account:
    """A plan on one day."""

    title: str
    language: Language
    day: date
    standings: tuple[Standing, ...]
    overview: Overview
    links: Links = field(default_factory=dict)
    unreadable: int = 0
    """Entries of the ledger that have mistakes and are in no figure."""

    def with_light(self, light: Light) -> list[Standing]:
        """Tasks with a light, the earliest due first, those of one day in the order of the ledger."""
        found = [each for each in self.standings if each.light == light]
        return sorted(found, key=lambda each: each.task.due or date.max)

    @property
    def sorted(self) -> list[Standing]:
        """All tasks: the most urgent light first, then by date; dropped ones last."""
        return [each for light in LIGHTS for each in self.with_light(light)] + [
            each for each in self.standings if each.light is None
        ]


def account(
    title: str,
    language: Language,
    tasks: Sequence[Task],
    day: date,
    rules: Rules,
    *,
    links: Links | None = None,
    unreadable: int = 0,
) -> Account:
    """The account of a plan's tasks on a day."""
    standings = tuple(stand(task, day, rules) for task in tasks)
    return Account(title, language, day, standings, overview_of(standings, day), links or {}, unreadable)
