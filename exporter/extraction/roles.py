"""What the columns of a table hold, by their headings, in Chinese and English."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from exporter.extraction.chinese.fold import fold

Role = Literal[
    "number",
    "type",
    "task",
    "steps",
    "target",
    "lead",
    "support",
    "owner",
    "person",
    "due",
    "start",
    "status",
    "note",
    "",
]
"""task: what is undertaken. steps: how and when. target: the figure to be reached. owner: lead and support together."""

PLACES: frozenset[Role] = frozenset({"task", "steps", "target"})
OWNERS: frozenset[Role] = frozenset({"lead", "support", "owner", "person"})

_NUMBER = (
    r"^(?:序号|编号|序|项次|行次|no\.?|#|№|id|item (?:no\.?|number)|nr\.?|ref(?:erence)?\.?(?: no\.?)?|s/?n|number)$"
)
_OWNER = (
    r"牵头.{0,8}(?:配合|协办|参与|责任).{0,4}(?:单位|部门)|主办.{0,4}协办"
    r"|\blead\b.{0,20}\bsupport|\bleads?\b.{0,6}(?:partners?|contribut)"
)
_SUPPORT = (
    r"配合|协办|协助|参与单位|参加单位|支持单位|会办|协同|support|partner|contribut|collaborat|stakeholder"
    r"|other actors|involved|participat|assist|consulted|with whom"
)
_LEAD = (
    r"牵头|主办|承办|主责|责任(?:单位|部门|主体|科室|处室|股室)|负责(?:单位|部门|科室)|实施(?:单位|主体)|落实单位"
    r"|主管(?:单位|部门)|完成单位|建设单位|办理单位|承担单位"
    r"|\bleads?\b|\blead(?:ing)?[ -]|owner|responsib|accountable|assign|implement(?:ing|er)|coordinat(?:or|ing)"
    r"|\bwho\b|by whom|action by|in charge|^(?:department|ministry|agency|unit|office|organi[sz]ation|team|division)s?$"
)
_PERSON = r"责任人|责任领导|分管领导|包保领导|挂点领导|联系领导|市领导|县领导|区领导|负责人|领办|牵头领导|contact"
_PEOPLE = r"^(?!.*(?:单位|部门|科室)).*(?:领导|责任人|负责人|联系人)"
_START = (
    r"开始(?:时间|日期)|启动时间|开工(?:时间|日期)|^start(?:ing|s)?(?: date)?$|start date"
    r"|date (?:raised|opened|assigned|added)"
)
_DUE = (
    r"时限|期限|完成(?:时间|日期)|时间(?:节点|要求|安排|进度)|办结|截止|竣工(?:时间|日期)|结束(?:时间|日期)|计划完成|节点"
    r"|^时间$|^日期$|开放时间|\bdue\b|deadline|time ?(?:line|frame|scale|table)|by when|\bwhen\b"
    r"|(?:target|end|completion|finish|delivery|expected|planned)(?: completion)? date|^date$|^by$|^until$|target year"
    r"|^timing$|^completion$|^ends?$|^period$"
)
_STATUS = (
    r"状态|进展|取得(?:的)?(?:主要)?(?:成效|成果|成绩)|完成情况|落实情况|办理情况|进度情况|^进度$|是否完成|\bstatus\b|\bprogress\b|\bstate\b|completed\?"
    r"|^(?:done|completed|closed)\??$|\bresults?\b|\bactual\b|(?:19|20)\d\d (?:progress|performance|results?|status)"
)
_NOTE = (
    r"备注|说明|依据|来源|附注|资金|投资来源|基线|现状|baseline"
    r"|^(?:notes?|comments?|remarks?|source|background|rationale|evidence|risk|cost|budget|resources?|funding|why)$"
)
_STEPS = (
    r"举措|措施|实施计划|实施内容|工作计划|进度(?:计划|安排)|推进计划|阶段|步骤|具体(?:内容|任务|要求|工作)|工作内容"
    r"|建设内容|实施方案|路径|做法|要求|milestone|\bsteps?\b|activit|how\b|approach|implementation plan"
    r"|sub-?(?:task|action)s?|deliverable|output"
)
_TARGET = (
    r"目标|指标|预期|成效|成果|计划(?:数|值|量)|任务数"
    r"|target|goal|kpi|measure of success|success|outcome|expected result"
)
_TASK = (
    r"任务|事项|项目|工作|内容|事实|实事|名称|措施|题目|重点|action|task|commitment|description|what\b|item|initiative"
    r"|project|measure|objective|pledge|recommendation|decision|promise|title|work|issue|topic|subject|policy|programme"
    r"|metric|indicator|area"
)
# The first pattern that fits speaks, so that 牵头及配合单位 is an owner column and "Due date / Status" a due column.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("number", re.compile(_NUMBER, re.IGNORECASE)),
    ("owner", re.compile(_OWNER, re.IGNORECASE)),
    ("person", re.compile(_PEOPLE)),
    ("support", re.compile(_SUPPORT, re.IGNORECASE)),
    ("lead", re.compile(_LEAD, re.IGNORECASE)),
    ("person", re.compile(_PERSON, re.IGNORECASE)),
    ("start", re.compile(_START, re.IGNORECASE)),
    ("due", re.compile(_DUE, re.IGNORECASE)),
    ("status", re.compile(_STATUS, re.IGNORECASE)),
    ("note", re.compile(_NOTE, re.IGNORECASE)),
    ("type", re.compile(r"^(?:type|kind|t/d/i|类型)$", re.IGNORECASE)),
    ("steps", re.compile(_STEPS, re.IGNORECASE)),
    ("target", re.compile(_TARGET, re.IGNORECASE)),
    ("task", re.compile(_TASK, re.IGNORECASE)),
)
_BOTH = re.compile(r"\bleads?\b\s?[/&,+]\s?\bsupport|牵头[单位部门]*\s?[/、及和]\s?(?:配合|协办)", re.IGNORECASE)
_SPACES = re.compile(r"(?<=[\u2e80-\u9fff])\s+(?=[\u2e80-\u9fff])")
_NUMBERS_CELL = re.compile(r"[\s\d.、()（）#№-]*[\s.、)）]*|[一二三四五六七八九十]{1,3}[、.]?")


@lru_cache(maxsize=512)
def role_of(heading: str) -> Role:
    """The role of a column; of a heading in several rows (`责任单位 / 牵头`) the lowest row that has one speaks."""
    heading = fold(heading)
    if _BOTH.search(heading):
        return "owner"
    for part in (*reversed(heading.split(" / ")), heading):
        words = _SPACES.sub("", part.strip(" *_:：\t")).strip()
        for role, pattern in _ROLES:
            if words and pattern.search(words):
                return role
    return ""


def bare_number(text: str) -> bool:
    """Whether a cell holds nothing but a running number."""
    return bool(_NUMBERS_CELL.fullmatch(text.strip()))
