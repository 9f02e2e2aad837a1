"""Whether a program sees what was written, and if not, where it differs first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.interop.cases import Case
from tests.interop.readers import NotHere, Reader, Seen

NAMES = ("UID", "first day", "last day", "summary", "description")


@dataclass(frozen=True)
class Verdict:
    """What a program made of a case: `asked` are the fields it tells at all; `agreed` those in which all rows agree."""

    reader: str
    case: str
    events: int = 0
    expected: int = 0
    asked: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    difference: str = ""
    missing: str = ""

    @property
    def fine(self) -> bool:
        """UID, days and summary, as far as it tells them; a description read otherwise is only said in the table."""
        told = set(self.asked) - {"description"}
        return not self.missing and self.events == self.expected and bool(told) and told <= set(self.agreed)


def verdict(reader: Reader, case: Case) -> Verdict:
    """Ask one program."""
    with tempfile.TemporaryDirectory(prefix="interop-") as folder:
        try:
            seen = reader.read(case, Path(folder))
        except NotHere as error:
            return Verdict(reader.name, case.name, missing=str(error))
        except AssertionError as error:
            return Verdict(reader.name, case.name, 0, len(case.rows), difference=str(error))
    return judged(reader, case, seen)


def judged(reader: Reader, case: Case, seen: Sequence[Seen]) -> Verdict:
    """Compare column by column, rows matched by UID, else by day and summary."""
    wanted: list[Seen] = [*case.rows]
    if reader.of_todos:
        wanted = [(None, None, row[1], row[3]) for row in case.rows]
    told = [place for place in range(len(NAMES)) if any(len(row) > place and row[place] is not None for row in seen)]
    ours, theirs = _sorted(wanted, told), _sorted(seen, told)
    agreed, difference = [], ""
    for number, place in enumerate(told):
        pairs = list(zip(ours, theirs, strict=False))
        wrong = next(((a[number], b[number]) for a, b in pairs if a[number] != b[number]), None)
        if wrong is None:
            agreed.append(NAMES[place])
        elif not difference:
            difference = f"{NAMES[place]}: {_brief(wrong[1])} for {_brief(wrong[0])}"
    asked = tuple(NAMES[place] for place in told)
    return Verdict(reader.name, case.name, len(seen), len(wanted), asked, tuple(agreed), difference)


def _sorted(rows: Iterable[Seen], told: Sequence[int]) -> list[tuple[str, ...]]:
    return sorted(tuple((row[place] or "") if len(row) > place else "" for place in told) for row in rows)


def _brief(text: str) -> str:
    shown = ascii(text)
    return shown if len(shown) <= 50 else shown[:49] + "…"
