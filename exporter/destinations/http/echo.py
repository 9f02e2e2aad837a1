"""Whether a server answers as it did in an earlier run, byte for byte.

Only digests are kept. An answer that was read as JSON once need not be read again to know that it can be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Echo:
    """Hears answers in their order, `expected` being the digests of an earlier run's; empty where there was none."""

    expected: Sequence[str] = ()
    heard: list[str] = field(default_factory=list)
    _last: tuple[bytes, str] = (b"", "")

    def hear(self, content: bytes) -> None:
        """One answer more."""
        self.heard.append(self._digest(content))
        self._last = (b"", "")

    def foretold(self, content: bytes) -> bool:
        """Whether this would be the next answer of the earlier run."""
        place = len(self.heard)
        return self.repeats and place < len(self.expected) and self.expected[place] == self._digest(content)

    @property
    def repeats(self) -> bool:
        """Whether all answers so far are those of the earlier run."""
        heard = tuple(self.heard)  # one more may come meanwhile, from the thread that fetches
        return bool(self.expected) and heard == tuple(self.expected[: len(heard)])

    @property
    def whole(self) -> bool:
        """Whether they are the same answers to the last one."""
        return self.repeats and len(self.heard) == len(self.expected)

    def _digest(self, content: bytes) -> str:
        if self._last[0] is not content:
            self._last = (content, hashlib.blake2b(content, digest_size=16).hexdigest())
        return self._last[1]
