"""Looks up what an earlier call made, among what the channel has. Never writes."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost, ReplyTarget
from beffroi.networks.errors import ContentRefused, NotFound, UnexpectedResponse
from beffroi.networks.youtube.client import Client, is_video
from beffroi.networks.youtube.comments import LANES, Comment, read_page, replies_to
from beffroi.networks.youtube.posting import read_video, thread_of
from beffroi.networks.youtube.uploads import videos_of

_PAGES_MAX = 20


def find(
    client: Client, post: OutgoingPost, *, since: datetime, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return what `post` made, None when it is absent.

    A video is asked for by its id, which no other post has; a comment is known by its author, its
    place, its text and its date. Raises UnexpectedResponse when its video's id was forgotten.
    """
    if post.reply_to is not None:
        return _find_comment(client, post, post.reply_to, since=since, excluding=excluding)
    if not all(one.handle for one in post.media):
        raise UnexpectedResponse("nobody knows which video it became")
    videos = videos_of(post.media)
    if not videos or videos[0].video_id in excluding:
        return None
    video = videos[0]
    found = read_video(client, video.video_id, parts="snippet,status")
    if found is None:
        return None
    privacy = shapes.text(shapes.inner(found, "status"), "privacyStatus")
    title = shapes.optional_text(shapes.inner(found, "snippet"), "title")
    # One that bears its placeholder was made public by hand, and not yet by us.
    if privacy == "private" or title == video.name:
        return None
    return PublishedPost(video.video_id, client.watch_url(video.video_id))


def _find_comment(
    client: Client,
    post: OutgoingPost,
    target: ReplyTarget,
    *,
    since: datetime,
    excluding: frozenset[str],
) -> PublishedPost | None:
    beside = _beside(client, target, since=since)
    earliest = client.earliest(since)
    found = [
        one
        for one in beside
        if one.author.account_id == client.channel_id
        and one.id not in excluding
        and one.created_at >= earliest
        and _comparable(one.text) == _comparable(post.text)
    ]
    if not found:
        return None
    oldest = min(found, key=lambda one: (one.created_at, one.id))
    video_id = target.context.get("video_id", "") or target.remote_id
    return PublishedPost(oldest.id, client.watch_url(video_id, oldest.id))


def _beside(client: Client, target: ReplyTarget, *, since: datetime) -> list[Comment]:
    """Return what stands where the answer would; nothing where its place is gone."""
    try:
        if is_video(target.remote_id):
            return _on_video(client, target.remote_id, since=since)
        return list(replies_to(client, thread_of(target)))
    except NotFound:
        return []
    except ContentRefused as error:
        if error.field != "reply_to":
            raise
        return []  # comments were turned off: nothing is there


def _on_video(client: Client, video_id: str, *, since: datetime) -> list[Comment]:
    found: list[Comment] = []
    token = ""
    for _ in range(_PAGES_MAX):
        page = read_page(client, lane=LANES[0], token=token, which={"videoId": video_id})
        found.extend(one for one in page.comments if one.id == one.thread_id)
        is_past = page.oldest is not None and page.oldest < client.earliest(since)
        if is_past or not page.next_token:
            return found
        if page.next_token == token:
            break
        token = page.next_token
    raise UnexpectedResponse("comments: the pages do not reach back far enough")


def _comparable(text: str) -> str:
    """Reduce a text to what stays of it when a server has tidied its blanks and accents."""
    return " ".join(unicodedata.normalize("NFC", text).split())
