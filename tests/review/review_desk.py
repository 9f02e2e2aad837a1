"""A plan on the desk for tests of the review: a document, a ledger that quotes from it, and somebody who clicks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from exporter.clock import Clock
from exporter.config import Config, read_config
from exporter.ledger import load, save
from exporter.model import Indicator, Owners, Source, Task
from exporter.review.desk import Desk
from exporter.review.gate import Gate
from exporter.review.site import site
from tests.builders import make_task

NOW = datetime(2026, 1, 10, 8, 0, tzinfo=UTC)
CLOCK = Clock(lambda: NOW, lambda _seconds: None)
HOME = "http://127.0.0.1:8600"
FIRST = "6月底前新建公园3个，年底前改造菜场5个。"
SECOND = "由区教委牵头，新增学位600个。"
THIRD = "全年新增绿道12公里。"
DOCUMENT = f"# 计划\n\n## 一、民生\n\n今年要办好几件事。{FIRST}{SECOND}\n\n{THIRD}\n"
CONFIG = """[plan]
name = "plan-2026"
title = "计划"
year = 2026
document = "plan.md"
ledger = "{ledger}"
"""


def quoted(quote: str, number: int, **changes: Any) -> Task:
    """A task whose quote stands in the document."""
    start = DOCUMENT.index(quote)
    digest = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    source = Source("plan.md", digest, start, start + len(quote), number, f"line {number}")
    plain = {"checklist": (), "indicators": (), "due_text": None, "due_basis": "default", "owner_basis": None}
    return make_task(number, text=quote, title=quote[:-1], source=source, **{**plain, **changes})


def tasks() -> list[Task]:
    """Three commitments; the ledger has them in another order than the document."""
    park = Indicator("新建公园3个", "新建公园", "=", 3, "个")
    market = Indicator("改造菜场5个", "改造菜场", "=", 5, "个")
    return [
        quoted(THIRD, 3, confidence="check", owners=Owners()),
        quoted(FIRST, 1, indicators=(park, market), due_text="年底前", due_basis="explicit"),
        quoted(SECOND, 2, owners=Owners(("区教委",)), owner_basis="explicit"),
    ]


ONE, TWO, THREE = (make_task(number).id for number in (1, 2, 3))


@dataclass
class Clerk:
    """Somebody at the review of a plan."""

    folder: Path
    config: Config
    desk: Desk
    gate: Gate
    client: FlaskClient
    fields: dict[str, str] = field(default_factory=dict)
    """Of the form that was last shown, as a browser would send them."""

    @property
    def ledger(self) -> Path:
        return self.config.plan.ledger

    def enter(self) -> TestResponse:
        return self.client.get(f"/?token={self.gate.token}", base_url=HOME)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=HOME, headers=headers)

    def look(self, name: str, show: str = "all") -> str:
        """Open a task's page and remember its form."""
        answer = self.get(f"/tasks/{name}?show={show}")
        assert answer.status_code == 200, answer.text
        self.fields = form_in(answer.text)
        return answer.text

    def press(self, name: str, action: str, **typed: str) -> TestResponse:
        """Send the form that was last shown, with some fields typed anew."""
        return self.send(name, {"Origin": HOME}, {**self.fields, "action": action, **typed})

    def send(self, name: str, headers: Mapping[str, str], data: Mapping[str, str]) -> TestResponse:
        return self.client.post(f"/tasks/{name}", base_url=HOME, headers=dict(headers), data=dict(data))

    def undo(self, name: str = ONE) -> TestResponse:
        return self.client.post("/undo", base_url=HOME, headers={"Origin": HOME}, data={"name": name, "show": "all"})

    def task(self, name: str) -> Task:
        """The task as the file has it."""
        return next(task for task in load(self.ledger).tasks if task.id == name)

    def elsewhere(self, name: str, **changes: Any) -> None:
        """Somebody edits the ledger meanwhile."""
        save(self.ledger, [replace(self.task(name), **changes)])


def clerk(folder: Path, ledger: str = "ledger.yaml", language: Any = "en") -> Clerk:
    (folder / "plan.md").write_text(DOCUMENT, encoding="utf-8", newline="")
    (folder / "exporter.toml").write_text(CONFIG.format(ledger=ledger), encoding="utf-8")
    config = read_config(folder / "exporter.toml")
    save(config.plan.ledger, tasks())
    desk, gate = Desk(config, CLOCK), Gate(8600)
    return Clerk(folder, config, desk, gate, site(desk, gate, language).test_client())


def form_in(page: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = page[page.index('id="edit"') : page.index("</form>", page.index('id="edit"'))]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        if 'type="checkbox"' not in tag or " checked" in tag:
            found[name] = value
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(text)
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf' {name}="([^"]*)"', tag)
    return unescape(match[1]) if match else ""
