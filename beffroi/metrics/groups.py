"""What seems to work better: slots, formats, pillars or words, ranked without trusting few. Pure.

A score is drawn towards what is usual as if ten usual posts had come first: (n·ȳ + k·prior) ÷
(n + k), k = 10. One post that went well is then no discovery.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Generic, TypeVar

from beffroi.metrics.intervals import student
from beffroi.metrics.ranges import Interval

#: As if so many usual posts had come before the first of a group.
PRIOR_POSTS = 10
#: Of fewer posts in all, nothing is told.
ENOUGH_POSTS = 20

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Observed(Generic[Key]):
    """What one post of a group reached: any number that is larger where it went better."""

    key: Key
    value: float


@dataclass(frozen=True, slots=True)
class Score(Generic[Key]):
    """A group with how many posts it had, their mean, and the score that it is ranked by.

    `interval` is where the true mean lies in 95 cases of 100, if groups are as unlike as one would
    think from ten posts; None where the spread of posts is unknown.
    """

    key: Key
    n: int
    mean: float | None
    score: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Ranking(Generic[Key]):
    """Groups from the best score down; of equal ones, that with more posts, then as given.

    Where it is not `is_enough`, the order is that of what is usual, and a screen says so.
    """

    scores: tuple[Score[Key], ...]
    posts: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough posts to tell anything."""
        return self.posts >= ENOUGH_POSTS

    @property
    def best(self) -> Score[Key] | None:
        """The group that seems best; None where nothing can be told."""
        return self.scores[0] if self.is_enough and self.scores else None

    def surely_better(self, one: Score[Key], other: Score[Key]) -> bool:
        """Tell whether one is better than another beyond chance: their intervals do not meet."""
        if not self.is_enough or one.interval is None or other.interval is None:
            return False
        return one.interval.low > other.interval.high


def rank(
    observed: Iterable[Observed[Key]],
    *,
    usual: Mapping[Key, float] | None = None,
    keys: Collection[Key] = (),
) -> Ranking[Key]:
    """Rank groups, and all of `keys` beside those that were observed.

    `usual` is what each is expected to reach, in the unit of the values; the mean of all posts
    where it does not say. Under `ENOUGH_POSTS` the scores are what is usual, whatever was seen.
    """
    values: dict[Key, list[float]] = {key: [] for key in keys}
    for one in observed:
        values.setdefault(one.key, []).append(one.value)
    every = [value for group in values.values() for value in group]
    middle = sum(every) / len(every) if every else 0.0
    priors = {key: (usual or {}).get(key, middle) for key in values}
    if len(every) < ENOUGH_POSTS:
        scores = [_unknown(key, values[key], priors[key]) for key in values]
    else:
        spread = _spread(values.values())
        scores = [_score(key, values[key], priors[key], spread) for key in values]
    return Ranking(tuple(sorted(scores, key=lambda one: (-one.score, -one.n))), len(every))


def _unknown(key: Key, values: list[float], prior: float) -> Score[Key]:
    return Score(key, len(values), _mean(values), prior, None)


def _score(
    key: Key, values: list[float], prior: float, spread: tuple[float, int] | None
) -> Score[Key]:
    weight = len(values) + PRIOR_POSTS
    score = (sum(values) + PRIOR_POSTS * prior) / weight
    interval = None
    if spread is not None:
        deviation, freedom = spread
        reach = student(freedom) * deviation / sqrt(weight)
        interval = Interval(score - reach, score + reach)
    return Score(key, len(values), _mean(values), score, interval)


def _spread(groups: Iterable[list[float]]) -> tuple[float, int] | None:
    """Return the deviation of posts within their groups, and its degrees of freedom.

    None where no group has two posts.
    """
    squares, freedom = 0.0, 0
    for values in groups:
        if len(values) > 1:
            middle = sum(values) / len(values)
            squares += sum((value - middle) ** 2 for value in values)
            freedom += len(values) - 1
    return (sqrt(squares / freedom), freedom) if freedom else None


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
