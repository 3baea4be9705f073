"""The refusals that networks are known to give, as a table each keeps in `tests/refusals.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from beffroi.networks import errors
from beffroi.networks.errors import NetworkError


@dataclass(frozen=True)
class Refusal:
    """One error body: what it is called, the error that the adapter makes of it, what that tells.

    A network's `REFUSALS` hold every body of its documents and every one that others saw; its own
    tests prove the error of each, those of the product the sentence.
    """

    what: str
    kind: type[NetworkError]
    told: Mapping[str, Any] = field(default_factory=dict)

    def error(self) -> NetworkError:
        """Return the error as the product receives it: by its name, without an adapter's own."""
        public = next(one for one in self.kind.__mro__ if one.__module__ == errors.__name__)
        needed = {"retry_after_seconds": 60} if public is errors.RateLimited else {}
        error: NetworkError = public("a detail", **needed)
        for name, value in self.told.items():
            if hasattr(error, name):
                setattr(error, name, value)
        return error


def said(status: int, body: Any) -> str:
    """Return what tells one error body from another: its status and its codes."""
    return f"{status} {body}"[:120]
