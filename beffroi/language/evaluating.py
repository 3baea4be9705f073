"""How well a head does on labelled texts that it has not learned from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from beffroi.language.answers import answers
from beffroi.language.sources import Unreadable, rows
from beffroi.language.weights import Scores, Weights

Truth = npt.NDArray[np.int64]

#: Into how many steps of confidence answers are sorted, to compare it with how many are right.
_CONFIDENCE_STEPS = 10
#: A column that only says whether there is an alarm, in the words that tables use.
_YES = frozenset({"1", "yes", "true", "oui", "urgent"})
_NO = frozenset({"0", "no", "false", "non", "not_urgent", ""})


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts and their labels, in the words of the file; `labels` in the order of the head."""

    texts: tuple[str, ...]
    truth: Truth
    labels: tuple[str, ...]
    is_alarm_only: bool = False


def read(path: Path, *, head: str, known: Sequence[str]) -> Labelled:
    """Read a table with a column `text` and one named `label` or as the head is.

    Where the file holds only some of the labels, the choice is among those. Raise Unreadable
    when a column is missing, the file has no row, or holds a label that the head does not know.
    """
    table = rows(path)
    if not table:
        raise Unreadable(f"{path.name}: no row.")
    column = next((name for name in (head, "label") if name in table[0]), None)
    if "text" not in table[0] or column is None:
        raise Unreadable(f"{path.name}: columns `text` and `{head}` (or `label`) are needed.")
    given = [row[column].strip().lower() for row in table]
    texts = tuple(row["text"] for row in table)
    if head == "urgent" and set(given) <= _YES | _NO:
        truth = np.array([int(label in _YES) for label in given])
        return Labelled(texts, truth, ("no", "yes"), is_alarm_only=True)
    strange = sorted(set(given) - set(known))
    if strange:
        raise Unreadable(f"{path.name}: “{strange[0][:40]}” is none of {', '.join(known)}.")
    labels = tuple(label for label in known if label in given)
    return Labelled(texts, np.array([labels.index(label) for label in given]), labels)


def evaluate(weights: Weights, labelled: Labelled, *, head: str) -> dict[str, object]:
    """Return the figures of one head: shares between 0 and 1, counts, texts per CPU second."""
    weights.scores(labelled.texts[:1])  # tables are built at the first text, once for a process
    began = time.process_time()
    scores = weights.scores(labelled.texts)
    chances = _chances(weights, scores, labelled, head=head)
    seconds = time.process_time() - began
    said = chances.argmax(axis=1)
    figures: dict[str, object] = {
        "head": head,
        "texts": len(labelled.texts),
        "accuracy": _share(said == labelled.truth),
        **_by_class(said, labelled),
        "calibration": _calibration(chances, labelled.truth),
        "sure": _sure(chances, labelled.truth, threshold=weights.head(head).threshold),
        "texts_per_cpu_second": round(len(labelled.texts) / max(seconds, 1e-6)),
    }
    if head == "urgent":
        figures |= _alarms(weights, scores, labelled)
    return figures


def _chances(weights: Weights, scores: Scores, labelled: Labelled, *, head: str) -> Scores:
    known = weights.head(head)
    chances = answers(labelled.texts, scores, head=known)
    if labelled.is_alarm_only:
        alarm = 1 - chances[:, 0]
        return np.stack([1 - alarm, alarm], axis=1)
    own: Scores = chances[:, [known.labels.index(label) for label in labelled.labels]]
    shares: Scores = own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9)
    return shares


def _by_class(said: Truth, labelled: Labelled) -> dict[str, object]:
    count = len(labelled.labels)
    confusion = np.bincount(labelled.truth * count + said, minlength=count * count)
    confusion = confusion.reshape(count, count)
    right, given, meant = confusion.diagonal(), confusion.sum(axis=0), confusion.sum(axis=1)
    f1 = 2 * right / np.maximum(given + meant, 1)
    return {
        "macro_f1": round(float(f1.mean()), 4),
        "per_class": {
            label: {
                "precision": round(float(right[k] / max(given[k], 1)), 4),
                "recall": round(float(right[k] / max(meant[k], 1)), 4),
                "f1": round(float(f1[k]), 4),
                "texts": int(meant[k]),
            }
            for k, label in enumerate(labelled.labels)
        },
        "confusion": {
            label: dict(zip(labelled.labels, map(int, confusion[k]), strict=True))
            for k, label in enumerate(labelled.labels)
        },
    }


def _calibration(chances: Scores, truth: Truth) -> dict[str, object]:
    """Return by step of confidence how many were right, and the mean distance between the two."""
    sureness = chances.max(axis=1)
    right = chances.argmax(axis=1) == truth
    step = np.minimum((sureness * _CONFIDENCE_STEPS).astype(np.int64), _CONFIDENCE_STEPS - 1)
    steps = []
    distance = 0.0
    for one in np.unique(step):
        chosen = step == one
        confidence, share = float(sureness[chosen].mean()), float(right[chosen].mean())
        distance += abs(confidence - share) * float(chosen.mean())
        steps.append(
            {
                "confidence": round(confidence, 4),
                "right": round(share, 4),
                "texts": int(chosen.sum()),
            }
        )
    return {"expected_error": round(distance, 4), "steps": steps}


def _sure(chances: Scores, truth: Truth, *, threshold: float) -> dict[str, float]:
    """Return how many answers want no look, and how many of those are right."""
    sure = chances.max(axis=1) >= threshold
    right = (chances.argmax(axis=1) == truth)[sure]
    return {"share": _share(sure), "accuracy": _share(right) if sure.any() else 0.0}


def _alarms(weights: Weights, scores: Scores, labelled: Labelled) -> dict[str, float]:
    known = weights.head("urgent")
    raised = 1 - answers(labelled.texts, scores, head=known)[:, 0] >= known.threshold
    is_urgent = np.array([labelled.labels[k] != "no" for k in labelled.truth])
    return {
        "recall": _share(raised[is_urgent]) if is_urgent.any() else 0.0,
        "false_alarms": _share(raised[~is_urgent]) if not is_urgent.all() else 0.0,
    }


def _share(those: npt.NDArray[np.bool_]) -> float:
    return round(float(those.mean()), 4)
