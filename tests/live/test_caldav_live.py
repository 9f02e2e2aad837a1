"""The whole contract against Radicale and Xandikos, to-dos and events; TLS, faults, and vdirsyncer beside us."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from tests.destinations.calendars.caldav_desk import CalDavDesk
from tests.destinations.contract import DestinationContract
from tests.live.calendar_servers import CalendarServer, running
from tests.live.npm import NotInstalled

pytestmark = pytest.mark.live


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    try:
        with running(request.param, tmp_path_factory.mktemp(request.param)) as one:
            yield one
    except NotInstalled as error:
        pytest.skip(str(error))


def desk_at(server: CalendarServer, folder: Path, component: str = "vtodo") -> CalDavDesk:
    name = uuid4().hex
    return CalDavDesk(folder, f"{server.home}{name}/", partial(server.place_beside, name), component=component)


class TestTodos(DestinationContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: CalendarServer) -> None:
        self.server = server

    def make_desk(self, folder: Path) -> CalDavDesk:
        return desk_at(self.server, folder)


class TestEvents(TestTodos):
    def make_desk(self, folder: Path) -> CalDavDesk:
        return desk_at(self.server, folder, "vevent")
