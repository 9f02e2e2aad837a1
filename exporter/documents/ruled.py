"""Tables on a PDF page, found by their ruled lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from exporter.documents.draft import Inset
from exporter.documents.flow import cell_lines
from exporter.documents.glyphs import Glyph, PageContent, Rule

NEAR = 3.0
"""Points within which two lines are one, or touch."""
MOST_CROSSINGS = 4_000_000
MOST_BASE_CELLS = 20_000


@dataclass(slots=True)
class Ruled:
    """A table: its column and row edges, and the glyphs in it by order on the page."""

    edges: list[float]
    levels: list[float]
    """From the top."""
    across: list[Rule]
    down: list[Rule]
    glyphs: list[tuple[int, Glyph]] = field(default_factory=list)

    def holds(self, glyph: Glyph) -> bool:
        """Whether a glyph stands in it."""
        x, y = glyph.middle
        return self.edges[0] < x < self.edges[-1] and self.levels[-1] < y < self.levels[0]

    def rows(self) -> list[list[Inset | None]]:
        """Its cells by row and column, merged ones in every place they cover."""
        wide, high = len(self.edges) - 1, len(self.levels) - 1
        owner = self._merged(wide, high)
        inside: dict[int, list[Glyph]] = {}
        downward = [-level for level in self.levels]
        for _, glyph in self.glyphs:
            x, y = glyph.middle
            column = min(max(bisect_right(self.edges, x) - 1, 0), wide - 1)
            row = min(max(bisect_right(downward, -y) - 1, 0), high - 1)
            inside.setdefault(owner[row * wide + column], []).append(glyph)
        insets = {cell: Inset(cell_lines(glyphs)) for cell, glyphs in inside.items()}
        empty: dict[int, Inset] = {}
        return [
            [
                insets.get(owner[row * wide + column]) or empty.setdefault(owner[row * wide + column], Inset(""))
                for column in range(wide)
            ]
            for row in range(high)
        ]

    def _merged(self, wide: int, high: int) -> list[int]:
        """For each base cell the first one of the cell that it is part of: no line is drawn between them."""
        owner = list(range(wide * high))
        for row in range(high):
            y = (self.levels[row] + self.levels[row + 1]) / 2
            for column in range(wide):
                here = row * wide + column
                x = (self.edges[column] + self.edges[column + 1]) / 2
                if column and not _drawn(self.down, self.edges[column], y):
                    owner[here] = owner[here - 1]
                elif row and not _drawn(self.across, self.levels[row], x):
                    owner[here] = owner[here - wide]
        return owner


def tables_on(page: PageContent) -> list[Ruled]:
    """The tables of a page with two cells or more, largest first; their glyphs are not yet given to them."""
    if len(page.across) * len(page.down) > MOST_CROSSINGS:
        return []
    across, down = _joined(page.across), _joined(page.down)
    found = []
    for group_across, group_down in _touching(across, down):
        edges = _levels(rule.at for rule in group_down)
        levels = _levels(rule.at for rule in group_across)[::-1]
        cells = (len(edges) - 1) * (len(levels) - 1)
        if len(edges) > 1 and len(levels) > 1 and 1 < cells <= MOST_BASE_CELLS:
            found.append(Ruled(edges, levels, group_across, group_down))
    return found


def _drawn(rules: Iterable[Rule], at: float, through: float) -> bool:
    return any(abs(rule.at - at) <= NEAR and rule.low - NEAR <= through <= rule.high + NEAR for rule in rules)


def _levels(values: Iterable[float]) -> list[float]:
    """Sorted; values that lie near each other become one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > NEAR:
            levels.append(value)
    return levels


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line put together: Word draws a line for each cell's edge."""
    joined: list[Rule] = []
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if levels and rule.at - levels[-1][0].at <= NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    for same in levels:
        level = same[0].at
        same.sort(key=lambda rule: rule.low)
        low, high = same[0].low, same[0].high
        for rule in same[1:]:
            if rule.low <= high + NEAR:
                high = max(high, rule.high)
            else:
                joined.append(Rule(level, low, high))
                low, high = rule.low, rule.high
        joined.append(Rule(level, low, high))
    return joined


def _touching(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that cross or meet."""
    above = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while above[index] != index:
            above[index] = above[above[index]]
            index = above[index]
        return index

    for number, flat in enumerate(across):
        for other, steep in enumerate(down, len(across)):
            if flat.low - NEAR <= steep.at <= flat.high + NEAR and steep.low - NEAR <= flat.at <= steep.high + NEAR:
                above[root(number)] = root(other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*across, *down]):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    return list(groups.values())
