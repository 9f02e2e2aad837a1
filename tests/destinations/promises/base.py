"""What every room of promises needs: a desk, and how many tasks are many."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from exporter.destinations.contract import Destination, Field
from exporter.sync.plan import Notice
from tests.builders import make_task
from tests.destinations.desk import Desk

DUE = date(2026, 12, 31)


class Promises:
    """Tests that run against each kind of destination through its Desk."""

    many: ClassVar[int] = 250
    """Tasks that fill more pages than one, where there are pages."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Desk:
        return self.make_desk(tmp_path)

    @abstractmethod
    def make_desk(self, folder: Path) -> Desk:
        """A desk whose destination is empty."""

    def quiet(self, desk: Desk) -> Destination:
        """The destination of somebody who wants no comments."""
        mute = desk.make()
        mute.setup = replace(mute.setup, options={**mute.setup.options, "comments": False})
        return mute

    def needs_lights(self, desk: Desk) -> None:
        if desk.make().lights is None:
            pytest.skip(f"{desk.make().kind} keeps no lights")

    def needs(self, desk: Desk, field: Field) -> None:
        if not self.keeps(desk, field):
            pytest.skip(f"{desk.make().kind} keeps no {field} of its own")

    def keeps(self, desk: Desk, field: Field) -> bool:
        one = desk.make()
        return one.keeps[field] in {"native", "label"} and field in one.render(make_task()).fields


def conflicts(notices: tuple[Notice, ...], *, known: bool) -> list[Field | None]:
    return [notice.field for notice in notices if notice.kind == "conflict" and notice.known == known]
