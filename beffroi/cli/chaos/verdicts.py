"""Holds what Beffroi says against what the network shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

ASKING = frozenset({"ask_human", "held"})
#: No scenario refuses a post and nobody gives one up: ending so is losing it without a word.
LOST = frozenset({"failed", "cancelled"})
RESTING = frozenset({"published", *ASKING, *LOST})


@dataclass(frozen=True, slots=True)
class Said:
    """What Beffroi says of one post."""

    text: str
    status: str
    remote_id: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one scenario came to. The promises are the five counts that must be zero.

    `blows` counts the mishaps that came, `asked` the posts that a person must decide about.
    """

    kills: int = 0
    blows: int = 0
    asked: int = 0
    duplicates: int = 0
    lost: int = 0
    false_published: int = 0
    stuck: int = 0
    despite_pause: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            *(getattr(self, item.name) + getattr(other, item.name) for item in fields(Verdict))
        )

    @property
    def is_clean(self) -> bool:
        """Tell whether every promise held."""
        return not (
            self.duplicates or self.lost or self.false_published or self.stuck or self.despite_pause
        )


def judge(
    said: Iterable[Said],
    visible: Mapping[str, Sequence[str]],
    *,
    kills: int,
    blows: int,
    may_ask: bool,
    despite_pause: int = 0,
) -> Verdict:
    """Compare what is said of each post with the ids under which the network made it visible.

    A question that the network could have answered counts as stuck; `despite_pause` is how many
    calls were begun while posts were paused.
    """
    posts = [(post, visible.get(post.text, ())) for post in said]
    asked = sum(post.status in ASKING for post, _ in posts)
    return Verdict(
        kills=kills,
        blows=blows,
        asked=asked,
        duplicates=sum(max(0, len(ids) - 1) for _, ids in posts),
        lost=sum(post.status in LOST for post, _ in posts),
        false_published=sum(
            post.status == "published" and post.remote_id not in ids for post, ids in posts
        ),
        stuck=sum(post.status not in RESTING for post, _ in posts) + (0 if may_ask else asked),
        despite_pause=despite_pause,
    )
