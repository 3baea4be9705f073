from __future__ import annotations

from typing import Any

import pytest

from beffroi.language.weights import FILE, shipped


def measured(*path: str) -> float:
    """Return a figure that the training measured on trades which it kept apart."""
    found: Any = shipped().about["apart"]
    for name in path:
        found = found[name]
    return float(found)


def test_the_weights_are_light() -> None:
    assert FILE.stat().st_size <= 5_000_000


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
def test_what_was_measured_is_no_worse_than_promised(path: tuple[str, ...], least: float) -> None:
    assert measured(*path) >= least


@pytest.mark.parametrize("head", ["urgent", "insult", "spam"])
def test_alarms_are_false_two_times_in_a_hundred_at_most(head: str) -> None:
    assert measured(head, "false_alarms") <= 0.02
