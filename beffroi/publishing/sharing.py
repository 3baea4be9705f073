"""What another app shared into a new post, as the address of the composer tells it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: What could not come along: files, the end of the words, or nothing.
Missing = Literal["", "files", "words"]


@dataclass(frozen=True, slots=True)
class Shared:
    """Words that begin a post; `handover` is where the browser itself keeps words and files."""

    words: str
    handover: str
    missing: Missing


def shared_of(query: Mapping[str, str]) -> Shared | None:
    """Read `?text=…&shared=…&missing=files`; None where nobody shared anything.

    Anybody can make such an address: it fills a field in, and that is all it may do.
    """
    words = query.get("text", "").replace("\0", "")
    handover = query.get("shared", "")
    told = query.get("missing", "")
    missing: Missing = "files" if told == "files" else "words" if told == "words" else ""
    return Shared(words, handover, missing) if words or handover or missing else None
