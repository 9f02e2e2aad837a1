"""The command that looks before there is a run: `doctor`."""

from __future__ import annotations

import sys

from exporter.cli.bar import progress
from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile, MaxWait, To
from exporter.cli.screen import can_show, print_json, print_view
from exporter.wording import say


def doctor(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    to: To = None,
    max_wait: MaxWait = None,
    as_json: AsJson = False,
) -> int:
    """Look whether files, secrets, servers and rights are in order, and write nothing."""
    from exporter.config import read_config
    from exporter.destinations.contract import Patience
    from exporter.doctor import examine
    from exporter.report.doctor import PLAIN_SIGNS, SIGNS, doctor_record, doctor_view

    settings = read_config(config)
    with progress(say("Looking")) as shown:
        found = examine(settings, to or [], Patience(max_wait, shown.waiting))
    if as_json:
        print_json(doctor_record(found))
    else:
        print_view(doctor_view(found, SIGNS if can_show(sys.stdout, "".join(SIGNS)) else PLAIN_SIGNS))
    return found.exit_code
