"""Why a page is not printed.

PrintingFailed          `reason` says why; the page itself, and the browser's own print, remain
└── PrintingTookTooLong it was given up after the time that a print may take
"""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Why a page is not printed, named by what helps."""

    LIBRARY_MISSING = "library_missing"  # of the system: `package` says which
    BUSY = "busy"  # others are before it, and take their time
    TOO_LARGE = "too_large"  # more than we lay out, in bytes
    TOO_MANY_PAGES = "too_many_pages"
    TOO_HEAVY = "too_heavy"  # it wants more memory than it may have
    TOO_SLOW = "too_slow"
    DIED = "died"  # the process ended without a word


class PrintingFailed(Exception):
    """The page is not printed; `package` names the Debian package that is missing, if one is."""

    def __init__(self, reason: Reason, *, package: str = "") -> None:
        super().__init__(f"{reason.value} {package}".strip())
        self.reason = reason
        self.package = package


class PrintingTookTooLong(PrintingFailed):
    """It was given up after the time that a print may take."""

    def __init__(self) -> None:
        super().__init__(Reason.TOO_SLOW)
