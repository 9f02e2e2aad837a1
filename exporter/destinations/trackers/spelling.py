"""Names as the server spells them, where it takes `Bug` and `bug` for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Spelling:
    """The first spelling that was met counts, so what is listed comes before what we ask for.

    Args:
        ignore_case: False where two spellings are two names; then every name stays as it is.
    """

    ignore_case: bool = False
    _known: dict[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """What two spellings of one name share."""
        return name.casefold() if self.ignore_case else name

    def of(self, name: str) -> str:
        """The name as it was met first."""
        return self._known.setdefault(self.key(name), name)

    def sorted(self, names: Iterable[str]) -> list[str]:
        """Each name once, in the known spelling, sorted."""
        return sorted({self.of(name) for name in names if name})
