"""Extract: Document → Commitments (sentences, numerals, dates, indicators, owners)."""

from exporter.extraction.extract import Judged, explain, extract

__all__ = ["Judged", "explain", "extract"]
