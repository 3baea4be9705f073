"""Where an answer goes, by what it answers: from the context that came with the feedback. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from beffroi.networks.contracts import OutgoingPost, ReplyTarget
from beffroi.networks.errors import ContentRefused
from beffroi.networks.instagram import ids
from beffroi.networks.instagram.checks import check_comment, check_message
from beffroi.networks.instagram.text import addressed


class Answer(NamedTuple):
    """One visible call. Its answer bears an id of `kind` under `proof`."""

    path: str
    request: dict[str, Any]
    proof: str
    kind: str
    text: str
    url: str


def answer_to(target: ReplyTarget, post: OutgoingPost, *, account_id: str, speaker: str) -> Answer:
    """Return the call that answers `target`. Raises ContentRefused when none can.

    `speaker` is in whose name messages are sent.
    """
    named = ids.read(target.remote_id)
    if named.kind == ids.MESSAGE:
        return _message(target, post, speaker=speaker)
    if named.kind == ids.MENTION:
        return _mention(named, target, post, account_id=account_id)
    if named.kind == ids.TAG:
        raise ContentRefused("what only tags us takes no answer", field="reply_to")
    return _comment(named, target, post)


def _comment(named: ids.Named, target: ReplyTarget, post: OutgoingPost) -> Answer:
    """Answer a post with a comment, and a comment below the uppermost one.

    There are two levels: an answer to an answer stands beside it, and says whom it is for.
    """
    text, above = post.text, target.context.get("above", "")
    if above:
        text = addressed(text, handle=target.context.get("username", ""))
    check_comment(text, has_media=bool(post.media))
    path = f"/{named.id}/comments" if named.kind == ids.POST else f"/{above or named.id}/replies"
    url = target.context.get("url", "")
    return Answer(path, {"data": {"message": text}}, "id", ids.COMMENT, text, url)


def _mention(
    named: ids.Named, target: ReplyTarget, post: OutgoingPost, *, account_id: str
) -> Answer:
    check_comment(post.text, has_media=bool(post.media))
    form = {"media_id": named.id, "message": post.text}
    if named.within:
        form["comment_id"] = named.within
    url = target.context.get("url", "")
    path = f"/{account_id}/mentions"
    return Answer(path, {"data": form}, "id", ids.COMMENT, post.text, url)


def _message(target: ReplyTarget, post: OutgoingPost, *, speaker: str) -> Answer:
    check_message(post.text, has_media=bool(post.media))
    person = target.context.get("person", "")
    if not person:
        raise ContentRefused("a message from nobody", field="reply_to")
    body = {"recipient": {"id": person}, "message": {"text": post.text}}
    path, url = f"/{speaker}/messages", target.context.get("url", "")
    return Answer(path, {"json": body}, "message_id", ids.MESSAGE, post.text, url)
