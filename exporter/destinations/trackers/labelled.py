"""Labels of a tracker: those that stand for a status or a light are told apart from all others."""

from __future__ import annotations

from collections.abc import Collection

from exporter.destinations.contract import Field, Setup
from exporter.destinations.trackers.light_labels import LightLabels
from exporter.destinations.trackers.mapped import Mapped
from exporter.lights import Light
from exporter.model import Status


class Labelled(Mapped):
    """What the labels of an issue say, and which labels say it."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.light_labels = LightLabels.chosen(setup.language, setup.options.get("lights", True), self._label)

    @property
    def lights(self) -> Collection[Light] | None:
        """Where there are labels."""
        return self.light_labels.lights if {Field.LABELS, Field.LIGHT} <= self.native else None

    def plain_labels(self, labels: Collection[str]) -> set[str]:
        """Those that stand for no status and no light."""
        return self.light_labels.without(self.status_labels.without(labels))

    def all_labels(self, labels: Collection[str], status: Status, light: Light | None) -> set[str]:
        """With those that stand for them."""
        return self.light_labels.with_light(self.status_labels.with_labels(labels, status), light)
