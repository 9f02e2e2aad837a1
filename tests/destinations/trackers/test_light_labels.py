from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from exporter.destinations.contract import Field
from exporter.destinations.trackers.light_labels import LightLabels
from exporter.lights import LIGHTS
from tests.builders import make_task
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.servers.fake import serving
from tests.servers.github import GitHubFake

DUE = date(2026, 12, 31)
TASK = make_task(due=DUE)


def names(desk: GitHubDesk) -> set[str]:
    return {label["name"] for label in desk.raw(TASK.id)["labels"]}


def test_only_late_and_at_risk_have_labels_unless_others_are_named() -> None:
    plain, own = LightLabels.chosen("zh", {}), LightLabels.chosen("en", {"on_track": "Green", "late": "Red"})
    assert plain.lights == {"late", "at_risk"}
    assert [plain.with_light(["x", "灯:逾期"], light) - {"x"} for light in LIGHTS] == [
        {"灯:逾期"}, {"灯:预警"}, set(), set(),
    ]  # fmt: skip
    assert own.read(["green", "x"]) == "on_track"
    assert own.read(["light:at-risk", "red"]) == "late"
    assert own.colour("x") is None
    assert own.colour("RED") == plain.colour("灯:逾期")


def test_a_light_has_its_colour_and_goes_when_nobody_wants_it(tmp_path: Path) -> None:
    with serving(GitHubFake()) as server:
        desk = GitHubDesk(tmp_path, server)
        desk.today = DUE + timedelta(1)
        desk.run([TASK])
        assert "灯:逾期" in names(desk)
        assert server.labels["灯:逾期"]["color"] == "d73a4a"
        desk.options["lights"] = False
        assert desk.run([TASK]).outcome.updated == [TASK.id]
        assert "灯:逾期" not in names(desk)
        assert desk.run([TASK]).outcome.idle
        desk.options["lights"] = {"late": "红灯"}
        desk.run([TASK])
        assert "红灯" in names(desk)


def test_a_label_that_cannot_be_made_costs_no_task_and_is_said_once(tmp_path: Path) -> None:
    with serving(GitHubFake()) as server:
        desk = GitHubDesk(tmp_path, server)
        desk.today = DUE
        desk.run([TASK])
        server.push = False
        desk.today = DUE + timedelta(1)
        ran = desk.run([TASK])
        assert [(each.kind, each.values.get("field")) for each in ran.outcome.all_notices] == [("degraded", "light")]
        assert not desk.run([TASK]).outcome.partial


@pytest.mark.parametrize("label", ["灯:逾期", "灯:预警"])
def test_somebody_elses_label_of_that_name_stays_where_lights_are_not_wanted(tmp_path: Path, label: str) -> None:
    with serving(GitHubFake()) as server:
        desk = GitHubDesk(tmp_path, server, lights=False)
        desk.run([TASK])
        desk.today = DUE + timedelta(1)
        desk.person_sets(TASK.id, Field.LABELS, [label])
        assert desk.run([TASK]).outcome.idle
        assert names(desk) == {label}
