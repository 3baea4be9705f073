"""What pages read of links."""

from __future__ import annotations

from beffroi.links.models import Link
from beffroi.links.rules import is_code


def open_link(code: str) -> Link | None:
    """Return the link of a code, with its workspace; None where it leads nowhere. One query."""
    if not is_code(code):
        return None
    return (
        Link.objects.filter(code=code, workspace__closed_at=None)
        .select_related("workspace")
        .first()
    )
