"""What others said under our posts: hidden, shown again, deleted for ever.

https://developers.facebook.com/docs/graph-api/reference/comment/ (read on 2026-11-22)
"""

from __future__ import annotations

from beffroi.networks.errors import NotFound
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.sight import require


def hide(page: Page, remote_id: str) -> None:
    """Hide a comment: only its writer and their friends see it then."""
    page.graph.read("POST", f"/{remote_id}", data={"is_hidden": "true"})


def show(page: Page, remote_id: str) -> None:
    """Show it again."""
    page.graph.read("POST", f"/{remote_id}", data={"is_hidden": "false"})


def remove(page: Page, remote_id: str) -> None:
    """Delete it. Already gone is success; a right that is lost is not."""
    try:
        page.graph.read("DELETE", f"/{remote_id}")
    except NotFound:
        require(page, "pages_manage_engagement", "pages_read_user_content")
