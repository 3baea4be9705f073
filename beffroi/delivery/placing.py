"""Asks the network what a comment under our own post must bear, when its turn has come."""

from __future__ import annotations

from dataclasses import replace

from beffroi.delivery.content import LeaseLost, from_json, keep
from beffroi.delivery.models import Delivery
from beffroi.networks.contracts import ReplyTarget
from beffroi.networks.errors import ContentRefused, NetworkUnavailable
from beffroi.networks.port import FeedbackReader


def find_place(comment: Delivery, adapter: object) -> None:
    """Ask what a comment stands under, and keep it: it is no older. Updates `comment` in place.

    Does nothing for what is no comment, or knows its place. Raises a NetworkError: a post that the
    network does not show yet is waited for. Raises LeaseLost.
    """
    content = from_json(comment.content)
    if comment.follows is None or content.reply_to is not None:
        return
    post_id = comment.follows.remote_id
    if not post_id or not isinstance(adapter, FeedbackReader):
        raise ContentRefused("nobody knows under what id the post stands", field="own_post")
    own = adapter.read_again([post_id]).get(post_id)
    if own is None:
        raise NetworkUnavailable("our post is not shown yet")
    place = ReplyTarget(post_id, own.author.handle, own.reply_context)
    written_at = max(content.written_at, from_json(comment.follows.content).written_at)
    if not keep(comment, replace(content, reply_to=place, written_at=written_at)):
        raise LeaseLost
