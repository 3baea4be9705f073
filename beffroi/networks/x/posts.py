"""A post as X sends it, as a value with types. Nothing else of its JSON goes further.

https://docs.x.com/x-api/fundamentals/data-dictionary, read on 2026-11-22.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from beffroi.networks import shapes
from beffroi.networks.contracts import Author, PublishedPost
from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.shapes import Record
from beffroi.networks.x.text import clean, without_address

logger = logging.getLogger(__name__)

#: What must be asked for beside an id and a text.
OWN = {
    "tweet.fields": "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,"
    "entities,in_reply_to_user_id,note_tweet,referenced_tweets",
}
#: The same, with names. Whatever more is shown is paid.
NAMED = {**OWN, "expansions": "author_id", "user.fields": "name,username"}
#: The same, with what each answers or quotes: its author may be us.
WHOLE = {**NAMED, "expansions": "author_id,referenced_tweets.id"}
#: X writes these three as HTML does, and nothing else.
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Post:
    """One post of anybody.

    `text` is whole, with addresses as their author wrote them and without that of its own files.
    `mentions` are user names in lower case by account id; `quotes` are the authors of what it
    quotes, by account id.
    """

    id: str
    author: Author
    created_at: datetime
    text: str
    conversation_id: str
    parent_id: str | None
    parent_author_id: str | None
    mentions: Mapping[str, str]
    quotes: frozenset[str]
    media_keys: tuple[str, ...]
    is_repost: bool
    is_edited: bool

    def summons(self, account_id: str) -> bool:
        """Tell whether its author spoke to `account_id`: only then does X take an answer."""
        return account_id in {*self.mentions, *self.quotes, self.author.account_id}

    def words(self) -> str:
        """Return the text without the mentions that only say whom it answers."""
        return self.words_of(self.text)

    def words_of(self, text: str) -> str:
        """Return `text` without them, as if it stood in this post."""
        return without_address(text, set(self.mentions.values())) if self.parent_id else text


def address_of(web: str, remote_id: str) -> PublishedPost:
    """Return the proof of a post: its page answers whatever its author is called today."""
    return PublishedPost(remote_id=remote_id, url=f"{web}/i/web/status/{remote_id}")


def parse_post(data: Record, includes: Record) -> Post:
    """Read a post. Raises UnexpectedResponse when it lacks what X always sends."""
    references = _references(data)
    long = shapes.inner(data, "note_tweet")
    entities = shapes.inner(long if long.get("entities") else data, "entities")
    post_id = shapes.text(data, "id")
    return Post(
        id=post_id,
        author=author_of(shapes.text(data, "author_id"), includes),
        created_at=shapes.instant(data, "created_at"),
        text=whole_text(shapes.optional_text(long, "text") or shapes.text(data, "text"), entities),
        conversation_id=shapes.optional_text(data, "conversation_id") or post_id,
        parent_id=references.get("replied_to"),
        parent_author_id=shapes.optional_text(data, "in_reply_to_user_id"),
        mentions=_mentions(data),
        quotes=_quoted_authors(references, includes),
        media_keys=_media_keys(data),
        is_repost="retweeted" in references,
        is_edited=len(_list(data, "edit_history_tweet_ids")) > 1,
    )


def parse_readable(items: Iterable[Record], includes: Record) -> list[Post]:
    """Read the posts that can be read: one that is malformed must not hide the others."""
    readable = []
    for item in items:
        try:
            readable.append(parse_post(item, includes))
        except UnexpectedResponse as error:
            logger.warning("a post of others was passed over: %s", error.detail)
    return readable


def whole_text(raw: str, entities: Record) -> str:
    """Put back what was written: X shortens each address, and adds one for files."""
    for url in _records(entities, "urls"):
        short = shapes.optional_text(url, "url")
        if not short:
            continue
        whole = shapes.optional_text(url, "expanded_url") or short
        raw = raw.replace(short, "" if "media_key" in url else whole)
    for escaped, sign in _ESCAPES:
        raw = raw.replace(escaped, sign)
    return clean(raw).strip()


def author_of(account_id: str, includes: Record) -> Author:
    """Return somebody by number, with their names where the answer has them."""
    known = (one for one in _records(includes, "users") if one.get("id") == account_id)
    user = next(known, {})
    handle = clean(shapes.optional_text(user, "username") or "")
    name = clean(shapes.optional_text(user, "name") or "").strip()
    return Author(account_id=account_id, handle=handle, display_name=name or handle)


def _references(data: Record) -> dict[str, str]:
    """Return the ids of what a post answers, quotes or repeats, by which of these it does."""
    found = _records(data, "referenced_tweets")
    return {str(one.get("type")): str(one.get("id")) for one in found}


def _quoted_authors(references: Mapping[str, str], includes: Record) -> frozenset[str]:
    quoted = references.get("quoted")
    return frozenset(
        str(one.get("author_id"))
        for one in _records(includes, "tweets")
        if quoted is not None and one.get("id") == quoted
    )


def _mentions(data: Record) -> dict[str, str]:
    found = _records(shapes.inner(data, "entities"), "mentions")
    return {
        str(one["id"]): str(one.get("username") or "").lower()
        for one in found
        if shapes.optional_text(one, "id")
    }


def _media_keys(data: Record) -> tuple[str, ...]:
    return tuple(str(one) for one in _list(shapes.inner(data, "attachments"), "media_keys"))


def _list(data: Record, key: str) -> list[object]:
    found = data.get(key)
    return list(found) if isinstance(found, list) else []


def _records(data: Record, key: str) -> list[Record]:
    return [one for one in _list(data, key) if isinstance(one, dict)]
