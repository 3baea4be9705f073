"""Makes things visible: a container, or an answer. One call each.

https://developers.facebook.com/docs/instagram-platform/content-publishing/ (read on 2026-11-22).
"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost, ReplyTarget
from beffroi.networks.errors import (
    ContentRefused,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
)
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.answers import answer_to
from beffroi.networks.instagram.checks import check
from beffroi.networks.instagram.client import Account
from beffroi.networks.instagram.containers import Container, Status, read_status
from beffroi.networks.instagram.errors import NothingTaken


def publish(account: Account, post: OutgoingPost) -> PublishedPost:
    """Make `post` visible. A post that is no answer must have been prepared."""
    if post.reply_to is not None:
        return _answer(account, post, post.reply_to)
    container = Container.of(post.prepared)
    if container is None:
        check(post)
        raise ContentRefused("this post was not prepared", field="media")
    form = {"creation_id": container.id}
    try:
        media_id = account.act(f"/{account.id}/media_publish", proof="id", data=form)
    except (NothingTaken, NotFound) as error:
        if isinstance(error, NotFound):
            account.check_link()
        raise _why_not(account, container, error) from error
    return PublishedPost(remote_id=media_id, url=address_of(account, media_id))


def _why_not(account: Account, container: Container, refusal: NetworkError) -> NetworkError:
    """Say what a refused container means: it is not ready, or gone, or was published before.

    A new one may be unknown for a while. The last is no failure: what it made can be looked up.
    """
    try:
        status, _ = read_status(account, container.id)
    except NetworkError:
        status = Status.MISSING
    is_out = status is Status.PUBLISHED
    return (OutcomeUnknown if is_out else NetworkUnavailable)(refusal.detail)


def address_of(account: Account, media_id: str) -> str:
    """Return where people see a post; Instagram's front page when it cannot be told just now.

    The post is proven by its id: a failure here must not cast doubt on it.
    """
    try:
        found = account.record(f"/{media_id}", fields="permalink")
    except NetworkError:
        found = {}
    return shapes.optional_text(found, "permalink") or account.site()


def _answer(account: Account, post: OutgoingPost, target: ReplyTarget) -> PublishedPost:
    call = answer_to(target, post, account_id=account.id, speaker=account.speaker)
    try:
        told = account.act(call.path, proof=call.proof, **call.request)
    except NotFound as error:
        raise ContentRefused(error.detail, field="reply_to") from error
    except NothingTaken as error:
        raise NetworkUnavailable(error.detail) from error
    return PublishedPost(remote_id=ids.write(call.kind, told), url=call.url or account.site())
