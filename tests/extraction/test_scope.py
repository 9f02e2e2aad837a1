"""What governs what: owners, dates and mood across sentences of one document (all texts are made up)."""

from __future__ import annotations

from datetime import date

from exporter.documents.read import read_text
from exporter.extraction import explain, extract
from exporter.model import Commitment


def read(text: str, year: int | None = 2023) -> list[Commitment]:
    return extract(read_text(text, "plan.txt"), year=year)


def owners(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(c.owners.lead, c.owners.support) for c in read(text)]


def test_an_owner_clause_in_brackets_holds_for_its_paragraph_and_not_for_the_next() -> None:
    text = (
        "一、重点任务\n\n1.推进园区扩容。建设标准厂房10万平方米。（牵头单位：市工信局；配合单位：市财政局、各县区）\n\n"
        "2.改造老旧小区30个。（市住建局牵头，市城管局、市财政局配合）\n"
    )
    found = owners(text)
    assert found[-2] == (("市工信局",), ("市财政局", "各县区"))
    assert found[-1] == (("市住建局",), ("市城管局", "市财政局"))


def test_owner_lines_below_an_item_are_read_together() -> None:
    text = "一、重点任务\n\n1.整治违法建设20万平方米。\n\n牵头单位：市城管局\n\n配合单位：市公安局、各街道\n"
    assert owners(text) == [(("市城管局",), ("市公安局", "各街道"))]


def test_an_owner_line_below_a_heading_holds_for_the_section() -> None:
    text = (
        "一、城市更新\n\n牵头单位：市住建局\n\n1.改造小区30个。\n\n2.加装电梯100部。\n\n二、教育\n\n3.新建学校2所。\n"
    )
    assert owners(text) == [(("市住建局",), ()), (("市住建局",), ()), ((), ())]


def test_the_unit_listed_first_leads_where_the_document_says_so() -> None:
    text = (
        "一、任务\n\n1.新建学校2所。\n\n责任单位：区教育局、区财政局（列第一位者为牵头单位，下同）\n\n"
        "2.改造小区3个。\n\n责任单位：区住建局、各镇（街道）\n"
    )
    assert owners(text) == [(("区教育局",), ("区财政局",)), (("区住建局",), ("各镇（街道）",))]


def test_a_default_lead_holds_for_all_that_follows() -> None:
    text = (
        "一、任务\n\n建立统计制度，完善统计方法。（环保部门指导，示范县政府负责落实。以下均需示范县政府落实，不再列出）\n\n"
        "制定实施方案，明确改革任务。（国家发展改革委、商务部指导）\n"
    )
    assert owners(text)[-1] == (("示范县政府",), ("国家发展改革委", "商务部"))


def test_the_quote_leaves_a_trailing_owner_clause_out() -> None:
    text = "一、任务\n\n1.新建学校3所（牵头单位：市教育局；配合单位：市财政局）。\n"
    (found,) = read(text)
    assert found.text == "1.新建学校3所" == text[found.start : found.end]


def test_a_date_holds_for_the_parts_behind_a_semicolon() -> None:
    found = read("一、目标\n\n今年主要预期目标是：地区生产总值增长6%；新增就业3万人；居民收入与经济同步增长。\n")
    assert [c.due for c in found] == [date(2023, 12, 31)] * 3
    assert [c.due_basis for c in found] == ["explicit", "inherited", "inherited"]


def test_another_subject_with_its_own_must_does_not_take_the_date() -> None:
    found = read("三、保障\n\n市级部门要于6月底前制定细则；各县区要加强配合，确保落实。\n")
    assert [c.due for c in found] == [date(2023, 6, 30), None]


def test_that_work_points_back_to_the_sentence_before() -> None:
    found = read("二、步骤\n\n各地要全面摸底排查，建立台账。该项工作于2023年4月底前完成。\n")
    assert [c.due for c in found] == [date(2023, 4, 30)] * 2


def test_the_above_works_point_back_to_the_section() -> None:
    found = read("二、步骤\n\n1.改造小区3个。\n\n2.新建公园2处，6月底前完成。\n\n以上工作于11月底前完成。\n")
    assert [c.due for c in found] == [date(2023, 11, 30), date(2023, 6, 30), date(2023, 11, 30)]


def test_a_lead_in_governs_the_list_beneath() -> None:
    found = read("二、目标\n\n到2025年，实现以下目标：\n\n1.新增学位5万个。\n\n2.建成公园20个。\n")
    assert [c.due for c in found][-2:] == [date(2025, 12, 31)] * 2


def test_deadline_lines_and_dates_in_owner_clauses_belong_to_the_item_above() -> None:
    text = (
        "一、任务\n\n1.新建幼儿园10所。\n\n责任单位：市教育局\n\n完成时限：2023年11月底前\n\n"
        "2.改造学校20所。（责任单位：市教育局、市财政局，2023年9月底前完成）\n"
    )
    found = read(text)
    assert [c.due for c in found] == [date(2023, 11, 30), date(2023, 9, 30)]
    assert [c.owners.lead for c in found] == [("市教育局",), ("市教育局", "市财政局")]


def test_a_clause_of_responsibility_on_a_web_page_is_no_owner() -> None:
    text = "二、计划\n\n改造小区30个。\n\n主办：市住房和城乡建设局  备案号：某ICP备12345678号\n"
    assert owners(text) == [((), ())]


REVIEW = "新建学校12所，新增学位1.23万个。改造老旧小区87个。建成口袋公园31个。"


def test_the_same_words_report_under_a_review_and_promise_under_a_plan() -> None:
    told = read(f"一、2022年工作回顾\n\n去年，我们圆满完成各项任务。{REVIEW}\n")
    assert told == []
    promised = read(f"二、2023年重点工作安排\n\n今年要抓好民生实事。{REVIEW}\n")
    assert len(promised) >= 3


def test_a_review_alone_promises_nothing_without_a_heading() -> None:
    text = f"机场扩建工程正式开工，地铁一号线进展顺利。{REVIEW}获评全国文明城市，城市面貌明显改善。博物馆主体完工。\n"
    assert read(text, year=None) == []


def test_a_count_behind_a_report_is_part_of_it() -> None:
    assert read("去年全市民生实事全部完成。其中，改造小区96个，加装电梯310部。\n") == []


def test_a_sentence_that_turns_from_past_to_plan_keeps_only_the_plans_figures() -> None:
    (found,) = read("一、任务\n\n去年新增停车位8000个，今年计划再增1万个。\n")
    assert [i.value for i in found.indicators] == [10_000]


def test_lines_of_a_wrapped_paragraph_are_one_sentence() -> None:
    text = (
        "二、任务\n\n加快推进老旧小区改造，全年完成改造项目五十个，惠及居\n民两万户以上；持续推进海绵城市建设，新增海绵城市面积\n"
        "二十平方公里。完善城市绿地系统，新建口袋公园二十个，新\n增绿地一百公顷。\n"
    )
    found = read(text)
    assert all(c.text == text[c.start : c.end] for c in found)
    assert [i.value for c in found for i in c.indicators] == [50, 20_000, 20, 20, 100]


def test_traditional_characters_read_like_simplified_ones() -> None:
    text = "二、重點任務\n\n實施老舊小區改造，年底前完成改造五十個小區。（牽頭單位：市住建局；配合單位：各區政府）\n"
    (found,) = read(text)
    assert (found.due, found.owners.lead, found.owners.support) == (date(2023, 12, 31), ("市住建局",), ("各區政府",))
    assert found.text == "實施老舊小區改造，年底前完成改造五十個小區。"


def test_every_sentence_is_explained() -> None:
    text = "一、2022年工作回顾\n\n去年完成投资3亿元。\n\n二、2023年计划\n\n9月底前建成学校2所。（责任单位：市教育局）\n"
    judged = explain(read_text(text, "plan.txt"), year=2023)
    assert [j.verdict.speech for j in judged][1:] == ["report", "heading", "commitment", "owners"]
    assert all(j.verdict.rule and j.text == text[j.start : j.end] for j in judged)
    taken = next(j for j in judged if j.commitment)
    assert taken.reasons["due"] == "9月底前"
    assert "市教育局" in taken.reasons["owners"]
    assert "2所" in taken.reasons["indicators"]


def test_a_megabyte_without_punctuation_ends() -> None:
    assert read("推进改革发展稳定" * 125_000) == []


FIGURES_OF_A_REVIEW = (
    "（一）乡村振兴扎实推进。粮食总产量达到76.3亿斤。新建高标准农田43万亩，培育龙头企业37家。改造农村危房1357户，"
    "新增自来水用户2.7万户。\n\n（二）民生事业持续改善。城镇新增就业4.9万人。新建学校47所，新增学位3.3万个。\n"
)
FIGURES_OF_A_PLAN = (
    "（一）全面推进乡村振兴。粮食总产量达到80亿斤以上。新建高标准农田40万亩，培育龙头企业30家。改造农村危房1000户，"
    "新增自来水用户2万户。\n\n（二）切实改善民生。城镇新增就业5万人。新建学校40所，新增学位3万个。\n"
)


def test_headings_and_round_figures_tell_a_plan_from_a_review() -> None:
    assert read(FIGURES_OF_A_REVIEW, year=None) == []
    assert len(read(FIGURES_OF_A_PLAN)) == 5


def test_a_past_year_that_frames_a_sentence_is_told_from_one_that_names_a_thing() -> None:
    assert read("2022年，全区完成投资312亿元，新开工项目87个。\n") == []
    assert len(read("一、任务\n\n在2022年试点的基础上，今年扩大到全市。\n")) == 1
