"""The simulated AT Protocol: accounts, tokens, repositories and what the app view shows of them."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from beffroi.networks.bluesky.records import POSTS, TidMaker
from beffroi.networks.simulation_crowd import Crowd

ACCESS_LIFE = timedelta(hours=2)
REFRESH_LIFE = timedelta(days=60)
UNUSED_BLOB_LIFE = timedelta(hours=1)


@dataclass(slots=True)
class Account:
    """A person or company. `password` is an app password."""

    did: str
    handle: str
    display_name: str
    password: str = ""
    is_active: bool = True


@dataclass(slots=True)
class Token:
    """An access or refresh token. `family` dies as a whole when a used refresh token comes back."""

    did: str
    scope: str  # access or refresh
    expires_at: datetime
    family: str
    is_used: bool = False


@dataclass(slots=True)
class Post:
    """A record in a repository, and when the app view indexed it."""

    did: str
    rkey: str
    cid: str
    record: dict[str, Any]
    indexed_at: datetime
    likes: set[str] = field(default_factory=set)

    @property
    def uri(self) -> str:
        """Its id."""
        return f"at://{self.did}/{POSTS}/{self.rkey}"

    @property
    def sorted_at(self) -> datetime:
        """What lists are ordered by: an author cannot date a post into the future."""
        return min(parse_instant(self.record["createdAt"]), self.indexed_at)

    def reference(self, part: str) -> str:
        """Return the uri of its root or parent, "" when it answers nothing."""
        return str(self.record.get("reply", {}).get(part, {}).get("uri", ""))

    def alt_texts(self) -> tuple[str, ...]:
        """Return what is said of each picture, or of the video."""
        embed = self.record.get("embed", {})
        if "video" in embed:
            return (embed.get("alt", ""),)
        return tuple(image["alt"] for image in embed.get("images", []))

    def mentions(self, did: str) -> bool:
        """Tell whether a facet names `did`."""
        return any(
            feature.get("did") == did
            for facet in self.record.get("facets", [])
            for feature in facet["features"]
        )


@dataclass(frozen=True, slots=True)
class Notification:
    """Something that happened to an account."""

    sorted_at: datetime
    reason: str
    post: Post
    author_did: str
    subject: str

    def place(self) -> str:
        """Return where it stands in the list: also its cursor, opaque to callers."""
        return f"{format_instant(self.sorted_at)}::{self.post.uri}::{self.reason}"


class World:
    """Everything that the simulated servers hold. Knows no HTTP; the caller keeps the lock."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.posts: dict[str, Post] = {}
        #: Who follows an account and reacts by themselves; of the others nobody does.
        self.crowds: dict[str, Crowd] = {}
        self.reposts: list[tuple[str, str, datetime, str]] = []  # by whom, of what, when, its key
        self._blobs: dict[tuple[str, str], tuple[dict[str, Any], datetime]] = {}
        self.access_life = ACCESS_LIFE
        self.write_points: dict[str, list[tuple[datetime, int]]] = {}
        self.tids = TidMaker()

    def add_account(self, handle: str, display_name: str, *, password: str = "") -> Account:
        """Open an account; its DID is drawn from its first handle."""
        digest = base64.b32encode(hashlib.sha256(handle.encode()).digest()).decode().lower()
        account = Account(f"did:plc:{digest[:24]}", handle, display_name, password)
        self.accounts[account.did] = account
        return account

    def find_account(self, identifier: str) -> Account | None:
        """Find by DID or current handle."""
        wanted = identifier.lower()
        return next((a for a in self.accounts.values() if wanted in (a.did, a.handle)), None)

    # Files

    def store_blob(self, did: str, blob: Mapping[str, Any], *, at: datetime) -> None:
        """Keep a file of an account: for an hour, unless a record names it by then."""
        self._blobs[did, blob["ref"]["$link"]] = ({**blob}, at)

    def blobs_of(self, did: str, *, now: datetime) -> dict[str, dict[str, Any]]:
        """Return the files of one account by their ids. Nobody may show those of another."""
        records = [post.record for post in self.posts.values() if post.did == did]
        named = json.dumps(records)
        return {
            cid: blob
            for (owner, cid), (blob, at) in self._blobs.items()
            if owner == did and (now - at < UNUSED_BLOB_LIFE or cid in named)
        }

    # Sessions

    def open_family(self, did: str, *, now: datetime) -> tuple[str, str]:
        """Return a fresh access token and refresh token."""
        return self._pair(did, family=secrets.token_hex(8), now=now)

    def rotate(self, token: Token, *, now: datetime) -> tuple[str, str] | None:
        """Trade a refresh token, once. Used again, its whole family dies: None."""
        if token.is_used:
            self.tokens = {k: t for k, t in self.tokens.items() if t.family != token.family}
            return None
        token.is_used = True
        return self._pair(token.did, family=token.family, now=now)

    def _pair(self, did: str, *, family: str, now: datetime) -> tuple[str, str]:
        made = []
        for scope, life in (("access", self.access_life), ("refresh", REFRESH_LIFE)):
            expires_at = now + life
            text = _token(did, scope, expires_at)
            self.tokens[text] = Token(did, scope, expires_at, family)
            made.append(text)
        return made[0], made[1]

    # Posts

    def add_post(
        self, did: str, record: Mapping[str, Any], *, rkey: str = "", indexed_at: datetime
    ) -> Post:
        """Write a record. The caller has checked it."""
        now = parse_instant(record["createdAt"])
        post = Post(did, rkey or self.tids.make(now=now), make_cid(record), {**record}, indexed_at)
        self.posts[post.uri] = post
        return post

    def visible(self, now: datetime) -> list[Post]:
        """Return what the app view has indexed, oldest first."""
        known = [post for post in self.posts.values() if post.indexed_at <= now]
        return sorted(known, key=lambda post: (post.sorted_at, post.uri))

    def notifications(self, did: str, *, now: datetime) -> list[Notification]:
        """Return what happened to an account, newest first."""
        found = [item for post in self.visible(now) for item in _notify(post, did)]
        return sorted(found, key=Notification.place, reverse=True)


def _notify(post: Post, did: str) -> Iterator[Notification]:
    def tell(reason: str, subject: str, author: str) -> Notification:
        return Notification(post.sorted_at, reason, post, author, subject)

    if post.did == did:
        for liker in post.likes - {did}:
            yield tell("like", post.uri, liker)
        return
    ours = f"at://{did}/"
    quoted = str(post.record.get("embed", {}).get("record", {}).get("uri", ""))
    if post.reference("parent").startswith(ours) or post.reference("root").startswith(ours):
        yield tell("reply", post.reference("parent"), post.did)
    elif post.mentions(did):
        yield tell("mention", post.uri, post.did)
    elif quoted.startswith(ours):
        yield tell("quote", quoted, post.did)


def make_cid(content: Any) -> str:
    """Return an id drawn from the content, shaped like the real ones."""
    data = content if isinstance(content, bytes) else json.dumps(content, sort_keys=True).encode()
    digest = base64.b32encode(hashlib.sha256(data).digest()).decode().lower().rstrip("=")
    return ("bafkrei" if isinstance(content, bytes) else "bafyrei") + digest


def parse_instant(text: str) -> datetime:
    """Read an instant of a record."""
    return datetime.fromisoformat(text).astimezone(UTC)


def format_instant(moment: datetime) -> str:
    """Write an instant as the servers do."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _token(did: str, scope: str, expires_at: datetime) -> str:
    """Return what looks like a JWT and can be read like one; its signature is chance."""
    claims = {
        "scope": f"com.atproto.{scope}",
        "sub": did,
        "exp": int(expires_at.timestamp()),
        "jti": secrets.token_hex(8),
    }
    parts = ({"typ": "JWT", "alg": "none"}, claims)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join(encoded).decode() + "." + secrets.token_urlsafe(32)
