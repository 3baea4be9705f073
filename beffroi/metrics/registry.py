"""All metrics: every figure on a screen, in a report or in an export is one of these. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from beffroi.metrics.known.answers import ANSWERS
from beffroi.metrics.known.audience import AUDIENCE
from beffroi.metrics.known.money import MONEY
from beffroi.metrics.known.opinion import OPINION
from beffroi.metrics.metric import Metric

#: In the order in which a page shows them: what came back before what was seen.
GROUPS: Mapping[str, tuple[Metric, ...]] = MappingProxyType(
    {"money": MONEY, "answers": ANSWERS, "opinion": OPINION, "audience": AUDIENCE}
)
METRICS: Mapping[str, Metric] = MappingProxyType(
    {metric.id: metric for group in GROUPS.values() for metric in group}
)


class UnknownMetric(LookupError):
    """No metric has this id; not fit for the user."""


def metric(key: str) -> Metric:
    """Return a metric by its id. Raises UnknownMetric."""
    try:
        return METRICS[key]
    except KeyError:
        raise UnknownMetric(key) from None
