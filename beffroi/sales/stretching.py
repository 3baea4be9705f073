"""What came back and what it cost, stretch by stretch: the parts sum to the whole, to the cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from beffroi.core.periods import Period
from beffroi.metrics.money import Work
from beffroi.metrics.proofs import Proof
from beffroi.sales.crediting import Led
from beffroi.sales.models import Cost, Economics, WorkTime
from beffroi.sales.rules import spread
from beffroi.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Part:
    """What one stretch of days brought by proof, in cents of margin, and its full cost.

    `margins` None: no margin rate was said.
    """

    days: Period
    margins: Mapping[Proof, int] | None
    cost_cents: int


def by_stretch(
    workspace: Workspace, stretches: Sequence[Period], led: Sequence[Led], *, economics: Economics
) -> list[Part]:
    """Cut what came back and what it cost into stretches that follow each other. Two queries."""
    costs, minutes = _costs(workspace, stretches), _minutes(workspace, stretches)
    is_known = economics.margin_rate is not None
    worked, times = 0, []
    for stretch in stretches:
        before = Work(worked, economics.hour_cents).cents
        worked += sum(many for day, many in minutes.items() if stretch.first <= day <= stretch.last)
        # As the running sum grows: hours are rounded once, for all stretches together.
        times.append(Work(worked, economics.hour_cents).cents - before)
    return [
        Part(
            stretch,
            _margins(workspace, stretch, led) if is_known else None,
            _spent(costs, stretch) + time,
        )
        for stretch, time in zip(stretches, times, strict=True)
    ]


def _margins(workspace: Workspace, stretch: Period, led: Sequence[Led]) -> Mapping[Proof, int]:
    sums = dict.fromkeys(Proof, 0)
    for one in led:
        if stretch.first <= one.at.astimezone(workspace.zone).date() <= stretch.last:
            sums[one.proof] += one.margin_cents
    return sums


def _spent(costs: Sequence[Cost], stretch: Period) -> int:
    return sum(
        spread(
            row.cents,
            first=row.first_day,
            last=row.last_day,
            start=stretch.first,
            end=stretch.last,
        )
        for row in costs
    )


def _costs(workspace: Workspace, stretches: Sequence[Period]) -> list[Cost]:
    rows = Cost.objects.filter(workspace=workspace, removed_at=None)
    return list(rows.filter(last_day__gte=stretches[0].first, first_day__lte=stretches[-1].last))


def _minutes(workspace: Workspace, stretches: Sequence[Period]) -> dict[date, int]:
    days = (stretches[0].first, stretches[-1].last)
    rows = WorkTime.objects.filter(workspace=workspace, removed_at=None, day__range=days)
    return dict(rows.order_by().values_list("day").annotate(Sum("minutes")))
