"""The weights of all heads in one table, and the scores that texts get from them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from beffroi.language.features import BUCKETS, Features, extract
from beffroi.language.plans import PLANS, VIEWS, columns_of
from beffroi.language.second import Second, seen

Scores = npt.NDArray[np.float32]
#: Where the labels of each view, and of each head, stand; heads that are read twice come first.
VIEW_COLUMNS = columns_of(VIEWS)
_COLUMNS = columns_of(PLANS)
_WIDTH = sum(len(plan.labels) for plan in PLANS)

FILE = Path(__file__).parent / "weights.npz"
#: How many texts are scored together: what bounds the memory.
TEXTS_AT_ONCE = 256
#: How many rows of the table are added up at once: what stays near the processor.
_FEATURES_AT_ONCE = 1 << 13


@dataclass(frozen=True, slots=True)
class Head:
    """One question that is asked of a text: `labels` are the answers it chooses among.

    `temperature` divides the scores, so that a confidence of 0.8 is right four times in five.
    Below `threshold` an answer wants to be checked; for a head of alarms, it is the probability
    from which there is an alarm.
    """

    name: str
    labels: tuple[str, ...]
    temperature: float = 1.0
    threshold: float = 0.0


class Shifts(Protocol):
    """What is added to the scores of texts beside the weights."""

    def shift(self, features: Features, norms: npt.NDArray[np.float32]) -> Scores:
        """Return a row for each text, a column for each label of the heads read twice."""
        ...


@dataclass(frozen=True, slots=True)
class Weights:
    """`table` has a row for each bucket and a column for each label of each view, in order.

    `importance` of a bucket is 0 where it says nothing: those that were met in one text alone.
    `second` reads the scores of all views again, for the heads that are read twice.
    """

    heads: tuple[Head, ...]
    table: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    importance: npt.NDArray[np.float16]
    second: Second
    about: dict[str, object] = field(default_factory=dict)

    def columns(self, name: str) -> slice:
        """Return where the labels of a head stand in scores."""
        return columns_of_head(name)

    def head(self, name: str) -> Head:
        """Return the head of that name."""
        return next(head for head in self.heads if head.name == name)

    def scores(self, texts: Sequence[str], *, lessons: Shifts | None = None) -> Scores:
        """Return a row for each text, a column for each label of each head.

        `lessons` are what a workspace taught: they move the heads that are read twice.
        """
        parts = [
            self.of_features(extract(texts[first : first + TEXTS_AT_ONCE]), lessons=lessons)
            for first in range(0, len(texts), TEXTS_AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.empty((0, _WIDTH), np.float32)

    def of_features(self, features: Features, *, lessons: Shifts | None = None) -> Scores:
        """Return the scores of texts whose features are known."""
        found = read_again(self.first(features), second=self.second)
        if lessons is not None:
            moved = lessons.shift(features, self.norms(features))
            found[:, : moved.shape[1]] += moved
        return found

    def fingerprint(self) -> str:
        """Return what tells these weights from others, whatever file holds them."""
        seen = hashlib.sha256()
        for part in (self.table, self.scale, self.bias, self.importance, self.second.matrix):
            seen.update(np.ascontiguousarray(part).tobytes())
        return seen.hexdigest()

    def first(self, features: Features) -> Scores:
        """Return what the first reading says: a column for each label of each view."""
        sums = np.empty((len(features), self.table.shape[1]), np.float32)
        starts = features.starts
        first = 0
        while first < len(features):
            # The sums are of whole numbers that float32 holds: they are exact in any order.
            end = int(np.searchsorted(starts, starts[first] + _FEATURES_AT_ONCE, side="right")) - 1
            end = max(end, first + 1)
            rows = self.table[features.buckets[starts[first] : starts[end]]].astype(np.float32)
            sums[first:end] = np.add.reduceat(rows, starts[first:end] - starts[first], axis=0)
            first = end
        found: Scores = sums * self.scale / self.norms(features)[:, None] + self.bias
        return found

    def norms(self, features: Features) -> npt.NDArray[np.float32]:
        """Return by what the sum of each text is divided, so that long ones do not shout."""
        squares = self.importance[features.buckets].astype(np.float32)
        total = np.add.reduceat(squares, features.starts[:-1])
        return np.sqrt(np.maximum(total, 1))


def columns_of_head(name: str) -> slice:
    """Return where the labels of a head stand in scores."""
    return _COLUMNS[name]


def read_again(first: Scores, *, second: Second) -> Scores:
    """Return the scores of the heads from those of the views."""
    twice = seen(first, columns=VIEW_COLUMNS) @ second.matrix + second.bias
    once = [first[:, VIEW_COLUMNS[plan.name]] for plan in PLANS if not plan.is_read_twice]
    return np.concatenate([twice, *once], axis=1)


def probabilities(scores: Scores, *, temperature: float = 1.0) -> Scores:
    """Return scores of one head as probabilities that sum to 1 for each text."""
    heated = scores / np.float32(temperature)
    powers = np.exp(heated - heated.max(axis=1, keepdims=True))
    found: Scores = powers / powers.sum(axis=1, keepdims=True)
    return found


@cache
def shipped() -> Weights:
    """Return the weights that come with the program."""
    return load(FILE)


def load(path: Path) -> Weights:
    """Read weights from a file that `save` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        card = json.loads(str(kept["card"]))
        heads = tuple(Head(**{**head, "labels": tuple(head["labels"])}) for head in card["heads"])
        second = Second(kept["matrix"], kept["matrix_bias"])
        table = np.zeros((BUCKETS, kept["rows"].shape[1]), np.int8)
        importance = np.zeros(BUCKETS, np.float16)
        table[kept["buckets"]] = kept["rows"]
        importance[kept["buckets"]] = kept["importance"]
        return Weights(
            *(heads, table, kept["scale"], kept["bias"], importance),
            second=second,
            about=card["about"],
        )


def save(weights: Weights, path: Path) -> None:
    """Write weights: the same ones give the same bytes."""
    buckets = np.flatnonzero(weights.importance).astype(np.uint32)
    card = {"heads": [asdict(head) for head in weights.heads], "about": weights.about}
    np.savez_compressed(
        path,
        allow_pickle=False,
        buckets=buckets,
        rows=weights.table[buckets],
        importance=weights.importance[buckets],
        scale=weights.scale,
        bias=weights.bias,
        matrix=weights.second.matrix,
        matrix_bias=weights.second.bias,
        card=np.array(json.dumps(card, sort_keys=True, ensure_ascii=True)),
    )
