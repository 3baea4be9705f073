"""Holds what Beffroi says against what the network shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

RESTING = frozenset({"published", "failed", "cancelled", "ask_human", "held"})
#: No scenario refuses a post and nobody gives one up: ending so is losing it without a word.
LOST = frozenset({"failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one scenario came to. All but `kills` and `asked` must be zero."""

    kills: int = 0
    duplicates: int = 0
    lost: int = 0
    false_published: int = 0
    stuck: int = 0
    asked: int = 0

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(
            *(getattr(self, item.name) + getattr(other, item.name) for item in fields(Verdict))
        )

    @property
    def is_clean(self) -> bool:
        """Tell whether every promise held."""
        return not (self.duplicates or self.lost or self.false_published or self.stuck)


def judge(statuses: Mapping[str, str], visible: Mapping[str, int], *, kills: int) -> Verdict:
    """Compare the status of each text with how many times the network made it visible."""
    texts = [(status, visible.get(text, 0)) for text, status in statuses.items()]
    return Verdict(
        kills=kills,
        duplicates=sum(max(0, times - 1) for _, times in texts),
        lost=sum(status in LOST and times == 0 for status, times in texts),
        false_published=sum(status == "published" and times == 0 for status, times in texts),
        stuck=sum(status not in RESTING for status, _ in texts),
        asked=sum(status in {"ask_human", "held"} for status, _ in texts),
    )
