"""Many documents at once: found, read by a few processes, and handed back in the order in which they were found."""

from exporter.batch.find import Found, find, is_one
from exporter.batch.reading import Order, Outcome, read_all

__all__ = ["Found", "Order", "Outcome", "find", "is_one", "read_all"]
