"""Indicators: each figure with the noun it measures, dealt out where 分别, 均 or 各 say so."""

from __future__ import annotations

import re
from dataclasses import replace

from exporter.extraction.chinese.comparators import compare
from exporter.extraction.chinese.cues import turning
from exporter.extraction.chinese.figure import Figure
from exporter.extraction.chinese.figures import aims
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.marks import JOINTS, LISTED, outer_marks
from exporter.extraction.chinese.metrics import (
    Subject,
    is_generic,
    leading_verb,
    object_span,
    skip_lead_in,
    skip_light,
    subject,
)
from exporter.extraction.chinese.names import Names
from exporter.extraction.chinese.nouns import HEADS, SHORT, share_head, skip_orders, tidy, town_and_country
from exporter.extraction.chinese.units import MEASURED, PERCENT, implied
from exporter.extraction.chinese.verbs import head
from exporter.extraction.grammar import Around
from exporter.model import Change, Indicator


def indicators(sentence: str, around: Around) -> tuple[Indicator, ...]:
    """The measurable parts of a sentence, in order."""
    text = fold(sentence)
    turn = turning(text)
    found = [figure for figure in aims(text) if figure.start >= turn]
    return tuple(_Reader(sentence, text, found, around).read()) if found else ()


class _Reader:
    """One sentence being read, figure by figure."""

    def __init__(self, sentence: str, text: str, found: list[Figure], around: Around) -> None:
        self.sentence, self.text, self.found, self.around = sentence, text, found, around
        self.joints = outer_marks(text, JOINTS)
        self.names = Names(sentence, text, found, around)
        self.marks = self.names.marks

    def read(self) -> list[Indicator]:
        result: list[Indicator] = []
        at = 0
        while at < len(self.found):
            chain = self._chain(at)
            result += self._one(at) if len(chain) == 1 else self._several(chain)
            at += len(chain)
        return result

    def _chain(self, at: int) -> list[Figure]:
        """Figures dealt out by 分别: 5%, 6%和7%."""
        first = self.found[at]
        said = subject(self.text, self._segment_start(at), first.start)
        chain = [first]
        for figure in self.found[at + 1 :]:
            gap = self.text[chain[-1].end : figure.start]
            if not re.fullmatch(
                r" ?(?:、|,|，|和|及|与|以及|或)? ?(?:增长|下降|提高|达到|约|近|不低于|不超过|超过)? ?", gap
            ):
                break
            chain.append(figure)
        dealt = said.respectively or (
            len(chain) > 1 and len({each.unit for each in chain}) == 1 and len(self._nouns(said)) == len(chain)
        )
        return chain if dealt else [first]

    def _segment_start(self, at: int) -> int:
        figure = self.found[at]
        start = max((end for begin, end in self.marks if end <= figure.start), default=0)
        if at == 0 or self.found[at - 1].end <= start:
            return start
        before = self.found[at - 1].end
        joint = [end for begin, end in self.joints if before <= begin and end <= figure.start]
        if joint:
            return (
                joint[0]
                if self.text[before : joint[0]].strip() in {"、", "和", "及", "与", "并", "或", "以及"}
                else joint[-1]
            )
        return before

    def _segment_end(self, at: int) -> int:
        figure = self.found[at]
        if any(begin == figure.end for begin, _ in self.joints):
            return figure.end
        end = min((begin for begin, _ in self.marks if begin >= figure.end), default=len(self.text))
        if at + 1 < len(self.found) and self.found[at + 1].start < end:
            following = self.found[at + 1].start
            joint = [begin for begin, stop in self.joints if figure.end <= begin and stop <= following]
            if joint:
                return joint[0] if joint[0] == figure.end else joint[-1]
            return following
        return end

    def _several(self, chain: list[Figure]) -> list[Indicator]:
        at = self.found.index(chain[0])
        said = subject(self.text, self._segment_start(at), chain[0].start)
        nouns = self._nouns(said)
        if len(nouns) != len(chain):
            noun = self.names.noun_in(said.start, said.end)
            nouns = town_and_country(noun, len(chain)) or [
                item + noun for item in self._listed_before(said.start, len(chain))
            ]
            nouns = nouns or [noun] * len(chain)
        chain = _shared_comparator(self.text, chain)
        result = []
        for figure, noun in zip(chain, nouns, strict=True):
            start = self._text_start(said, figure) if figure is chain[0] else figure.start
            result.append(self._make(figure, noun, said.change, start, figure.end))
        return result

    def _listed_before(self, start: int, count: int) -> list[str]:
        """做强A、B、C三大产业，产值分别达到…: the list of as many items in the clause before."""
        clause = [begin for begin, end in self.marks if end <= start]
        stop = clause[-1] if clause else 0
        begin = max((end for _, end in self.marks if end <= stop), default=0)
        words = self.sentence[begin:stop]
        items = LISTED.split(words[skip_orders(self.text[begin:stop]) :])
        items[-1] = re.sub(r"(?:[一二两三四五六七八九十\d]+[大个类项家]|等).*$", "", items[-1])
        return [item.strip() for item in items] if len(items) == count and all(items) else []

    def _one(self, at: int) -> list[Indicator]:
        figure = self.found[at]
        start = self._segment_start(at)
        said = subject(self.text, start, figure.start)
        stop = self._segment_end(at)
        behind = object_span(self.text, figure.end, stop)
        noun = self.names.noun_in(said.start, said.end)
        bare = said.start + skip_light(self.text[said.start : said.end], 0, said.end - said.start) == said.end
        if figure.chinese and figure.unit == "所" and behind[0] == behind[1] and bare:
            return []  # 四十六所 is the name of an institute
        if self._points_forward(figure, said, behind):
            return [self._forward(at, figure, said, behind)]
        nouns = self._nouns(said) if said.each else [noun]
        text_start = self._text_start(said, figure)
        return [self._make(figure, each, said.change, text_start, figure.end) for each in nouns]

    def _points_forward(self, figure: Figure, said: Subject, behind: tuple[int, int]) -> bool:
        """Whether the measured noun stands behind the figure (新建3个菜市场) and not before it."""
        after = self.text[behind[0] : behind[1]]
        if not after or re.match(r"(?:安排|考虑|目标|为底线|计算|掌握|用于|为民|为群众|[()（）])", after):
            return False
        before = self.text[said.start : said.end]
        bare = before[skip_light(before, 0, len(before)) :]
        verb = leading_verb(before)
        if not bare or bare == verb or skip_orders(before) == len(before) or before.endswith("等"):
            return True
        if is_generic(after):
            return False
        if figure.unit in PERCENT or said.change:
            return self.text[figure.end : figure.end + 1] == "的" and not said.change
        if figure.unit in MEASURED:
            given = _GIVES.search(before) and not re.match(r"用于|以上|支持|的?(?:标准|幅度|速度)", after)
            return bool(re.search(r"(?:对|为|在|将|把|使)$", before) or given)
        return True

    def _forward(self, at: int, figure: Figure, said: Subject, behind: tuple[int, int]) -> Indicator:
        verb = leading_verb(self.text[said.start : said.end])
        after = self.sentence[behind[0] : behind[1]]
        if at + 1 < len(self.found) and 0 < len(after) <= SHORT and behind[1] < self.found[at + 1].start:
            after += self._shared_tail(at, after)
        noun = tidy(after)
        if shared := self._length_behind(at):
            noun = verb + shared
        elif _WORKS.fullmatch(after) and (does := verb or head(self.text[said.start : said.end])):
            noun = does + after  # 建成A等3个项目: works are told apart by what is done with them
        elif is_generic(self.text[behind[0] : behind[1]]):
            noun = self.around.topic or self.names.last or verb + after
        elif verb and verb not in {"投入", "安排", "实施", "开展", "落实", "设立"}:
            noun = verb + noun
        end = behind[1] if behind[1] - figure.end <= _LONG else figure.end
        start = skip_lead_in(self.text, said.start, figure.start)
        return self._make(figure, noun, said.change, start if said.start < figure.start else figure.start, end)

    def _length_behind(self, at: int) -> str:
        """12条共260公里的公交线路: number and length measure what stands behind both."""
        if at + 1 == len(self.found) or not _LENGTH.fullmatch(self.text, self.found[at].end, self.found[at + 1].start):
            return ""
        begin, end = object_span(self.text, self.found[at + 1].end, self._segment_end(at + 1))
        return tidy(self.sentence[begin:end]) if end > begin else ""

    def _shared_tail(self, at: int, after: str) -> str:
        """2处成片、7处零散点房屋改造: the first noun borrows what the last one ends with."""
        figure = self.found[at + 1]
        if self.text[figure.start - 1] not in "、和及":
            return ""
        begin, end = object_span(self.text, figure.end, self._segment_end(at + 1))
        other = self.sentence[begin:end]
        if after.endswith("级") and "级" in other[:5]:
            return other.partition("级")[2]
        if "进行" in other:
            return other.partition("进行")[2]
        found = HEADS.search(other, max(1, len(after) - 1))
        return other[found.start() :] if found and not HEADS.search(after) else ""

    def _nouns(self, said: Subject) -> list[str]:
        """The nouns of a list, a shared head given to each (一产、二产增加值 → 一产增加值, 二产增加值)."""
        start = said.start + skip_light(self.text[said.start : said.end], 0, said.end - said.start)
        cuts = [(b, e) for b, e in outer_marks(self.text, LISTED) if start <= b and e <= said.end]
        edges = [start, *[edge for cut in cuts for edge in cut], said.end]
        nouns = [self.sentence[edges[n] : edges[n + 1]].strip() for n in range(0, len(edges), 2)]
        return share_head([noun for noun in nouns if noun])

    def _text_start(self, said: Subject, figure: Figure) -> int:
        return said.start if said.start < said.end or said.change else figure.start

    def _make(self, figure: Figure, noun: str, change: Change | None, start: int, end: int) -> Indicator:
        noun, plain = self.names.name(noun, figure)
        unit = figure.unit or implied(fold(noun))
        if change is None and re.match(r"减少|减轻|压减|削减|降低|压降", plain):
            change = "reduction"
        if change is None and figure.unit == "%":
            change = (
                "growth"
                if re.search(r"[涨增]幅|增速|增长率$", plain)
                else "reduction"
                if re.search("降幅$", plain)
                else "level"
            )
        return Indicator(
            text=self.sentence[start:end].strip(),
            metric=noun,
            comparator=figure.comparator,
            value=figure.value,
            unit=unit,
            value_max=figure.value_max,
            change=change,
            stretch=self._stretch(figure),
        )

    def _stretch(self, figure: Figure) -> bool:
        begin = max((b for b, e in self.marks if e <= figure.start), default=0)
        return bool(re.search(r"力争|争取|奋斗目标|冲刺|努力实现|奋力实现", self.text[begin : figure.end]))


def _shared_comparator(text: str, chain: list[Figure]) -> list[Figure]:
    """分别不低于5%、6%: a comparator before the first figure holds for the others too."""
    said = compare(text[max(0, chain[0].start - 14) : chain[0].start], "")
    if said is None and chain[-1].adorned and not any(figure.adorned for figure in chain[:-1]):
        said = chain[-1].comparator  # 分别增长12%和13%左右
    return [figure if figure.adorned or said is None else replace(figure, comparator=said) for figure in chain]


_GIVES = re.compile(
    r"(?:整合|给予|提供|发放|下达|统筹|筹集|筹措|收回|供应|出让|拨付|设立|收储|盘活|腾出|腾退|化解|处置|清收|征收|回收|释放|发行)了?$"
)
"""Verbs of giving and taking are never what is measured: 整合3000万元资金 measures the funds."""
_LONG = 40
_LENGTH = re.compile(r" ?[,，、(（]?(?:共计?|总长度?|全长|总计|合计|总面积|总里程|里程|长)(?:约|达)? ?")
_WORKS = re.compile(r"(?:重大|重点|续建|新建)?(?:项目|工程)")
