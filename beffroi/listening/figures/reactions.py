"""What people did with a message in public. Pure."""

from __future__ import annotations


def reactions(*counts: int | None) -> int | None:
    """Return all of it; None where the network tells nothing (each count None)."""
    told = [count for count in counts if count is not None]
    return sum(told) if told else None
