"""Extract: Document → Commitments (sentences, numerals, dates, indicators, owners)."""

from exporter.extraction.extract import Judged, explain, extract
from exporter.extraction.year import title_year

__all__ = ["Judged", "explain", "extract", "title_year"]
