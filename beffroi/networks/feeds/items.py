"""Items of a feed: what is new, and what says something else than before. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from beffroi.networks.contracts import Author, FeedbackKind, IncomingFeedback
from beffroi.networks.feeds.documents import Entry, Feed
from beffroi.networks.feeds.memory import Memory, Seen
from beffroi.networks.html_text import excerpt

#: What is quoted of somebody else's text, in signs.
EXCERPT_MAX = 300
_TITLE_MAX = 500
_NAME_MAX = 200
_ID_BYTES_MAX = 300
#: How many of its items a source shows when it is read for the first time.
_FIRST_MAX = 50


@dataclass(frozen=True, slots=True)
class Item:
    """An item by what names it in its feed, dated as far as it can be believed.

    `edited_at` is when it began to say something else than it was known to say.
    """

    key: str
    entry: Entry
    at: datetime
    edited_at: datetime | None = None

    @property
    def name(self) -> str:
        """What the item is remembered by."""
        return sha256(self.key.encode()).hexdigest()[:16]

    @property
    def digest(self) -> str:
        """What the item says, in short: another digest is another text."""
        said = "\n".join((self.entry.title, self.entry.body, self.entry.url))
        return sha256(said.encode()).hexdigest()[:12]


def take_new(
    feed: Feed, memory: Memory, *, host: str, now: datetime
) -> tuple[tuple[IncomingFeedback, ...], Memory]:
    """Return what is new or changed as feedback, oldest first, and what to remember."""
    items, known = take_items(feed, memory, now=now)
    return tuple(_feedback(one, source=feed, host=host) for one in items), known


def take_items(feed: Feed, memory: Memory, *, now: datetime) -> tuple[tuple[Item, ...], Memory]:
    """Return what is new or changed, oldest first, and what to remember.

    `feed` may be a part: an item that is not in it may still be there.
    """
    repeats = memory.ids_repeat or _ids_repeat(feed.entries)
    items = _dated(feed.entries, memory, with_link=repeats, now=now)
    fresh = [one for one in items if _is_fresh(one, memory)]
    shown = fresh if memory.body else fresh[-_FIRST_MAX:]
    noted = {one.name: Seen(one.digest, one.at) for one in items}
    others = {name: seen for name, seen in memory.seen.items() if name not in noted}
    known = replace(memory, ids_repeat=repeats, seen={**others, **noted})
    return tuple(_with_edit(one, memory, now=now) for one in shown), known


def author_of(feed: Feed, *, host: str, entry: Entry) -> Author:
    """Return who wrote an item, as it says, or else who publishes the feed."""
    told = entry.author or feed.title or host
    return Author(account_id="", handle=host, display_name=" ".join(told.split())[:_NAME_MAX])


def quoted(entry: Entry) -> str:
    """Return a title and the beginning of what stands below it."""
    title = excerpt(entry.title, longest=_TITLE_MAX)
    body = excerpt(entry.body, longest=EXCERPT_MAX)
    return body if not title or body.startswith(title) else f"{title}\n\n{body}".strip()


def _is_fresh(item: Item, memory: Memory) -> bool:
    known = memory.seen.get(item.name)
    return known is None or known.digest != item.digest


def _ids_repeat(entries: Sequence[Entry]) -> bool:
    """Tell a feed that gives one id to several items from one that repeats an item."""
    counts = Counter(entry.id for entry in {(one.id, one.url): one for one in entries}.values())
    return any(count > 1 for identity, count in counts.items() if identity)


def _dated(
    entries: Sequence[Entry], memory: Memory, *, with_link: bool, now: datetime
) -> list[Item]:
    """Name and date each item, oldest first.

    Of two with one name, the first stands: feeds begin with what is new.
    """
    keyed: dict[str, Entry] = {}
    for entry in entries:
        keyed.setdefault(_key(entry, with_link=with_link), entry)
    items = [_at(Item(key, entry, now), memory) for key, entry in keyed.items()]
    return sorted(items, key=lambda one: one.at)


def _key(entry: Entry, *, with_link: bool) -> str:
    told = entry.id or entry.url
    if with_link and entry.id:
        told = f"{entry.id} {entry.url}".strip()
    if not told:
        told = f"{entry.title} {entry.published_at}"
    is_short = len(told.encode()) <= _ID_BYTES_MAX
    return told if is_short else f"sha256:{sha256(told.encode()).hexdigest()}"


def _at(item: Item, memory: Memory) -> Item:
    """Date an item as it says, but never in the future; without a date, when it was first seen."""
    told = item.entry.published_at or item.entry.updated_at
    if told is not None and told <= item.at:
        return replace(item, at=told)
    known = memory.seen.get(item.name)
    return replace(item, at=known.at) if known else item


def _with_edit(item: Item, memory: Memory, *, now: datetime) -> Item:
    if item.name not in memory.seen:
        return item
    told = item.entry.updated_at
    is_plausible = told is not None and item.at <= told <= now
    return replace(item, edited_at=told if is_plausible else now)


def _feedback(item: Item, *, source: Feed, host: str) -> IncomingFeedback:
    return IncomingFeedback(
        remote_id=item.key,
        kind=FeedbackKind.MENTION,
        author=author_of(source, host=host, entry=item.entry),
        text=quoted(item.entry),
        created_at=item.at,
        edited_at=item.edited_at,
        url=item.entry.url,
        root_id=item.key,
        can_answer=False,
    )
