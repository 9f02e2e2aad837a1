"""What the shell offers when Tab is pressed; whatever is wrong with a file, completion stays silent."""

from __future__ import annotations

import contextlib
from pathlib import Path

import typer

from exporter.errors import ExporterError


def destination_names(context: typer.Context) -> list[str]:
    """Destinations of the exporter.toml that is meant."""
    from exporter.config import read_config

    with contextlib.suppress(ExporterError):
        return [each.name for each in read_config(Path(context.params.get("config") or "exporter.toml")).destinations]
    return []


def kind_names() -> list[str]:
    """Kinds of destinations."""
    from exporter.destinations.registry import kinds

    return sorted(kinds())


def schema_names() -> list[str]:
    """Names of schemas."""
    from exporter.schema import names

    return names()
