"""Own posts: made visible and taken away, and what others say under them hidden.

https://docs.x.com/x-api/posts/manage-tweets/introduction, read on 2026-11-22.
"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, data_of
from beffroi.networks.x.declaration import LIMITS
from beffroi.networks.x.files import media_id
from beffroi.networks.x.posts import address_of
from beffroi.networks.x.text import count

#: Kept with each feedback: whether its author spoke to us, and who they are.
SUMMONED = "summoned"
AUTHOR = "author_id"


def publish(session: Session, post: OutgoingPost) -> PublishedPost:
    """Make `post` visible. X has no idempotency key: its own answer to a twin is a refusal."""
    is_answer = post.reply_to is not None and not _is_sequel(session, post)
    cost = prices.post_cost(post.text, is_answer=is_answer)
    try:
        answer = session.act("/2/tweets", payload=_payload(post), cost=cost)
    except ContentRefused as refusal:
        raise _explained(refusal, post) from refusal
    except (PolicyBlocked, NotFound) as refusal:
        raise _about_parent(refusal, post) from refusal
    try:
        return address_of(session.web, shapes.text(data_of(answer, "post"), "id"))
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error


def delete(session: Session, remote_id: str) -> None:
    """Take a post away. Already gone is success."""
    delete_at(session, f"/2/tweets/{remote_id}")


def delete_at(session: Session, path: str) -> None:
    """Take away what stands at `path`. Already gone is success."""
    try:
        answer = session.read("DELETE", path)
        if data_of(answer, "deletion").get("deleted") is not True:
            raise UnexpectedResponse("the deletion was not confirmed")
    except NotFound:
        return
    session.pay(prices.DELETION)


def set_hidden(session: Session, remote_id: str, *, hidden: bool) -> None:
    """Hide or show an answer in a conversation that we began."""
    answer = session.read("PUT", f"/2/tweets/{remote_id}/hidden", json={"hidden": hidden})
    session.pay(prices.HIDING)
    if data_of(answer, "hidden").get("hidden") is not hidden:
        raise UnexpectedResponse("the answer did not change")


def _payload(post: OutgoingPost) -> dict[str, JSON]:
    """Return what X wants: it refuses keys without a value and those that it does not know."""
    payload: dict[str, JSON] = {}
    if post.text:
        payload["text"] = post.text
    if post.media:
        payload["media"] = {"media_ids": [media_id(one) for one in post.media]}
    if post.reply_to:
        payload["reply"] = {"in_reply_to_tweet_id": post.reply_to.remote_id}
    return payload


def _is_sequel(session: Session, post: OutgoingPost) -> bool:
    context = post.reply_to.context if post.reply_to else {}
    return context.get(AUTHOR) == session.account_id


def _explained(refusal: ContentRefused, post: OutgoingPost) -> ContentRefused:
    """Say what to change, from what we know: most refusals do not say it."""
    if refusal.field != "text":
        return refusal
    if count(post.text, limits=LIMITS).excess:
        return ContentRefused(refusal.detail, field="text", limit=LIMITS.text_max)
    if len(post.media) > LIMITS.images_max:
        return ContentRefused(refusal.detail, field="media", limit=LIMITS.images_max)
    return refusal


def _about_parent(
    refusal: PolicyBlocked | NotFound, post: OutgoingPost
) -> ContentRefused | PolicyBlocked | NotFound:
    """Tell an answer that X does not take from an account that X restricts."""
    is_unasked = post.reply_to is not None and post.reply_to.context.get(SUMMONED) == "no"
    is_gone = post.reply_to is not None and isinstance(refusal, NotFound)
    if is_unasked or is_gone:
        return ContentRefused(refusal.detail, field="reply_to")
    return refusal
