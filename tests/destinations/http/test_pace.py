from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.http.pace import Pace

RULES = st.lists(st.tuples(st.integers(1, 6), st.floats(0.5, 60)), max_size=3)


@given(RULES, st.floats(0, 3), st.lists(st.floats(0, 10), max_size=40))
def test_no_window_ever_holds_more_than_its_rule_allows(
    rules: list[tuple[int, float]], gap: float, idles: list[float]
) -> None:
    pace, now, writes = Pace(rules, gap), 1000.0, []
    for idle in idles:
        now += idle
        now += pace.delay(now)
        pace.record(now)
        writes.append(now)
    tolerance = 1e-6
    for count, seconds in rules:
        for first, beyond in zip(writes, writes[count:], strict=False):
            assert beyond - first >= seconds - tolerance
    for before, after in pairwise(writes):
        assert after - before >= gap - tolerance


@given(RULES, st.floats(0, 3))
def test_the_first_write_waits_for_nothing(rules: list[tuple[int, float]], gap: float) -> None:
    assert Pace(rules, gap).delay(5.0) == 0.0
