"""Posts and answers to reviews: made visible, changed, taken away.

https://developers.google.com/my-business/reference/rest/v4/accounts.locations.localPosts and
…/accounts.locations.reviews/updateReply (read 2026-11-22). An answer is put where it belongs, and
putting it twice does no more than once; a post is made anew at each call.
"""

from __future__ import annotations

import json

from beffroi.networks import shapes
from beffroi.networks.contracts import (
    MediaKind,
    OutgoingMedia,
    OutgoingPost,
    PublishedPost,
    UploadedMedia,
)
from beffroi.networks.errors import (
    ContentRefused,
    MediaUnreachable,
    NotFound,
    OutcomeUnknown,
    UnexpectedResponse,
)
from beffroi.networks.google_business.client import Client
from beffroi.networks.google_business.declaration import LIMITS
from beffroi.networks.google_business.reviews import is_review, read_review, reply_of, review_of
from beffroi.networks.google_business.text import first_link
from beffroi.networks.json_text import JSON
from beffroi.networks.shapes import Record

_REJECTED = "REJECTED"


def upload(media: OutgoingMedia) -> UploadedMedia:
    """Note where Google may fetch a picture itself: it takes no bytes."""
    if media.kind is not MediaKind.IMAGE or media.media_type not in LIMITS.image_types:
        raise ContentRefused("a file that is no picture", field="media")
    if not media.public_url:
        raise MediaUnreachable("this installation has no public address")
    handle = json.dumps({"url": media.public_url})
    return UploadedMedia(handle, media.width, media.height, media.alt_text, kind=media.kind)


def publish(client: Client, post: OutgoingPost) -> PublishedPost:
    """Make a post, or answer a review."""
    if post.reply_to is not None:
        return _answer(client, post, post.reply_to.remote_id)
    if len(post.media) > LIMITS.images_max:
        raise ContentRefused("too many pictures", field="media", limit=LIMITS.images_max)
    answer = client.act("POST", f"{client.place}/localPosts", json=_resource(post))
    try:
        made = shapes.record(answer, "post")
        proof = proof_of(client, made)
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error
    check_not_rejected(made)
    return proof


def edit(client: Client, remote_id: str, post: OutgoingPost) -> PublishedPost:
    """Replace the text of a post or of an answer."""
    if is_review(remote_id):
        put_reply(client, review_of(remote_id), post.text)
        return PublishedPost(remote_id, client.page_url("/reviews"))
    wanted = {"summary": post.text, **_language(post), **_button(post)}
    mask = {"updateMask": ",".join(wanted)}
    changed = shapes.record(client.read("PATCH", remote_id, params=mask, json=wanted), "post")
    check_not_rejected(changed)
    return proof_of(client, changed)


def delete(client: Client, remote_id: str) -> None:
    """Take a post or an answer away. Already gone is success."""
    try:
        client.read("DELETE", remote_id)
    except NotFound:
        return


def is_still_up(client: Client, remote_id: str) -> bool | None:
    """Tell whether people see it; None while Google looks at it. Raises ContentRefused."""
    try:
        if is_review(remote_id):
            reply = reply_of(read_review(client, review_of(remote_id)))
            return _is_up(reply, "reviewReplyState") if reply else False
        return _is_up(read_post(client, remote_id), "state")
    except NotFound:
        return False


def read_post(client: Client, remote_id: str) -> Record:
    """Return one post. Raises NotFound."""
    return shapes.record(client.read("GET", remote_id), "post")


def proof_of(client: Client, post: Record) -> PublishedPost:
    """Return a post's name and address; it has none before Google has looked at it."""
    told = shapes.optional_text(post, "searchUrl") or ""
    url = told if told.startswith(("https://", "http://")) else client.page_url("/posts")
    return PublishedPost(remote_id=shapes.text(post, "name"), url=url)


def put_reply(client: Client, review: str, text: str) -> Record:
    """Answer a review again, with another text."""
    return shapes.record(client.read("PUT", f"{review}/reply", json={"comment": text}), "reply")


def check_not_rejected(post: Record, key: str = "state") -> None:
    """Raise ContentRefused for what Google will not show: it says so in a success."""
    if shapes.optional_text(post, key) == _REJECTED:
        raise ContentRefused("Google rejected it for what it says or shows")


def _answer(client: Client, post: OutgoingPost, review: str) -> PublishedPost:
    if not is_review(review) or review_of(review) != review:
        raise ContentRefused("only a review can be answered", field="reply_to")
    if post.media:
        raise ContentRefused("an answer takes no files", field="media", limit=0)
    try:
        answer = client.act("PUT", f"{review}/reply", json={"comment": post.text})
    except NotFound as error:
        raise ContentRefused(error.detail, field="reply_to") from error
    try:
        made = shapes.record(answer, "reply")
        shapes.text(made, "comment")
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error
    check_not_rejected(made, "reviewReplyState")
    return PublishedPost(f"{review}/reply", client.page_url("/reviews"))


def _resource(post: OutgoingPost) -> dict[str, JSON]:
    media: list[JSON] = [
        {"mediaFormat": "PHOTO", "sourceUrl": str(json.loads(one.handle)["url"])}
        for one in post.media
    ]
    resource: dict[str, JSON] = {
        "summary": post.text,
        "topicType": "STANDARD",
        **_language(post),
        **_button(post),
    }
    return {**resource, "media": media} if media else resource


def _button(post: OutgoingPost) -> dict[str, JSON]:
    """Return the button to a post's link: in the text itself Google makes none of it."""
    link = first_link(post.text)
    return {"callToAction": {"actionType": "LEARN_MORE", "url": link}} if link else {}


def _language(post: OutgoingPost) -> dict[str, JSON]:
    return {"languageCode": post.language} if post.language else {}


def _is_up(data: Record, key: str) -> bool | None:
    """Read a state. One that nobody documents may mean anything: it is not decided."""
    check_not_rejected(data, key)
    state = shapes.optional_text(data, key)
    if state is None:  # older answers to reviews have none, and are shown
        return True
    return True if state in {"LIVE", "RECURRING", "APPROVED"} else None
