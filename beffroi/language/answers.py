"""How likely each answer of a head is: what the weights say, and what curated phrases add."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from beffroi.language import alarms
from beffroi.language.weights import Head, Scores, columns_of_head, probabilities

#: How much a phrase counts beside the weights: about as often as the lists are right.
_PHRASE_SHARE = 0.85
#: What an insult is taken for when nothing says that it is one.
_TAKEN_FOR = ("complaint", "other")


def answers(texts: Sequence[str], scores: Scores, *, head: Head) -> Scores:
    """Return a row for each text, a column for each label of the head, that sum to 1."""
    own = scores[:, columns_of_head(head.name)]
    chances = probabilities(own, temperature=head.temperature)
    if head.name == "urgent":
        return _alarmed(texts, chances, head=head)
    if head.name == "intent":
        return _insulted(texts, chances, head=head)
    return chances


def _alarmed(texts: Sequence[str], chances: Scores, *, head: Head) -> Scores:
    for place, text in enumerate(texts):
        reason = alarms.reason(text)
        if reason:
            _lean(chances[place], head.labels.index(reason))
    return chances


def _insulted(texts: Sequence[str], chances: Scores, *, head: Head) -> Scores:
    those = [head.labels.index(label) for label in _TAKEN_FOR]
    for place in np.flatnonzero(np.isin(chances.argmax(axis=1), those)).tolist():
        if alarms.is_insult(texts[place]):
            _lean(chances[place], head.labels.index("insult"))
    return chances


def _lean(row: Scores, label: int) -> None:
    row *= np.float32(1 - _PHRASE_SHARE)
    row[label] += np.float32(_PHRASE_SHARE)
