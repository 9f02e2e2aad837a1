"""Extracts without headings: a review promises nothing, a plan in the same bare style promises everything."""

from __future__ import annotations

import pytest

from exporter.documents.read import read_text
from exporter.extraction import extract

REVIEWS = {
    "exact figures": (
        "推进产业园区扩区提质，新增规上企业287家，规上工业增加值增长7.4%，高新技术企业达到1463家。"
        "深化国企改革，市属企业利润增长6.8%。建成充电桩2184个，改造燃气管道318.6公里。"
    ),
    "standings and firsts": (
        "推动港口一体化改革，落地全省首单保税燃料油加注业务，集装箱吞吐量连续4年稳居全省前列。"
        "完善技术交易体系，技术合同成交额增长13.2%、高于全国6.1个百分点。开展数据资产登记试点。"
    ),
    "weather and disasters": (
        "有效应对14轮强降雨和罕见高温，提前转移群众3.86万人，实现零伤亡。"
        "粮食生产再获丰收，总产量达到426.3万吨。强化森林防火，全年未发生较大以上火灾。"
    ),
    "what came into use": (
        "北环高架、湾里隧道建成通车，市第三医院新院区投入使用，算力中心一期封顶。"
        "实施旧改项目，惠及居民4.37万户，加装电梯1129部。"
    ),
    "funds won": ("争取中央预算内资金37.6亿元、专项债券128.4亿元，均创新高。招商引资到位资金523.7亿元，增长9.3%。"),
}
PLANS = {
    "bare orders": (
        "推进产业园区扩区提质，新增规上企业300家，规上工业增加值增长7%以上。深化国企改革。"
        "加力清理拖欠账款。前瞻布局未来产业。建成充电桩2000个，改造燃气管道300公里。"
    ),
    "funds to be won": "争取中央预算内资金40亿元以上。招商引资到位资金550亿元。多渠道筹措建设资金。",
    "aims worded as results": "今年的主要目标是：产业转型取得新突破，生态质量明显提升，民生保障迈上新台阶。",
}


@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_promises_nothing(name: str) -> None:
    found = extract(read_text(REVIEWS[name], "review.txt"), year=2024)
    assert [commitment.text for commitment in found] == []


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_promises_every_sentence(name: str) -> None:
    text = PLANS[name]
    found = extract(read_text(text, "plan.txt"), year=2024)
    assert "".join(commitment.text for commitment in found) == text


def test_a_heading_that_begins_with_a_number_in_brackets_names_no_owner() -> None:
    text = "（二）持续增强消费主导作用，服务城乡融合发展。扩大文旅消费。"
    assert not any(commitment.owners for commitment in extract(read_text(text, "plan.txt"), year=2024))


LESSONS = (
    "三年来的实践使我们深刻体会到：必须坚持规划引领，一张蓝图绘到底。必须把群众满意作为第一标准。"
    "第三，必须守住安全底线。今年，必须完成旧桥改造。"
)


def test_what_experience_has_taught_is_no_promise_but_what_comes_next_is() -> None:
    found = extract(read_text(LESSONS, "review.txt"), year=2024)
    assert [commitment.text for commitment in found] == ["今年，必须完成旧桥改造。"]
