"""Where the checkout is, and where what is big and can be fetched again is kept."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"


def cache_folder() -> Path:
    """Return the folder, outside the checkout, that a second clone finds filled."""
    chosen = os.environ.get("BEFFROI_CACHE")
    if chosen:
        return Path(chosen).resolve()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache").resolve() / "beffroi"
