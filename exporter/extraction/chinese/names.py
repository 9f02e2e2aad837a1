"""What a figure measures, by its full name: a bare or shortened noun borrows from what was named before it."""

from __future__ import annotations

import re

from exporter.extraction.chinese.figure import Figure
from exporter.extraction.chinese.fold import fold
from exporter.extraction.chinese.marks import MARKS, outer_marks
from exporter.extraction.chinese.metrics import is_generic, skip_light, subject
from exporter.extraction.chinese.nouns import NOUNS, skip_orders
from exporter.extraction.chinese.things import ATTRIBUTE, LONGEST_THING, clause_before, thing_of
from exporter.extraction.chinese.verbs import head
from exporter.extraction.grammar import Around


class Names:
    """Of one sentence, asked from its first figure to its last; `last` is the metric named last."""

    def __init__(self, sentence: str, text: str, found: list[Figure], around: Around) -> None:
        self.sentence, self.text, self.found, self.around = sentence, text, found, around
        self.marks = outer_marks(text, MARKS)
        self.last = ""
        self._thing = ""

    def name(self, noun: str, figure: Figure) -> tuple[str, str]:
        """The name of what a figure measures, and the noun as it stood there, folded."""
        noun = noun.strip(" 、的“”") if noun.count("“") != noun.count("”") else noun.strip(" 、的")
        plain = fold(noun)
        if not plain or is_generic(plain) or plain in _BARE:
            noun = self._known(noun)
        elif self.last and plain.startswith("占"):
            noun = self.last + noun
        elif not plain.endswith(NOUNS) and skip_orders(plain) == len(plain):
            noun += _WORKED.sub("", self.last[len(head(fold(self.last))) :]) or self._thing_before(figure)
        else:
            noun = self._fuller(noun)
        if ATTRIBUTE.fullmatch(plain):
            noun = self._thing_before(figure) + noun
        else:
            self._thing = noun[skip_orders(plain) :] or noun
        self.last = noun
        return noun, plain

    def noun_in(self, start: int, end: int) -> str:
        """The noun of a span, without light words before it."""
        at = start + skip_light(self.text[start:end], 0, end - start)
        noun = self.sentence[at:end].strip()
        return noun or self.sentence[start:end].strip()

    def _known(self, noun: str) -> str:
        """A figure without a noun of its own speaks of what was named before, or of the topic above."""
        named = self.around.metrics[-1] if self.around.metrics else ""
        return self.last or self.around.topic or named or noun or self._clause_before()

    def _clause_before(self) -> str:
        """使企业数量翻番，达到2000家: the noun of the clause before."""
        begin = max((b for b, _ in self.marks if b < self.found[0].start), default=0)
        first = max((e for _, e in self.marks if e <= begin), default=0)
        stop = first + len(
            re.sub(r"(?:翻一?番|倍增|[不持稳进][断续步一][\u4e00-\u9fff]*)$", "", self.text[first:begin])
        )
        digit = re.search(r"\d", self.text[first:stop])
        said = subject(self.text, first, first + digit.start() if digit else stop)
        return self.noun_in(said.start, said.end)

    def _thing_before(self, figure: Figure) -> str:
        """实施道路改造工程，总里程6公里: whose length it is, as the clause before says."""
        clause = clause_before(self.text, self.marks, figure.start)
        if clause is None:
            return ""
        if any(clause[0] <= other.start < clause[1] for other in self.found):
            return self._thing if len(self._thing) <= LONGEST_THING else ""
        start, stop = thing_of(self.text, *clause)
        return self.sentence[start:stop].strip()

    def _fuller(self, noun: str) -> str:
        """The same thing named more fully above (6条线路优化调整, after 优化调整公交线路20条)."""
        topic = self.around.topic
        if topic and len(noun) < len(topic) and topic.endswith(noun[-2:]):
            return topic
        letters = set(noun.replace("新增", ""))
        same = [m for m in self.around.metrics if len(m) > len(noun) and letters <= set(m) and len(noun) * 2 >= len(m)]
        return max(same, key=len) if same and len(letters) > 1 else noun


_WORKED = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:新?开工|建成|竣工|完工|投产|投用|续建|通车)$")
_BARE = frozenset(("数量", "总数", "总量", "面积", "规模", "累计", "其中", "全年", "投资额", "新增", "新建成", "同时"))
