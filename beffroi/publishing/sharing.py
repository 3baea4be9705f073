"""What another app shared into a new post, as the address of the composer tells it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: What could not come along: nothing, files, the end of the words, or all of it.
Missing = Literal["", "files", "words", "all"]
_MISSING: Mapping[str, Missing] = {"files": "files", "words": "words", "all": "all"}


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
    missing = _MISSING.get(query.get("missing", ""), "")
    return Shared(words, handover, missing) if words or handover or missing else None
