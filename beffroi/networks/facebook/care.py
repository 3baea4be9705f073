"""What others said under our posts: hidden, shown again, deleted for ever; and whom a Page blocks.

https://developers.facebook.com/docs/graph-api/reference/comment/ (read on 2026-11-22) and
https://developers.facebook.com/docs/graph-api/reference/page/blocked/ (read on 2026-11-27). People
are named by the ids that the Page has for them, as the authors of comments and messages are:
https://developers.facebook.com/documentation/pages-api/comments-mentions (read on 2026-11-27).
"""

from __future__ import annotations

import json

from beffroi.networks import shapes
from beffroi.networks.errors import ContentRefused, NotFound
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


def block(page: Page, author_id: str) -> None:
    """Keep somebody from the Page: they no longer comment there, nor write to it."""
    answer = page.graph.read("POST", _blocked(page), data={"psid": json.dumps([author_id])})
    if shapes.record(answer.data, "blocked").get(author_id) is False:
        raise ContentRefused("the Page cannot block this account")


def unblock(page: Page, author_id: str) -> None:
    """Let them in again. Not blocked is success; a right that is lost is not."""
    try:
        page.graph.read("DELETE", _blocked(page), params={"psid": author_id})
    except NotFound:
        require(page, "pages_manage_engagement")


def _blocked(page: Page) -> str:
    return f"/{page.id}/blocked"
