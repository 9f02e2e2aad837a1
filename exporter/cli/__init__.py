"""The command line: parse, call the pipeline, print, exit code."""

from exporter.cli.program import app, main

__all__ = ["app", "main"]
