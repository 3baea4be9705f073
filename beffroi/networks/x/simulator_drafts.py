"""Reads what the simulated X is asked to publish. It refuses whatever it does not know.

https://docs.x.com/x-api/posts/create-post, read on 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beffroi.networks.x.simulator_problems import invalid
from beffroi.networks.x.simulator_state import Draft

_KEYS = frozenset(
    {
        "card_uri",
        "community_id",
        "direct_message_deep_link",
        "edit_options",
        "for_super_followers_only",
        "geo",
        "made_with_ai",
        "media",
        "nullcast",
        "paid_partnership",
        "poll",
        "quote_tweet_id",
        "reply",
        "reply_settings",
        "text",
    }
)
_EXCLUSIVE = {"media", "poll", "quote_tweet_id"}


def read_draft(wanted: Mapping[str, Any]) -> Draft:
    """Return what is asked for, or refuse it."""
    _check_keys(wanted)
    return Draft(
        text=str(wanted.get("text", "")),
        parent_id=_parent_id(wanted),
        quoted_id=wanted.get("quote_tweet_id"),
        file_ids=_file_ids(wanted),
    )


def _check_keys(wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        if name not in _KEYS or value is None:
            raise invalid(name, str(value))
    if len(wanted.keys() & _EXCLUSIVE) > 1:
        raise invalid("media", "with a poll or a quote")


def _file_ids(wanted: Mapping[str, Any]) -> tuple[str, ...]:
    if "media" not in wanted:
        return ()
    media = wanted["media"]
    ids = media.get("media_ids") if isinstance(media, dict) else None
    if not isinstance(ids, list) or not ids:
        raise invalid("media.media_ids", str(ids))
    return tuple(map(str, ids))


def _parent_id(wanted: Mapping[str, Any]) -> str | None:
    if "reply" not in wanted:
        return None
    reply = wanted["reply"]
    parent_id = reply.get("in_reply_to_tweet_id") if isinstance(reply, dict) else None
    if not isinstance(parent_id, str) or not parent_id.isdigit():
        raise invalid("reply.in_reply_to_tweet_id", str(parent_id))
    return parent_id
