"""Bluesky's repository of an account: a CAR file, read twice, block by block.

First the nodes of its tree, which say under which key each record stands; then the posts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Protocol

from beffroi.archives.containers.limits import MemberDamaged, Reason
from beffroi.archives.readers.dagcbor import decode
from beffroi.archives.readers.items import HistoryPost, Item, PostKind
from beffroi.archives.readers.reader import Layout, Part, Reader
from beffroi.archives.readers.source import Source
from beffroi.archives.readers.texts import address, clean, identifier, moment

_POSTS = "app.bsky.feed.post/"
#: A hundred a day for thirteen years; their keys are held in memory.
_POSTS_MAX = 500_000
#: A collection, a slash and a key; those of posts have 13 signs. atproto.com/specs/record-key
_KEY_BYTES_MAX = 500
_KEY = re.compile(rb"[A-Za-z0-9._:~/-]*")
#: The atproto specification keeps blocks under 1 MB; a margin on top.
_BLOCK_BYTES_MAX = 4 * 1024**2
#: CID version 1, sha-256 of 32 bytes: the only kind in repositories.
_LINK_BYTES = 36
_HASH_MARK = b"\x12\x20"
#: How a node of the tree begins: a map of the two keys "e" and "l".
_NODE_MARK = b"\xa2\x61e"


class _Stream(Protocol):
    def read(self, size_bytes: int = -1, /) -> bytes: ...


def _is_repository(source: Source) -> bool:
    try:
        size_bytes, start = _varint_of(source.head)
        header = decode(source.head[start : start + size_bytes])
    except (MemberDamaged, IndexError):
        return False
    return isinstance(header, dict) and header.get("version") == 1 and "roots" in header


def _varint_of(head: bytes) -> tuple[int, int]:
    number, place = 0, 0
    while True:
        number |= (head[place] & 127) << (7 * place)
        place += 1
        if not head[place - 1] & 128 or place > 4:
            return number, place


def _read_repository(source: Source) -> Iterator[Item]:
    tree = _Tree()
    broken: MemberDamaged | None = None
    try:
        for _, block in _blocks(source, source):
            tree.take(block)
    except MemberDamaged as error:
        broken = error  # the posts that are known by now are still read
    for link, block in _blocks(source.again(), None):
        key = tree.keys.get(link)
        if key is not None:
            yield from _post(block, key=key, owner=tree.owner)
    if broken is not None:
        raise broken


class _Tree:
    """Which key each post stands under, by its link, and whose repository it is."""

    def __init__(self) -> None:
        self.keys: dict[bytes, str] = {}
        self.owner = ""

    def take(self, block: bytes) -> None:
        """Note what a block says; raises MemberDamaged."""
        if block.startswith(_NODE_MARK):
            self.keys.update(_keys_of(block))
            if len(self.keys) > _POSTS_MAX:
                raise MemberDamaged(Reason.TOO_LONG)
        elif not self.owner and b"cdid" in block[:400]:
            self.owner = _owner_of(block)


def _blocks(stream: _Stream, source: Source | None) -> Iterator[tuple[bytes, bytes]]:
    """Give each block with its link, once its hash was compared; the header is left out."""
    is_header = True
    while (size_bytes := _varint(stream)) is not None:
        if size_bytes > _BLOCK_BYTES_MAX:
            raise MemberDamaged(Reason.DAMAGED)
        section = _exactly(stream, size_bytes)
        if source is not None:
            source.value_ended()
        if is_header:
            is_header = False
            continue
        link, block = section[:_LINK_BYTES], section[_LINK_BYTES:]
        if link[2:4] != _HASH_MARK or hashlib.sha256(block).digest() != link[4:]:
            raise MemberDamaged(Reason.DAMAGED)
        yield link, block


def _varint(stream: _Stream) -> int | None:
    number, shift = 0, 0
    while True:
        byte = stream.read(1)
        if not byte:
            if shift:
                raise MemberDamaged(Reason.CUT_SHORT)
            return None
        number |= (byte[0] & 127) << shift
        shift += 7
        if not byte[0] & 128:
            return number
        if shift > 63:
            raise MemberDamaged(Reason.DAMAGED)


def _exactly(stream: _Stream, size_bytes: int) -> bytes:
    pieces: list[bytes] = []
    while size_bytes > 0:
        piece = stream.read(size_bytes)
        if not piece:
            raise MemberDamaged(Reason.CUT_SHORT)
        pieces.append(piece)
        size_bytes -= len(piece)
    return b"".join(pieces)


def _keys_of(block: bytes) -> Iterator[tuple[bytes, str]]:
    """Give the posts of a node: each key shares a beginning with the one before it."""
    node, before = decode(block), b""
    entries = node.get("e") if isinstance(node, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict) or not isinstance(entry.get("k"), bytes):
            continue
        shared = entry.get("p")
        before = before[: shared if isinstance(shared, int) else 0] + entry["k"]
        if len(before) > _KEY_BYTES_MAX or not _KEY.fullmatch(before):
            raise MemberDamaged(Reason.DAMAGED)
        key = before.decode("ascii")
        if key.startswith(_POSTS) and isinstance(entry.get("v"), bytes):
            yield entry["v"], key.removeprefix(_POSTS)


def _owner_of(block: bytes) -> str:
    with suppress(MemberDamaged):
        commit = decode(block)
        if isinstance(commit, dict) and "rev" in commit:
            return clean(commit.get("did"))[:200]
    return ""


def _post(block: bytes, *, key: str, owner: str) -> Iterator[Item]:
    record = decode(block)
    if not isinstance(record, dict) or record.get("$type") != _POSTS.rstrip("/"):
        return
    yield HistoryPost(
        remote_id=identifier(f"{_POSTS}{key}"),
        kind=PostKind.COMMENT if record.get("reply") else PostKind.POST,
        text=clean(record.get("text")),
        written_at=moment(record.get("createdAt")),
        url=address(f"https://bsky.app/profile/{owner}/post/{key}") if owner else "",
    )


READER = Reader(
    network="bluesky",
    layouts=(
        Layout(
            "repository version 3, CAR v1",
            date(2026, 9, 1),
            "atproto.com/specs/repository, ipld.io/specs/transport/car/carv1",
        ),
    ),
    parts=(Part(_is_repository, _read_repository),),
)
