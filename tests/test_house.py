"""The house: a room imports only from rooms below it, and there is no circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEES_ALL = {"pipeline", "work", "edition", "cli", "report", "review", "feed", "batch", "__main__"}
GROUND = {"model", "errors", "wording", "clock", "files", "__init__"}
NEVER = {
    "documents": {"destinations", "sync", "ledger", "extraction", *SEES_ALL},
    "extraction": {"destinations", "sync", "ledger", *SEES_ALL},
    "normalize": {"destinations", "sync", "ledger", *SEES_ALL},
    "naming": {"destinations", "sync", "ledger", *SEES_ALL},
    "ledger": {"destinations", "sync", "documents", "extraction", *SEES_ALL},
    "destinations": {"sync", "ledger", "documents", "extraction", "normalize", *SEES_ALL},
    "sync": {"ledger", "documents", "extraction", "normalize", *SEES_ALL},
    "config": {"sync", "ledger", "documents", "extraction", "normalize", *SEES_ALL},
}
KINDS = ("github", "gitlab", "gitea", "jira", "redmine", "backlog", "caldav", "ics")


@cache
def imports() -> dict[str, frozenset[str]]:
    """Module → the modules of ours that it imports, wherever in the file it does."""
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): frozenset(_imported(file))
        for file in sorted((ROOT / "exporter").rglob("*.py"))
    }


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "exporter":
            for name in node.names:
                inner = ROOT / Path(*node.module.split(".")) / f"{name.name}.py"
                yield f"{node.module}.{name.name}" if inner.exists() else node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] == "exporter")


def room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@pytest.mark.parametrize("lower", sorted(NEVER))
def test_a_room_never_hears_of_the_rooms_above(lower: str) -> None:
    found = {
        f"{module} imports {other}"
        for module, others in imports().items()
        if room(module) == lower
        for other in others
        if room(other) in NEVER[lower]
    }
    assert found == set()


def test_the_ground_floor_stands_on_nothing() -> None:
    found = {
        f"{module} imports {other}"
        for module, others in imports().items()
        if room(module) in GROUND
        for other in others
        if room(other) not in GROUND
    }
    assert found == set()


def test_sync_knows_the_contract_and_no_destination_by_name() -> None:
    allowed = {"exporter.destinations.contract", "exporter.destinations.marker"}
    found = {
        f"{module} imports {other}"
        for module, others in imports().items()
        if room(module) == "sync"
        for other in others
        if room(other) == "destinations" and other not in allowed
    }
    assert found == set()


def test_a_destination_never_knows_another() -> None:
    def kind(module: str) -> str | None:
        name = module.rpartition(".")[2]
        return next((kind for kind in KINDS if name == kind or name.startswith(f"{kind}_")), None)

    found = {
        f"{module} imports {other}"
        for module, others in imports().items()
        if room(module) == "destinations" and kind(module)
        for other in others
        if room(other) == "destinations" and kind(other) not in {None, kind(module)}
    }
    assert found == set()


def test_there_is_no_circle() -> None:
    graph = {}
    for module, others in imports().items():
        name = module.removesuffix(".__init__")
        graph[name] = {other for other in others if other != name}
    order = list(TopologicalSorter(graph).static_order())  # raises where there is one
    assert len(order) >= len(graph)


def test_no_room_has_outgrown_its_walls() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for file in (ROOT / "exporter").rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 320
    }
    assert long == {}
