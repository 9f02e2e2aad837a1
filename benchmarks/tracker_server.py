"""A GitHub for the tracker benchmarks, in a process of its own, that answers each request after a moment.

    python -m benchmarks.tracker_server MILLISECONDS

The moment passes before a request is looked at, so that two at once would wait beside each other. Prints its address,
and serves until its standard input ends. `GET /asked` tells how many requests of each kind it got.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace

from tests.servers.fake import Asked, Given, route, serving
from tests.servers.github import GitHubFake


class SlowGitHub(GitHubFake):
    """Forgets what it was told once it has counted it."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.pause = seconds
        self.counts: Counter[str] = Counter()
        self.etags = False

    def answer(self, asked: Asked) -> Given:
        """Count, answer."""
        self.counts[f"{asked.method} {asked.path.rpartition('/')[2]}"] += 1
        given = super().answer(asked)
        headers = {name: value for name, value in given.headers.items() if self.etags or name != "ETag"}
        self.asked.clear()
        self.given.clear()
        return replace(given, headers=headers)

    @route("GET", "/asked")
    def its_counts(self, _asked: Asked) -> Given:
        """How many there were since the last time."""
        counts, self.counts = self.counts, Counter()
        del counts["GET asked"]
        return Given(200, dict(counts))

    @route("PUT", "/etags/(?P<wanted>true|false)")
    def give_etags(self, _asked: Asked, wanted: str) -> Given:
        """Whether answers have ETags, as GitHub's do; without them whole pages are sent, as most trackers do."""
        self.etags = wanted == "true"
        return Given(204)

    @route("DELETE", "/all")
    def forget(self, _asked: Asked) -> Given:
        """Begin anew, with labels and milestones as they are."""
        self.issues.clear()
        return Given(204)


if __name__ == "__main__":
    with serving(SlowGitHub(float(sys.argv[1]) / 1000)) as server:
        print(server.url, flush=True)
        sys.stdin.read()
