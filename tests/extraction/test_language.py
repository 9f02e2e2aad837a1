from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from exporter.documents.read import read_text
from exporter.extraction import extract
found = extract(read_text(sys.argv[1], "x.txt"), year=2026)
print(len(found), *(each for each in ("chinese", "english") if f"exporter.extraction.{each}.grammar" in sys.modules))
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [("年底前，新建学校3所。", "1 chinese"), ("We will open two libraries by June 2026.", "1 english")],
)
def test_only_the_grammar_of_the_text_is_loaded(text: str, said: str) -> None:
    words = [sys.executable, "-c", SCRIPT, text]
    ran = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (ran.stdout.strip(), ran.stderr) == (said, "")
