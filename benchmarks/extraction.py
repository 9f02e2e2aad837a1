"""A report of 20,000 characters read: extraction beside jieba.posseg, which only cuts the same text into tagged words.

    python -m benchmarks.extraction [characters]

The text is made of the sentences of our own corpus and seeds, in paragraphs under headings; where there are not
enough of them they come again with other figures, so that no memory of a sentence helps. Ratios count, not seconds.
Growth compares the time a character takes in a text four times as long, and a line of a million characters that no
mark divides must come to an end.
"""

from __future__ import annotations

import importlib
import json
import logging
import random
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from exporter.documents.read import read_text
from exporter.extraction import extract

HOME = Path(__file__).resolve().parents[1]
CHARACTERS = 20_000
ROUNDS = 5
PARAGRAPH = 6
"""Sentences."""


def sentences() -> list[str]:
    """Every Chinese sentence of the test corpus and of the Nankai seed."""
    found = []
    for file in sorted((HOME / "tests" / "extraction" / "corpus" / "zh").glob("*.jsonl")):
        found += [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    seed = (HOME / "seeds" / "nankai-2018" / "plan.md").read_text(encoding="utf-8")
    found += [line.strip() for line in seed.splitlines() if line.strip().endswith("。")]
    return [text.replace("\n", "") for text in found]


def report(characters: int, seed: int) -> str:
    """A plan of so many characters; another `seed` gives other sentences in another order with other figures."""
    chance = random.Random(seed)  # noqa: S311  no secret
    known = sentences()
    paragraphs: list[str] = []
    size = 0

    def another(match: re.Match[str]) -> str:
        return str(chance.randint(10 ** (len(match[0]) - 1), 10 ** len(match[0]) - 1))

    while size < characters:
        chance.shuffle(known)
        for at in range(0, len(known), PARAGRAPH):
            text = "".join(known[at : at + PARAGRAPH])
            text = re.sub(r"(?<![\d.])\d{2,}(?!\d*年)", another, text)
            paragraphs.append(f"第{len(paragraphs) + 1}项任务\n\n{text}")
            size += len(paragraphs[-1]) + 2
            if size >= characters:
                break
    return "\n\n".join(paragraphs)[:characters]


def ours(text: str) -> int:
    """Read and extract; the number of commitments."""
    return len(extract(read_text(text, "report.txt"), year=2023))


def seconds(readers: dict[str, Callable[[str], object]], characters: int) -> dict[str, float]:
    """The least processor time of some rounds; in a round every reader gets the same text, one not seen before."""
    best = dict.fromkeys(readers, float("inf"))
    for seed in range(1, ROUNDS + 1):
        text = report(characters, seed)
        for name, reader in readers.items():
            begin = time.process_time()
            reader(text)
            best[name] = min(best[name], time.process_time() - begin)
    return best


def jieba_posseg() -> ModuleType | None:
    """The peer with its dictionary loaded, or None where it is not installed."""
    try:
        peer = importlib.import_module("jieba.posseg")
    except ModuleNotFoundError:
        return None
    logging.getLogger("jieba").setLevel(logging.ERROR)
    list(peer.cut("热身"))
    return peer


def main(characters: int = CHARACTERS) -> None:
    """Print the ratio, the growth and the time of a line without marks."""
    peer = jieba_posseg()
    readers: dict[str, Callable[[str], object]] = {"extraction": ours}
    if peer:
        readers["jieba.posseg"] = lambda text: sum(1 for _ in peer.cut(text))
    ours(report(characters, 0))
    took = seconds(readers, characters)
    mine = took["extraction"]
    print(f"{characters} characters     ms   × ours")
    for name, best in took.items():
        print(f"{name:20}{best * 1000:8.0f}{best / mine:8.1f}")
    if not peer:
        print("jieba.posseg        not installed: pip install jieba")
    long = seconds({"extraction": ours}, characters * 4)["extraction"]
    print(f"four times as long: {long / mine / 4:.2f} × the time a character")
    begin = time.process_time()
    ours("推进项目建设完成投资" * 100_000)
    print(f"a line of 1,000,000 characters without a mark: {time.process_time() - begin:.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
