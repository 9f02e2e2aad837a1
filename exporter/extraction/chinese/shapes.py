"""Evidence in the shape of a whole sentence: decisions of a meeting, assigned duties, work under way, slogans."""

from __future__ import annotations

from functools import lru_cache

from exporter.extraction.chinese.cues import REPORT_FRAME
from exporter.extraction.chinese.gate import gated

_DECIDES = gated(
    r"会议(?:一致|原则上?)*(?:同意|决定|议定|审定|通过)(?=[^。;；]*(?:按程序|修改完善|会后|另行|提交|提请|报[^,，。]{1,14}(?:审|批|研究|备案|同意)"
    r"|印发|实施|执行|批复|组织|落实))"
)
_AGREES = gated(r"会议(?:一致|原则上?)*(?:同意|决定|议定)(?!了)")
_BY = gated(
    r"(?:^|[,，:：])由[^,，。;；]{2,40}?(?:负责|牵头|组织|会同|研究|制定|提出|审查|统筹|协调|落实|督促|汇总|承担|安排|解决)(?!的)"
)
_SERVES = gated(
    r"^(?:为|给|向|对)[^,，。;；]{2,40}?(?:提供|发放|开展|配备|配置|安装|办理|购买|实施|实行|建立|给予|予以|进行|赠送|拨付|减免|报销|增配|配送|开放)"
)
GOES_ON = gated(
    r"^[^,，。;；的]{2,20}?(?:继续|统一|同步|率先|全部)(?:开展|推进|实施|推行|实行|执行|推广|参照|启动|纳入|免收|免费)(?![^。;；]*了)"
)
_UNDER_WAY = gated(r"正在?(?:抓紧|加紧|有序|积极|全力|加快)?(?:办理|进行|推进|推行|开展|施工|建设|实施|编制|履行|准备)")
_STILL = gated(r"[项件个家处条]正在[^,，。;；]{2,6}[。;；]?$")
_WEIGHS = gated(
    r"(?:十分|非常|很|极为|极其|尤为|至关)(?:重要|关键|必要|紧迫|迫切)(?=[,，。;；]|$)|意义(?:十分|非常)?(?:重大|深远)"
)
_DESCRIBES = gated(
    r"^(?:《[^》]{2,60}》|[^,，。;；]{0,12}(?:方案|报告|意见|办法|清单|通知|规划|计划|文件|要点))(?:共|主要)?"
    r"(?:将[^,，]{2,30}(?:分解|划分|细分|分|归纳|概括|梳理|细化|明确|界定)为|(?:分为|包括|包含|由[^,，]{1,10}组成|共?\d*个?部分|围绕|聚焦|中[^,，。]{0,8}采[用取][^,，]{1,8}形式)(?![^。]*[将要]))"
)
_ASPECT = gated(
    r"^(?:\d{1,2}[.、．])?(?:在|一是|二是|三是|四是|五是|关于)?[“《]?[^。;；]{2,60}方面(?:[(（][^()（）]{1,20}[)）])?[。;；:：]?$"
)
_ASKED = gated(
    r"(?:关注|询问|查询|追问|提问|质询|质疑|查问)[,，][^。;；]{0,16}(?:为何|为什么|会否|是否|如何|怎样|能否|可否)"
)
_EXTENDS = gated(
    r"^(?:(?:主要|具体|分别)?(?:包括|涉及|涵盖|适用于)|(?![加提清规健完制修取优推落调深])[^,，。;；:：要将应]{2,16}?(?:分别|主要|共)?(?:涉及|涵盖|囊括|适用于)"
    r"|[^,，。;；:：要将应]{0,8}(?:改革|政策|内容|范围|方案)(?:全面)?(?:覆盖|包括|包含))(?![^。]*[将要])"
)
_HAVE = gated(r"(?:均|都|皆)有[^,，。;；]{2,12}")
_COUNTED = gated(
    r"(?:^|[,，])[^,，。;；]{2,20}中[,，][^,，。;；]{2,20}的(?:共|还)?有\d|^[^,，。;；]{0,12}(?:完成|建成|新增|投用|启用|开工)的[^,，。;；]{2,24}(?:包括|有|分别是)[:：]|^拟(?:列入|纳入|入选)[^,，。;；]{0,24}的"
)
"""30项任务中，由区住建局办理的有5项: a count of what the text holds; 拟列入清单的内容: a name for it."""
_DECIDED = gated(
    r"是[^,，。;；]{2,30}(?:决策|工程|举措|抓手|途径|之一|组成部分|应有之义|重要内容|必然要求)[,，。](?![^。]*(?:各[^,，]{0,8}要|必须|将))|体现在"
)
_SLOGAN = gated(
    r"^[^,，。;；\d]{4,10}[,，][^,，。;；\d]{3,10}(?<=新征程|新时代|新辉煌|新局面|向未来|再出发|新篇章)[!。]?$"
    r"|^[^,，。;；\d]{4,10}[,，][^,，。;；\d]{1,8}(?<=新篇|新程|新局)[!。]?$"
)

_LISTING = gated(
    r"(?:这|以上|上述|其中)?[一二两三四五六七八九十\d]{1,3}[件项个大][^,，。;；:：]{0,14}?(?:分别|依次|具体)?(?:是|为|包括)[:：]"
)
"""这十件实事分别是：完成…: only opens the list of what will be done."""

_SHORT = 8


@lru_cache(maxsize=4096)  # its mood and its timing both ask
def framed(text: str) -> int:
    """Where the frame ends that says who told it (据了解，…, 记者从…获悉，…, 会议强调，…); 0 without one."""
    found = REPORT_FRAME.match(text) or _LISTING.match(text)
    return found.end() if found and len(text) - found.end() > _SHORT else 0


def shapes(text: str) -> list[tuple[float, str, str]]:
    """Weight, rule and words of each shape a folded sentence has."""
    found: list[tuple[float, str, str]] = []
    for weight, rule, pattern in (
        (2.0, "a meeting's decision", _DECIDES),
        (0.6, "a meeting's decision", _AGREES),
        (0.6, "serves somebody", _SERVES),
        (0.6, "goes on with it", GOES_ON),
        (1.5, "a duty given to somebody", _BY),
        (-1.5, "is under way", _UNDER_WAY),
        (-2.5, "is under way", _STILL),
        (-3.5, "weighs and does not act", _WEIGHS),
        (-4.5, "describes the document", _DESCRIBES),
        (-2.5, "names a part", _ASPECT),
        (-3.0, "a slogan", _SLOGAN),
        (-4.0, "a question reported", _ASKED),
        (-3.0, "tells how far it reaches", _EXTENDS),
        (-2.0, "tells what there is", _HAVE),
        (-4.0, "counts what there is", _COUNTED),
        (-4.0, "explains", _DECIDED),
    ):
        if match := pattern.search(text):
            found.append((weight, rule, match[0][:16]))
    return found
