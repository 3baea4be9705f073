"""Names the moments of a delivery at which a crash may fall.

Production only passes by. The chaos harness sets `observer` to end the process there.
"""

from __future__ import annotations

from collections.abc import Callable

STEPS = (
    "leased",
    "uploaded",
    "file_stored",
    "prepared",
    "prepared_stored",
    "attempt_committed",
    "called",
    "answer_stored",
    "lookup_begun",
    "looked_up",
    "lookup_stored",
)

#: Those of networks alone that build a post before they publish it.
PREPARING = ("prepared", "prepared_stored")

observer: Callable[[str], None] | None = None


def reached(step: str) -> None:
    """Say that `step` was reached."""
    if observer is not None:
        observer(step)
