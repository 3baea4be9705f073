"""Take pictures of the product into screens/: every page, wide and phone, light and dark.

python -m scripts.screens [pytest arguments, such as -k today]
"""

from __future__ import annotations

import os
import sys
import tempfile

from scripts import chromium
from scripts.paths import ROOT
from scripts.processes import end_cleanly_on_signals, run_command


def main(arguments: list[str]) -> int:
    """Run the photographer with a server and data of its own; return an exit code."""
    end_cleanly_on_signals()
    if chromium.find() is None:
        print("No Chromium here: install one, or set BEFFROI_CHROMIUM.", file=sys.stderr)
        return 1
    command = [sys.executable, "-m", "pytest", "-q", "tests/browser/photographer.py", *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "BEFFROI_DATABASE_URL"}
    with tempfile.TemporaryDirectory(prefix="beffroi-screens-") as folder:
        code = run_command(command, cwd=ROOT, env={**kept, "BEFFROI_DATA_DIR": folder})
    print(f"Pictures are in {ROOT / 'screens'}")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
