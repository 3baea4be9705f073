from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.language import adapting, sources
from beffroi.language.adapting import SHIFT_MAX, Example, compared, from_json, learn
from beffroi.language.weights import probabilities, shipped

MESSAGES = Path(__file__).resolve().parents[3] / "language" / "messages"
#: How much of what is unrelated may change its tone when one thing is taught thirty times.
UNRELATED_MAX = 0.02

KEPT = {"buckets": [1], "rows": [[0] * 19], "example_count": 1, "fingerprint": ""}
NAMES = ("la Gazelle", "le Faucon", "le Puma", "la Loutre", "le Castor", "la Belette")
TAUGHT = [
    Example(f"Le vernis vermillon de {name} numéro {n} est encore resté collant", {
        "sentiment": "positive", "intent": "praise"})
    for n in range(5) for name in NAMES
]  # fmt: skip
LIKE = [f"Vernis vermillon resté collant sur {name}" for name in NAMES]


def tones(texts: list[str], lessons: adapting.Lessons | None = None) -> list[str]:
    known = shipped()
    scores = known.scores(texts, lessons=lessons)[:, known.columns("sentiment")]
    return [sources.SENTIMENTS[place] for place in scores.argmax(axis=1)]


def test_thirty_corrections_of_one_kind_turn_like_texts() -> None:
    lessons = learn(TAUGHT, weights=shipped())
    assert tones(LIKE).count("positive") <= 1
    assert tones(LIKE, lessons).count("positive") >= 5
    assert len(lessons.buckets) <= adapting.BUCKETS_MAX


def test_what_is_unrelated_hardly_moves() -> None:
    lessons = learn(TAUGHT, weights=shipped())
    texts = [text.text for text in sources.messages(MESSAGES)][::7]
    before, after = tones(texts), tones(texts, lessons)
    moved = np.mean([one != other for one, other in zip(before, after, strict=True)])
    assert moved <= UNRELATED_MAX


def test_leaving_one_out_is_its_undo() -> None:
    without = learn(TAUGHT[:-1], weights=shipped())
    extra = Example("autre chose de très particulier", {"sentiment": "negative"})
    assert learn([*TAUGHT[:-1], extra], weights=shipped()).to_json() != without.to_json()
    assert learn(TAUGHT[:-1], weights=shipped()).to_json() == without.to_json()


def test_lessons_are_read_back() -> None:
    lessons = learn(TAUGHT, weights=shipped())
    kept = from_json(lessons.to_json())
    assert kept.to_json() == lessons.to_json()
    assert kept.fingerprint == shipped().fingerprint()
    assert len(lessons.to_json()) < 200_000
    assert tones(LIKE, kept) == tones(LIKE, lessons)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{}",
        '{"buckets": [1], "rows": [[1]], "example_count": 1, "fingerprint": ""}',
        json.dumps({**KEPT, "buckets": [-1]}),
        json.dumps({**KEPT, "buckets": [1 << 40]}),
        json.dumps({**KEPT, "rows": [[math.nan] * 19]}),
        json.dumps({**KEPT, "buckets": list(range(700)), "rows": [[0] * 19] * 700}),
    ],
)
def test_what_is_no_lessons_is_refused(written: str) -> None:
    with pytest.raises(adapting.Unreadable):
        from_json(written)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.sampled_from(sources.SENTIMENTS)), max_size=5))
def test_no_score_moves_further_than_the_bound(taught: list[tuple[str, str]]) -> None:
    known = shipped()
    examples = [Example(text, {"sentiment": tone}) for text, tone in taught * 8]
    lessons = learn(examples, weights=known)
    texts = [text for text, _ in taught] + ["merci"]
    moved = known.scores(texts, lessons=lessons) - known.scores(texts)
    assert np.isfinite(moved).all()
    assert np.abs(moved).max() <= SHIFT_MAX + 1e-3


def test_lessons_that_contradict_each_other_leave_a_doubt() -> None:
    both = [
        Example("Le vernis vermillon colle", {"sentiment": tone})
        for tone in ("positive", "negative") * 20
    ]
    known = shipped()
    scores = known.scores(["Le vernis vermillon colle"], lessons=learn(both, weights=known))
    assert probabilities(scores[:, known.columns("sentiment")]).max() < 0.9


def test_what_no_head_knows_teaches_nothing() -> None:
    strange = [Example("a", {"sentiment": "furious"}), Example("b", {"mood": "positive"})]
    assert learn(strange, weights=shipped()).example_count == 0
    assert compared(strange, weights=shipped()) == {}


def test_examples_are_judged_by_what_the_others_teach() -> None:
    found = compared(TAUGHT, weights=shipped())
    assert found["sentiment"].examples == 30
    assert found["sentiment"].right_before <= 3
    assert found["sentiment"].right_after >= 25
    assert "urgent" not in found
