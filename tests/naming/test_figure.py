from __future__ import annotations

import pytest

from exporter.model import Indicator
from exporter.naming.figure import in_words


@pytest.mark.parametrize(
    ("text", "metric", "words"),
    [
        ("新增规上企业12家以上", "新增规上企业", "新增规上企业12家以上"),
        ("15家", "新增规上企业", "新增规上企业：15家"),
        ("完成3条村道硬化", "村道硬化", "完成3条村道硬化"),
        ("整治12条小巷", "小巷的两侧立面", "小巷的两侧立面：整治12条小巷"),
        ("增长6%", "地区生产总值", "地区生产总值：增长6%"),
        ("20\n家", "", "20 家"),
        ("to 80%", "repair requests closed within five days", "repair requests closed within five days: to 80%"),
        ("At least twelve new datasets", "new datasets", "At least twelve new datasets"),
    ],
)
def test_a_figure_says_what_it_counts(text: str, metric: str, words: str) -> None:
    assert in_words(Indicator(text, metric, "=", 1, "家")) == words
