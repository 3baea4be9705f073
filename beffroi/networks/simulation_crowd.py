"""People who follow a simulated account and react to its posts by themselves, as time goes by.

Nothing is drawn: the same post has gained the same after the same time. No network says how its
people behave; that most of it comes on the first day is what demonstrations want to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

#: Half of what a post will ever gain has come after so long.
_HALF = timedelta(hours=7)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who follows an account: so many at `since`, and so many more each week."""

    followers: int
    since: datetime
    a_week: int = 0

    def followers_at(self, now: datetime) -> int:
        """Return how many follow the account."""
        return max(0, self.followers + int(self.a_week * ((now - self.since) / _WEEK)))

    def gained(self, post_id: str, *, age: timedelta, one_in: int) -> int:
        """Return how many have reacted in a way in which one of `one_in` followers does."""
        if age <= timedelta():
            return 0
        luck = 40 + crc32(post_id.encode()) % 121  # per cent: some posts please more
        come = 1 - 2 ** -(age / _HALF)
        return int(self.followers * luck * come / (100 * one_in))
