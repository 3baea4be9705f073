"""What was there a moment ago, and was erased by somebody else."""

from __future__ import annotations


class Gone(Exception):
    """A row was erased between its reading and its lock: nothing was changed, nothing is left."""
