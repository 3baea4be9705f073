"""What the simulated X holds and refuses: accounts, posts, files. No HTTP here.

Built from https://docs.x.com/, read on 2026-11-22, and from what others saw it answer.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from beffroi.core.clock import Clock
from beffroi.networks.simulation import Effect, Ledger
from beffroi.networks.x.simulator_problems import Refused, forbidden, invalid, not_found
from beffroi.networks.x.simulator_text import count_cashtags, weigh

_FIRST_MILLISECOND = 1_288_834_974_657
_MENTION = re.compile(r"(?<![\w@])@(\w{1,15})")
_FILE_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Flavour:
    """How this X is set up, and what it is told to do badly. Prices are always counted.

    `credits_usd` is what is left to spend, None without end; `processing_seconds` is how long X
    works on a GIF or a video; `summons_alone`: only whom its author spoke to may answer a post.
    """

    page_max: int = 100
    repeats_pages: bool = False
    credits_usd: float | None = None
    processing_seconds: float = 0.0
    check_after_seconds: int = 5
    processing_fails: bool = False
    duplicate_hours: float = 24.0
    clicks_for_days: float = 30.0
    leaves_old_posts_out: bool = False
    numbered_errors: bool = False
    is_enrolled: bool = True
    is_restricted: bool = False
    summons_alone: bool = True
    takes_messages: bool = True
    webhooks_are_valid: bool = True


@dataclass
class SimulatedAccount:
    """Somebody. `is_bound`: they write through an app, which X binds to more rules than people."""

    id: str
    username: str
    name: str
    is_bound: bool = False
    followers: int = 0


@dataclass
class SimulatedFile:
    """A picture or a video, in a post or waiting for one."""

    id: str
    owner_id: str
    media_type: str
    category: str
    total_bytes: int
    born_at: datetime
    pieces: list[int] = field(default_factory=list)
    ready_at: datetime | None = None
    alt_text: str = ""

    @property
    def key(self) -> str:
        """The name by which posts show it."""
        kind = {"tweet_image": "3", "tweet_gif": "16"}.get(self.category, "7")
        return f"{kind}_{self.id}"

    @property
    def is_alone(self) -> bool:
        """Whether a post that bears it bears nothing else."""
        return self.category != "tweet_image"


@dataclass
class SimulatedPost:
    """A post. `text` is what its author typed; `addressed` are accounts put in front of it."""

    id: str
    author_id: str
    text: str
    created_at: datetime
    conversation_id: str
    parent_id: str | None = None
    quoted_id: str | None = None
    addressed: tuple[str, ...] = ()
    file_ids: tuple[str, ...] = ()
    is_hidden: bool = False
    is_repost: bool = False
    likers: set[str] = field(default_factory=set)
    clicks: int = 0
    views: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as somebody asks for it."""

    text: str
    parent_id: str | None = None
    quoted_id: str | None = None
    file_ids: tuple[str, ...] = ()
    is_alone: bool = False  # its author took everybody out of the answer


class State:
    """The whole of X, as far as it is simulated."""

    def __init__(self, flavour: Flavour, *, clock: Clock, ledger: Ledger) -> None:
        self.flavour = flavour
        self.accounts: dict[str, SimulatedAccount] = {}
        self.posts: dict[str, SimulatedPost] = {}
        self.files: dict[str, SimulatedFile] = {}
        self._clock = clock
        self._ledger = ledger
        self._serials = itertools.count(1)

    def new_id(self) -> str:
        """Return a number that holds the millisecond at which it was made."""
        milliseconds = int(self._clock().timestamp() * 1000) - _FIRST_MILLISECOND
        return str((milliseconds << 22) + next(self._serials))

    # People.

    def add_account(self, username: str, *, name: str) -> SimulatedAccount:
        """Let somebody exist."""
        account = SimulatedAccount(self.new_id(), username, name)
        self.accounts[account.id] = account
        return account

    def mentioned(self, post: SimulatedPost) -> list[SimulatedAccount]:
        """Return who is mentioned: those put in front, then those in the text; each once."""
        names = [name.lower() for name in _MENTION.findall(post.text)]
        typed = [one for name in names for one in self._people() if one.username.lower() == name]
        put = [self.accounts[one] for one in post.addressed]
        return list({one.id: one for one in [*put, *typed]}.values())

    # Posts.

    def post(self, author: SimulatedAccount, draft: Draft) -> SimulatedPost:
        """Make a post, or refuse it as X does."""
        parent = self._parent(author, draft)
        self._check_text(author, draft)
        files = self._attachable(author, draft.file_ids)
        post_id = self.new_id()
        post = SimulatedPost(
            id=post_id,
            author_id=author.id,
            text=draft.text,
            created_at=self._clock(),
            conversation_id=parent.conversation_id if parent else post_id,
            parent_id=parent.id if parent else None,
            quoted_id=draft.quoted_id,
            addressed=self._addressed(author, parent) if not draft.is_alone else (),
            file_ids=tuple(one.id for one in files),
        )
        self.posts[post.id] = post
        self._record("published", post)
        return post

    def repost(self, author: SimulatedAccount, post_id: str) -> SimulatedPost:
        """Show somebody's post again under one's own name."""
        again = self.visible(post_id)
        post = SimulatedPost(self.new_id(), author.id, again.text, self._clock(), post_id)
        post.conversation_id, post.quoted_id, post.is_repost = post.id, again.id, True
        self.posts[post.id] = post
        return post

    def delete(self, author: SimulatedAccount, post_id: str) -> None:
        """Take an own post away."""
        post = self.visible(post_id)
        if post.author_id != author.id:
            raise forbidden("You are not authorized to delete this Tweet.")
        del self.posts[post_id]
        self._record("deleted", post)

    def visible(self, post_id: str) -> SimulatedPost:
        """Return a post, or refuse."""
        if post_id not in self.posts:
            raise not_found(post_id)
        return self.posts[post_id]

    def hide(self, owner: SimulatedAccount, post_id: str, *, hidden: bool) -> None:
        """Hide an answer in a conversation that `owner` began."""
        post = self.visible(post_id)
        root = self.posts.get(post.conversation_id)
        if root is None or root.author_id != owner.id or post.id == root.id:
            raise forbidden("You are not permitted to perform this action.")
        post.is_hidden = hidden

    def of_author(self, account_id: str) -> list[SimulatedPost]:
        """Return what somebody wrote."""
        return [one for one in self.posts.values() if one.author_id == account_id]

    def mentioning(self, account: SimulatedAccount) -> list[SimulatedPost]:
        """Return what others wrote to somebody."""
        others = (one for one in self.posts.values() if one.author_id != account.id)
        return [one for one in others if account in self.mentioned(one) and not one.is_repost]

    def in_conversation(self, conversation_id: str) -> list[SimulatedPost]:
        """Return the posts of one conversation, the first included."""
        return [one for one in self.posts.values() if one.conversation_id == conversation_id]

    def summons(self, post: SimulatedPost, account: SimulatedAccount) -> bool:
        """Tell whether the author of `post` spoke to `account`, or is it."""
        quoted = self.posts.get(post.quoted_id or "")
        quotes_them = quoted is not None and quoted.author_id == account.id
        return post.author_id == account.id or quotes_them or account in self.mentioned(post)

    # Files.

    def add_file(
        self, owner: SimulatedAccount, *, media_type: str, category: str, total_bytes: int
    ) -> SimulatedFile:
        """Begin to take a file."""
        one = SimulatedFile(
            self.new_id(), owner.id, media_type, category, total_bytes, self._clock()
        )
        self.files[one.id] = one
        return one

    def close_file(self, one: SimulatedFile) -> None:
        """Begin to work on a file that is there."""
        seconds = self.flavour.processing_seconds if one.is_alone else 0
        one.ready_at = self._clock() + timedelta(seconds=seconds)

    def file_of(self, owner: SimulatedAccount, file_id: str) -> SimulatedFile:
        """Return an own file that still lives, or refuse."""
        one = self.files.get(file_id)
        if one is None or one.owner_id != owner.id or self._is_dead(one):
            raise invalid("media_id", file_id)
        return one

    def is_ready(self, one: SimulatedFile) -> bool:
        """Tell whether a file may be attached."""
        is_done = one.ready_at is not None and self._clock() >= one.ready_at
        return is_done and not (one.is_alone and self.flavour.processing_fails)

    # Within.

    def _people(self) -> Iterator[SimulatedAccount]:
        yield from self.accounts.values()

    def _is_dead(self, one: SimulatedFile) -> bool:
        is_used = any(one.id in post.file_ids for post in self.posts.values())
        return not is_used and self._clock() >= one.born_at + _FILE_LIFE

    def _parent(self, author: SimulatedAccount, draft: Draft) -> SimulatedPost | None:
        if draft.parent_id is None:
            return None
        parent = self.posts.get(draft.parent_id)
        if parent is None:
            raise forbidden(
                "You attempted to reply to a Tweet that is deleted or not visible to you."
            )
        if self.flavour.summons_alone and author.is_bound and not self.summons(parent, author):
            raise forbidden(
                "Reply to this conversation is not allowed because you have not been mentioned or "
                "otherwise engaged by the author of the post you are replying to."
            )
        return parent

    def _addressed(self, author: SimulatedAccount, parent: SimulatedPost | None) -> tuple[str, ...]:
        if parent is None:
            return ()
        before = [self.accounts[parent.author_id], *self.mentioned(parent)]
        return tuple(dict.fromkeys(one.id for one in before if one.id != author.id))

    def _check_text(self, author: SimulatedAccount, draft: Draft) -> None:
        if not draft.text.strip() and not draft.file_ids:
            raise invalid("text", draft.text)
        if weigh(draft.text) > 280:
            raise invalid("text", draft.text)
        if author.is_bound and count_cashtags(draft.text) > 1:
            raise forbidden("Posts are limited to 1 cashtag.")
        since = self._clock() - timedelta(hours=self.flavour.duplicate_hours)
        twins = (one for one in self.of_author(author.id) if one.created_at > since)
        if author.is_bound and any(_are_twins(one, draft) for one in twins):
            raise forbidden("You are not allowed to create a Tweet with duplicate content.")

    def _attachable(self, owner: SimulatedAccount, ids: Sequence[str]) -> Collection[SimulatedFile]:
        if len(ids) > 4:
            raise invalid("media.media_ids", ",".join(ids))
        try:
            files = [self.file_of(owner, one) for one in ids]
        except Refused as refused:
            raise invalid("media.media_ids", ",".join(ids)) from refused
        is_mixed = len(files) > 1 and any(one.is_alone for one in files)
        if is_mixed or not all(map(self.is_ready, files)):
            raise invalid("media.media_ids", ",".join(ids))
        return files

    def _record(self, kind: str, post: SimulatedPost) -> None:
        username = self.accounts[post.author_id].username
        self._ledger.record(Effect(self._clock(), kind, username, post.id, post.text))


def _are_twins(one: SimulatedPost, draft: Draft) -> bool:
    return (one.text, one.parent_id, bool(one.file_ids)) == (
        draft.text,
        draft.parent_id,
        bool(draft.file_ids),
    ) and not one.is_repost
