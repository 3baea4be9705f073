"""The messages that were heard most: by what people did with them, or by how many say the same.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beffroi.listening.figures.reactions import reactions


@dataclass(frozen=True, slots=True)
class Loud:
    """A message with what its network tells of it (None: it does not) and how many are alike."""

    key: int
    likes: int | None
    replies: int | None
    shares: int | None
    alike: int = 0

    @property
    def engagement(self) -> int | None:
        """All that people did with it in public; None where its network tells nothing."""
        return reactions(self.likes, self.replies, self.shares)


def loudest(messages: Iterable[Loud], *, most: int) -> list[Loud]:
    """Return those that were heard most, and none that nobody took up."""
    heard = [one for one in messages if one.engagement or one.alike]
    return sorted(heard, key=lambda one: (-(one.engagement or 0), -one.alike, one.key))[:most]
