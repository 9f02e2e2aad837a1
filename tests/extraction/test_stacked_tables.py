"""Tables whose cells stand one below the other, as copying from a web page leaves them."""

from __future__ import annotations

from exporter.documents.read import read_text
from exporter.extraction import extract

BARE = """2024年实事任务分解表
序号
实事内容
责任单位
完成时限
1
新建日间照料中心3家。
县民政局
县住建局
11月底前
2
翻新乡镇卫生院手术室。
县卫健局
6月底前开工
启用县体检中心。
9月底前
3
乡村振兴数字平台
县大数据中心
12月底前
"""
PIPED = """民生项目进展（截至8月底）
序号 |
项目 |
具体任务 |
牵头领导 |
牵头单位 |
责任单位 |
进展情况 |
1 |
校舍改造 |
①改造中学食堂2处。 ②启动小学操场翻新。 |
李 明 |
区教育局 |
区城投公司 各镇 |
①食堂改造已完工。 ②操场正在施工。 |
2 |
医疗提升 |
新建急救站1个。 |
李 明 |
区卫健局 |
|
已完工。 |
更新乡镇救护车5辆。 |
"""


def found(text: str) -> list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]:
    commitments = extract(read_text(text, "table.txt"), year=2024)
    return [(c.text, str(c.due) if c.due else None, c.owners.lead, c.owners.support) for c in commitments]


def test_units_and_dates_below_a_task_are_its_own() -> None:
    assert found(BARE) == [
        ("新建日间照料中心3家。", "2024-11-30", ("县民政局", "县住建局"), ()),
        ("翻新乡镇卫生院手术室。", None, ("县卫健局",), ()),
        ("启用县体检中心。", "2024-09-30", (), ()),
        ("乡村振兴数字平台", "2024-12-31", ("县大数据中心",), ()),
    ]


def test_a_start_in_the_column_of_dates_is_a_start() -> None:
    starts = [str(c.start_date) for c in extract(read_text(BARE, "table.txt"), year=2024) if c.start_date]
    assert starts == ["2024-06-30"]


def test_cells_closed_by_pipes_make_rows_and_progress_promises_nothing() -> None:
    assert found(PIPED) == [
        ("①改造中学食堂2处。", None, ("区教育局",), ("区城投公司", "各镇")),
        ("②启动小学操场翻新。", None, ("区教育局",), ("区城投公司", "各镇")),
        ("新建急救站1个。", None, ("区卫健局",), ()),
        ("更新乡镇救护车5辆。", None, ("区卫健局",), ()),
    ]


def test_headings_without_units_or_dates_are_no_table() -> None:
    text = "工作目标\n主要任务\n保障措施\n县教育局\n新建小学2所。\n"
    assert [owners for _, _, owners, _ in found(text) if owners] == []
