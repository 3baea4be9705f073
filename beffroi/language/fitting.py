"""Fits the first reading: a softmax regression over hashed features for each view, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beffroi.language.features import BUCKETS, FIRST_PART, Features, sign_buckets
from beffroi.language.plans import View, columns_of

Numbers = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

#: What is met in fewer texts says more of chance than of language.
TEXTS_MIN = 2
#: How much pairs and pieces of words weigh beside whole words, which are fewer and say more.
_PARTS_SHARE = 0.15
#: How much the lists of signs weigh: they know words that no text taught.
_SIGNS_SHARE = 2.0
_STEPS = 45
_STEP_SIZE = 0.2
_MOMENTUM, _SPREAD = 0.9, 0.99
#: What tells nothing by itself is pulled to zero so many times harder than the average, at most.
_TELLING_MIN = 0.05
#: How many features are summed at once: what stays near the processor.
_AT_ONCE = 1 << 12


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts as features, a column for each label of each view: which is right, what it counts.

    A text that does not teach a view counts 0 in its columns.
    """

    features: Features
    wanted: Numbers
    counts: Numbers

    def only(self, chosen: npt.NDArray[np.bool_]) -> Examples:
        """Return the chosen texts."""
        places = np.flatnonzero(chosen)
        return Examples(chosen_of(self.features, places), self.wanted[places], self.counts[places])


@dataclass(frozen=True, slots=True)
class Fitted:
    """`rows[b, k]` is what bucket `b` says for label `k`, before the text's norm."""

    rows: Numbers
    bias: Numbers


def chosen_of(features: Features, places: Places) -> Features:
    """Return the features of the texts at `places`, in that order."""
    sizes = np.diff(features.starts)[places]
    starts = np.concatenate([np.zeros(1, np.int64), sizes.cumsum()])
    inside = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes)
    return Features(features.buckets[np.repeat(features.starts[places], sizes) + inside], starts)


def importance_of(features: Features) -> npt.NDArray[np.float16]:
    """Return how telling each bucket is: the rarer the more, nothing when met in one text.

    The logarithm of how many texts there are for one that has it (inverse document frequency).
    """
    sizes = np.diff(features.starts)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    met = np.unique(owner * BUCKETS + features.buckets) % BUCKETS
    texts = np.bincount(met, minlength=BUCKETS)
    rarity = np.maximum(np.log((1 + len(sizes)) / (1 + texts)), 0.05)
    rarity[FIRST_PART:] *= _PARTS_SHARE
    rarity[sign_buckets()] *= _SIGNS_SHARE
    return np.where(texts >= TEXTS_MIN, rarity, 0).astype(np.float16)


def fit(
    examples: Examples, *, importance: npt.NDArray[np.float16], views: Sequence[View]
) -> Fitted:
    """Return the weights that make the wanted labels likely, for all views."""
    slices = list(columns_of(views).values())
    problem = _Problem.of(examples, importance=importance)
    counts = _fair(examples.counts, slices)
    decay = _decay(problem, examples, views=views)
    rows = np.zeros_like(decay)
    bias = np.zeros((1, rows.shape[1]), np.float32)
    descent = [_Descent(rows), _Descent(bias)]
    for step in range(1, _STEPS + 1):
        error = (_chances(problem.scores(rows) + bias, slices) - examples.wanted) * counts
        descent[0].move(rows, problem.pull(error) + decay * rows, step=step)
        descent[1].move(bias, error.sum(axis=0, keepdims=True), step=step)
    full = np.zeros((BUCKETS, rows.shape[1]), np.float32)
    full[problem.buckets] = rows * problem.value[:, None]
    return Fitted(full, bias[0])


def _fair(counts: Numbers, slices: Sequence[slice]) -> Numbers:
    """Return what texts count in each view, 1 on average over those that teach it."""
    fair = np.zeros_like(counts)
    for columns in slices:
        own = counts[:, columns]
        fair[:, columns] = own * ((own[:, 0] > 0).sum() / max(float(own[:, 0].sum()), 1e-9))
    return fair


def _chances(scores: Numbers, slices: Sequence[slice]) -> Numbers:
    for columns in slices:
        own = scores[:, columns]
        powers = np.exp(own - own.max(axis=1, keepdims=True))
        scores[:, columns] = powers / powers.sum(axis=1, keepdims=True)
    return scores


def _decay(problem: _Problem, examples: Examples, *, views: Sequence[View]) -> Numbers:
    """Return how hard each weight is pulled to zero: less what tells labels apart by itself.

    By the logarithm of how often a bucket is met with a label and without (Wang and Manning, 2012).
    """
    counted = examples.wanted.round() * examples.counts
    met, total = problem.met(counted), counted.sum(axis=0)
    parts = []
    for view, columns in zip(views, columns_of(views).values(), strict=True):
        those, all_of = met[:, columns], total[columns]
        rest, rest_of = those.sum(axis=1, keepdims=True) - those, all_of.sum() - all_of
        ratio = ((those + 1) / (all_of + 2)) / ((rest + 1) / (rest_of + 2))
        telling = np.sqrt(np.abs(np.log(ratio)) @ (all_of / max(float(all_of.sum()), 1e-9)))
        usual = np.sqrt(np.square(telling[telling > 0]).mean()) if telling.any() else 1.0
        own = view.decay / np.maximum(telling / usual, _TELLING_MIN)
        parts.append(np.repeat(own[:, None], len(view.labels), axis=1))
    return np.concatenate(parts, axis=1).astype(np.float32)


class _Descent:
    """Adam on all examples at once, with steps that shrink to nothing (Kingma and Ba, 2014)."""

    def __init__(self, like: Numbers) -> None:
        self.mean = np.zeros_like(like)
        self.spread = np.zeros_like(like)

    def move(self, weights: Numbers, pull: Numbers, *, step: int) -> None:
        self.mean *= _MOMENTUM
        self.mean += np.float32(1 - _MOMENTUM) * pull
        self.spread *= _SPREAD
        self.spread += np.float32(1 - _SPREAD) * pull * pull
        fair = (1 - _SPREAD**step) ** 0.5 / (1 - _MOMENTUM**step)
        size = _STEP_SIZE * fair * (1 + np.cos(np.pi * step / _STEPS)) / 2
        weights -= np.float32(size) * self.mean / (np.sqrt(self.spread) + np.float32(1e-3))


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of stretches of rows, weighed: `starts` of those that are not empty, and which."""

    place: Places
    share: Numbers
    starts: Places
    which: Places
    count: int

    @classmethod
    def of(cls, owner: Places, place: Places, share: Numbers, *, count: int) -> _Sums:
        """Return what sums `share` of the rows at `place` for each `owner`, which are in order."""
        which, starts = np.unique(owner, return_index=True)
        return cls(place, share, starts, which, count)

    def __call__(self, rows: Numbers) -> Numbers:
        found = np.zeros((self.count, rows.shape[1]), np.float32)
        ends = np.append(self.starts, len(self.place))
        room = np.empty((int(np.diff(ends).max(initial=0)) + _AT_ONCE, rows.shape[1]), np.float32)
        cuts = np.searchsorted(self.starts, np.arange(0, len(self.place), _AT_ONCE)).tolist()
        for first, end in zip(cuts, [*cuts[1:], len(self.starts)], strict=True):
            if first < end:
                begin, last = ends[first], ends[end]
                weighed = room[: last - begin]
                np.take(rows, self.place[begin:last], axis=0, out=weighed, mode="clip")
                weighed *= self.share[begin:last, None]
                sums = np.add.reduceat(weighed, self.starts[first:end] - begin, axis=0)
                found[self.which[first:end]] = sums
        return found


@dataclass(frozen=True, slots=True)
class _Problem:
    """The examples with only the buckets that say something, numbered anew."""

    buckets: Places
    value: Numbers
    scores: _Sums
    pull: _Sums
    met: _Sums

    @classmethod
    def of(cls, examples: Examples, *, importance: npt.NDArray[np.float16]) -> _Problem:
        features, telling = examples.features, importance.astype(np.float64)
        sizes = np.diff(features.starts)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        keys, times = np.unique(owner * BUCKETS + features.buckets, return_counts=True)
        owner, bucket = keys // BUCKETS, keys % BUCKETS
        squares = telling[bucket] * times
        norm = np.sqrt(np.maximum(np.bincount(owner, squares, minlength=len(sizes)), 1))
        kept = squares > 0
        owner, times = owner[kept], times[kept]
        buckets, place = np.unique(bucket[kept], return_inverse=True)
        value = np.sqrt(telling[buckets])
        share = (value[place] * times / norm[owner]).astype(np.float32)
        order = np.argsort(place, kind="stable")
        turned = owner[order]
        ones = np.ones(len(order), np.float32)
        return cls(
            buckets,
            value.astype(np.float32),
            scores=_Sums.of(owner, place, share, count=len(sizes)),
            pull=_Sums.of(place[order], turned, share[order], count=len(buckets)),
            met=_Sums.of(place[order], turned, ones, count=len(buckets)),
        )
