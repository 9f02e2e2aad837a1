"""One HTTP layer for every server: paced writes, honest outcomes, no secret in any sentence."""

from exporter.destinations.http.client import Http
from exporter.destinations.http.pace import Pace, shared_pace
from exporter.destinations.http.transport import Reply

__all__ = ["Http", "Pace", "Reply", "shared_pace"]
