"""The words of metrics, which the package itself cannot translate."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils.translation import gettext, override

from beffroi.metrics.metric import Metric
from beffroi.metrics.registry import METRICS

ALL = sorted(METRICS.values(), key=lambda one: one.id)
#: Written the same in both languages.
SAME = {"Interactions", "Impressions", "Mentions", "Satisfaction (CSAT)"}


def words_of(one: Metric) -> list[str]:
    told = [one.name, one.formula, one.numerator, one.sample, *one.caveats]
    return [*told, *([one.denominator] if one.denominator else [])]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_word_of_a_metric_is_also_in_french(one: Metric) -> None:
    with override("fr"):
        told = {word: gettext(word) for word in words_of(one)}
    assert {word for word, french in told.items() if word == french} <= SAME


def test_no_two_metrics_have_the_same_name_in_french() -> None:
    with override("fr"):
        names = Counter(gettext(one.name) for one in ALL)
    assert max(names.values()) == 1
