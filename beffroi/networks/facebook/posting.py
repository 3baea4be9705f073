"""Own posts: made visible, changed, taken away.

https://developers.facebook.com/docs/pages-api/posts (read on 2026-11-22)
"""

from __future__ import annotations

import json
from typing import Any

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PostFormat, PublishedPost
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
)
from beffroi.networks.facebook import answers
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.handles import Handle, door_of, photos, video
from beffroi.networks.facebook.limits import FORMATS, LIMITS
from beffroi.networks.facebook.proofs import (
    need_success,
    proof,
    story_proof,
    told_id,
    video_proof,
    whole_id,
)
from beffroi.networks.facebook.sight import require
from beffroi.networks.facebook.text import count, first_link
from beffroi.networks.json_text import JSON


def publish(page: Page, post: OutgoingPost) -> PublishedPost:
    """Make `post` visible, in one call. What comes after it only reads its address."""
    if post.reply_to is not None:
        return answers.publish(page, post, to=post.reply_to)
    film = video(post.media)
    if film is not None:
        return _publish_video(page, post, film)
    if post.format is not PostFormat.POST:
        return _publish_photo_story(page, post)
    return _publish_on_feed(page, post)


def edit(page: Page, remote_id: str, post: OutgoingPost) -> PublishedPost:
    """Replace the text of a post that this app made; its files stay."""
    try:
        page.graph.read("POST", f"/{remote_id}", data={"message": post.text})
    except ContentRefused as refusal:
        raise _explained(refusal, post) from refusal
    return proof(page, remote_id)


def delete(page: Page, remote_id: str) -> None:
    """Take a post or an answer away. Already gone is success; a right that is lost is not."""
    try:
        page.graph.read("DELETE", f"/{remote_id}")
    except NotFound:
        is_post = remote_id.isdecimal() or remote_id.startswith(f"{page.id}_")
        require(page, "pages_manage_posts" if is_post else "pages_manage_engagement")


def _publish_on_feed(page: Page, post: OutgoingPost) -> PublishedPost:
    ids = photos(post.media)
    if len(ids) > LIMITS.images_max:
        raise ContentRefused("too many photos", field="media", limit=LIMITS.images_max)
    form = {"message": post.text, "published": "true"} if post.text else {"published": "true"}
    if ids:
        form["attached_media"] = json.dumps([{"media_fbid": one} for one in ids])
    elif link := first_link(post.text):
        form["link"] = link
    told = _act(page, f"/{page.id}/feed", post, data=form)
    return proof(page, told_id(told, "id"))


def _publish_video(page: Page, post: OutgoingPost, film: Handle) -> PublishedPost:
    """End the upload: that is what shows it. A video can be shown once, by its id."""
    if len(post.media) > 1 or film.door != door_of(post.format):
        raise ContentRefused("these files do not go together", field="media", limit=1)
    if film.door == "videos":
        words = {"upload_session_id": film.session, "published": "true"}
    else:
        words = {"video_id": film.video}
    if film.door == "video_reels":
        words["video_state"] = "PUBLISHED"
    if film.door != "video_stories":
        words |= {name: text for name, text in _captions(post) if text}
    data = {"upload_phase": "finish", **words}
    told = _act(page, f"/{page.id}/{film.door}", post, data=data, is_long=film.door == "videos")
    need_success(told)
    if film.door == "video_stories":
        return story_proof(page, film.video)
    post_id = shapes.optional_text(shapes.record(told, "post"), "post_id")
    return video_proof(page, film.video, told=post_id)


def _publish_photo_story(page: Page, post: OutgoingPost) -> PublishedPost:
    ids = photos(post.media)
    if post.format is not PostFormat.STORY or len(ids) != 1:
        limit = FORMATS[post.format].images_max
        raise ContentRefused("this format wants one file", field="media", limit=limit)
    told = _act(page, f"/{page.id}/photo_stories", post, data={"photo_id": ids[0]})
    need_success(told)
    return proof(page, whole_id(page, told_id(told, "post_id")))


def _captions(post: OutgoingPost) -> list[tuple[str, str]]:
    return [("description", post.text), ("title", post.title)]


def _act(
    page: Page, path: str, post: OutgoingPost, *, is_long: bool = False, **request: Any
) -> JSON:
    graph = page.video_graph if is_long else page.graph
    try:
        return graph.act("POST", path, **request).data
    except ContentRefused as refusal:
        raise _explained(refusal, post) from refusal


def _explained(refusal: ContentRefused, post: OutgoingPost) -> ContentRefused:
    """Say by how much a text is too long: the network only says that it is wrong."""
    counted = count(post.text, limits=LIMITS)
    if refusal.field == "text" and counted.excess:
        return ContentRefused(refusal.detail, field="text", limit=counted.limit)
    return refusal
