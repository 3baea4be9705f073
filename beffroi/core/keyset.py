"""Where a page of a long list begins: after one row, by its instant and its id. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of the page before; `str` writes it, for an address."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.id}"


def parse_cursor(typed: str) -> Cursor | None:
    """Return the cursor that `str` wrote, in UTC; None for anything else."""
    written, _, number = typed.partition("~")
    try:
        at = datetime.fromisoformat(written)
        cursor = Cursor(at.astimezone(UTC), int(number))
    except (ValueError, OverflowError):
        return None
    return cursor if at.tzinfo and 0 <= cursor.id < 2**63 else None
