"""A status as servers send it, as a value with types. Nothing else of its JSON goes further."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from beffroi.networks import shapes
from beffroi.networks.contracts import Counters, PublishedPost
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.mastodon.text import clean
from beffroi.networks.shapes import Record

logger = logging.getLogger(__name__)


class Account(NamedTuple):
    """Who wrote. `acct` has a host only when it is not this server's."""

    id: str
    acct: str
    display_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Status:
    """One post of anybody, as this server knows it."""

    id: str
    account: Account
    created_at: datetime
    edited_at: datetime | None
    url: str
    visibility: str
    html: str
    warning: str
    parent_id: str | None
    parent_account_id: str | None
    mentions: Mapping[str, str]  # user names, without hosts, by account id
    media_ids: tuple[str, ...]
    counters: Counters

    @property
    def proof(self) -> PublishedPost:
        """What shows that this post exists."""
        return PublishedPost(remote_id=self.id, url=self.url)

    def involves(self, account_id: str) -> bool:
        """Tell whether `account_id` wrote this or is mentioned in it."""
        return account_id == self.account.id or account_id in self.mentions


def parse_status(data: Record) -> Status:
    """Read a status. Raises UnexpectedResponse when it lacks what every server sends."""
    mentions = shapes.records(data.get("mentions") or [], "mentions")
    media = shapes.records(data.get("media_attachments") or [], "media_attachments")
    return Status(
        id=shapes.text(data, "id"),
        account=parse_account(shapes.record(data.get("account"), "account")),
        created_at=shapes.instant(data, "created_at"),
        edited_at=shapes.optional_instant(data, "edited_at"),
        url=shapes.optional_text(data, "url") or shapes.optional_text(data, "uri") or "",
        visibility=shapes.optional_text(data, "visibility") or "public",
        html=shapes.optional_text(data, "content") or "",
        warning=clean(shapes.optional_text(data, "spoiler_text") or "").strip(),
        parent_id=shapes.optional_text(data, "in_reply_to_id"),
        parent_account_id=shapes.optional_text(data, "in_reply_to_account_id"),
        mentions={shapes.text(one, "id"): _user_name(one) for one in mentions},
        media_ids=tuple(shapes.text(item, "id") for item in media),
        counters=Counters(
            likes=shapes.count(data, "favourites_count"),
            shares=shapes.count(data, "reblogs_count"),
            replies=shapes.count(data, "replies_count"),
            quotes=shapes.count(data, "quotes_count"),
        ),
    )


def parse_readable(items: Iterable[Record]) -> tuple[Status, ...]:
    """Read the posts that can be read: one that is malformed must not hide the others."""
    readable = []
    for item in items:
        try:
            readable.append(parse_status(item))
        except UnexpectedResponse as error:
            logger.warning("a post of others was passed over: %s", error.detail)
    return tuple(readable)


def parse_account(data: Record) -> Account:
    """Read an account. One without a chosen name shows its user name."""
    acct = clean(shapes.text(data, "acct"))
    name = clean(shapes.optional_text(data, "display_name") or "").strip()
    return Account(
        id=shapes.text(data, "id"),
        acct=acct,
        display_name=name or acct.partition("@")[0],
        url=shapes.optional_text(data, "url") or "",
    )


def _user_name(mention: Record) -> str:
    return (shapes.optional_text(mention, "acct") or "").partition("@")[0]
