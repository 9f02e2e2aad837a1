"""What only a real Redmine can say: its workflow, its members, its fields, and how it shows our text."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.destinations.trackers.listed import Listed
from exporter.errors import Missing, NotAllowed
from exporter.model import Criterion, Owners
from exporter.secrets import Secret
from tests.builders import make_task, make_tasks
from tests.live.redmine_browser import Browser
from tests.live.redmine_desk import RedmineDesk
from tests.servers import redmine as server

pytestmark = pytest.mark.live


@pytest.fixture
def desk(tmp_path: Path, redmine_server: server.Redmine) -> RedmineDesk:
    return RedmineDesk(tmp_path, redmine_server)


def test_what_has_not_changed_is_not_read_again_and_what_has_is(
    desk: RedmineDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = make_tasks(3)
    for _ in range(3):
        assert not desk.run(tasks).outcome.partial
    understood, read = Listed._understood, []

    def noting(tracker: Listed, raw: Any) -> Any:
        read.append(raw["id"])
        return understood(tracker, raw)

    monkeypatch.setattr(Listed, "_understood", noting)
    ran = desk.run(tasks)
    assert (read, ran.outcome.idle, ran.plan.unchanged) == ([], True, 3)
    desk.put(tasks[1].id, subject="改过的标题")
    read.clear()
    assert desk.run(tasks).outcome.idle
    assert len(read) == 3
    assert desk.item(tasks[1].id).fields[Field.TITLE] == "改过的标题"


def degraded(ran: object) -> list[str]:
    return [str(notice.field or notice) for notice in ran.outcome.all_notices if notice.kind == "degraded"]  # type: ignore[attr-defined]


def test_a_task_that_is_overdue_already_is_made(desk: RedmineDesk) -> None:
    task = make_task(due=date(2020, 1, 31))
    assert desk.run([task]).outcome.created == [task.id]
    assert desk.item(task.id).fields[Field.DUE] == "2020-01-31"
    assert desk.item(task.id).fields[Field.START] is None


def test_a_start_after_the_due_date_is_left_out(desk: RedmineDesk) -> None:
    task = make_task(due=date(2026, 1, 31), start_date=date(2026, 2, 1))
    assert not desk.run([task]).outcome.partial
    assert desk.item(task.id).fields[Field.START] is None


def test_start_and_progress_are_its_own_fields_and_progress_comes_back(desk: RedmineDesk) -> None:
    task = make_task(start_date=date(2026, 2, 1), progress=33.4)
    desk.run([task])
    assert desk.raw(task.id)["start_date"] == "2026-02-01"
    assert desk.raw(task.id)["done_ratio"] == 33
    desk.put(task.id, done_ratio=60)
    ran = desk.run([task])
    assert ran.pulled.tasks[0].progress == 60
    assert ran.outcome.idle
    assert desk.run(ran.pulled.tasks).outcome.idle


def test_a_member_is_assigned_by_login_name_or_number(desk: RedmineDesk) -> None:
    clerk, office = (desk.there.seed["users"][login] for login in ("clerk", "office"))
    desk.accounts = {"甲局": "clerk", "乙局": "CLERK", "丙局": "小明 王", "丁局": str(clerk)}
    tasks = [make_task(number, owners=Owners((unit,))) for number, unit in enumerate(desk.accounts, 1)]
    assert not desk.run(tasks).outcome.partial
    for task in tasks:
        assert desk.raw(task.id)["assigned_to"]["id"] == clerk
        assert not any(label.startswith("owner:") for label in desk.item(task.id).fields[Field.LABELS])
    assert desk.run(tasks).outcome.idle
    desk.put(tasks[0].id, assigned_to_id=office)
    desk.run([replace(tasks[0], title="新标题"), *tasks[1:]])
    assert desk.raw(tasks[0].id)["assigned_to"]["id"] == office


def test_who_is_no_member_is_a_label_and_costs_no_task(desk: RedmineDesk) -> None:
    desk.accounts = {"区科委": "stranger"}
    task = make_task()
    ran = desk.run([task])
    assert ran.outcome.created == [task.id]
    assert not ran.outcome.partial
    assert "assigned_to" not in desk.raw(task.id)
    assert "owner:区科委" in desk.item(task.id).fields[Field.LABELS]


def test_an_account_that_is_refused_costs_no_task(desk: RedmineDesk) -> None:
    desk.accounts = {"区科委": "clerk"}
    task, other = make_tasks(2)
    desk.run([replace(task, owners=Owners())])
    destination = desk.make()
    destination.listing()
    destination.people._ids["clerk"] = desk.there.seed["users"]["stranger"]  # was thrown out a moment ago
    item = destination.create(destination.render(other), {})
    assert item.fields[Field.ASSIGNEES] == []
    item = destination.update(desk.item(task.id), {Field.ASSIGNEES: ["clerk"], Field.TITLE: "新标题"}, {})
    assert item.fields[Field.ASSIGNEES] == []
    assert item.fields[Field.TITLE] == "新标题"


def test_a_status_that_the_workflow_forbids_is_said_and_does_not_come_back(desk: RedmineDesk) -> None:
    desk.options["tracker"] = "Strict"
    task = make_task()
    desk.run([task])
    done = replace(task, status="done")
    for _ in range(2):
        ran = desk.run([done])
        assert degraded(ran)
        assert [each.status for each in ran.pulled.tasks] == ["done"]
        assert desk.item(task.id).fields[Field.STATUS] == "open"
    going = replace(task, status="in_progress")
    assert not desk.run([going]).outcome.partial
    assert desk.raw(task.id)["status"]["name"] == "In Progress"
    made = make_task(2, status="done")
    for _ in range(2):
        ran = desk.run([going, made])
        assert degraded(ran)
        assert ran.pulled.tasks[1].status == "done"


def test_a_status_of_the_offices_own_is_in_progress_and_stays(desk: RedmineDesk) -> None:
    task = make_task()
    desk.run([task])
    desk.put(task.id, status_id=desk.there.seed["statuses"]["Feedback"])
    ran = desk.run([task])
    assert ran.pulled.tasks[0].status == "in_progress"
    assert desk.run([replace(ran.pulled.tasks[0], title="新标题")]).outcome.updated == [task.id]
    assert desk.raw(task.id)["status"]["name"] == "Feedback"


def test_chosen_names_of_statuses_count(desk: RedmineDesk) -> None:
    desk.options["statuses"] = {"in_progress": "Feedback", "done": "Resolved"}
    task = make_task(status="in_progress")
    desk.run([task])
    assert desk.raw(task.id)["status"]["name"] == "Feedback"
    assert not desk.run([replace(task, status="done")]).outcome.partial
    assert desk.raw(task.id)["status"]["name"] == "Resolved"


def test_the_marker_stands_in_its_field_from_the_first_issue_on(desk: RedmineDesk) -> None:
    desk.options["marker_field"] = "Exporter"
    tasks = make_tasks(2)
    assert not desk.run(tasks).outcome.partial
    for task in tasks:
        fields = {each["name"]: each["value"] for each in desk.raw(task.id)["custom_fields"]}
        assert fields["Exporter"].split()[0] == task.id
        assert fields["标签"]
    desk.put(tasks[0].id, description="全部删去")
    assert [item.id for item in desk.make().listing().items] == [task.id for task in tasks]
    desk.state.unlink()
    assert desk.run(tasks).outcome.idle  # a person's deletion stays


def test_without_a_field_for_labels_none_are_kept(desk: RedmineDesk) -> None:
    del desk.options["labels_field"]
    task = make_task()
    assert not desk.run([task]).outcome.partial
    assert Field.LABELS not in desk.item(task.id).fields
    assert desk.run([task]).outcome.idle


def test_a_list_of_labels_refuses_values_that_it_lacks_and_costs_no_task(desk: RedmineDesk) -> None:
    desk.options["labels_field"] = "类型"
    fitting, other = make_task(1, labels=("民生",), owners=Owners()), make_task(2, labels=("没有",), owners=Owners())
    ran = desk.run([fitting, other])
    assert sorted(ran.outcome.created) == sorted([fitting.id, other.id])
    assert desk.item(fitting.id).fields[Field.LABELS] == ["民生"]
    assert desk.item(other.id).fields[Field.LABELS] == []
    assert len(degraded(ran)) == 1


def test_sections_become_categories_that_are_there(desk: RedmineDesk) -> None:
    desk.options["categories"] = True
    desk.call("POST", f"projects/{desk.project}/issue_categories.json", issue_category={"name": "一、科技创新"})
    known, unknown = make_task(1), make_task(2, section=("二、其他",))
    desk.run([known, unknown])
    assert desk.raw(known.id)["category"]["name"] == "一、科技创新"
    assert "category" not in desk.raw(unknown.id)


def test_issues_that_go_while_pages_are_read_hide_none(desk: RedmineDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.destinations.trackers.redmine.PER_PAGE", 3)
    desk.run(make_tasks(5))
    destination = desk.make()
    pages = destination.pages()
    first = next(pages)
    for raw in first.raws[:3]:
        desk.call("DELETE", f"issues/{raw['id']}.json")
    assert [len(page.raws) for page in pages] == [2]


SHOWN = (
    "*bold* _under_ -gone- +new+ ^up^ ~down~ %span% @code@ ??cite??",
    '"text":http://example.org !picture.png! [[Wiki]] {{toc}} {{collapse(x)}}',
    "#1 #1-2 ##1 r1 commit:abc source:some/file user:clerk @clerk @office: document:x attachment:a.png",
    "<b>bold</b> <pre>pre</pre> <!-- hidden --> &lt;b&gt; &amp; --> <notextile>x</notextile>",
    "h1. heading",
    "bq. quoted",
    "# first",
    "* item",
    "| a | b |",
    "---",
    "- term := meaning",
    "API(Application) 10 x 20 (c) ... -- ==plain== fn1. [1]",
    "增长8%，其中：工业增长9.5%、服务业增长7%；面积1,000平方米。",
    "---\nname: x",
    "p(. indented",
    "table(class). x",
)


@pytest.mark.parametrize(("markup", "setting"), [("textile", "textile"), ("markdown", "common_mark")])
def test_text_is_shown_as_it_was_published(
    tmp_path: Path, redmine_server: server.Redmine, markup: str, setting: str
) -> None:
    desk = RedmineDesk(tmp_path, redmine_server, markup=markup)
    lines = tuple(Criterion(text.splitlines()[0]) for text in SHOWN)
    quotes = ["\n".join(SHOWN[at::4]) for at in range(4)]
    tasks = [make_task(number, text=text, checklist=lines, notes=text) for number, text in enumerate(quotes, 1)]
    desk.run(tasks)
    browser = Browser(redmine_server)
    with browser.formatted(setting):
        pages = [browser.description(desk.item(task.id).key) for task in tasks]
    for task, page in zip(tasks, pages, strict=True):
        plain = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u200b", "").split())
        squeezed = plain.replace(" ", "")
        for text in [task.text, *(line.text for line in lines)]:
            assert "".join(text.split()) in squeezed, page
        assert "exporter:begin" not in plain
        assert not re.search(r"<(em|del|ins|sup|sub|cite|code|img|h[1-6]|table|pre|hr|abbr)\b", page), page
        links = [link for link in re.findall(r'<a [^>]*href="([^"]*)"', page) if "example.org" not in link]
        assert links == [], page


def test_doctor_is_content_where_all_is_well(desk: RedmineDesk) -> None:
    desk.accounts = {"区科委": "clerk"}
    findings = desk.make().check()
    assert all(each.ok for each in findings)
    assert any("the first issue will show whether there is a custom field 标签" in each.sentence for each in findings)
    desk.run([make_task()])
    findings = desk.make().check()
    assert all(each.ok for each in findings)
    assert any("office" in each.sentence for each in findings)


def test_doctor_names_what_is_wrong(desk: RedmineDesk) -> None:
    desk.accounts = {"区科委": "stranger"}
    desk.options |= {"statuses": {"done": "Nothing", "dropped": "Closed"}, "labels_field": "没有"}
    desk.call("POST", "issues.json", issue={"project_id": desk.project, "subject": "一个人的"})
    said = [each.sentence for each in desk.make().check() if not each.ok]
    assert any("stranger (区科委)" in each for each in said)
    assert any("no issue shows a custom field 没有" in each for each in said)
    assert not any("no status means open" in each for each in said)
    desk.options["tracker"] = "Nothing"
    assert any("there is no Nothing" in each.sentence for each in desk.make().check() if not each.ok)


def test_doctor_sees_a_role_that_may_only_read(desk: RedmineDesk) -> None:
    desk.add_member("stranger", "Reader")
    desk.options["token"] = Secret("command", ("echo", desk.there.key("stranger")))
    said = [each.sentence for each in desk.make().check() if not each.ok]
    assert any("add_issues, edit_issues" in each for each in said)


def test_doctor_sees_a_role_that_may_add_no_notes_and_a_sync_says_so(desk: RedmineDesk) -> None:
    desk.add_member("stranger", "Quiet")
    desk.options["token"] = Secret("command", ("echo", desk.there.key("stranger")))
    (said,) = [each.sentence for each in desk.make().check() if not each.ok]
    assert "lacks the right add_issue_notes" in said
    task = make_task(due=date(2026, 1, 31))
    desk.today = date(2026, 1, 31)
    desk.run([task])
    desk.today = date(2026, 2, 1)
    ran = desk.run([task])
    assert [notice.kind for notice in ran.outcome.all_notices] == ["refused"]
    assert desk.item(task.id).fields[Field.LIGHT] == "late"


def test_a_wrong_key_or_project_is_named(desk: RedmineDesk) -> None:
    desk.options["project"] = "nowhere"
    with pytest.raises(Missing, match="there is no project nowhere"):
        desk.make().listing()
    desk.options["token"] = Secret("command", ("echo", "0" * 40))
    with pytest.raises(NotAllowed):
        desk.make().listing()
    assert [each.ok for each in desk.make().check()] == [False]
