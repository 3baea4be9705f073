"""Which readers there are, and which of them knows a file. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from beffroi.archives.readers import (
    bluesky,
    facebook,
    google,
    instagram,
    linkedin,
    mastodon,
    plain,
    trustpilot,
    x,
    youtube,
)
from beffroi.archives.readers.reader import Part, Reader
from beffroi.archives.readers.source import Source

#: In this order: the first that recognises a file reads it.
READERS: tuple[Reader, ...] = (
    bluesky.READER,
    plain.READER,
    instagram.READER,
    facebook.READER,
    x.READER,
    mastodon.READER,
    youtube.READER,
    linkedin.READER,
    trustpilot.READER,
    google.READER,
)


@dataclass(frozen=True)
class Found:
    """What reads a file."""

    reader: Reader
    part: Part


def find(source: Source) -> Found | None:
    """Return what reads this file, by its content; None when nothing does."""
    for reader in READERS:
        for part in reader.parts:
            if part.recognises(source):
                return Found(reader, part)
    return None
