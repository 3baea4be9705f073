"""Bluesky’s records: their ids, and the post that we write. Pure but for the chance in ids."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from beffroi.networks.contracts import (
    LinkCard,
    MediaKind,
    OutgoingPost,
    ReplyTarget,
    UploadedMedia,
)
from beffroi.networks.errors import ContentRefused
from beffroi.networks.json_text import JSON

POSTS = "app.bsky.feed.post"


@dataclass
class ReadingPlace:
    """Where people read accounts and posts: the network's own pages, or those of a simulator."""

    origin: str = "https://bsky.app"


reading_place = ReadingPlace()

_TID_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_AT_URI = re.compile(
    r"at://(?P<did>did:[a-z]+:[\w.:%-]+)/app\.bsky\.feed\.post/(?P<rkey>[\w.~:-]+)"
)
_REPLY_KEYS = ("root_uri", "root_cid", "parent_uri", "parent_cid")


@dataclass(frozen=True, slots=True)
class PostId:
    """The parts of at://<did>/app.bsky.feed.post/<rkey>."""

    did: str
    rkey: str

    @property
    def uri(self) -> str:
        """The whole id."""
        return f"at://{self.did}/{POSTS}/{self.rkey}"

    @property
    def url(self) -> str:
        """The page where people read it. By DID, which outlives every change of handle."""
        return f"{reading_place.origin}/profile/{self.did}/post/{self.rkey}"


def parse_post_id(uri: str) -> PostId | None:
    """Read the id of a post, None when it is no such id."""
    match = _AT_URI.fullmatch(uri)
    return PostId(match["did"], match["rkey"]) if match else None


class TidMaker:
    """Makes record ids that sort by time and never repeat.

    Several processes may be asked at the same instant for the same account, so an id lies anywhere
    within its second; within one maker ids only grow. https://atproto.com/specs/tid
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def make(self, *, now: datetime) -> str:
        """Return 13 digits: microseconds since 1970, then ten bits of chance."""
        microseconds = int(now.timestamp()) * 1_000_000 + secrets.randbelow(1_000_000)
        with self._lock:
            self._last = max(microseconds, self._last + 1)
            number = self._last << 10 | secrets.randbelow(1 << 10)
        return tid_of(number)


def tid_of(number: int) -> str:
    """Write a number of 63 bits as the id of a record: 13 digits."""
    return "".join(_TID_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def build_post(post: OutgoingPost, *, facets: list[JSON]) -> dict[str, JSON]:
    """Return the record of `post`, the same at every try. Raises ContentRefused.

    A content warning has no place in it: this network knows only a few fixed labels.
    """
    record: dict[str, JSON] = {
        "$type": POSTS,
        "text": post.text,
        "createdAt": format_instant(post.written_at),
    }
    if post.language:
        record["langs"] = [post.language]
    if facets:
        record["facets"] = facets
    embed = _embed(post)
    if embed is not None:
        record["embed"] = embed
    if post.reply_to is not None:
        record["reply"] = _reply(post.reply_to)
    return record


def format_instant(moment: datetime) -> str:
    """Write an instant as records bear it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _embed(post: OutgoingPost) -> dict[str, JSON] | None:
    """A post bears pictures, one video or a link card: files win over the card."""
    if any(one.kind is MediaKind.VIDEO for one in post.media):
        return _video(post.media)
    if post.media:
        return {
            "$type": "app.bsky.embed.images",
            "images": [_image(image) for image in post.media],
        }
    if post.link_card is not None:
        return {"$type": "app.bsky.embed.external", "external": _card(post.link_card)}
    return None


def _video(media: Sequence[UploadedMedia]) -> dict[str, JSON]:
    if len(media) > 1:
        raise ContentRefused("a video stands alone in a post", field="media", limit=1)
    (video,) = media
    embed: dict[str, JSON] = {
        "$type": "app.bsky.embed.video",
        "video": json.loads(video.handle),
        "aspectRatio": {"width": video.width, "height": video.height},
    }
    return {**embed, "alt": video.alt_text} if video.alt_text else embed


def _card(card: LinkCard) -> dict[str, JSON]:
    external: dict[str, JSON] = {
        "uri": card.url,
        "title": card.title,
        "description": card.description,
    }
    if card.thumbnail is not None:
        external["thumb"] = json.loads(card.thumbnail.handle)
    return external


def _image(image: UploadedMedia) -> dict[str, JSON]:
    return {
        "image": json.loads(image.handle),
        "alt": image.alt_text,
        "aspectRatio": {"width": image.width, "height": image.height},
    }


def _reply(target: ReplyTarget) -> dict[str, JSON]:
    if not all(target.context.get(key) for key in _REPLY_KEYS):
        raise ContentRefused("what is answered is not fully known", field="reply_to")
    return {
        "root": {"uri": target.context["root_uri"], "cid": target.context["root_cid"]},
        "parent": {"uri": target.context["parent_uri"], "cid": target.context["parent_cid"]},
    }
