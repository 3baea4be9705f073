"""The weights of all heads in one table, and the scores that texts get from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from beffroi.language.features import BUCKETS, Features, extract

Scores = npt.NDArray[np.float32]

FILE = Path(__file__).parent / "weights.npz"
#: How many texts are scored together: what bounds the memory.
TEXTS_AT_ONCE = 256


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


@dataclass(frozen=True, slots=True)
class Weights:
    """`table` has a row for each bucket and a column for each label of each head, in order.

    `importance` of a bucket is 0 where it says nothing: those that were met in one text alone.
    """

    heads: tuple[Head, ...]
    table: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    importance: npt.NDArray[np.float16]
    about: dict[str, object] = field(default_factory=dict)

    def columns(self, name: str) -> slice:
        """Return where the labels of a head stand in scores."""
        first = 0
        for head in self.heads:
            if head.name == name:
                return slice(first, first + len(head.labels))
            first += len(head.labels)
        raise KeyError(name)

    def head(self, name: str) -> Head:
        """Return the head of that name."""
        return next(head for head in self.heads if head.name == name)

    def scores(self, texts: Sequence[str]) -> Scores:
        """Return a row for each text, a column for each label of each head."""
        parts = [
            self.of_features(extract(texts[first : first + TEXTS_AT_ONCE]))
            for first in range(0, len(texts), TEXTS_AT_ONCE)
        ]
        return np.concatenate(parts) if parts else np.empty((0, len(self.bias)), np.float32)

    def of_features(self, features: Features) -> Scores:
        """Return the scores of texts whose features are known."""
        begins = features.starts[:-1]
        sums = np.add.reduceat(self.table[features.buckets], begins, axis=0, dtype=np.int32)
        found: Scores = sums * self.scale / self.norms(features)[:, None] + self.bias
        return found

    def norms(self, features: Features) -> npt.NDArray[np.float32]:
        """Return by what the sum of each text is divided, so that long ones do not shout."""
        squares = self.importance[features.buckets].astype(np.float32)
        total = np.add.reduceat(squares, features.starts[:-1])
        return np.sqrt(np.maximum(total, 1))


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
        table = np.zeros((BUCKETS, kept["rows"].shape[1]), np.int8)
        importance = np.zeros(BUCKETS, np.float16)
        table[kept["buckets"]] = kept["rows"]
        importance[kept["buckets"]] = kept["importance"]
        return Weights(heads, table, kept["scale"], kept["bias"], importance, card["about"])


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
        card=np.array(json.dumps(card, sort_keys=True, ensure_ascii=True)),
    )
