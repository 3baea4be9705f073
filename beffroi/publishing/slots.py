"""When the posts of a week leave, at the rhythm that a strategy sets. Pure; wall times are naive.

Our habits say it where there are some, else the week is shared out evenly. Whether other hours do
better is another question, which is measured (`insight.working`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median_low

#: Days of a week (0 for Monday) by how many posts there are: apart from each other, Sunday last.
_SPREAD: Mapping[int, tuple[int, ...]] = {
    1: (1,),
    2: (1, 3),
    3: (0, 2, 4),
    4: (0, 1, 3, 4),
    5: (0, 1, 2, 3, 4),
    6: (0, 1, 2, 3, 4, 5),
    7: (0, 1, 2, 3, 4, 5, 6),
}
_A_WEEK_MAX = max(_SPREAD)
#: So many posts on one day of the week are a habit. The number is ours.
_HABIT = 2
_FIRST_HOUR = time(9)
_STEP_MINUTES = 30


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A moment for a post that nobody has written yet, and the networks that want one then."""

    wall: datetime
    networks: tuple[str, ...]


def week_of(posts: int, *, monday: date, before: Sequence[datetime]) -> list[datetime]:
    """Return when so many posts of a week leave, one a day at most, in order.

    `before`: when our posts of the last weeks left.
    """
    wanted = min(posts, _A_WEEK_MAX)
    seen = Counter(wall.weekday() for wall in before)
    often = sorted(seen.items(), key=lambda found: (-found[1], found[0]))
    habits = [day for day, times in often if times >= _HABIT]
    chosen = list(dict.fromkeys([*habits, *_SPREAD[wanted], *_SPREAD[_A_WEEK_MAX]]))[:wanted]
    return [
        datetime.combine(monday + timedelta(days=day), _usual_hour(before, weekday=day))
        for day in sorted(chosen)
    ]


def left(week: Iterable[datetime], *, planned: Iterable[datetime]) -> list[datetime]:
    """Return the moments of a week that no post takes yet; each post takes the nearest one."""
    free = list(week)
    for wall in sorted(planned):
        if free:
            free.remove(min(free, key=lambda one: abs(one - wall)))
    return free


def together(free: Mapping[str, Iterable[datetime]]) -> list[Slot]:
    """Return the moments of all networks in order: one post may go to several."""
    networks: defaultdict[datetime, list[str]] = defaultdict(list)
    for network, walls in free.items():
        for wall in walls:
            networks[wall].append(network)
    return sorted(Slot(wall, tuple(names)) for wall, names in networks.items())


def _usual_hour(before: Sequence[datetime], *, weekday: int) -> time:
    """Return the hour in the middle of those of a weekday, else of all days."""
    same = [wall for wall in before if wall.weekday() == weekday]
    minutes = [wall.hour * 60 + wall.minute for wall in same or before]
    if not minutes:
        return _FIRST_HOUR
    hours, rest = divmod(median_low(minutes) // _STEP_MINUTES * _STEP_MINUTES, 60)
    return time(hours, rest)
