"""What visitors said, hidden, shown and removed by us.

To hide puts a comment back on hold. It is not called spam: that would teach the site's filter.
https://developer.wordpress.org/rest-api/reference/comments/ (read on 2026-11-22)
"""

from __future__ import annotations

from beffroi.networks.errors import NotFound
from beffroi.networks.wordpress import ids
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.comments import read_one

_HIDDEN = frozenset({"hold", "spam", "trash"})


def hide(site: Site, remote_id: str) -> None:
    """Put a comment on hold. A site refuses to set what is set already, so it is asked first."""
    if read_one(site, remote_id).status not in _HIDDEN:
        site.read("POST", ids.path(remote_id), json={"status": "hold"})


def show(site: Site, remote_id: str) -> None:
    """Approve a comment."""
    if read_one(site, remote_id).status != "approved":
        site.read("POST", ids.path(remote_id), json={"status": "approved"})


def remove(site: Site, remote_id: str) -> None:
    """Delete a comment for ever, past the trash."""
    try:
        site.read("DELETE", ids.path(remote_id), params={"force": "true"})
    except NotFound:
        return
