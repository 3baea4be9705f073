"""Start the real servers, run the tests marked `real` against them, stop the servers.

python -m scripts.real_servers [what pytest takes]
python -m scripts.real_servers --keep     print the addresses and keep the servers until Ctrl-C
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from scripts import chromium
from scripts.paths import ROOT
from scripts.processes import NotStarted, end_cleanly_on_signals, run_command
from scripts.real_servers import at_protocol, mastodon
from scripts.real_servers.installing import CannotInstall

#: What tells the tests where a server is.
Environment = dict[str, str]
#: What cannot run without a server.
TESTS = {
    "bluesky": ("beffroi/networks/bluesky", "tests/browser/test_real_journey.py"),
    "mastodon": ("beffroi/networks/mastodon",),
}


def main(arguments: list[str]) -> int:
    """Return pytest's exit code, or 1 when a server or the browser is missing: then not everything
    was tested.
    """
    end_cleanly_on_signals()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-real-")))
        environment, absent = _start_all(stack, folder=folder)
        if arguments == ["--keep"]:
            _keep(environment)
            return 0
        skipped = [f"--ignore={path}" for name in absent for path in TESTS[name]]
        browser = chromium.find()
        if browser is None:
            absent.append("Chromium")
            print("No Chromium here: the browser journey does not run.", file=sys.stderr)
        marks = "real" if browser else "real and not journey"
        command = [sys.executable, "-m", "pytest", "-m", marks, *skipped, *arguments]
        everything = {**os.environ, **environment, "BEFFROI_DATA_DIR": str(folder / "data")}
        code = run_command(command, cwd=ROOT, env=everything)
        return code or min(len(absent), 1)


def _start_all(stack: ExitStack, *, folder: Path) -> tuple[Environment, list[str]]:
    """Start each server; return what the tests need to know, and the names of those missing."""
    starters: dict[str, Callable[[ExitStack, Path], Environment]] = {
        "bluesky": _start_bluesky,
        "mastodon": _start_mastodon,
    }
    environment: Environment = {"BEFFROI_OUTBOUND_ALLOW": ""}
    absent = []
    for name, start in starters.items():
        try:
            settings = start(stack, folder)
        except (CannotInstall, NotStarted) as reason:
            absent.append(name)
            print(f"No real server for {name}, its tests do not run: {reason}", file=sys.stderr)
            continue
        allowed = (environment["BEFFROI_OUTBOUND_ALLOW"], settings["BEFFROI_OUTBOUND_ALLOW"])
        environment |= settings | {"BEFFROI_OUTBOUND_ALLOW": ",".join(filter(None, allowed))}
    return environment, absent


def _start_bluesky(stack: ExitStack, folder: Path) -> Environment:
    programs = at_protocol.install()
    network = stack.enter_context(at_protocol.at_network(programs, folder=folder))
    addresses = json.loads(network.info.read_text())
    return {
        "BEFFROI_REAL_BLUESKY": network.pds,
        "BEFFROI_REAL_BLUESKY_INFO": str(network.info),
        "BEFFROI_OUTBOUND_ALLOW": _pairs(addresses["plc"], network.pds, network.bsky),
    }


def _start_mastodon(stack: ExitStack, folder: Path) -> Environment:
    program = mastodon.install()
    origin = stack.enter_context(mastodon.mastodon_server(program, folder=folder))
    return {
        "BEFFROI_REAL_MASTODON": origin,
        "BEFFROI_REAL_MASTODON_TOKEN": mastodon.TOKEN,
        "BEFFROI_OUTBOUND_ALLOW": _pairs(origin),
    }


def _pairs(*origins: str) -> str:
    return ",".join(origin.split("//")[1] for origin in origins)


def _keep(environment: Environment) -> None:
    for name, value in environment.items():
        print(f"export {name}={value}", flush=True)
    print("# Ctrl-C stops them.", flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
