"""What every container gives: its members one after another, each read as a stream."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from beffroi.archives.containers.limits import Reason

_DRIVE = re.compile(r"[A-Za-z]:")
_NAME_LENGTH_MAX = 1000


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `reason` says why it must not be opened, if so."""

    name: str
    open: Callable[[], BinaryIO]
    size_bytes: int
    reason: Reason | None = None


class Container(Protocol):
    """An opened archive."""

    #: How much of the file has been gone through, and how large it is.
    done_bytes: int
    size_bytes: int

    def members(self) -> Iterator[Member]:
        """Go through the files in an order that is always the same."""


def is_dangerous(name: str) -> bool:
    """Tell whether a name could lead out of the folder in which somebody would unpack it."""
    parts = name.replace("\\", "/").split("/")
    return (
        not name
        or len(name) > _NAME_LENGTH_MAX
        or "\0" in name
        or ".." in parts
        or parts[0] == ""
        or _DRIVE.match(name) is not None
    )


def shown_name(name: str) -> str:
    """Return a name that can be kept and shown: no control characters, no broken ones."""
    printable = "".join(sign if sign.isprintable() else "�" for sign in name)
    return printable.encode("utf-8", "replace").decode("utf-8")[:200]
