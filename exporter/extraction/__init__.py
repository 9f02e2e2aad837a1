"""Extract: Document → Commitments (sentences, numerals, dates, indicators, owners)."""
