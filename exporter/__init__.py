"""Exporter turns published promises into tracked work."""

__version__ = "0.1.0"
