"""The libraries of the system that lay pages out: no wheel brings them."""

from __future__ import annotations

import re
from ctypes.util import find_library

#: Debian's packages, by the name of the library without its version.
PACKAGES = {
    "gobject-2.0": "libglib2.0-0",
    "pango-1.0": "libpango-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "fontconfig": "libfontconfig1",
    "pangoft2-1.0": "libpangoft2-1.0-0",
}
#: What to install where some are missing: these bring the others, and the last makes files smaller.
WANTED = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
_LIBRARY = re.compile(r"cannot load library 'lib([a-z0-9]+(?:-\d\.\d)?)")


def package_of(error: OSError) -> str:
    """Return the package whose library could not be loaded, "" for any other error."""
    found = _LIBRARY.search(str(error))
    return PACKAGES.get(found[1], f"lib{found[1]}") if found else ""


def missing() -> list[str]:
    """Return the packages that are missing here. Asks the system, and loads nothing."""
    return [package for name, package in PACKAGES.items() if find_library(name) is None]
