"""Builds the weights: fits both readings, measures them on what they have not seen, and rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from beffroi.language import validating
from beffroi.language.answers import answers
from beffroi.language.features import extract
from beffroi.language.fitting import Examples, Fitted, Numbers, fit, importance_of
from beffroi.language.plans import PLANS, TWICE, VIEWS, Plan, View
from beffroi.language.second import Second, joined, learn, seen
from beffroi.language.sources import Text
from beffroi.language.weights import (
    VIEW_COLUMNS,
    Head,
    Scores,
    Weights,
    columns_of_head,
    probabilities,
    read_again,
)

#: How right an answer should be to need no look: the share of right ones above the threshold.
SURE_ENOUGH = 0.85
#: How many of what is not urgent may raise an alarm.
FALSE_ALARMS_MAX = 0.02
#: In how many parts texts are cut, by group, to measure each with what the others teach.
FOLDS = 4
_TEMPERATURES = np.geomspace(0.25, 4, 65)
#: What a public tweet counts in the second reading.
_TWEETS_COUNT = 0.5

Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Apart:
    """What is said of each text by weights that have seen none of its group."""

    first: Scores
    scores: Scores
    fold: npt.NDArray[np.int64]


def train(texts: Sequence[Text], *, about: dict[str, object]) -> Weights:
    """Return weights learned from all `texts`; the same texts give the same weights.

    Temperatures, thresholds and the figures in `about` come from texts whose group was kept apart.
    """
    examples = _examples(texts)
    importance = importance_of(examples.features)
    found = _apart(texts, examples, importance, folds=FOLDS)
    heads = [_measured(plan, texts, found.scores) for plan in PLANS]
    second = _second(texts, found.first, np.ones(len(texts), np.bool_))
    fitted = fit(examples, importance=importance, views=VIEWS)
    figures = validating.figures(texts, found.scores, heads=heads)
    return rounded(heads, fitted, importance, second=second, about={**about, "apart": figures})


def validate(texts: Sequence[Text], *, folds: int) -> dict[str, object]:
    """Return how well texts are read by what texts of other groups teach."""
    examples = _examples(texts)
    found = _apart(texts, examples, importance_of(examples.features), folds=folds)
    heads = [_measured(plan, texts, found.scores) for plan in PLANS]
    return validating.figures(texts, found.scores, heads=heads)


def examined(weights: Weights, texts: Sequence[Text]) -> dict[str, object]:
    """Return how well weights read texts that they did not learn from."""
    scores = weights.scores([text.text for text in texts])
    return validating.figures(texts, scores, heads=weights.heads)


def with_exam(weights: Weights, texts: Sequence[Text]) -> Weights:
    """Return the weights with the figures of their exam in `about`; as they are without texts."""
    if not texts:
        return weights
    return replace(weights, about={**weights.about, "exam": examined(weights, texts)})


def folds_of(texts: Sequence[Text], *, folds: int) -> npt.NDArray[np.int64]:
    """Return in which part each text is: groups stay whole, and parts are about as large."""
    sizes = Counter(text.group for text in texts)
    room = [0] * folds
    place = {}
    for group in sorted(sizes, key=lambda group: (-sizes[group], group)):
        place[group] = room.index(min(room))
        room[place[group]] += sizes[group]
    return np.array([place[text.group] for text in texts])


def _apart(
    texts: Sequence[Text], examples: Examples, importance: npt.NDArray[np.float16], *, folds: int
) -> Apart:
    fold = folds_of(texts, folds=folds)
    first = np.zeros(examples.wanted.shape, np.float32)
    for part in range(folds):
        fitted = fit(examples.only(fold != part), importance=importance, views=VIEWS)
        known = rounded((), fitted, importance, second=_NOTHING, about={})
        if (fold == part).any():
            first[fold == part] = known.first(examples.only(fold == part).features)
    scores = read_again(first, second=_second(texts, first, fold >= 0))
    for part in range(folds):
        second = _second(texts, first, fold != part)
        scores[fold == part] = read_again(first[fold == part], second=second)
    return Apart(first, scores, fold)


_NOTHING = Second(np.zeros((0, 0), np.float32), np.zeros(0, np.float32))


def _examples(texts: Sequence[Text]) -> Examples:
    columns = [_wanted(view, texts) for view in VIEWS]
    return Examples(
        extract([text.text for text in texts]),
        np.concatenate([wanted for wanted, _ in columns], axis=1),
        np.concatenate([counts for _, counts in columns], axis=1),
    )


def _wanted(view: View, texts: Sequence[Text]) -> tuple[Numbers, Numbers]:
    """Return for each text which label is right, and what it counts, in as many columns."""
    count = len(view.labels)
    labels = _labels(texts, view.taught_by, view.labels)
    teaches = labels >= 0
    counts = np.array([text.counts * (view.public if text.is_public else 1) for text in texts])
    counts[~teaches] = 0
    counts[labels > 0] *= view.alarm
    if view.balance:
        weight = np.bincount(labels[teaches], counts[teaches], minlength=count)
        lift = (weight.mean() / np.maximum(weight, 1e-9)) ** view.balance
        counts[teaches] *= lift[labels[teaches]]
    wanted = np.eye(count)[labels] * (1 - view.smoothing) + view.smoothing / count
    spread = np.repeat(counts[:, None], count, axis=1)
    return wanted.astype(np.float32), spread.astype(np.float32)


def _labels(texts: Sequence[Text], taught_by: str, labels: Sequence[str]) -> npt.NDArray[np.int64]:
    """Return the place of each text's label; -1 where it has none."""
    places = {label: place for place, label in enumerate(labels)}
    return np.array([places[text.labels[taught_by]] if taught_by in text.labels else -1
                     for text in texts])  # fmt: skip


def _second(texts: Sequence[Text], first: Scores, chosen: Chosen) -> Second:
    inputs = seen(first, columns=VIEW_COLUMNS)
    parts = []
    for plan in TWICE:
        labels = _labels(texts, plan.name, plan.labels)
        counts = _second_counts(texts)
        used = chosen & (labels >= 0) & (counts > 0)
        parts.append(learn(inputs[used], labels[used], counts[used], label_count=len(plan.labels)))
    return joined(parts)


def _second_counts(texts: Sequence[Text]) -> npt.NDArray[np.float64]:
    """Return what a text counts: of public ones, tweets alone, which say where they stand."""
    return np.array(
        [(_TWEETS_COUNT if "place" in text.labels else 0) if text.is_public else 1.0
         for text in texts]
    )  # fmt: skip


def _measured(plan: Plan, texts: Sequence[Text], scores: Scores) -> Head:
    labels = _labels(texts, plan.name, plan.labels)
    counts = np.array([0.0 if text.is_public else 1.0 for text in texts])
    used = (labels >= 0) & (counts > 0)
    if not used.any():
        return Head(plan.name, plan.labels)
    scores, labels = scores[used], labels[used]
    own = scores[:, columns_of_head(plan.name)]
    truth = np.arange(len(labels)), labels
    losses = [
        -np.log(probabilities(own, temperature=t)[truth] + 1e-9).mean() for t in _TEMPERATURES
    ]
    temperature = round(float(_TEMPERATURES[int(np.argmin(losses))]), 4)
    words = [text.text for text, is_used in zip(texts, used, strict=True) if is_used]
    head = Head(plan.name, plan.labels, temperature)
    chances = answers(words, scores, head=head)
    threshold = _alarm(chances, labels) if plan.is_alarm else _sure(chances, labels)
    return replace(head, threshold=round(threshold, 4))


def _alarm(chances: Scores, labels: npt.NDArray[np.int64]) -> float:
    """Return from which chance of any alarm on there are few enough false ones."""
    calm = np.sort(1 - chances[labels == 0, 0])
    return float(calm[int(len(calm) * (1 - FALSE_ALARMS_MAX))]) if len(calm) else 1.0


def _sure(chances: Scores, labels: npt.NDArray[np.int64]) -> float:
    """Return the least confidence above which answers are right often enough."""
    sureness = chances.max(axis=1)
    order = np.argsort(-sureness, kind="stable")
    right = (chances.argmax(axis=1) == labels)[order]
    enough = np.flatnonzero(right.cumsum() / np.arange(1, len(right) + 1) >= SURE_ENOUGH)
    return float(sureness[order][enough[-1]]) if len(enough) else 1.0


def rounded(
    heads: Sequence[Head],
    fitted: Fitted,
    importance: npt.NDArray[np.float16],
    *,
    second: Second,
    about: dict[str, object],
) -> Weights:
    """Return the weights in 255 steps a column, as they are shipped."""
    scale = np.maximum(np.abs(fitted.rows).max(axis=0), 1e-9) / 127
    table = np.rint(fitted.rows / scale).astype(np.int8)
    bias = fitted.bias.astype(np.float32)
    return Weights(tuple(heads), table, scale.astype(np.float32), bias, importance, second, about)
