"""How far the made-up world has come, for the door to say so. One process, so plain values do."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Progress:
    """`share` goes from 0 to 1; `origins` are the simulators' addresses by key of their network."""

    share: float = 0.0
    is_ready: bool = False
    has_failed: bool = False
    origins: dict[str, str] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """The share, for people."""
        return int(100 * self.share)


now = Progress()
