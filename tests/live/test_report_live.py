"""The report in a real browser: Chromium, driven by Playwright's core."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from exporter.lights import Rules
from exporter.model import Owners, Task
from exporter.report.account import account
from exporter.report.page import html_page
from tests.builders import make_task, make_tasks
from tests.live.npm import NpmTool

pytestmark = pytest.mark.live
SCRIPT = Path(__file__).with_name("report_browser.cjs")
LATE = date(2026, 3, 1)
PLAYWRIGHT = "playwright-core@1.65.1"


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium is installed (Debian: apt install chromium)")


def seen(tasks: list[Task], modules: Path, folder: Path) -> dict[str, Any]:
    page = folder / "report.html"
    page.write_bytes(html_page(account("计划", "zh", tasks, date(2026, 6, 1), Rules(date(2026, 1, 1)))))
    words = ["node", str(SCRIPT), str(modules), chromium(), str(page), str(folder)]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=200, check=False)
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))


def plan(count: int) -> list[Task]:
    return [
        *make_tasks(count - 4),
        make_task(count - 3, title="Needle <img src=x onerror=alert(1)>", text="</script><script>alert(2)</script>"),
        make_task(count - 2, due=LATE),
        make_task(count - 1, due=LATE, owners=Owners(("区教育局", "区科委"))),
        make_task(count, status="done", owners=Owners(("区教育局",))),
    ]


def said(shown: int, opened: int = 0) -> dict[str, Any]:
    return {"counted": shown, "shown": shown, "open": opened, "nothing": shown == 0}


def test_a_reader_searches_filters_opens_and_prints(npm_tool: NpmTool, tmp_path: Path) -> None:
    chromium()
    saw = seen(plan(24), npm_tool(PLAYWRIGHT), tmp_path)
    assert (saw["console"], saw["dialogs"], saw["scripts"]) == ([], [], 1)
    assert [url for url in saw["requests"] if not url.startswith("file:")] == []
    assert saw["width"][0] <= saw["width"][1]
    assert max(saw["tables"]) <= 0, "a column stands outside a phone's screen"
    assert (saw["first"], saw["search"], saw["none"], saw["reset"]) == (said(24), said(1), said(0), said(24))
    assert (saw["late"], saw["both"], saw["opened"], saw["closed"]) == (said(2), said(1), said(1, 1), said(1))
    assert saw["after"] == said(24)
    printed = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(tmp_path / "report.pdf"))
    assert make_task(7).text in "".join(printed.split())
    assert "全部展开" not in printed
    assert (tmp_path / "phone.png").stat().st_size > 0


def test_five_thousand_tasks_stay_usable(npm_tool: NpmTool, tmp_path: Path) -> None:
    chromium()
    saw = seen(plan(5000), npm_tool(PLAYWRIGHT), tmp_path)
    assert (saw["console"], saw["first"], saw["search"]) == ([], said(5000), said(1))
    assert saw["loaded"] < 20_000  # milliseconds; about 1,000 on two cores, and 200 for a search
    assert saw["searched"] < 20_000
