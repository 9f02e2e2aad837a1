"""Headings: lines and short sentences that name what follows and undertake nothing themselves."""

from __future__ import annotations

import re

from exporter.extraction.chinese.clauses import NUMBERING, bare, commands, split_clauses
from exporter.extraction.chinese.cues import ACHIEVED, CAUSES, DONE, STATE
from exporter.extraction.chinese.dates import moments
from exporter.extraction.chinese.figures import aims
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.shapes import GOES_ON
from exporter.extraction.grammar import Around, Verdict

_HEADED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+[、章节部]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,3}[.、．](?!\d)|"
    r"[一二三四五六七八九十]+是)"
)


def as_heading(folded: str, around: Around) -> Verdict | None:
    """The verdict on a heading, a heading line or a run-in heading; None for anything with a figure or a deadline."""
    ended = folded.endswith(("。", ";", "!", "；"))
    measured = bool(aims(folded)) or any(m.kind == "deadline" for m in moments(folded, around.year))
    if around.kind == "heading" and not measured:
        return Verdict("heading", rule="heading", words=folded[:20], lean=_heading_lean(folded))
    if measured:
        return None
    numbered = bool(_HEADED.match(folded))
    if numbered and GOES_ON.match(NUMBERING.sub("", folded)):
        return None
    if ended and folded[-1] != ";" and around.opening and not around.alone and not _OWNED.match(fold(around.after)):
        words = NUMBERING.sub("", folded).rstrip("。")
        if (numbered and len(words) <= _RUN_IN) or (
            len(words) <= _RUN_IN_BARE and "," not in words and "，" not in words
        ):
            return Verdict("heading", rule="run-in heading", words=words[:20], lean=_heading_lean(folded))
    if (
        not ended
        and around.alone
        and not folded.endswith((",", "，", "、", "…"))
        and _titles(folded, around, numbered=numbered)
    ):
        return Verdict("heading", rule="heading line", words=folded[:20], lean=_heading_lean(folded))
    return None


def _heading_lean(folded: str) -> float:
    """民生福祉持续提升 heads a review, 着力保障民生 a plan."""
    words = NUMBERING.sub("", folded).rstrip("。:： ")
    clauses = [words[a:b] for a, b in split_clauses(words)]
    if any(_tells(clause) for clause in clauses):
        return -2.0
    return 0.7 if any(len(commands(clause)) > 1 for clause in clauses) else 0.0


def _tells(clause: str) -> bool:
    """改革开放不断深化 ends with what happened; 推动民生持续改善 begins with what is to be done."""
    order = commands(clause)
    if STATE.search(clause):
        return order not in CAUSES and bare(clause)[: len(order)] == order
    return not order and bool(ACHIEVED.search(clause) or DONE.search(clause))


_OWNED = re.compile(
    r"\s*[(【\[]?(?:[^,，。:：]{0,6}(?:单位|部门|领导|责任人|主办)\s?[:：]|[^。]{2,200}[)】\]]\s*$)|\s*[(【]"
)
"""What stands behind is only who is responsible: the short sentence before it is the task itself."""


_RUN_IN, _RUN_IN_BARE = 34, 12


_TITLE_END = re.compile(
    r"(?:方案|计划|规划|意见|通知|报告|目标|任务|措施|举措|安排|要求|保障|分解表?|清单|工作|"
    r"纲要|要点|办法|细则|责任书|一览表|附件|实事|事项|情况|原则|思路|篇|部分|章|指标|公告|"
    r"函|纪要|决定|项目|公报|公告|名单|汇总|摘要|全文|解读)$"
)


def _titles(folded: str, around: Around, *, numbered: bool) -> bool:
    """A line without a full stop is a heading when a paragraph follows it, or when it is worded as a title."""
    words = NUMBERING.sub("", folded).rstrip(":： ")
    if words in _SECTIONS:
        return True
    if _TITLE_END.search(words) and len(commands(words)) < _WORD:
        return True
    if "," in words or "，" in words:
        return numbered and len(around.after.strip().partition("\n")[0]) > _PARAGRAPH
    following, _, beyond = around.after.strip().partition("\n")
    if numbered and _OWNER_LINE.match(fold(following)) and beyond.strip():
        return not _same_level(folded, beyond.strip())
    if not commands(words):
        return True
    return len(words) <= _RUN_IN and (
        len(following) > _PARAGRAPH
        or (numbered and bool(_HEADED.match(fold(following))) and not _same_level(folded, following))
    )


_OWNER_LINE = re.compile(
    r"\s*(?:[(（]?(?:牵头|责任|主办|配合|负责)(?:责任)?(?:单位|部门|领导|人)?\s?[:：]|由[^,，。]{2,30}(?:牵头"
    r"|负责)\s*$)"
)


_PARAGRAPH, _WORD = 60, 2


_SECTIONS = frozenset(
    [
        "保障措施",
        "组织实施",
        "组织领导",
        "组织保障",
        "实施步骤",
        "实施保障",
        "工作要求",
        "工作目标",
        "主要目标",
        "总体目标",
        "重点任务",
        "工作任务",
        "主要任务",
        "指导思想",
        "基本原则",
        "总体要求",
        "总体思路",
        "工作原则",
        "工作措施",
        "工作安排",
        "实施内容",
        "实施范围",
        "职责分工",
        "任务分工",
        "进度安排",
        "时间安排",
        "监督检查",
        "督导考核",
        "监督管理",
        "有关要求",
        "工作机制",
        "宣传引导",
        "经费保障",
        "资金保障",
        "政策保障",
        "推进措施",
        "推进机制",
    ]
)


def _same_level(text: str, following: str) -> bool:
    def shape(line: str) -> str:
        found = _HEADED.match(line)
        return re.sub(r"[一二三四五六七八九十百\d]+", "#", found[0]) if found else ""

    return shape(text) == shape(fold(following))
