"""Reads by its remote id whatever was read before, or was told by a webhook."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from beffroi.networks.contracts import IncomingFeedback
from beffroi.networks.errors import ContentRefused, NotFound, PermissionLost
from beffroi.networks.instagram import comments, ids, mentions, messages
from beffroi.networks.instagram.client import Account

logger = logging.getLogger(__name__)


def read_again(
    account: Account, remote_ids: Sequence[str]
) -> Mapping[str, IncomingFeedback | None]:
    """Read each as it is now. None: gone. Absent: not told, or not for us to read.

    A mention under a post whose comments were closed is refused, and must not hide the others.
    """
    found: dict[str, IncomingFeedback | None] = {}
    for remote_id in remote_ids:
        try:
            one = _read(account, ids.read(remote_id))
        except NotFound:
            found[remote_id] = None
            continue
        except (ContentRefused, PermissionLost) as error:
            logger.info("something was not read again: %s", error.detail)
            continue
        if one is not None:
            found[remote_id] = one
    return found


def read_thread(account: Account, remote_id: str) -> Sequence[IncomingFeedback]:
    """Read what stands below, oldest first. Nothing can be read below others' posts."""
    named = ids.read(remote_id)
    if named.kind == ids.POST:
        return comments.read_below_post(account, named.id)
    if named.kind == ids.COMMENT:
        return comments.read_below_comment(account, named.id)
    if named.kind == ids.PERSON:
        return messages.read_with(account, named.id)
    if named.kind == ids.MESSAGE:
        return messages.read_beside(account, named.id)
    return ()


def _read(account: Account, named: ids.Named) -> IncomingFeedback | None:
    if named.kind == ids.COMMENT:
        return comments.read_one(account, named.id)
    if named.kind == ids.MENTION:
        return mentions.read_mention(account, named.id, named.within)
    if named.kind == ids.TAG:
        return mentions.read_tag(account, named.id)
    if named.kind == ids.MESSAGE:
        return messages.read_one(account, named.id)
    return comments.read_post(account, named.id) if named.kind == ids.POST else None
