"""Tells whether what was published stands: a video is shown only once it could be read.

https://developers.facebook.com/documentation/video-api/guides/reels-publishing (read on 2026-11-22)
"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.errors import NotFound
from beffroi.networks.facebook import uploads
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.places import inner_list
from beffroi.networks.facebook.sight import require
from beffroi.networks.shapes import Record

_LISTS = ("video_reels", "videos")


def is_still_up(page: Page, remote_id: str) -> bool | None:
    """Tell whether a post or an answer stands; None while its video is being made ready.

    Raises ContentRefused when the video could not be read: then it was never shown.
    """
    if remote_id.isdecimal():  # a video, not a post: a story, or one whose post was not told
        return _fate_by_id(page, remote_id)
    is_post = remote_id.startswith(f"{page.id}_")
    fields = "id,attachments{type,target{id}}" if is_post else "id"
    try:
        told = page.graph.record(f"/{remote_id}", fields=fields)
    except NotFound:
        require(page, "pages_read_engagement")
        return _fate_of_video(page, remote_id)
    video_id = _video_in(told)
    return uploads.is_shown(uploads.read_status(page, video_id)) or None if video_id else True


def _fate_by_id(page: Page, video_id: str) -> bool | None:
    try:
        told = page.graph.record(f"/{video_id}", fields="id,status")
    except NotFound:
        require(page, "pages_read_engagement")
        return False
    return uploads.is_shown(uploads.checked_status(told)) or None


def _video_in(post: Record) -> str:
    for one in inner_list(post, "attachments"):
        if "video" in str(one.get("type")):
            return shapes.optional_text(shapes.inner(one, "target"), "id") or ""
    return ""


def _fate_of_video(page: Page, remote_id: str) -> bool | None:
    """Look among the newest videos for the one that will stand in this post; False: none will."""
    for edge in _LISTS:
        listed = page.graph.page(f"/{page.id}/{edge}", fields="id,post_id,status", limit="50")
        for one in listed.items:
            post_id = shapes.optional_text(one, "post_id") or ""
            if remote_id in {post_id, f"{page.id}_{post_id}"}:
                return uploads.is_shown(uploads.checked_status(one)) or None
    return False
