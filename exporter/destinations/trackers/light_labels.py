"""Lights as labels: red for what is late, yellow for what is at risk; the others only where they are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from exporter.lights import LIGHTS, Light
from exporter.model import Language

_NAMES: Mapping[Language, Mapping[Light, str]] = {
    "zh": {"late": "灯:逾期", "at_risk": "灯:预警"},
    "en": {"late": "light:late", "at_risk": "light:at-risk"},
}
_COLOURS: Mapping[Light, str] = {"late": "d73a4a", "at_risk": "fbca04", "on_track": "2da44e", "done": "8b949e"}
OPTION: Mapping[str, Any] = {
    "title": "Lights 灯",
    "description": "Labels for tasks that are late or at risk; false for none, or names of your own for any light.",
    "type": ["boolean", "object"],
    "properties": {light: {"type": "string", "minLength": 1, "maxLength": 40} for light in LIGHTS},
    "additionalProperties": False,
    "default": True,
}
"""The key `lights` of exporter.toml."""


@dataclass(frozen=True)
class LightLabels:
    """`names`: a label for each light that has one. `shown`: false where nobody wants them; then they are taken off."""

    names: Mapping[Light, str]
    shown: bool = True

    @classmethod
    def chosen(
        cls, language: Language, option: Mapping[Light, str] | Literal[True, False], fit: Callable[[str], str] = str
    ) -> LightLabels:
        """Names from exporter.toml, else in the plan's language; `fit`: a label as the tracker can hold it."""
        own = option if isinstance(option, Mapping) else {}
        names = {**_NAMES[language], **own}
        return cls({light: fit(names[light]) for light in LIGHTS if light in names}, option is not False)

    @property
    def lights(self) -> frozenset[Light]:
        """Those that are shown."""
        return frozenset(self.names) if self.shown else frozenset()

    def read(self, labels: Iterable[str]) -> Light | None:
        """What the labels say; the most urgent one, should there be several."""
        present = {label.casefold() for label in labels}
        return next((light for light, name in self.names.items() if name.casefold() in present), None)

    def without(self, labels: Iterable[str]) -> set[str]:
        """Labels that are no lights."""
        ours = {name.casefold() for name in self.names.values()}
        return {label for label in labels if label.casefold() not in ours}

    def with_light(self, labels: Iterable[str], light: Light | None) -> set[str]:
        """Labels with the one for this light, and without those for others."""
        return self.without(labels) | ({self.names[light]} if light and light in self.names else set())

    def colour(self, label: str) -> str | None:
        """Six hex digits for the label of a light; None for any other."""
        light = self.read([label])
        return _COLOURS[light] if light else None
