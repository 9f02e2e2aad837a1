"""The review in a real browser: Chromium, driven by Playwright's core, with the keyboard, and once without scripts."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.review.server import Review
from tests.live.npm import NpmTool
from tests.live.test_report_live import PLAYWRIGHT, chromium
from tests.review.review_desk import CLOCK, FIRST, ONE, SECOND, THIRD, THREE, TWO, Clerk, clerk, tasks

pytestmark = pytest.mark.live
SCRIPT = Path(__file__).with_name("review_browser.cjs")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Clerk, str]]:
    at_desk = clerk(tmp_path)
    server = Review(at_desk.config, CLOCK, port=0, language="zh")
    thread = threading.Thread(target=server.run)
    thread.start()
    yield at_desk, server.url
    server.close()
    thread.join(30)


def seen(modules: Path, url: str, folder: Path) -> dict[str, Any]:
    words = ["node", str(SCRIPT), str(modules), chromium(), url, str(folder)]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=250, check=False)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


def at(title: str, said: str, done: int, focus: str = "title") -> dict[str, Any]:
    return {"title": title, "said": said, "done": done, "focus": focus}


def test_a_clerk_goes_through_a_plan_with_the_keyboard(
    npm_tool: NpmTool, served: tuple[Clerk, str], tmp_path: Path
) -> None:
    chromium()
    at_desk, url = served
    before = at_desk.ledger.read_bytes()
    saw = seen(npm_tool(PLAYWRIGHT), url, tmp_path)
    one, two, three = FIRST[:-1], SECOND[:-1], THIRD[:-1]
    assert (saw["console"], saw["dialogs"], saw["foreign"], saw["unlabelled"]) == ([], ["beforeunload"], [], [])
    assert "token" not in saw["address"]
    assert (saw["first"], saw["next"], saw["back"]) == (at(one, "", 0), at(two, "", 0), at(one, "", 0))
    assert saw["help"] is True
    assert (saw["accepted"], saw["date"]) == (at(two, "已采纳。", 1), "f-due")
    assert (saw["saved"], saw["due"]) == (at(two, "已保存。", 1), "2026-09-30")
    assert saw["typedThenNext"] == at(three, "已保存。", 1)  # what was typed is written on the way
    assert saw["dropped"]["done"] == 2
    assert (saw["undone"], saw["owner"]) == (at(two, "已撤销上一步。", 1), "区教委、区财政局")
    assert (saw["reset"], saw["previous"]["title"]) == (two, one)
    assert saw["parts"] == "6月底前新建公园3个，\n年底前改造菜场5个。"
    assert saw["kept"] == saw["parts"]
    assert saw["split"] == at(one, "已拆分，各条还要再看一眼。", 0)
    assert saw["merged"]["said"] == "已合并；后一条在台账里记为已取消。"
    assert saw["unsplit"]["title"] == one
    assert (saw["choice"], saw["chosen"]["title"], saw["indicator"]) == ("show", three, "f-i0-metric")
    assert saw["keysOff"] != "f-due"
    assert saw["width"][0] <= saw["width"][1]
    assert saw["wide"] is True  # the sign that a Chinese keyboard makes
    assert saw["twice"] == at(one, "已保存。", 1)  # a double click is one click
    assert saw["plain"]["said"] == "已采纳。"
    assert "请用 exporter review 给出的链接" in saw["evil"]  # a form on another page brings no cookie
    assert at_desk.task(ONE).confidence == "reviewed"
    task = at_desk.task(TWO)
    assert (task.due, task.owners.lead) == (date(2026, 11, 11), ("区教委", "区财政局"))
    assert (task.title, task.confidence) == ("没有脚本也行", "reviewed")
    assert at_desk.task(THREE) == next(each for each in tasks() if each.id == THREE)
    assert at_desk.ledger.read_bytes() != before
    assert all((tmp_path / f"{name}.png").stat().st_size > 0 for name in ("desktop", "dark", "phone"))
