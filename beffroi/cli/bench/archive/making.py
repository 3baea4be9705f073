"""A made-up export of Instagram: posts in several files, and photos that do not shrink."""

from __future__ import annotations

import json
import os
import random
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

POSTS = 60_000
_POSTS_A_FILE = 20_000
_PHOTOS = 300_000
_PHOTO_BYTES = 3_400
_WORDS = ("pain", "levain", "four", "brioche", "dimanche", "matin", "fournée", "merci", "été")
_BASE = "your_instagram_activity/media"


def make(target: Path) -> None:
    """Write the archive, about 1 GB."""
    with target.open("wb") as file:
        writer = _Writer(file)
        noise = os.urandom(_PHOTO_BYTES)
        checksum = zlib.crc32(noise)
        for number in range(_PHOTOS):
            if number % (_PHOTOS * _POSTS_A_FILE // POSTS) == 0:
                part = number // (_PHOTOS * _POSTS_A_FILE // POSTS)
                writer.add(f"{_BASE}/posts_{part + 1}.json", _posts(part))
            writer.add_stored(f"media/posts/{number}.jpg", noise, checksum=checksum)
        writer.finish()


def _posts(part: int) -> bytes:
    chance = random.Random(part)  # noqa: S311 filler
    first = part * _POSTS_A_FILE
    return json.dumps([_post(first + place, chance) for place in range(_POSTS_A_FILE)]).encode()


def _post(number: int, chance: random.Random) -> dict[str, object]:
    words = " ".join(chance.choices(_WORDS, k=40))
    text = f"{number}: {words}".encode().decode("latin-1")
    uri = f"media/posts/{number}.jpg"
    written_at = 1_500_000_000 + number * 60
    return {"media": [{"uri": uri, "creation_timestamp": written_at, "title": text}]}


class _Writer:
    """Writes a zip file as fast as the disk takes it, always with zip64's fields at its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._listed: list[bytes] = []
        self._at = 0

    def add(self, name: str, content: bytes) -> None:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(content) + packer.flush()
        self._add(name, packed, size=len(content), checksum=zlib.crc32(content), method=8)

    def add_stored(self, name: str, content: bytes, *, checksum: int) -> None:
        self._add(name, content, size=len(content), checksum=checksum, method=0)

    def _add(self, name: str, packed: bytes, *, size: int, checksum: int, method: int) -> None:
        raw = name.encode()
        facts = (0x800, method, 0, 0, checksum, len(packed), size, len(raw), 0)
        self._write(struct.pack("<4s5H3L2H", b"PK\x03\x04", 45, *facts) + raw + packed)
        start = self._at - len(packed) - len(raw) - 30
        entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 45, 45, *facts, 0, 0, 0, 0, start)
        self._listed.append(entry + raw)

    def finish(self) -> None:
        start, count = self._at, len(self._listed)
        listed = b"".join(self._listed)
        self._write(listed)
        record_at = self._at
        counts = (0, 0, count, count, len(listed), start)
        self._write(struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, *counts))
        self._write(struct.pack("<4sLQL", b"PK\x06\x07", 0, record_at, 1))
        full = (0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        self._write(struct.pack("<4s4H2LH", b"PK\x05\x06", *full))

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._at += len(content)
