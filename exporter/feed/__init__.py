"""Calendar files handed out over HTTP, to be subscribed to; read-only."""

from exporter.feed.server import Feed, open_feed
from exporter.feed.shelf import Shelf

__all__ = ["Feed", "Shelf", "open_feed"]
