"""The whole suite: on SQLite with the browser journeys, then on PostgreSQL without them.

python -m scripts.run_tests [what pytest takes]      BEFFROI_TEST_PROCESSES=2 by default
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from beffroi.networks import registry
from scripts import chromium, doubts
from scripts.paths import ROOT
from scripts.postgres import temporary_postgres, wheel_programs
from scripts.processes import NotStarted, end_cleanly_on_signals, run_command

#: Tests of what keeps no rows: one run of them will do.
WITHOUT_ROWS = ("beffroi/networks", "tests/architecture", "tests/networks")
#: How pytest ends when none of the tests asked for is there.
NO_TESTS = 5


def main(arguments: list[str]) -> int:
    """Run the suite on both databases, on the second even when the first fails."""
    end_cleanly_on_signals()
    browser = chromium.find()
    if browser is None:
        print("No Chromium here: the browser journeys do not run.", file=sys.stderr)
        if os.environ.get("CI"):
            return 1
    journeys = "not real" if browser else "not real and not journey"
    with _data_folder({"BEFFROI_CHROMIUM": browser or ""}) as environment:
        codes = [_pytest("SQLite", ["-m", journeys, *arguments], environment=environment)]
    try:
        with (
            temporary_postgres(wheel_programs()) as postgres,
            _data_folder({"BEFFROI_DATABASE_URL": postgres.url()}) as environment,
        ):
            without = [f"--ignore={folder}" for folder in WITHOUT_ROWS]
            chosen = arguments or ["-p", "scripts.rows_only", *without]
            marks = ["-m", "not real and not journey"]
            codes.append(_pytest("PostgreSQL", [*marks, *chosen], environment=environment))
    except NotStarted as reason:
        print(reason, file=sys.stderr)
        codes.append(1)
    if not arguments:
        print("== What the simulators could not confirm", *doubts.report(registry.keys()), sep="\n")
    return verdict(codes)


def verdict(codes: Collection[int]) -> int:
    """Return the worst ending; a part without any test of one database is none, unless of both."""
    return max((code for code in codes if code != NO_TESTS), default=NO_TESTS)


@contextmanager
def _data_folder(settings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield an environment with these settings and a data folder that ends with the run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # many processes start: compile for all of them once
    with tempfile.TemporaryDirectory(prefix="beffroi-test-") as folder:
        yield {**kept, **settings, "BEFFROI_DATA_DIR": folder}


def _pytest(database: str, arguments: list[str], *, environment: Mapping[str, str]) -> int:
    print(f"== Tests on {database}", flush=True)
    started = time.monotonic()
    processes = os.environ.get("BEFFROI_TEST_PROCESSES", "2")
    command = [sys.executable, "-m", "pytest", "-n", processes, "--dist=worksteal", *arguments]
    code = run_command(command, cwd=ROOT, env=environment)
    print(f"== {database}: {time.monotonic() - started:.0f} s, exit {code}", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
