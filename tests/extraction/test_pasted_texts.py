"""Tables and owner clauses as copying leaves them: merged cells lost, one cell a line, who before what."""

from __future__ import annotations

from pathlib import Path

from exporter.documents import read_document
from exporter.extraction import extract
from exporter.model import Commitment

SLIPPED = """类别 | 事项 | 2026年目标 | 责任单位 | 分管领导 | 1-6月份取得成效 | 电话 |
一、住房 | 1.改造老旧小区 | 改造老旧小区12个，惠及居民3000户。 | 住建局 | 张三 | 已开工5个小区。 | 123 |
2.建设口袋公园 | 建成口袋公园4个。 | 园林中心、住建局 | 李四 | 两处公园已完成基础施工。 | 123 | |
3.加装电梯 | 加装电梯60部。 | 住建局 | 王五 | 完成审批。 | 123
二、交通 | 4.新建公交站 | 新建公交站30座。 | 交通局 | 赵六 | 已建成11座。 | 123 |
"""
STACKED = """2026年重点工作责任分解

序号

主  要  工  作  任  务

责 任 单 位

1

培育规上企业20家。

经信局

2

新建标准厂房8万平方米。

开发区管委会、住建局
"""


def found(tmp_path: Path, text: str) -> list[Commitment]:
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return extract(read_document(path), year=2026)


def leads(commitments: list[Commitment]) -> list[tuple[str, ...]]:
    return [each.owners.lead for each in commitments]


def test_a_row_that_has_lost_its_merged_cell_is_read_under_the_right_headings(tmp_path: Path) -> None:
    read = found(tmp_path, SLIPPED)
    assert leads(read) == [("住建局",), ("园林中心", "住建局"), ("住建局",), ("交通局",)]
    assert not any("已" in each.text for each in read)
    assert [each.indicators[0].value for each in read] == [12, 4, 60, 30]


def test_cells_one_below_the_other_are_a_table_though_their_headings_are_spaced_out(tmp_path: Path) -> None:
    read = found(tmp_path, STACKED)
    assert [each.text for each in read] == ["培育规上企业20家。", "新建标准厂房8万平方米。"]
    assert leads(read) == [("经信局",), ("开发区管委会", "住建局")]


def test_the_first_of_the_responsible_leads_where_a_remark_says_so(tmp_path: Path) -> None:
    text = (
        "为落实上级部署，进一步优化服务，增强企业信心，现提出若干具体措施。\n\n"
        "（一）推行网上办税，取消重复证明。\n责任单位：市税务局、市数据局（第一责任单位为牵头单位，下同）\n\n"
        "（二）压缩审批时间。\n责任单位：市行政审批局、市住建局\n"
    )
    read = found(tmp_path, text)
    assert [(each.owners.lead, each.owners.support) for each in read] == [
        (("市税务局",), ("市数据局",)),
        (("市行政审批局",), ("市住建局",)),
    ]


def test_the_first_of_the_units_that_answer_for_it_leads_too(tmp_path: Path) -> None:
    text = (
        "一、稳岗\n加大返还力度，对不裁员的企业返还保险费。（市人社局、市财政局负责。列第一位者为牵头单位，下同）\n"
        "充分发挥担保基金作用，支持创业。（市金融办、人民银行市分行按职责分工负责）\n"
        "建设孵化基地5个。（市科技局牵头，市人社局、市教育局参与）\n"
    )
    assert [(each.owners.lead, each.owners.support) for each in found(tmp_path, text)] == [
        (("市人社局",), ("市财政局",)),
        (("市金融办",), ("人民银行市分行",)),
        (("市科技局",), ("市人社局", "市教育局")),
    ]


def test_who_does_it_may_stand_before_what_is_done(tmp_path: Path) -> None:
    text = (
        "# 2026年工作要点\n\n"
        "- 区水务局牵头，区农业局、各镇配合，3月底前完成灌渠清淤12公里。\n"
        "- 区教育局负责，8月底前建成小学2所。\n"
        "- 3. 区城管局负责落实，全年新建公厕20座。\n"
    )
    read = found(tmp_path, text)
    assert [(each.owners.lead, each.owners.support) for each in read] == [
        (("区水务局",), ("区农业局", "各镇")),
        (("区教育局",), ()),
        (("区城管局",), ()),
    ]
    assert [str(each.due) for each in read] == ["2026-03-31", "2026-08-31", "2026-12-31"]


def test_a_sentence_that_units_answer_for_is_undertaken_however_it_is_worded(tmp_path: Path) -> None:
    text = (
        "一、通关便利\n（一）“单一窗口”增加邮轮舱单申报功能。（负责部门：口岸办、海关）\n"
        "（二）支持开展保证保险试点。（负责部门：海关）\n"
    )
    assert [each.owners.lead for each in found(tmp_path, text)] == [("口岸办", "海关"), ("海关",)]


def test_a_date_that_opens_what_is_said_holds_for_all_of_it(tmp_path: Path) -> None:
    text = "市政府承诺，今年新建幼儿园6所；改造菜市场12个；新增停车位3000个。\n"
    read = found(tmp_path, text)
    assert [str(each.due) for each in read] == ["2026-12-31"] * 3
    assert [each.due_basis for each in read] == ["explicit", "inherited", "inherited"]


def test_a_day_that_its_month_has_not_is_the_months_last(tmp_path: Path) -> None:
    text = "# 2026年要点\n\n- 2月29日前完成排查。\n- 9月31日前建成桥梁3座。\n- 8月32日前修路2条。\n"
    assert [str(each.due) for each in found(tmp_path, text)] == ["2026-02-28", "2026-09-30", "None"]
