from __future__ import annotations

from pathlib import Path

import pytest

from exporter.documents import read_document
from exporter.extraction.year import title_year


@pytest.mark.parametrize(
    ("name", "text", "year"),
    [
        ("plan.md", "# 我镇2026年重点工作\n\n- 新建公园3个。", 2026),
        ("plan.md", "# Open City Action Plan 2031\n\nWe will act.", 2031),
        ("plan.txt", "政府工作报告\n2025年，我们新建了公园。", None),
        ("2024年工作要点.txt", "工作要点\n新建公园3个。", 2024),
        ("plan.txt", "2017年工作总结和2018年工作计划\n新建公园3个。", None),
        ("plan.txt", "2026-2028 action plan\nWe will act.", None),
        ("plan.txt", "Corporate plan 2025/26\nWe will act.", None),
        ("plan.txt", "2024年—2026年行动计划\n新建公园3个。", None),
        ("2026-01-15 plan.txt", "We will act.\nTo-do.", 2026),
        ("plan.txt", "政府工作报告（2018年1月15日）\n新建公园3个。", 2018),
        ("plan.txt", "投资2018.5万元建设公园\n新建公园3个。", None),
        ("plan.txt", "编号12026\n新建公园3个。", None),
        ("plan.txt", "新建公园3个。", None),
    ],
)
def test_the_title_names_the_year(tmp_path: Path, name: str, text: str, year: int | None) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert title_year(read_document(path)) == year
