"""Own comments: an answer made, found again, changed.

A site keeps no name of ours with a comment. It mostly refuses the same words of the same person
under the same comment, so what was said there tells which answer it is.
"""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import OutgoingPost, PublishedPost, ReplyTarget
from beffroi.networks.errors import (
    ContentRefused,
    NotFound,
    OutcomeUnknown,
    UnexpectedResponse,
)
from beffroi.networks.json_text import JSON
from beffroi.networks.wordpress import ids, limits
from beffroi.networks.wordpress.client import Site
from beffroi.networks.wordpress.comments import COMMENTS, ask_list, parse_readable, read_one
from beffroi.networks.wordpress.text import comparable, to_comment


def publish(site: Site, post: OutgoingPost, target: ReplyTarget) -> PublishedPost:
    """Comment under a post or under another comment."""
    limits.check_answer(post)
    place = _place(site, target)
    answer = site.act("POST", COMMENTS, json={**place, "content": to_comment(post.text)})
    try:
        return _proof(answer.data)
    except UnexpectedResponse as error:
        raise OutcomeUnknown(error.detail) from error


def find(
    site: Site, post: OutgoingPost, target: ReplyTarget, *, excluding: frozenset[str]
) -> PublishedPost | None:
    """Return our comment there with the very words of `post`, None when there is none."""
    try:
        place = _place(site, target)
    except ContentRefused:  # what was to be answered is gone, and all under it
        return None
    words = comparable(post.text)
    params = {name: str(value) for name, value in place.items()}
    params |= {"author": site.user_id, "per_page": "100", "order": "desc"}
    for comment in parse_readable(ask_list(site, params).data):
        remote_id = ids.of_comment(comment.id)
        is_ours = comment.user_id == site.user_id and comment.parent_id == params["parent"]
        if is_ours and remote_id not in excluding and comparable(comment.text) == words:
            return PublishedPost(remote_id=remote_id, url=comment.url)
    return None


def edit(site: Site, remote_id: str, post: OutgoingPost) -> PublishedPost:
    """Replace the words of our comment."""
    answer = site.read("POST", ids.path(remote_id), json={"content": to_comment(post.text)})
    return _proof(answer.data)


def _place(site: Site, target: ReplyTarget) -> dict[str, JSON]:
    """Return the post, and the comment that is answered: 0 answers the post itself."""
    number = int(ids.number(target.remote_id))
    if not ids.is_comment(target.remote_id):
        return {"post": number, "parent": 0}
    known = target.context.get("post", "")
    if known.isdecimal():
        return {"post": int(known), "parent": number}
    try:
        return {"post": int(read_one(site, target.remote_id).post_id), "parent": number}
    except NotFound as error:
        raise ContentRefused(error.detail, field="reply_to") from error


def _proof(data: JSON) -> PublishedPost:
    comment = shapes.record(data, "comment")
    remote_id = ids.of_comment(shapes.text(comment, "id"))
    return PublishedPost(remote_id=remote_id, url=shapes.text(comment, "link"))
