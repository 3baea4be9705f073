"""Fits one head to labelled texts: a softmax regression over hashed features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beffroi.language.features import BUCKETS, FIRST_PART, Features

Numbers = npt.NDArray[np.float64]

#: What is met in fewer texts says more of chance than of language.
TEXTS_MIN = 2
#: How much pairs and pieces of words weigh beside whole words, which are fewer and say more.
_PARTS_SHARE = 0.15
_STEPS = 60
_STEP_SIZE = 0.2
_MOMENTUM, _SPREAD = 0.9, 0.99


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts as features, the place of each one's label, and how much it counts."""

    features: Features
    labels: npt.NDArray[np.int64]
    counts: Numbers


@dataclass(frozen=True, slots=True)
class Fitted:
    """`rows[b, k]` is what bucket `b` says for label `k`, before the text's norm."""

    rows: Numbers
    bias: Numbers


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
    return np.where(texts >= TEXTS_MIN, rarity, 0).astype(np.float16)


def fit(
    examples: Examples, *, importance: npt.NDArray[np.float16], label_count: int, decay: float
) -> Fitted:
    """Return the weights that make the labels likely; `decay` pulls what is seldom met to zero."""
    problem = _Problem.of(examples, importance=importance, label_count=label_count)
    rows = np.zeros((label_count, problem.bucket_count))
    bias = np.zeros((label_count, 1))
    descent = [_Descent(rows), _Descent(bias)]
    for step in range(1, _STEPS + 1):
        pull_rows, pull_bias = problem.gradient(rows, bias)
        descent[0].move(rows, pull_rows + decay * rows, step=step)
        descent[1].move(bias, pull_bias, step=step)
    full = np.zeros((BUCKETS, label_count))
    full[problem.buckets] = (rows * problem.value).T
    return Fitted(full, bias[:, 0])


class _Descent:
    """Adam on all examples at once, with steps that shrink to nothing (Kingma and Ba, 2014)."""

    def __init__(self, like: Numbers) -> None:
        self.mean = np.zeros_like(like)
        self.spread = np.zeros_like(like)

    def move(self, weights: Numbers, pull: Numbers, *, step: int) -> None:
        self.mean = _MOMENTUM * self.mean + (1 - _MOMENTUM) * pull
        self.spread = _SPREAD * self.spread + (1 - _SPREAD) * pull * pull
        fair = np.sqrt(1 - _SPREAD**step) / (1 - _MOMENTUM**step)
        size = _STEP_SIZE * fair * (1 + np.cos(np.pi * step / _STEPS)) / 2
        weights -= size * self.mean / (np.sqrt(self.spread) + 1e-3)


@dataclass(frozen=True, slots=True)
class _Problem:
    """The examples with only the buckets that say something, numbered anew."""

    buckets: npt.NDArray[np.int64]
    value: Numbers
    place: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    share: Numbers
    wanted: Numbers
    counts: Numbers

    @classmethod
    def of(
        cls, examples: Examples, *, importance: npt.NDArray[np.float16], label_count: int
    ) -> _Problem:
        features = examples.features
        sizes = np.diff(features.starts)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        squares = importance.astype(np.float64)[features.buckets]
        norm = np.sqrt(np.maximum(np.bincount(owner, squares, minlength=len(sizes)), 1))
        kept = squares > 0
        buckets, place = np.unique(features.buckets[kept].astype(np.int64), return_inverse=True)
        value = np.sqrt(importance.astype(np.float64)[buckets])
        share = value[place] / norm[owner[kept]]
        counts = examples.counts * len(sizes) / examples.counts.sum()
        wanted = np.eye(label_count)[examples.labels].T
        return cls(buckets, value, place, owner[kept], share, wanted, counts)

    @property
    def bucket_count(self) -> int:
        return len(self.buckets)

    def gradient(self, rows: Numbers, bias: Numbers) -> tuple[Numbers, Numbers]:
        text_count = self.wanted.shape[1]
        scores = bias + np.stack(
            [
                np.bincount(self.owner, row[self.place] * self.share, minlength=text_count)
                for row in rows
            ]
        )
        powers = np.exp(scores - scores.max(axis=0))
        error = (powers / powers.sum(axis=0) - self.wanted) * self.counts
        pull = [
            np.bincount(self.place, one[self.owner] * self.share, minlength=self.bucket_count)
            for one in error
        ]
        return np.stack(pull), error.sum(axis=1, keepdims=True)
