"""`make interop`: installs what apt offers, asks every parser, prints who agrees; exits with 1 where one does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.interop.cases import nankai, nasty
from tests.interop.compare import Verdict, verdict
from tests.interop.readers import APT, READERS


def main() -> int:
    _install()
    with tempfile.TemporaryDirectory(prefix="interop-") as folder:
        cases = (nankai(Path(folder)), nasty(Path(folder)))
        found = [verdict(reader, case) for reader in READERS for case in cases]
    _print(found)
    return int(any(not each.fine for each in found if not each.missing))


def _install() -> None:
    """Without root or apt, whatever is there is asked."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        print("apt packages are not installed: that takes root and apt", file=sys.stderr)  # noqa: T201  a script
        return
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wait = ["-o", "DPkg::Lock::Timeout=300"]
    subprocess.run(["apt-get", *wait, "update", "-qq"], env=environ, check=False)
    for package in APT:  # one by one: a package that is not offered costs only itself
        subprocess.run(
            ["apt-get", *wait, "install", "-y", "-qq", "--no-install-recommends", package],
            env=environ,
            check=False,
            stdout=subprocess.DEVNULL,
        )


def _print(found: list[Verdict]) -> None:
    print(f"{'parser':18} {'calendar':8} {'events':>9}  {'agrees':6}  what it tells")  # noqa: T201  a script
    for each in found:
        if each.missing:
            print(f"{each.reader:18} {each.case:8} {'':>9}  {'–':6}  not here: {each.missing}")  # noqa: T201  a script
            continue
        told = ", ".join(each.asked)
        note = f"; {each.difference}" if each.difference else ""
        events = f"{each.events}/{each.expected}"
        print(f"{each.reader:18} {each.case:8} {events:>9}  {'yes' if each.fine else 'NO':6}  {told}{note}")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
