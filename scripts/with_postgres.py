"""Run a command with BEFFROI_DATABASE_URL set to an empty PostgreSQL that ends with it.

python -m scripts.with_postgres pytest beffroi/core
"""

from __future__ import annotations

import os
import sys

from scripts.paths import ROOT
from scripts.postgres import temporary_postgres, wheel_programs
from scripts.processes import NotStarted, end_cleanly_on_signals, run_command


def main(command: list[str]) -> int:
    """Return the command's exit code."""
    if not command:
        print(__doc__)
        return 2
    end_cleanly_on_signals()
    try:
        with temporary_postgres(wheel_programs()) as postgres:
            environment = {**os.environ, "BEFFROI_DATABASE_URL": postgres.url()}
            return run_command(command, cwd=ROOT, env=environment)
    except NotStarted as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
