"""What a workspace's own stars and corrections teach: a few hundred weights beside the shipped.

They are rebuilt from the list of examples, in its order: to undo one is to leave it out. They go
nowhere, and however many contradict each other or mean harm, no score moves further than a bound.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from beffroi.language.features import BUCKETS, Features, extract
from beffroi.language.plans import TWICE, columns_of
from beffroi.language.weights import Scores, Weights

#: How many buckets are kept: those that were moved most.
BUCKETS_MAX = 600
#: The latest examples are learned from.
EXAMPLES_MAX = 1_000
#: How far the score of a text for a label can be moved, whatever was taught.
SHIFT_MAX = 3.0
#: What is met in more texts than one in so many says nothing of a workspace.
_RARITY_MIN = 3.0
_PARTS_RARITY_MIN = 0.6
_STEP_SIZE = 2.0
_PASSES = 3
_PARTS = 10
_WIDTH = sum(len(plan.labels) for plan in TWICE)
_COLUMNS = columns_of(TWICE)
_LABELS = {plan.name: plan.labels for plan in TWICE}

Rows = npt.NDArray[np.float32]


class Unreadable(ValueError):
    """What was kept is no lessons; they can be rebuilt from the examples."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what a person says that it is, by head (sentiment, intent, urgent)."""

    text: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is added to the rows of `buckets`, which are in order, for the heads read twice.

    `fingerprint` is that of the weights they were learned beside: with others they are rebuilt.
    """

    buckets: npt.NDArray[np.uint32]
    rows: Rows
    example_count: int
    fingerprint: str

    def shift(self, features: Features, norms: Rows) -> Rows:
        """Return what is added to the scores of each text, within SHIFT_MAX."""
        moved = np.zeros((len(features), _WIDTH), np.float32)
        if len(self.buckets):
            place = np.searchsorted(self.buckets, features.buckets)
            place = np.minimum(place, len(self.buckets) - 1)
            hit = np.flatnonzero(self.buckets[place] == features.buckets)
            owner = np.searchsorted(features.starts, hit, side="right") - 1
            np.add.at(moved, owner, self.rows[place[hit]])
        bounded: Rows = np.clip(moved / norms[:, None], -SHIFT_MAX, SHIFT_MAX)
        return bounded

    def to_json(self) -> str:
        """Return the lessons as text, the same for the same lessons."""
        return json.dumps(
            {
                "buckets": self.buckets.tolist(),
                "rows": [[round(value, 4) for value in row] for row in self.rows.tolist()],
                "example_count": self.example_count,
                "fingerprint": self.fingerprint,
            }
        )


def from_json(written: str) -> Lessons:
    """Read lessons that `to_json` wrote. Raise Unreadable for anything else."""
    try:
        kept = json.loads(written)
        buckets = np.array(kept["buckets"], np.int64)
        rows = np.array(kept["rows"], np.float32).reshape(len(buckets), _WIDTH)
        count, fingerprint = int(kept["example_count"]), str(kept["fingerprint"])
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Unreadable(str(error)) from error
    in_order = bool((np.diff(buckets) > 0).all()) and len(buckets) <= BUCKETS_MAX
    inside = not len(buckets) or (buckets[0] >= 0 and buckets[-1] < BUCKETS)
    if not (in_order and inside and np.isfinite(rows).all()):
        raise Unreadable("buckets or rows are out of bounds")
    return Lessons(buckets.astype(np.uint32), rows, count, fingerprint)


def learn(examples: Sequence[Example], *, weights: Weights) -> Lessons:
    """Return what the examples teach; the same ones in the same order teach the same.

    Labels that a head does not know are passed over.
    """
    taught = [example for example in examples if _known(example)][-EXAMPLES_MAX:]
    moved = np.zeros((BUCKETS, _WIDTH), np.float32)
    if taught:
        features = extract([example.text for example in taught])
        base = weights.of_features(features)[:, :_WIDTH]
        texts = [_own(features, place, weights) for place in range(len(taught))]
        for turn in range(_PASSES):
            for place, example in enumerate(taught):
                _teach(moved, texts[place], base[place], example, size=_STEP_SIZE / (1 + turn))
    strength = np.abs(moved).max(axis=1)
    chosen = np.argsort(-strength, kind="stable")[:BUCKETS_MAX]
    buckets = np.sort(chosen[strength[chosen] > 0])
    value = np.sqrt(weights.importance[buckets].astype(np.float32))
    return Lessons(
        buckets.astype(np.uint32),
        moved[buckets] * value[:, None],
        len(taught),
        weights.fingerprint(),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """Of one head: how many of the examples are right without the lessons, and with them."""

    examples: int
    right_before: int
    right_after: int


def compared(examples: Sequence[Example], *, weights: Weights) -> dict[str, Compared]:
    """Return by head how well the examples are read, each by what the others teach."""
    taught = [example for example in examples if _known(example)][-EXAMPLES_MAX:]
    if not taught:
        return {}
    texts = [example.text for example in taught]
    before = weights.scores(texts)
    after = before.copy()
    for part in range(min(_PARTS, len(taught))):
        rest = [one for place, one in enumerate(taught) if place % _PARTS != part]
        lessons = learn(rest, weights=weights)
        after[part::_PARTS] = weights.scores(texts[part::_PARTS], lessons=lessons)
    return {
        name: Compared(
            examples=sum(name in one.labels for one in taught),
            right_before=_right(taught, before, name),
            right_after=_right(taught, after, name),
        )
        for name in _LABELS
        if any(name in one.labels for one in taught)
    }


def _known(example: Example) -> bool:
    known = {name: label for name, label in example.labels.items() if name in _LABELS}
    return bool(known) and all(label in _LABELS[name] for name, label in known.items())


def _own(features: Features, place: int, weights: Weights) -> tuple[npt.NDArray[np.int64], Rows]:
    """Return the telling buckets of a text, and what each is worth: the rarer the more."""
    own = features.buckets[features.starts[place] : features.starts[place + 1]]
    buckets, times = np.unique(own.astype(np.int64), return_counts=True)
    telling = weights.importance[buckets].astype(np.float32)
    norm = np.sqrt(max(float((telling * times).sum()), 1.0))
    least = np.where(buckets < BUCKETS // 2, _RARITY_MIN, _PARTS_RARITY_MIN)
    kept = telling >= least
    return buckets[kept], (np.sqrt(telling) * times / norm)[kept].astype(np.float32)


def _teach(
    moved: Rows,
    text: tuple[npt.NDArray[np.int64], Rows],
    base: Scores,
    example: Example,
    *,
    size: float,
) -> None:
    """Move the weights of a text's buckets towards its labels: a step of softmax regression."""
    buckets, value = text
    shift = np.clip(value @ moved[buckets], -SHIFT_MAX, SHIFT_MAX)
    for name, label in example.labels.items():
        if name in _LABELS:
            columns = _COLUMNS[name]
            scores = base[columns] + shift[columns]
            powers = np.exp(scores - scores.max())
            error = powers / powers.sum()
            error[_LABELS[name].index(label)] -= 1
            moved[buckets, columns] -= np.float32(size) * value[:, None] * error[None, :]


def _right(taught: Sequence[Example], scores: Scores, name: str) -> int:
    said = scores[:, _COLUMNS[name]].argmax(axis=1)
    return sum(
        _LABELS[name][said[place]] == example.labels[name]
        for place, example in enumerate(taught)
        if name in example.labels
    )
