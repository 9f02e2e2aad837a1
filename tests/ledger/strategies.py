"""Any valid task, with the words that break careless YAML."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from exporter.model import Criterion, Indicator, Milestone, Owners, Reading, Source, Task

NASTY = [
    "yes", "No", "on", "y", "null", "Null", "~", "true",
    "12:30", "0123", "0x1F", "1e3", "1_000", ".5", "-", "- a", "#x",
    "a #b", "a: b", "a:", ": a", "? a", "* a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "{a", "[a]", "a, b", "'a'",
    '"a"', "a'b", 'a"b', "2018-12-31", "2018-12-31 10:00", " leading", "trailing ", "  \n x", "a\nb",
    "a\n\nb\n", "a\n\n",
    "\na", "a\r\nb", "a\rb", "a\tb", "\ta", "=", "<<", "---", "...", "--- a", "a\n---\nb", "甲、乙", "（一）甲：乙",
    "\u2028", "a\u2029b", "\u0085", "\ufeffa", "\u202eabc", "\x00", "\x07", "\x7f", "😀", "a\U0001f600b", "\\n", "\\",
    "word " * 60, "长" * 500, "a\n# b\nc", "a\n- b\n", "…", "１２", "a\n  indented\nb", "a\n\tb", "a \nb", "\xa0a\xa0",
]  # fmt: skip
words = st.one_of(st.sampled_from(NASTY), st.text(max_size=30), st.text("甲乙，。：- #:\n\"'ab", max_size=20))
some = words.filter(bool)
lines = some.map(lambda text: " ".join(text.split())[:100]).filter(lambda text: bool(text.strip()))
"""What the schema takes for one line: at least one sign that is not blank, no line ends."""
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
numbers = st.one_of(
    st.integers(-(10**15), 10**15).map(float), st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 10**20)
)
units = st.lists(lines, max_size=3, unique=True).map(tuple)
indicators = st.builds(
    Indicator,
    text=some,
    metric=words,
    comparator=st.sampled_from(["=", ">=", "<=", "approx"]),
    value=numbers,
    unit=st.sampled_from(["", "家", "%", "万人"]),
    value_max=st.none() | numbers,
    change=st.sampled_from([None, "growth", "reduction", "level"]),
    stretch=st.booleans(),
    current=st.none() | numbers,
    measured_on=st.none() | days,
    series=st.lists(st.builds(Reading, days, numbers), max_size=3).map(tuple),
)
sources = st.builds(
    Source,
    document=words,
    sha256=st.sampled_from(["", "a" * 64, "0" * 64]),
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    paragraph=st.integers(0, 10**4),
    place=words,
    url=st.sampled_from([None, "https://example.org/a?b=c#d"]),
)
ids = st.from_regex(r"[a-z南开]{1,8}([·_.:][a-z]{1,3})?-[0-9a-f]{8}", fullmatch=True)
statuses = st.sampled_from(["open", "in_progress", "done", "dropped"])
tasks = st.builds(
    Task,
    id=ids,
    title=lines,
    text=some,
    source=st.just(Source("", "", 0, 0)) | sources,
    owners=st.builds(Owners, units, units),
    due=st.none() | days,
    language=st.sampled_from(["zh", "en"]),
    section=st.lists(some, max_size=3).map(tuple),
    owner_basis=st.sampled_from([None, "explicit", "inherited", "rule", "default"]),
    due_text=st.none() | words,
    due_basis=st.sampled_from([None, "explicit", "inherited", "rule", "default"]),
    start_date=st.none() | days,
    milestones=st.lists(st.builds(Milestone, some, days), max_size=2).map(tuple),
    indicators=st.lists(indicators, max_size=2).map(tuple),
    actions=st.lists(some, max_size=3).map(tuple),
    checklist=st.lists(st.builds(Criterion, some, st.booleans()), max_size=3).map(tuple),
    labels=units,
    confidence=st.sampled_from(["high", "check", "reviewed"]),
    status=statuses,
    progress=st.none() | st.integers(0, 100) | st.floats(0, 100),
    parent=st.none() | ids,
    revision=st.integers(1, 1000),
    revised_at=st.none()
    | st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  zone added below
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    notes=words,
)
plans = st.lists(tasks, max_size=4, unique_by=lambda task: task.id)
