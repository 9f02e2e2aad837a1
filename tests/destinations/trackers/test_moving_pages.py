"""Issues that come and go while GitLab and Gitea are listed, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.builders import make_tasks
from tests.destinations.trackers.gitea_desk import GiteaDesk
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.servers.fake import serving
from tests.servers.gitea import FORGEJO, GITEA, OLD_GITEA, GiteaFake
from tests.servers.gitlab import GitLabFake

AnyDesk = GitLabDesk | GiteaDesk
FAKES: dict[str, Callable[[], GitLabFake | GiteaFake]] = {
    "gitlab by keyset": GitLabFake,
    "gitlab by number": lambda: GitLabFake(keyset=False),
    **{f"gitea {version}": partial(GiteaFake, version) for version in (GITEA, OLD_GITEA, FORGEJO)},
}
every_server = pytest.mark.parametrize("name", FAKES)


@contextmanager
def at(name: str, folder: Path) -> Iterator[AnyDesk]:
    with serving(FAKES[name]()) as server:
        yield GitLabDesk(folder, server) if isinstance(server, GitLabFake) else GiteaDesk(folder, server)


@every_server
@pytest.mark.parametrize("gone", [3, 120])
def test_an_issue_that_goes_hides_no_other(tmp_path: Path, name: str, gone: int) -> None:
    with at(name, tmp_path) as desk:
        desk.run(make_tasks(150))
        desk.state.unlink()
        desk.server.after_page = lambda: desk.server.issues.pop(gone, None)
        listing = desk.make().listing()
        assert listing.complete
        assert {item.key for item in listing.items} >= {str(n) for n in range(1, 151) if n != gone}
        rest = [task for task in make_tasks(150) if int(task.id[-8:], 16) != gone]
        assert desk.run(rest).outcome.idle


@every_server
def test_an_issue_that_comes_is_not_made_again(tmp_path: Path, name: str) -> None:
    with at(name, tmp_path) as desk:
        desk.run(make_tasks(102))
        desk.state.unlink()
        late = desk.server.issues.pop(102)
        desk.server.after_page = lambda: desk.server.issues.setdefault(102, late)
        assert desk.run(make_tasks(102)).outcome.idle
        assert len(desk.server.issues) == 102


@every_server
def test_pages_that_never_stand_still_forbid_creates(tmp_path: Path, name: str) -> None:
    """Each page that is read, an old issue goes; only keyset pages cannot be disturbed by it."""
    with at(name, tmp_path) as desk:
        desk.run(make_tasks(120))
        desk.server.after_page = lambda: desk.server.issues.pop(min(desk.server.issues))
        ran = desk.run(make_tasks(121))
        assert (ran.outcome.created == []) == (name != "gitlab by keyset")
        assert ran.outcome.partial == (name != "gitlab by keyset")
