"""What is too long, too many or too deep costs neither time nor memory without bounds."""

from __future__ import annotations

import pytest

from exporter.documents.read import read_text
from exporter.errors import DocumentError
from exporter.extraction import extract, walk
from exporter.extraction.chinese import indicators
from exporter.extraction.grammar import LONGEST, RECENT, Around
from exporter.model import Indicator

ENDLESS = "推进项目建设完成投资" * (LONGEST // 10 + 1)


def test_what_runs_on_without_an_end_is_no_commitment() -> None:
    assert extract(read_text(ENDLESS, "x.txt")) == []
    assert extract(read_text(f"任务,牵头单位\n{ENDLESS},教育局\n", "x.csv")) == []
    assert len(extract(read_text("任务,牵头单位\n推进项目建设，完成投资3亿元,教育局\n", "x.csv"))) == 1


def test_a_date_cell_that_runs_on_dates_nothing() -> None:
    (found,) = extract(
        read_text(f"任务,完成时限\n新建学校3所,{'3月底前开工；' * (LONGEST // 7 + 1)}\n", "x.csv"), year=2026
    )
    assert (found.due, found.milestones) == (None, ())


def test_sentences_without_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "MOST_SENTENCES", 20)
    assert len(extract(read_text("新增学校1所。" * 20, "x.txt"))) == 20
    with pytest.raises(DocumentError, match=r"x\.txt: the document has more than 20 sentences"):
        extract(read_text("新增学校1所。" * 21, "x.txt"))


@pytest.mark.parametrize(("name", "text"), [("x.txt", "{}"), ("x.csv", "任务,牵头单位\n{},教育局\n")])
def test_of_what_was_measured_only_the_last_is_remembered(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    plain = indicators.indicators
    remembered: list[int] = []

    def spy(sentence: str, around: Around) -> tuple[Indicator, ...]:
        remembered.append(len(around.metrics))
        return plain(sentence, around)

    monkeypatch.setattr(indicators, "indicators", spy)
    count = RECENT + 50
    found = extract(read_text(text.format("；".join(f"新增学校{n}所" for n in range(1, count + 1))), name))
    assert sum(len(each.indicators) for each in found) == count
    assert max(remembered) == RECENT
