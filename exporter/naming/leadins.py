"""What stands before the action in a sentence and tells a clerk nothing: numbers, frames, dates, subjects."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"""^(?:
        \s
      | [-*•·■◆●▪►◎☆★]+ \s*
      | [（(] \s* (?:[一二三四五六七八九十百]+|\d+|[a-zA-Z]|[ivx]+) \s* [)）] [、.．]? \s*
      | [一二三四五六七八九十百]+ [、.．] \s*
      | [一二三四五六七八九十]+ [是要] (?=\S)
      | 第[一二三四五六七八九十百\d]+ [,，、:：] \s*
      | \d+ (?:\.\d+)* [、.．)）:：] (?!\d) \s*
      | \d+ [.．] (?=\d{1,2}月)
      | [A-Z]{0,3} \d+ (?:\.\d+)+ \s+
      | [①-⑳㈠-㈩⑴-⒇] \s*
      | [a-zA-Z] [.)] \s+
      | [ivx]+ [.)] \s+
    )+""",
    re.VERBOSE,
)

_DAY = r"""(?: (?:\d{2,4}|[二〇零一三四五六七八九]{4}) \s* 年
    (?: 年?[度底末内初中] | [上下]半年 | \d{1,2}月 (?:\d{1,2}[日号]|[底末初]|[上中下]旬)? )? )"""
_MONTH = r"(?: \d{1,2}月 (?:\d{1,2}[日号]|[份底末初]|[上中下]旬)? )"
_NEAR = r"""(?: [今明本]年度?[底末内初]? | 年[内底末中] | 全年 | [上下]半年 | 近期 | 第?[一二三四1-4]季度
    | “?十[一二三四五六七八九]?五”? (?:期间|末)? )"""
_WHEN = rf"""(?: (?:从|自|到|至|于|在|力争|争取|确保)? (?:{_DAY}|{_NEAR}|{_MONTH})
    (?:起|开始)? (?:之?前|以前|之?内|期间|时)? )"""
_DATE = re.compile(rf"^ {_WHEN} (?: [,，、:：] \s* | (?=[^\d年月日号度内前底末的起]) )", re.VERBOSE)
_FRAME = re.compile(
    r"""^(?:
        据(?:了解|悉|介绍|报道)
      | 记者 [^,，。]{0,30}? (?:获悉|了解到)
      | [^,，。；]{0,12} (?:表示|指出|强调) (?=[,，:：])
      | [^,，。；]{0,40}? 目标 (?:任务)? (?:是|为|[:：])
      | 下一步 | 接下来 | 今后 | 与此同时 | 同时 | 此外 | 另外
      | 首先 | 其次 | 再次 | 最后 | 为此 | 因此 | 其中 | 在此基础上
      | [另]?一方面
    ) [,，:：、]? (?:要)? \s*""",
    re.VERBOSE,
)
_SUBJECT = re.compile(
    r"""^(?:
        我们 | 我[市区县省州局委部校院] | 全[市区县省州] | 本[市区县省] | 各(?:单位|部门|地|级政府|级)
      | [\u4e00-\u9fff]{1,8}? (?:[省市区县委局厅] | 政府 | 部门 | 公司 | 集团)
    )?
    (?: [还也仍都将]会 | [还也仍都]? (?: 将要? | 要(?![求素点闻]) | 计划(?!生育) | 拟(?![定订]) | 力争 | 务必 | 必须
        | 应当 | 应(?![急用对收届保付]) ) )
    (?:继续 | 着力 | 进一步)?
    (?=[\u4e00-\u9fff“]{2}) (?![^,，]*?范围$)""",
    re.VERBOSE,
)
_ROLE = re.compile(
    r"""^ 由? [^,，。；;：:\d]{2,40}?
    (?: (?:牵头|负责|主办|承办)(?:落实|组织|实施)? | (?:积极|协同)?(?:配合|参与|协办|协助) ) [,，]
    (?=[^,，。；]{4})""",
    re.VERBOSE,
)
"""区水务局牵头，区农业局配合，: who, not what."""
CHINESE = (_NUMBER, _FRAME, _DATE, _ROLE, _SUBJECT)
"""Taken off the beginning again and again, in any order."""

CHINESE_SCENE = re.compile(
    r"""^(?:
        (?: 围绕 | 按照 | 根据 | 依照 | 依据 | 坚持 | 立足 | 聚焦 | 针对 | 对照 | 对标 | 结合 | 通过 | 借助 | 依托
          | 瞄准 | 紧扣 | 紧盯 | 为了? | 随着 | 本着 | 遵循 | 面向 | 着眼 ) (?! [^,，]* 接受 ) [^,，]*
      | [^,，]{0,8} 以 [^,，]* 为 [^,，]*
      | 把 [^,，]* 作为 [^,，]* (?:重点 | 底色 | 主线 | 基础 | 核心 | 抓手 | 目标 | 支撑)
      | 从 [^,，]* (?:入手 | 着手 | 出发)
      | 在 [^,，]* (?:上 | 中 | 下 | 方面 | 同时 | 前提下 | 领域 | 之际 | 期间 | [之以]后)
      | [应运利]?用 [^,，]* (?:作用 | 优势 | 技术 | 平台 | 功能 | 手段 | 机制)
      | 发挥 [^,，]* 作用
      | [^,，]* (?:期间 | 之际 | 基础上 | 的同时 | 前提下)
      | [^,，]{0,10} 方面
    )$""",
    re.VERBOSE,
)
"""A clause that only sets the scene; the action comes after it."""

CHINESE_UNFINISHED = re.compile(rf"(?:的$|^{_WHEN}$|^[将把对][^,，]*(?:范围|工作|问题|对象)$)", re.VERBOSE)
"""A clause that a title must not end with."""

_EN_TIME = r"""(?: end | beginning | middle | start | first | second | third | fourth | half | quarter | year | month
    | early | late | mid | spring | summer | autumn | fall | winter | Q[1-4] | H[12] | of | the | next | this | coming
    | fiscal | January | February | March | April | May | June | July | August | September | October | November
    | December | \d{1,2}(?:st|nd|rd|th)? | \d{4}(?:[-–/]\d{2,4})? | months? | weeks? | days? | years? | and )"""
_EN_DATE = re.compile(
    rf"""^(?: (?:by|in|during|from|before|until|as\ of|starting(?:\ in|\ from)?|not?\ later\ than|within) \s+ )
    (?: {_EN_TIME} (?![\w]) [\s,-]* )+ (?<=[\s,]) """,
    re.VERBOSE | re.IGNORECASE,
)
_EN_FRAME = re.compile(
    r"""^(?: in\ addition | moreover | furthermore | also | additionally | finally | first(?:ly)? | second(?:ly)?
      | third(?:ly)? | next
      | to\ this\ end | accordingly | meanwhile
      | [^,.;]{0,60} \b (?:said|announced|stated|reported|noted|agreed|confirmed) \s+ that
    ) \b [,:]? \s+""",
    re.VERBOSE | re.IGNORECASE,
)
_EN_SCENE = re.compile(
    r"""^(?: Through | In\ order\ to | Pursuant\ to | Under | As\ part\ of | Based\ on | In\ line\ with
      | To\ \w+ | With )
    \s [^,;]{3,120} , \s+ (?= (?:[\w’'&-]+\s){1,6}? (?:will|shall|must)\s )""",
    re.VERBOSE,
)
_EN_SUBJECT = re.compile(
    r"""^(?:[\w&.'’/-]+ \s+){0,10}?
    (?: will (?:\s+ (?:also | then | further | continue\ to))?+ | shall | must | (?:is|are) \s+ (?:committed\ )? to
      | commits?\ to | undertakes?\ to | agree[sd]?\ to | plans?\ to | aims?\ to
      | intends?\ to | pledges?\ to | wants?\ to )
    \s+ (?=[a-z]{2}) (?!be\b | not\b | have\b)""",
    re.VERBOSE,
)
ENGLISH = (_NUMBER, _EN_FRAME, _EN_DATE, _EN_SCENE, _EN_SUBJECT)
"""Taken off the beginning again and again, in any order."""
