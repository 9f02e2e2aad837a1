"""The plans to start from: their own words, their figures, an owner and a date for every task."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
ARTICLE = ROOT.parent / "shared" / "evaluate" / "open" / "passages" / "seed-nankai-2018.txt"
LABELS = ROOT.parent / "shared" / "evaluate" / "open" / "gold" / "seed-nankai-2018.json"

SAME_WORDS = 12
"""So many signs in a row, punctuation not counted, are a quotation unless they are a name."""
NAMES = (
    "天津市南开区第十七届人民代表大会第四次会议",
    "习近平新时代中国特色社会主义思想",
    "第九届中国天津妈祖文化旅游节",
    "全国社区和居家养老改革试点区",
    "全国慢性病综合防控示范区",
    "第二次全国污染源普查",
    "第23届区全民健身运动会",
    "不忘初心牢记使命主题教育",
    "国家自主创新示范区南开园",
    "国家级高新技术企业20家",
    "移动医疗健康产业创新联盟",
    "阿里巴巴本地外贸服务中心",
    "鲁能城时尚休闲体验中心",
    "一般公共预算收入",
)
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def bare(text: str) -> str:
    """Without punctuation and blanks."""
    return re.sub(r"[^\w%]", "", text)


def promises() -> list[str]:
    """The restated commitments, one a list item."""
    lines = (SEEDS / "nankai-2018" / "plan.md").read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def labelled() -> list[str]:
    """The article's commitments, in its order."""
    if not LABELS.is_file():
        pytest.skip(f"the article is not at hand: {LABELS.relative_to(ROOT.parent)} is missing, nothing was compared")
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    return [each["sentence"] for each in labels["commitments"] if each["is_commitment"]]


def longest_common_run(text: str, other: str) -> str:
    """The longest piece of `text` that stands in `other`."""
    best = ""
    for start in range(len(text)):
        end = start + len(best) + 1
        while end <= len(text) and text[start:end] in other:
            best, end = text[start:end], end + 1
    return best


def test_the_restated_plan_keeps_every_figure_in_order() -> None:
    sentences = labelled()
    restated = promises()
    assert len(restated) == len(sentences) == 115
    session_day = ["1", "9"]  # the day of the news report stands at the head of plan.md instead
    for ours, theirs in zip(restated, sentences, strict=True):
        figures = FIGURE.findall(theirs)
        figures = figures[2:] if figures[:2] == session_day else figures
        assert sorted(FIGURE.findall(ours)) == sorted(figures), ours


def test_no_sentence_of_the_article_stands_in_the_restated_plan() -> None:
    if not ARTICLE.is_file():
        pytest.skip(f"the article is not at hand: {ARTICLE.relative_to(ROOT.parent)} is missing, nothing was compared")
    article = bare(ARTICLE.read_text(encoding="utf-8"))
    plan = (SEEDS / "nankai-2018" / "plan.md").read_text(encoding="utf-8")
    copied = []
    for line in plan.splitlines():
        run = longest_common_run(bare(line), article)
        if len(run) >= SAME_WORDS and not any(name in run and len(run) < len(name) + 5 for name in NAMES):
            copied.append(run)
    assert copied == []


def test_the_restated_plan_names_its_source_and_says_what_it_is() -> None:
    head = (SEEDS / "nankai-2018" / "plan.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert "2018年1月9日" in head
    assert "天津市南开区第十七届人民代表大会第四次会议" in head
    assert "重述" in head
    assert "不是原文" in head
