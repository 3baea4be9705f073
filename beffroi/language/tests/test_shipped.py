from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from beffroi.language import sources, training, understanding
from beffroi.language.weights import FILE, shipped

EXAM = Path(__file__).resolve().parents[3] / "language" / "exam"


def figure(found: Any, *path: str) -> float:
    for name in path:
        found = found[name]
    return float(found)


@pytest.fixture(scope="module")
def exam() -> dict[str, object]:
    """What the shipped weights make of the messages that taught them nothing."""
    return training.examined(shipped(), list(sources.messages(EXAM)))


def test_the_weights_are_light() -> None:
    assert FILE.stat().st_size <= 5_000_000


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (("sentiment", "messages_fr", "accuracy"), 0.75),
        (("sentiment", "messages_en", "accuracy"), 0.75),
        (("sentiment", "reviews_fr", "macro_f1"), 0.58),
        (("reviews_without_neutral", "fr", "accuracy"), 0.88),
        (("intent", "all_fr", "macro_f1"), 0.75),
        (("intent", "all_en", "macro_f1"), 0.75),
        (("urgent", "recall"), 0.85),
        (("insult", "recall"), 0.7),
        (("spam", "recall"), 0.75),
    ],
)
def test_the_exam_is_passed(exam: dict[str, object], path: tuple[str, ...], least: float) -> None:
    assert figure(exam, *path) >= least


def test_the_card_tells_the_figures_of_this_exam(exam: dict[str, object]) -> None:
    told = shipped().about["exam"]
    for path in (("intent", "all", "macro_f1"), ("reviews_without_neutral", "fr", "accuracy")):
        assert figure(told, *path) == pytest.approx(figure(exam, *path), abs=0.005)


@pytest.mark.parametrize(
    ("path", "least"),
    [
        (("sentiment", "messages_fr", "accuracy"), 0.75),
        (("sentiment", "messages_en", "accuracy"), 0.75),
        (("sentiment", "reviews_fr", "macro_f1"), 0.58),
        (("intent", "all", "macro_f1"), 0.75),
        (("insult", "recall"), 0.7),
        (("spam", "recall"), 0.75),
    ],
)
def test_hard_texts_are_read_no_worse_than_promised(path: tuple[str, ...], least: float) -> None:
    assert figure(shipped().about["apart"], *path) >= least


def test_what_is_read_wrong_asks_for_a_look_at_least() -> None:
    """An everyday complaint that the weights take for praise: they must not be sure of it."""
    (said,) = understanding.understand([understanding.Message("Je n'ai jamais été remboursé")])
    assert said.tone == "negative" or said.wants_check


@pytest.mark.parametrize("head", ["urgent", "insult", "spam"])
def test_alarms_are_false_two_times_in_a_hundred_at_most(head: str) -> None:
    assert figure(shipped().about["apart"], head, "false_alarms") <= 0.02
