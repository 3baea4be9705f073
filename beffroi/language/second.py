"""The second reading: each answer of the first, in the light of all the others.

What asks is seldom a complaint, who applies is seldom angry, and a tweet speaks otherwise than a
review: a small matrix learned over the scores of the first reading says how much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beffroi.language.plans import ANSWERS, GATED, PLACE

Numbers = npt.NDArray[np.float32]
Precise = npt.NDArray[np.float64]

_STEPS = 300
_STEP_SIZE = 0.05
_DECAY = 20.0


@dataclass(frozen=True, slots=True)
class Second:
    """The matrix of the second reading, in the order of `seen` and of the heads read twice."""

    matrix: Numbers
    bias: Numbers


def softmax(scores: Numbers) -> Numbers:
    """Return scores as probabilities that sum to 1 for each text."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Numbers = powers / powers.sum(axis=1, keepdims=True)
    return found


def seen(scores: Numbers, *, columns: Mapping[str, slice]) -> Numbers:
    """Return what the second reading looks at: answers, their chances, and both when in a tweet."""
    parts = []
    for name in ANSWERS:
        own = scores[:, columns[name]]
        parts += [own - own.mean(axis=1, keepdims=True), softmax(own)]
    is_tweet = softmax(scores[:, columns[PLACE]])[:, 1:]
    parts.append(is_tweet)
    for name in GATED:
        own = scores[:, columns[name]]
        parts += [own * is_tweet, softmax(own) * is_tweet]
    return np.concatenate(parts, axis=1)


def joined(parts: Sequence[Second]) -> Second:
    """Return the readings of several heads as one."""
    return Second(
        np.concatenate([part.matrix for part in parts], axis=1),
        np.concatenate([part.bias for part in parts]),
    )


def learn(
    inputs: Numbers, labels: npt.NDArray[np.int64], counts: Precise, *, label_count: int
) -> Second:
    """Return the softmax regression that makes the labels likely; inputs weigh by their spread."""
    exact = inputs.astype(np.float64)
    middle, spread = exact.mean(axis=0), exact.std(axis=0) + 1e-6
    exact = (exact - middle) / spread
    wanted = np.eye(label_count)[labels]
    weights, bias = np.zeros((exact.shape[1], label_count)), np.zeros(label_count)
    reach = [_Reach(weights), _Reach(bias)]
    for step in range(1, _STEPS + 1):
        scores = exact @ weights + bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (powers / powers.sum(axis=1, keepdims=True) - wanted) * counts[:, None]
        weights -= reach[0].of(exact.T @ error + _DECAY * weights, step=step)
        bias -= reach[1].of(error.sum(axis=0), step=step)
    matrix = weights / spread[:, None]
    return Second(matrix.astype(np.float32), (bias - middle @ matrix).astype(np.float32))


class _Reach:
    """How far a step of Adam goes; steps shrink to nothing."""

    def __init__(self, like: Precise) -> None:
        self.mean = np.zeros_like(like)
        self.spread = np.zeros_like(like)

    def of(self, pull: Precise, *, step: int) -> Precise:
        self.mean = 0.9 * self.mean + 0.1 * pull
        self.spread = 0.99 * self.spread + 0.01 * pull * pull
        fair = (1 - 0.99**step) ** 0.5 / (1 - 0.9**step)
        size = _STEP_SIZE * fair * (1 + np.cos(np.pi * step / _STEPS)) / 2
        moved: Precise = size * self.mean / (np.sqrt(self.spread) + 1e-6)
        return moved
