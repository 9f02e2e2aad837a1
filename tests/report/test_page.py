from __future__ import annotations

import base64
import hashlib
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import html

from exporter.lights import Rules
from exporter.model import Criterion, Indicator, Milestone, Owners, Source, Task
from exporter.progress import recorded
from exporter.report.account import Account, account
from exporter.report.page import html_page
from tests.builders import make_task, make_tasks
from tests.ledger.strategies import plans

DAY, RULES = date(2026, 10, 1), Rules(date(2026, 1, 1))
MEASURED = recorded(make_task(8).indicators[0], 6, date(2026, 6, 30))
ATTACKS = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "{{ 7 * 7 }}{% raw %}",
    "</script><!--",
    "&lt;b&gt; ' \" \x00\u202eevil",
)


def page(*tasks: Task, **more: Any) -> tuple[str, Any]:
    found: Account = account("计划", "zh", tasks, DAY, RULES, **more)
    text = html_page(found).decode("utf-8")
    return text, html.document_fromstring(text)


def texts(tree: Any, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in tree.xpath(path)]


def test_totals_parts_units_months_and_every_task_are_told() -> None:
    _, tree = page(
        make_task(1, due=date(2026, 9, 1)),
        make_task(2, status="done"),
        make_task(8, indicators=(MEASURED,)),
        make_task(4, status="dropped", owners=Owners()),
        links={make_task(8).id: [("issues", "https://example.org/8"), ("odd", "javascript:alert(1)")]},
    )
    assert texts(tree, "//dl[@class='totals']//dd") == ["4", "1", "0", "1", "1", "1"]
    assert [each.get("id") for each in tree.xpath("//table")] == ["g-part", "g-owner", "g-month"]
    assert texts(tree, "//table[@id='g-month']//tbody//th") == ["2026-09", "2026-12"]
    assert [each.get("data-light") for each in tree.xpath("//details")] == ["late", "on_track", "done", "none"]
    (open_task,) = tree.xpath(f"//details[@id='task-{make_task(8).id}']")
    told = open_task.text_content()
    for words in (make_task(8).text, "区科委", "区财政局", "2026-12-31", "75%", "目前 6家", "召开一次会议", "plan.md"):
        assert words in told
    assert open_task.xpath(".//svg/rect[@class='fill']/@width") == ["75.0"]
    assert [each.get("href") for each in open_task.xpath(".//a")] == ["https://example.org/8"]


def test_the_columns_of_a_group_add_up_to_its_tasks() -> None:
    _, tree = page(make_task(1), make_task(2, status="done"), make_task(3, status="dropped"))
    rows = [[int(cell.text) for cell in row.xpath("td[@class!='chart']")[:-1]] for row in tree.xpath("//tbody/tr")]
    assert [(row[0], sum(row[1:]), row[-1]) for row in rows] == [(3, 3, 1)] * 3
    _, tree = page(make_task(1), make_task(2, status="done"))
    assert "已取消" not in " ".join(texts(tree, "//thead"))


def test_tasks_of_one_day_stand_in_the_order_of_the_ledger_and_notes_beside_their_name() -> None:
    first, second = make_task(2, notes="一句\n另一句"), make_task(1)
    _, tree = page(first, second)
    assert [each.get("id") for each in tree.xpath("//details")] == [f"task-{first.id}", f"task-{second.id}"]
    (notes,) = tree.xpath("//div[dt='备注']/dd")
    assert [each.strip() for each in notes.xpath(".//text()")] == ["一句", "另一句"]
    assert notes.text.strip() == "一句"


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_in_every_field_stays_text(attack: str) -> None:
    task = Task(
        id=attack.replace("/", ""),
        title=attack,
        text=attack,
        source=Source(attack, "", 0, 0, place=attack, url="javascript:alert(1)//" + attack),
        owners=Owners((attack,), (attack + "2",)),
        due=date(2026, 12, 31),
        section=(attack,),
        due_text=attack,
        due_basis="explicit",
        milestones=(Milestone(attack, DAY),),
        indicators=(Indicator(attack, attack, "=", 1, attack, current=1, measured_on=DAY),),
        checklist=(Criterion(attack),),
        labels=(attack,),
        notes=attack,
    )
    text, tree = page(task, make_task(2), links={task.id: [(attack, "https://example.org/?q=" + attack)]})
    assert len(tree.xpath("//script")) == len(tree.xpath("//style")) == 1
    assert not tree.xpath("//img | //iframe | //object | //*[@onload] | //*[@onerror] | //@style")
    assert all(each.startswith(("https://", "#")) for each in tree.xpath("//@href"))
    assert "\x00" not in text
    assert "\u202e" not in text
    shown = attack.replace("\x00", "").replace("\u202e", "")
    assert " ".join(shown.split()) in texts(tree, "//span[@class='title']")


def test_the_page_needs_no_network_and_allows_only_its_own_style_and_script() -> None:
    text, tree = page(*make_tasks(3))
    assert not tree.xpath("//@src | //link | //base")
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize(("language", "words", "lang"), [("zh", "总体情况", "zh-Hans"), ("en", "Totals", "en")])
def test_the_page_speaks_the_documents_language(language: Any, words: str, lang: str) -> None:
    text = html_page(account("P", language, make_tasks(2), DAY, RULES)).decode("utf-8")
    assert f'<html lang="{lang}">' in text
    assert words in text


def test_lights_are_told_by_sign_and_word() -> None:
    _, tree = page(make_task(1, due=date(2026, 9, 1)), make_task(2, status="done"))
    assert texts(tree, "//summary/span[1]") == ["✕ 逾期", "✓ 已完成"]
    assert not tree.xpath("//svg[not(@aria-hidden) and not(@aria-labelledby)]")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    labels = {name for each in tree.xpath("//@aria-labelledby | //@aria-describedby") for name in each.split()}
    assert labels <= set(ids)


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    colour = "".join(sign * 2 for sign in colour) if len(colour) == 3 else colour
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1, 2])
def test_every_ink_can_be_read_on_every_paper(scheme: int) -> None:
    text, _ = page(make_task())
    colours = dict(re.findall(r"--([\w-]+): #(\w+)", re.findall(r":root \{(.*?)\}", text, re.DOTALL)[scheme]))
    for ink in ("ink", "soft", "link", "late-ink", "at_risk-ink", "on_track-ink", "done-ink"):
        for paper in ("paper", "ground"):
            light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


def test_a_plan_of_dates_far_apart_or_none_is_told_without_a_timeline() -> None:
    for tasks in (
        [make_task(1, due=None)],
        [make_task(1, due=date(2026, 1, 1)), make_task(2, due=date(2046, 1, 1))],
        [],
    ):
        _, tree = page(*tasks)
        assert not tree.xpath("//svg[contains(@class, 'timeline')]")


@settings(max_examples=30, deadline=None)
@given(plans)
def test_any_ledger_makes_a_page(tasks: list[Task]) -> None:
    found = account("P", "en", tasks, DAY, RULES)
    assert html_page(found) == html_page(found)
    tree = html.document_fromstring(html_page(found).decode("utf-8"))
    assert len(tree.xpath("//details")) == len(tasks)
    assert len(tree.xpath("//script")) == 1
