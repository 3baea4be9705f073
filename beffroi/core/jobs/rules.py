"""When a job is tried again. Pure."""

from __future__ import annotations

from datetime import timedelta

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=1)


def retry_delay(*, failures: int, chance: float) -> timedelta:
    """Return how long to wait after `failures` in a row (>= 1): doubled each time, capped.

    `chance`, in [0, 1), spreads the answer over the upper half: jobs that failed together come
    back apart.
    """
    doubled = FIRST_DELAY * (1 << min(failures - 1, 20))
    return min(doubled, LONGEST_DELAY) * (0.5 + chance / 2)
