"""Builds the weights: fits every head, measures it on what it has not seen, and rounds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from beffroi.language.features import Features, extract
from beffroi.language.fitting import Examples, Fitted, fit, importance_of
from beffroi.language.sources import (
    ASPECTS,
    INTENTS,
    LANGUAGES,
    SENTIMENTS,
    SIGNS,
    URGENCIES,
    Text,
)
from beffroi.language.weights import Head, Weights, probabilities

#: How right an answer should be to need no look: the share of right ones above the threshold.
SURE_ENOUGH = 0.85
#: How many of what is not urgent may raise an alarm.
FALSE_ALARMS_MAX = 0.015
#: What calls for an alarm is rare: it counts for as many.
_ALARM_COUNTS = 4.0
_TEMPERATURES = np.geomspace(0.25, 4, 65)
#: One group in this many is kept apart to measure; all are learned from in the end.
_KEPT_APART = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """A head to fit; the threshold of an alarm is set by how many false ones it raises.

    `decay` was chosen on trades that were kept apart.
    """

    name: str
    labels: tuple[str, ...]
    decay: float = 0.25
    is_alarm: bool = False


PLANS = (
    Plan("sentiment", SENTIMENTS, decay=0.5),
    Plan("intent", INTENTS),
    Plan("urgent", URGENCIES, decay=0.5, is_alarm=True),
    Plan("language", LANGUAGES),
    *(Plan(f"aspect_{name}", SIGNS) for name in ASPECTS),
)


def train(texts: Sequence[Text], *, about: dict[str, object]) -> Weights:
    """Return weights learned from all `texts`; the same texts give the same weights.

    Temperatures and thresholds come from a first round that keeps whole trades apart.
    """
    features = extract([text.text for text in texts])
    importance = importance_of(features)
    apart = np.array([_is_apart(text.group) for text in texts])
    heads, fitted = [], []
    for plan in PLANS:
        taught = np.array([plan.name in text.labels for text in texts])
        rest = _examples(texts, features, plan, taught & ~apart)
        first = fit(rest, importance=importance, label_count=len(plan.labels), decay=plan.decay)
        seen = _examples(texts, features, plan, taught & apart)
        heads.append(_measured(plan, seen, first, importance))
        everything = _examples(texts, features, plan, taught)
        fitted.append(
            fit(everything, importance=importance, label_count=len(plan.labels), decay=plan.decay)
        )
    return rounded(heads, fitted, importance, about=about)


def _is_apart(group: str) -> bool:
    return hashlib.sha256(group.encode()).digest()[0] % _KEPT_APART == 0


def _examples(
    texts: Sequence[Text], features: Features, plan: Plan, chosen: npt.NDArray[np.bool_]
) -> Examples:
    places = [int(place) for place in np.flatnonzero(chosen)]
    labels = [plan.labels.index(texts[place].labels[plan.name]) for place in places]
    counts = np.array([texts[place].counts for place in places])
    if plan.is_alarm:
        counts[np.array(labels) > 0] *= _ALARM_COUNTS
    return Examples(_chosen(features, np.array(places, np.int64)), np.array(labels), counts)


def _chosen(features: Features, places: npt.NDArray[np.int64]) -> Features:
    sizes = np.diff(features.starts)[places]
    starts = np.concatenate([np.zeros(1, np.int64), sizes.cumsum()])
    inside = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes)
    return Features(features.buckets[np.repeat(features.starts[places], sizes) + inside], starts)


def _measured(
    plan: Plan, seen: Examples, fitted: Fitted, importance: npt.NDArray[np.float16]
) -> Head:
    head = Head(plan.name, plan.labels)
    if not len(seen.labels):
        return head
    whole = rounded([head], [fitted], importance, about={})
    scores = whole.of_features(seen.features)
    truth = np.arange(len(seen.labels)), seen.labels
    losses = [
        -np.average(np.log(probabilities(scores, temperature=t)[truth] + 1e-9), weights=seen.counts)
        for t in _TEMPERATURES
    ]
    temperature = round(float(_TEMPERATURES[int(np.argmin(losses))]), 4)
    chances = probabilities(scores, temperature=temperature)
    threshold = _alarm(chances, seen.labels) if plan.is_alarm else _sure(chances, seen)
    return replace(head, temperature=temperature, threshold=round(threshold, 4))


def _alarm(chances: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> float:
    """Return from which chance of any alarm on there are few enough false ones."""
    calm = np.sort(1 - chances[labels == 0, 0])
    return float(calm[int(len(calm) * (1 - FALSE_ALARMS_MAX))]) if len(calm) else 1.0


def _sure(chances: npt.NDArray[np.float32], seen: Examples) -> float:
    """Return the least confidence above which answers are right often enough."""
    sureness = chances.max(axis=1)
    order = np.argsort(-sureness, kind="stable")
    right = (chances.argmax(axis=1) == seen.labels)[order] * seen.counts[order]
    share = right.cumsum() / seen.counts[order].cumsum()
    enough = np.flatnonzero(share >= SURE_ENOUGH)
    return float(sureness[order][enough[-1]]) if len(enough) else 1.0


def rounded(
    heads: Sequence[Head],
    fitted: Sequence[Fitted],
    importance: npt.NDArray[np.float16],
    *,
    about: dict[str, object],
) -> Weights:
    """Return the weights in 255 steps a column, as they are shipped."""
    rows = np.concatenate([one.rows for one in fitted], axis=1)
    scale = np.maximum(np.abs(rows).max(axis=0), 1e-9) / 127
    table = np.rint(rows / scale).astype(np.int8)
    bias = np.concatenate([one.bias for one in fitted]).astype(np.float32)
    return Weights(tuple(heads), table, scale.astype(np.float32), bias, importance, about)
