"""What every destination must do: the promises of sync, run against each kind through its Desk."""

from __future__ import annotations

from tests.destinations.promises.comments import Comments
from tests.destinations.promises.lights import Lights
from tests.destinations.promises.people import People
from tests.destinations.promises.text import Text
from tests.destinations.promises.trouble import Trouble
from tests.destinations.promises.writing import Writing


class DestinationContract(Writing, People, Lights, Comments, Text, Trouble):
    """Subclass it, say how a desk is made, and every promise is tested."""
