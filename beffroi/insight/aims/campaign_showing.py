"""Campaigns as pages show and export them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beffroi.charts.drawings import FULL, HALF, NARROW
from beffroi.charts.figures import Drawn, Figure, Line
from beffroi.charts.figures import Table as Numbers
from beffroi.charts.lines import Series, lines
from beffroi.core.exporting.tables import Column, Kind, Table
from beffroi.core.sums import round_sum
from beffroi.insight.aims.campaigns import CampaignRow, Told, state_of
from beffroi.insight.results import words
from beffroi.insight.results.periods import Step
from beffroi.insight.results.tabling import margin_columns
from beffroi.metrics.proofs import Proof
from beffroi.metrics.registry import metric
from beffroi.sales.models import Economics
from beffroi.sales.showing import Shown, shown
from beffroi.strategy.rules import Aim
from beffroi.strategy.wording import SHORT_AIMS

#: Beyond so many days a point of the chart is a week.
_DAYS_MAX = 31


@dataclass(frozen=True, slots=True)
class RowShown:
    """A campaign of the list in words; what is unknown is “—”."""

    row: CampaignRow
    state: str
    aim: str
    told: Shown
    budget: str


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of a budget is used, in words; `share` in percent for a meter, 100 at most."""

    used: str
    of: str
    percent: str
    share: int
    is_over: bool


def row(one: CampaignRow, economics: Economics, *, now: datetime, today: date) -> RowShown:
    """Return a campaign of the list in words."""
    spent = one.told.spent
    used = budget(one.campaign.budget_cents, spent.media + spent.tools + spent.agency, economics)
    return RowShown(
        row=one,
        state=state_of(one.campaign, today=today),
        aim=aim_of(one.campaign.aim),
        told=shown(one.told, economics, now=now, id=f"campaign-{one.campaign.pk}"),
        budget=used.percent if used else "—",
    )


def aim_of(key: str) -> str:
    """Return what people call an aim."""
    return str(SHORT_AIMS[Aim(key)])


def budget(cents: int | None, spent_cents: int, economics: Economics) -> Budget | None:
    """Return how much of a budget is used; None where there is none."""
    if cents is None:
        return None
    share = Fraction(100 * spent_cents, cents)
    return Budget(
        used=round_sum(spent_cents, economics.currency),
        of=round_sum(cents, economics.currency),
        percent=words.percent(share),
        share=min(int(share), 100),
        is_over=spent_cents > cents,
    )


def visits(told: Told, *, today: date) -> Figure | None:
    """Draw the visits of a campaign's own days, by day or by week; None without any."""
    first, last = told.campaign.first_day, min(told.campaign.last_day, today)
    if last <= first or not told.visits:
        return None
    step = Step.DAY if (last - first).days < _DAYS_MAX else Step.WEEK
    stretches = list(_cut(first, last, step))
    if step is Step.WEEK and last < told.campaign.last_day and stretches[-1][1] == last:
        stretches.pop()  # the week under way stands beside no whole one
    counted = [(start, _between(told, start, end)) for start, end in stretches]
    if not any(many for _start, many in counted):
        return None
    series = Series(tuple(float(many) for _start, many in counted))
    names = [words.short_name(start, step) for start, _many in counted]
    drawn = tuple(
        lines(names, [series], say=words.axis, size=size, is_whole=True)
        for size in (NARROW, HALF, FULL)
    )
    best, most = max(counted, key=lambda pair: pair[1])
    return Figure(
        id="visits",
        title=words.by_step(
            step, day=_("Visits by day"), week=_("Visits by week"), month=_("Visits by week")
        ),
        said=_("Most visits came %(when)s: %(count)s.")
        % {"when": words.when(best, step), "count": words.count(most)},
        shown=Drawn(drawn),
        table=Numbers(
            _("Visits of people, by the short links of the campaign"),
            (words.head_of(step), pgettext("links", "Visits")),
            tuple(
                Line(words.long_name(start, step), (words.count(many),)) for start, many in counted
            ),
        ),
        meta=_("people, by its short links, on days of the campaign"),
    )


def table(rows: Sequence[CampaignRow], economics: Economics) -> Table:
    """Return all campaigns, a line each; what is unknown is empty."""
    currency = economics.currency
    cost = metric("cost")
    columns = [
        Column("campaign", _("Campaign"), Kind.TEXT, _("As you call it.")),
        Column("aim", pgettext("campaign", "Aim"), Kind.TEXT, _("What it is for.")),
        Column("first_day", _("First day"), Kind.DATE, _("Its first day.")),
        Column("last_day", _("Last day"), Kind.DATE, _("Its last day, this day included.")),
        Column("budget", _("Budget"), Kind.CENTS, _("Before tax, in money alone."), currency),
        Column("cost", _("Full cost"), Kind.CENTS, _(cost.formula), currency),
        Column("time", pgettext("spent", "Time"), Kind.MINUTES, _(metric("hours").formula)),
        *margin_columns(currency),
        Column("sales", _("Sales"), Kind.INTEGER, _(metric("sales").formula)),
        Column("visits", _("Visits"), Kind.INTEGER, _(metric("clicks").formula)),
        Column("posts", _("Posts"), Kind.INTEGER, _("Those that were published.")),
    ]
    known = economics.margin_rate is not None
    # Written now: once lines are on their way, the reader's language is no longer known.
    return Table(_("Campaigns"), columns, [_cells(one, known=known) for one in rows])


def days(told: Told) -> Table:
    """Return the days of a campaign on which something was."""
    columns = [
        Column("day", _("Day"), Kind.DATE, _("In your company’s time zone.")),
        Column("posts", _("Posts"), Kind.INTEGER, _("Those that were published.")),
        Column("visits", _("Visits"), Kind.INTEGER, _(metric("clicks").formula)),
        Column("sales", _("Sales"), Kind.INTEGER, _(metric("sales").formula)),
        *margin_columns(told.economics.currency),
    ]
    rows = [
        (
            one.day,
            one.posts,
            one.visits,
            one.sales,
            *(one.margins[proof] if one.margins else None for proof in Proof),
        )
        for one in told.days
    ]
    return Table(_("Days"), columns, rows)


def _cells(one: CampaignRow, *, known: bool) -> tuple[object, ...]:
    campaign, spent = one.campaign, one.told.spent
    by_proof = [one.told.with_proof(proof) for proof in Proof]
    return (
        campaign.name,
        aim_of(campaign.aim),
        campaign.first_day,
        campaign.last_day,
        campaign.budget_cents,
        spent.full,
        spent.minutes,
        *((told.margin_cents or 0) if known else None for told in by_proof),
        sum(told.count for told in by_proof),
        one.visits,
        one.posts,
    )


def _cut(first: date, last: date, step: Step) -> Iterator[tuple[date, date]]:
    length = timedelta(days=1 if step is Step.DAY else 7)
    while first <= last:
        yield first, min(first + length - timedelta(days=1), last)
        first += length


def _between(told: Told, start: date, end: date) -> int:
    return sum(one.visits for one in told.days if start <= one.day <= end)
