"""What pages read of links."""

from __future__ import annotations

from beffroi.links.models import Link
from beffroi.links.own import code_of
from beffroi.links.rules import is_code


def open_link(code: str) -> Link | None:
    """Return the link of a code, stopped or not, with its workspace; None for none. One query."""
    if not is_code(code):
        return None
    return (
        Link.objects.filter(code=code, workspace__closed_at=None)
        .select_related("workspace")
        .first()
    )


def led_to(address: str) -> str:
    """Return the page to which a short address of ours leads, "" for any other. One query."""
    link = open_link(code_of(address))
    return link.target if link else ""
