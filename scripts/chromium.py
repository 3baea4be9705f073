"""The Chromium that the browser journeys drive."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scripts import debian
from scripts.paths import VENV

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: Where Playwright's own browser is, once it was asked for it.
NOTE = VENV / "beffroi-chromium"


def find() -> str | None:
    """Return the program to use: the one that was chosen, else an installed one, else None."""
    chosen = os.environ.get("BEFFROI_CHROMIUM")
    if chosen:
        return chosen
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    noted = NOTE.read_text() if NOTE.exists() else ""
    return noted if noted and Path(noted).exists() else None


def install(python: Path) -> bool:
    """Install Chromium from Debian, else the one that Playwright fetches; say if one is there."""
    if debian.install("chromium"):
        return True
    print("Asking Playwright for its Chromium", flush=True)
    fetch = [str(python), "-m", "playwright", "install", "chromium"]
    if subprocess.run(fetch, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode:
        return False
    where = (
        "from playwright.sync_api import sync_playwright as p\n"
        "with p() as q: print(q.chromium.executable_path)"
    )
    told = subprocess.run([str(python), "-c", where], capture_output=True, text=True, check=True)
    NOTE.write_text(told.stdout.strip())
    return find() is not None
