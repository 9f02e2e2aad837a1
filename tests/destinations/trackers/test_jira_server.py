"""What is particular to Jira: its workflow, its screens, its people, its index, its two editions."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporter.destinations.contract import Field
from exporter.destinations.trackers.jira import Jira
from exporter.errors import Missing, NotAllowed, OutcomeUnknown
from exporter.secrets import Secret
from tests.builders import make_task, make_tasks
from tests.destinations.trackers.jira_desk import JiraDesk
from tests.destinations.trackers.test_jira import problems
from tests.servers.fake import Asked, Given, serving
from tests.servers.jira import JiraCloudFake, JiraDataCenterFake, JiraFake, fault


@pytest.fixture(params=[JiraCloudFake, JiraDataCenterFake])
def server(request: pytest.FixtureRequest) -> Iterator[JiraFake]:
    with serving(request.param()) as running:
        yield running
    assert problems(running) == []


@pytest.fixture
def cloud() -> Iterator[JiraFake]:
    with serving(JiraCloudFake()) as running:
        yield running
    assert problems(running) == []


def degraded(ran: Any) -> list[str]:
    return [notice.values["field"] for notice in ran.outcome.all_notices if notice.kind == "degraded"]


# Who gets in


def test_a_token_goes_with_its_address_on_cloud_and_alone_on_data_center(tmp_path: Path, server: JiraFake) -> None:
    JiraDesk(tmp_path, server).make().listing()
    told = server.asked[0].headers["Authorization"]
    basic = b64encode(f"{server.user}:{server.token}".encode()).decode()
    assert told == (f"Basic {basic}" if server.cloud else f"Bearer {server.token}")


def test_the_edition_is_told_by_the_address(tmp_path: Path, cloud: JiraFake) -> None:
    desk = JiraDesk(tmp_path, cloud)
    del desk.options["edition"]
    assert not desk.make().cloud
    for url in ("https://office.atlassian.net", "https://api.atlassian.com/ex/jira/1f2e"):
        desk.options["url"] = url
        made = desk.make()
        assert made.cloud
        assert made.http.url == f"{url}/rest/api/3"
        assert made.page == f"{url}/projects/PLAN/issues"


def test_a_wrong_token_or_project_is_named(tmp_path: Path, server: JiraFake) -> None:
    with pytest.raises(Missing, match="there is no project NOWHERE"):
        JiraDesk(tmp_path, server, project="NOWHERE").make().listing()
    desk = JiraDesk(tmp_path, server, token=Secret("command", ("echo", "wrong")))
    with pytest.raises(NotAllowed):
        desk.make().listing()
    assert [each.ok for each in desk.make().check()] == [False]


# Statuses


def test_a_status_goes_by_its_category(tmp_path: Path, server: JiraFake) -> None:
    server.statuses = {"新建": ("10000", "new"), "审核中": ("10001", "indeterminate"), "归档": ("10002", "done")}
    desk = JiraDesk(tmp_path, server)
    task = make_task(status="in_progress")
    desk.run([task])
    assert desk.fields(task.id)["status"]["name"] == "审核中"
    assert not desk.run([replace(task, status="done")]).outcome.partial
    assert desk.fields(task.id)["status"]["name"] == "归档"


def test_a_dropped_task_is_closed_with_a_label_or_has_a_status_of_its_own(tmp_path: Path, server: JiraFake) -> None:
    server.statuses["已取消"] = ("10003", "done")
    desk = JiraDesk(tmp_path, server)
    one, other = make_tasks(2)
    desk.run([one, other])
    desk.run([replace(one, status="dropped"), other])
    assert desk.fields(one.id)["status"]["name"] == "完成"
    assert "已撤销" in desk.fields(one.id)["labels"]
    desk.options["statuses"] = {"dropped": "已取消"}
    desk.run([one, replace(other, status="dropped")])
    assert desk.fields(other.id)["status"]["name"] == "已取消"
    assert "已撤销" not in desk.fields(other.id)["labels"]


def test_a_persons_cancelling_is_dropped(tmp_path: Path, server: JiraFake) -> None:
    server.statuses["已取消"] = ("10003", "done")
    desk = JiraDesk(tmp_path, server)
    task = make_task()
    desk.run([task])
    desk.fields(task.id)["status"] = server._status("已取消")
    ran = desk.run([task])
    assert [each.status for each in ran.pulled.tasks] == ["dropped"]
    assert desk.run(ran.pulled.tasks).outcome.idle
    assert desk.fields(task.id)["status"]["name"] == "已取消"


def test_a_status_that_the_workflow_forbids_is_said_and_tried_again(tmp_path: Path, server: JiraFake) -> None:
    desk = JiraDesk(tmp_path, server)
    task, made = make_task(), make_task(2, status="done")
    desk.run([task])
    server.forbidden = {"完成"}
    done = replace(task, status="done", title="新标题")
    for _ in range(2):
        ran = desk.run([done, made])
        assert "status" in degraded(ran)
        assert [each.status for each in ran.pulled.tasks] == ["done", "done"]
    assert desk.fields(task.id)["summary"] == "新标题"
    server.forbidden = set()
    assert not desk.run([done, made]).outcome.partial
    assert desk.item(task.id).fields[Field.STATUS] == "done"
    assert desk.item(made.id).fields[Field.STATUS] == "done"


# People and screens


@pytest.mark.parametrize("account", ["kw@example.gov.cn", "科委", "id"])
def test_an_assignee_is_found_by_address_name_or_id(tmp_path: Path, server: JiraFake, account: str) -> None:
    desk = JiraDesk(tmp_path, server)
    kw = server.people[1]
    desk.accounts = {"区科委": str(kw.get("accountId") or kw["name"]) if account == "id" else account}
    task = make_task()
    assert not desk.run([task]).outcome.partial
    assert desk.fields(task.id)["assignee"] == kw
    assert desk.run([task]).outcome.idle
    desk.state.unlink()
    assert desk.run([task]).outcome.idle


def test_who_hides_the_address_is_found_by_it(tmp_path: Path, cloud: JiraFake) -> None:
    hidden = [{name: value for name, value in cloud.people[1].items() if name != "emailAddress"}]
    cloud.before = lambda asked: Given(200, hidden) if asked.query.get("query") == "kw@example.gov.cn" else None
    desk = JiraDesk(tmp_path, cloud)
    desk.accounts = {"区科委": "kw@example.gov.cn"}
    task = make_task()
    desk.run([task])
    assert desk.fields(task.id)["assignee"]["accountId"] == cloud.people[1]["accountId"]


def test_a_stranger_or_a_shared_name_is_a_label(tmp_path: Path, server: JiraFake) -> None:
    server.people.append({**server._person("other", "other", "科委")})
    desk = JiraDesk(tmp_path, server)
    desk.accounts = {"区科委": "科委", "区教委": "outsider"}
    task = make_task()
    ran = desk.run([task])
    assert not ran.outcome.partial
    assert desk.fields(task.id)["assignee"] is None
    assert "owner:区科委" in desk.fields(task.id)["labels"]


def test_an_assignee_who_is_refused_costs_no_task(tmp_path: Path, server: JiraFake) -> None:
    desk = JiraDesk(tmp_path, server)
    desk.accounts = {"区科委": "科委"}
    destination = desk.make()
    destination.listing()
    gone = server.people.pop()
    task = make_task()
    item = destination.create(destination.render(task), {})
    assert item.fields[Field.ASSIGNEES] == []
    server.people.append(gone)


def test_what_the_create_screen_lacks_stands_in_the_text(tmp_path: Path, server: JiraFake) -> None:
    server.screen -= {"duedate", "assignee"}
    desk = JiraDesk(tmp_path, server)
    desk.accounts = {"区科委": "科委"}
    task = make_task()
    ran = desk.run([task])
    assert ran.outcome.created == [task.id]
    assert not ran.outcome.partial
    assert desk.fields(task.id)["duedate"] is None
    assert "2026-12-31" in desk.text_of(task.id)
    assert "owner:区科委" in desk.fields(task.id)["labels"]
    assert desk.run([task]).outcome.idle
    assert any("duedate, assignee" in each.sentence for each in desk.make().check() if not each.ok)


def test_without_labels_on_the_create_screen_the_marker_still_stands(tmp_path: Path, server: JiraFake) -> None:
    server.screen -= {"labels"}
    desk = JiraDesk(tmp_path, server)
    task = make_task()
    desk.run([task])
    assert [item.id for item in desk.make().listing().items] == [task.id]


def test_labels_hold_no_blanks(tmp_path: Path, server: JiraFake) -> None:
    desk = JiraDesk(tmp_path, server)
    task = make_task(labels=("smart city",))
    assert not desk.run([task]).outcome.partial
    assert f"exporter-{task.id}" in desk.fields(task.id)["labels"]
    assert "smart_city" in desk.fields(task.id)["labels"]


@pytest.mark.parametrize("name", ["史诗", "任务"])
def test_the_issue_type_is_chosen_by_name(tmp_path: Path, server: JiraFake, name: str) -> None:
    destination = JiraDesk(tmp_path, server, issue_type=name).make()
    if name == "史诗":  # the fake knows the screen of one type only
        with pytest.raises(Missing):
            destination.listing()
    else:
        destination.listing()
        assert destination.screen.type_id() == "10012"
    with pytest.raises(Missing, match="史诗, 任务"):
        JiraDesk(tmp_path, server, issue_type="缺陷").make().listing()


# The marker


def test_a_lost_label_is_put_back_and_a_lost_panel_is_still_ours(tmp_path: Path, server: JiraFake) -> None:
    desk = JiraDesk(tmp_path, server)
    task = make_task()
    desk.run([task])
    fields = desk.fields(task.id)
    fields["labels"] = ["科技创新"]
    assert [item.id for item in desk.make().listing().items] == [task.id]
    desk.run([replace(task, title="新标题")])
    assert f"exporter-{task.id}" in desk.fields(task.id)["labels"]
    fields["description"] = None
    assert [item.id for item in desk.make().listing().items] == [task.id]


def test_a_property_that_is_lost_is_written_again(tmp_path: Path, cloud: JiraFake) -> None:
    desk = JiraDesk(tmp_path, cloud)
    task = make_task()
    desk.run([task])
    cloud.properties.clear()
    assert desk.run([task]).outcome.idle
    desk.run([replace(task, title="新标题")])
    assert cloud.properties[desk.key(task.id)]["exporter"]["id"] == task.id


# The index and its pages


def test_what_was_just_made_is_asked_for_by_id(tmp_path: Path, cloud: JiraFake) -> None:
    cloud.lag = 2
    destination = JiraDesk(tmp_path, cloud).make()
    destination.listing()
    for task in make_tasks(3):
        destination.create(destination.render(task), {})
    assert len(destination.listing().items) == 3


def test_what_an_earlier_run_just_made_is_not_made_again(tmp_path: Path, cloud: JiraFake) -> None:
    desk = JiraDesk(tmp_path, cloud)
    tasks = make_tasks(6)
    desk.run(tasks[:2])
    cloud.lag = 5
    desk.run(tasks)
    del cloud.issues["PLAN-4"]
    assert [item.key for item in desk.make().listing().items] == ["PLAN-1", "PLAN-2", "PLAN-3", "PLAN-5", "PLAN-6"]
    cloud.lag = 0
    whole = desk.make().listing()
    cloud.lag = 5
    assert {item.id for item in desk.make().listing().items} == {item.id for item in whole.items}


def test_a_create_without_an_answer_is_found_when_the_index_knows_it(tmp_path: Path, cloud: JiraFake) -> None:
    desk = JiraDesk(tmp_path, cloud)
    cloud.lag = 1

    def lost(asked: Asked) -> Given | None:
        if asked.method == "POST" and asked.path.endswith("/issue"):
            cloud.new(asked)
            return Given(502, b"<html>bad gateway</html>")
        if asked.path.endswith("/search/jql") and len(desk.slept) > 1:
            cloud.lag = 0
        return None

    cloud.before = lost
    task = make_task()
    assert desk.run([task]).outcome.created == [task.id]
    assert len(cloud.issues) == 1
    cloud.asked.clear()
    cloud.given.clear()  # a gateway's answer is not in the description


def test_a_create_that_cannot_be_read_back_is_not_certain(tmp_path: Path, server: JiraFake) -> None:
    destination = JiraDesk(tmp_path, server).make()
    destination.listing()
    server.before = lambda asked: fault(404, "gone") if asked.method == "GET" and "/PLAN-" in asked.path else None
    with pytest.raises(OutcomeUnknown):
        destination.create(destination.render(make_task()), {})
    server.before = lambda _asked: None


def test_pages_may_be_shorter_than_what_was_asked_for(tmp_path: Path, server: JiraFake) -> None:
    desk = JiraDesk(tmp_path, server)
    desk.run(make_tasks(9))
    server.most = 4
    assert len(desk.make().listing().items) == 9


def test_an_issue_that_goes_while_pages_are_read_hides_none(tmp_path: Path) -> None:
    with serving(JiraDataCenterFake()) as server:
        desk = JiraDesk(tmp_path, server)
        tasks = make_tasks(9)
        desk.run(tasks)
        server.most = 4
        gone: list[str] = []

        def remove(asked: Asked) -> None:
            if asked.query.get("startAt") == "4" and not gone:
                gone.append(next(iter(server.issues)))
                del server.issues[gone[0]]

        server.before = remove
        found = {item.id for item in desk.make().listing().items}
    assert {task.id for task in tasks[1:]} <= found


def test_a_limit_is_waited_for(tmp_path: Path, cloud: JiraFake) -> None:
    desk = JiraDesk(tmp_path, cloud)
    limits = [Given(429, {"errorMessages": ["slow"]}, {"Retry-After": "7", "RateLimit-Reason": "jira-burst-based"})]
    cloud.before = lambda asked: limits.pop() if limits and asked.method == "POST" else None
    task = make_task()
    assert desk.run([task]).outcome.created == [task.id]
    assert 7 in desk.slept
    cloud.asked.clear()
    cloud.given.clear()  # 429 is not in the description


# Preflight


def test_doctor_is_content_where_all_is_well(tmp_path: Path, server: JiraFake) -> None:
    desk = JiraDesk(tmp_path, server)
    desk.accounts = {"区科委": "科委"}
    findings = desk.make().check()
    assert [each.sentence for each in findings if not each.ok] == []
    assert any("办公室" in each.sentence for each in findings)
    assert any("任务" in each.sentence for each in findings)


def test_doctor_names_what_is_wrong(tmp_path: Path, server: JiraFake) -> None:
    desk = JiraDesk(tmp_path, server)
    desk.accounts = {"区科委": "outsider"}
    server.may = False
    said = [each.sentence for each in desk.make().check() if not each.ok]
    assert any("CREATE_ISSUES" in each for each in said)
    assert any("outsider (区科委)" in each for each in said)
    ran = desk.run([make_task()])
    assert [notice.kind for notice in ran.outcome.all_notices if notice.kind == "refused"] == ["refused"]
    assert server.issues == {}


def test_an_answer_that_is_no_jira_is_named(tmp_path: Path, server: JiraFake) -> None:
    server.before = lambda _asked: Given(200, ["hello"])
    said = [each.sentence for each in JiraDesk(tmp_path, server).make().check()]
    assert len(said) == 1
    assert "is not the address of a Jira" in said[0]
    server.asked.clear()
    server.given.clear()


def test_constructing_touches_no_network(tmp_path: Path, server: JiraFake) -> None:
    assert isinstance(JiraDesk(tmp_path, server).make(), Jira)
    assert server.asked == []
