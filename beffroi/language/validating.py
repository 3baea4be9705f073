"""Figures of all heads by kind of text, from scores of weights that had not seen its group."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from beffroi.language.answers import answers
from beffroi.language.sources import INTENTS, SENTIMENTS, URGENCIES, Text
from beffroi.language.weights import Head, Scores

Truth = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.bool_]

#: How many false alarms there may be where a recall is told.
FALSE_MAX = 0.02


def figures(texts: Sequence[Text], scores: Scores, *, heads: Sequence[Head]) -> dict[str, object]:
    """Return shares between 0 and 1, and of how many texts each is."""
    kinds = _kinds(texts)
    french = kinds.pop("fr")
    own = kinds["messages"] | kinds["reviews"]
    known = {head.name: head for head in heads}
    words = [text.text for text in texts]
    tone, intent, alarm = (
        answers(words, scores, head=known[name]) for name in ("sentiment", "intent", "urgent")
    )
    tones = _truth(texts, "sentiment", SENTIMENTS)
    intents = _truth(texts, "intent", INTENTS)
    urgencies = _truth(texts, "urgent", URGENCIES)
    return {
        "texts": int(own.sum()),
        "sentiment": _by_kind(tone, tones, kinds, french=french),
        "reviews_without_neutral": _without_neutral(tone, tones, kinds["reviews"], french=french),
        "sure": _sure(tone[own], tones[own], known["sentiment"].threshold),
        "intent": _by_kind(intent, intents, {"all": own}, french=french),
        "intent_f1": dict(zip(INTENTS, _f1(intent, intents, own), strict=True)),
        "spam": _found(intent, intents == INTENTS.index("spam"), own, label="spam"),
        "insult": _found(intent, intents == INTENTS.index("insult"), own, label="insult"),
        "urgent": _recall(1 - alarm[:, 0], urgencies > 0, own),
        "urgent_by_reason": _reasons(1 - alarm[:, 0], urgencies, own),
    }


def _kinds(texts: Sequence[Text]) -> dict[str, Chosen]:
    is_review = np.array([text.labels.get("source") == "review" for text in texts])
    is_public = np.array([text.is_public for text in texts])
    is_tweet = np.array([text.is_public and "place" in text.labels for text in texts])
    french = np.array([text.labels.get("language") == "fr" for text in texts])
    return {
        "messages": ~is_public & ~is_review,
        "reviews": is_review,
        "tweets": is_tweet,
        "fr": french,
    }


def _truth(texts: Sequence[Text], head: str, labels: Sequence[str]) -> Truth:
    places = {label: place for place, label in enumerate(labels)}
    return np.array([places.get(text.labels.get(head, ""), -1) for text in texts])


def _by_kind(
    chances: Scores, truth: Truth, kinds: dict[str, Chosen], *, french: Chosen
) -> dict[str, object]:
    """Return the figures of each kind of text, whole and by language."""
    found: dict[str, object] = {}
    for name, chosen in kinds.items():
        for ending, spoken in (("", french | ~french), ("_fr", french), ("_en", ~french)):
            used = chosen & spoken & (truth >= 0)
            if used.any():
                found[f"{name}{ending}"] = _figures(chances, truth, used)
    return found


def _figures(chances: Scores, truth: Truth, used: Chosen) -> dict[str, float]:
    said = chances[used].argmax(axis=1)
    return {
        "texts": int(used.sum()),
        "accuracy": round(float((said == truth[used]).mean()), 4),
        "macro_f1": round(float(np.mean(_f1(chances, truth, used))), 4),
    }


def _f1(chances: Scores, truth: Truth, used: Chosen) -> list[float]:
    said, meant = chances[used].argmax(axis=1), truth[used]
    found = []
    for label in range(chances.shape[1]):
        right = int(((said == label) & (meant == label)).sum())
        told = int((said == label).sum()) + int((meant == label).sum())
        found.append(round(2 * right / max(told, 1), 4))
    return found


def _without_neutral(
    chances: Scores, truth: Truth, reviews: Chosen, *, french: Chosen
) -> dict[str, dict[str, float]]:
    found = {}
    for language, spoken in (("fr", french), ("en", ~french)):
        used = reviews & spoken & np.isin(truth, (0, 2))
        if used.any():
            found[language] = _figures(chances[:, (0, 2)], truth // 2, used)
    return found


def _sure(chances: Scores, truth: Truth, threshold: float) -> dict[str, float]:
    sure = chances.max(axis=1) >= threshold
    right = (chances.argmax(axis=1) == truth)[sure]
    return {
        "share": round(float(sure.mean()), 4),
        "accuracy": round(float(right.mean()), 4) if sure.any() else 0.0,
    }


def _recall(score: Scores, wanted: Chosen, used: Chosen) -> dict[str, float]:
    """Return how many of those wanted are found when 2 % of the others are too."""
    bar = _bar(score, wanted, used)
    found = (score > bar)[wanted & used]
    return {
        "texts": int(found.size),
        "recall": round(float(found.mean()), 4) if found.size else 0.0,
        "false_alarms": FALSE_MAX,
    }


def _bar(score: Scores, wanted: Chosen, used: Chosen) -> float:
    others = np.sort(score[used & ~wanted])[::-1]
    return float(others[int(len(others) * FALSE_MAX)]) if len(others) else 0.0


def _found(chances: Scores, wanted: Chosen, used: Chosen, *, label: str) -> dict[str, float]:
    """Return the same for one intent, and what is found when the likeliest intent is said."""
    place = INTENTS.index(label)
    said = chances.argmax(axis=1) == place
    return {
        **_recall(chances[:, place], wanted, used),
        "said_recall": _mean(said[wanted & used]),
        "said_false": _mean(said[~wanted & used]),
    }


def _mean(those: Chosen) -> float:
    return round(float(those.mean()), 4) if those.size else 0.0


def _reasons(score: Scores, urgencies: Truth, used: Chosen) -> dict[str, float]:
    raised = score > _bar(score, urgencies > 0, used)
    return {
        name: _mean(raised[used & (urgencies == place)])
        for place, name in enumerate(URGENCIES)
        if place
    }
