"""Own posts: made visible, changed, taken away. https://docs.joinmastodon.org/methods/statuses/"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost
from beffroi.networks.errors import (
    ContentRefused,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.mastodon.client import Instance
from beffroi.networks.mastodon.files import any_still_processing, media_id
from beffroi.networks.mastodon.limits import limits_if_told
from beffroi.networks.mastodon.statuses import parse_status
from beffroi.networks.mastodon.text import count, with_mention

_FROM_OPEN_TO_CLOSED = ("public", "unlisted", "private", "direct")


def publish(instance: Instance, post: OutgoingPost) -> PublishedPost:
    """Make `post` visible. Never with `scheduled_at`: some servers ignore it and publish at once.

    The key makes most servers answer a repeated call with the first post, for an hour; some ignore
    it, and the others store it after the post. So it narrows a window and proves nothing.
    """
    try:
        answer = instance.act(
            "POST",
            "/api/v1/statuses",
            json={
                **_content(instance, post),
                "media_ids": [media_id(one) for one in post.media],
                "visibility": _visibility(post),
                **({"in_reply_to_id": post.reply_to.remote_id} if post.reply_to else {}),
            },
            headers={"Idempotency-Key": post.marker},
        )
    except ContentRefused as refusal:
        raise _explained(refusal, instance, post) from refusal
    except NotFound as missing:
        if post.reply_to is None:
            raise
        raise ContentRefused(missing.detail, field="reply_to") from missing
    try:
        return _proof(answer.data)
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error


def edit(instance: Instance, remote_id: str, post: OutgoingPost) -> PublishedPost:
    """Replace the text; files stay, unless `post` brings others."""
    path = f"/api/v1/statuses/{remote_id}"
    current = parse_status(shapes.record(instance.read("GET", path).data, "status"))
    kept = [media_id(one) for one in post.media] or list(current.media_ids)
    try:
        answer = instance.read("PUT", path, json={**_content(instance, post), "media_ids": kept})
    except ContentRefused as refusal:
        raise _explained(refusal, instance, post) from refusal
    return _proof(answer.data)


def delete(instance: Instance, remote_id: str) -> None:
    """Take a post away. Already gone is success."""
    try:
        instance.read("DELETE", f"/api/v1/statuses/{remote_id}")
    except NotFound:
        return


def full_text(instance: Instance, post: OutgoingPost) -> str:
    """Return the text as it is sent: an answer mentions whom it answers."""
    if post.reply_to is None:
        return post.text
    target = post.reply_to
    if target.context.get("account_id") == instance.account_id:
        return post.text
    shown = target.author_handle.removeprefix("@")
    handle = target.context.get("acct") or shown
    return with_mention(post.text, handle=handle, own_host=shown.partition("@")[2])


def _content(instance: Instance, post: OutgoingPost) -> dict[str, JSON]:
    content: dict[str, JSON] = {
        "status": full_text(instance, post),
        "spoiler_text": post.content_warning,
        "sensitive": bool(post.content_warning),
    }
    if post.language:
        content["language"] = post.language.partition("-")[0].lower()
    return content


def _visibility(post: OutgoingPost) -> str:
    """Never answer more openly than we were spoken to: a private word stays private."""
    spoken = post.reply_to.context.get("visibility", "") if post.reply_to else ""
    known = [name for name in (post.visibility, spoken) if name in _FROM_OPEN_TO_CLOSED]
    if post.visibility not in known:
        return post.visibility
    return max(known, key=_FROM_OPEN_TO_CLOSED.index)


def _proof(data: JSON) -> PublishedPost:
    status = shapes.record(data, "status")
    url = shapes.optional_text(status, "url") or shapes.text(status, "uri")
    return PublishedPost(remote_id=shapes.text(status, "id"), url=url)


def _explained(
    refusal: ContentRefused, instance: Instance, post: OutgoingPost
) -> ContentRefused | NetworkUnavailable:
    """Say what to change, from what we know: the server says it in a language of its own."""
    if refusal.field == "address":
        return refusal
    if post.media and any_still_processing(instance, post.media):
        return NetworkUnavailable(f"{refusal.detail}: a file is not ready")
    limits = limits_if_told(instance)
    used = count(full_text(instance, post), limits=limits, content_warning=post.content_warning)
    if used.excess:
        return ContentRefused(refusal.detail, field="text", limit=limits.text_max)
    if len(post.media) > limits.images_max:
        return ContentRefused(refusal.detail, field="media", limit=limits.images_max)
    # The text fits: a file is to blame where there is one.
    return ContentRefused(refusal.detail, field="media" if post.media else "text")
