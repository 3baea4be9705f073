"""A company beside those of the studies, beside itself and beside the others, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from beffroi.charts.drawings import FULL, HALF, NARROW
from beffroi.charts.figures import Drawn, Figure, Line, Table
from beffroi.charts.lines import Series, lines
from beffroi.coaching.models import State
from beffroi.coaching.queries import Cohort, Now
from beffroi.coaching.words import citing, names
from beffroi.coaching.words.citing import Cited
from beffroi.coaching.words.shapes import Text
from beffroi.strategy.barometer.groups import SHARES, gap_of, group_of
from beffroi.strategy.barometer.parts import half_up
from beffroi.strategy.barometer.populations import memberships
from beffroi.strategy.barometer.rules import Level
from beffroi.strategy.barometer.studies import findings

#: Of one state there is no line to draw.
_STATES_LEAST = 2


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whom a figure counts, and why this company is, or is not, one of them."""

    cited: Cited
    why: Text


@dataclass(frozen=True, slots=True)
class Population:
    """The figures that count this company, those that do not, and how many cannot be told."""

    among: tuple[Belonging, ...]
    not_among: tuple[Belonging, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class GroupShown:
    """The group of Bpifrance, and how far word and measure lie apart; "" where they agree."""

    name: Text
    share: str
    meaning: Text
    gap: str
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """One level of the cohort: how many of a hundred others are on it."""

    level: Text
    percent: int


def population(now: Now) -> Population:
    """Return where a company belongs, in the order of the studies."""
    found: dict[bool | None, list[Belonging]] = {True: [], False: [], None: []}
    for one in memberships(now.facts, now.state):
        words = names.BELONGS[one.key][0 if one.holds else 1]
        found[one.holds].append(Belonging(citing.cited(findings()[one.key]), words))
    return Population(tuple(found[True]), tuple(found[False]), len(found[None]))


def group(now: Now) -> GroupShown | None:
    """Return the group of a company; None where how it feels, or what it did, is unknown."""
    found = group_of(now.feeling, now.facts.activity)
    if found is None:
        return None
    return GroupShown(
        name=names.GROUPS[found],
        share=f"{SHARES[found]}\u00a0%",
        meaning=names.GROUP_MEANINGS[found],
        gap=gap(now),
        source=citing.source_of(findings()["bpi_low"].study),
    )


def gap(now: Now) -> str:
    """Return how far what was said of activity lies from what was measured; "" where it agrees."""
    found = gap_of(now.answers, now.facts.activity)
    if found is None:
        return ""
    words = _silent(found.silent_weeks) if found.silent_weeks else _every_week()
    return words % {
        "said": names.CLASSES[found.said],
        "measured": names.CLASSES[found.measured],
        "count": found.silent_weeks,
        "all": found.weeks,
    }


def _silent(weeks: int) -> str:
    return ngettext(
        "How often you publish: you say “%(said)s”, the measure says “%(measured)s”: %(count)s "
        "week of %(all)s without a publication.",
        "How often you publish: you say “%(said)s”, the measure says “%(measured)s”: %(count)s "
        "weeks of %(all)s without a publication.",
        weeks,
    )


def _every_week() -> str:
    return _(
        "How often you publish: you say “%(said)s”, the measure says “%(measured)s”: published "
        "each week for %(all)s weeks."
    )


def bands(cohort: Cohort) -> list[Band]:
    """Return the levels of the others, from the ground: shares, and nobody's rank."""
    return [
        Band(names.LEVELS[level], half_up(Fraction(100 * many, cohort.others)))
        for level, many in cohort.levels.items()
    ]


def history(states: Sequence[State], *, zone: ZoneInfo) -> Figure | None:
    """Draw how the total came to be what it is, by days of `zone`; None for fewer than two."""
    if len(states) < _STATES_LEAST:
        return None
    marks = [date_format(one.taken_at.astimezone(zone), "j N Y") for one in states]
    totals = tuple(None if one.total is None else float(one.total) for one in states)
    series = Series(totals, tuple("" if one.total is None else str(one.total) for one in states))
    drawn = tuple(
        lines(marks, [series], say=lambda value: str(round(value)), size=size, is_whole=True)
        for size in (NARROW, HALF, FULL)
    )
    first, last = states[0], states[-1]
    return Figure(
        id="history",
        title=_("Since the beginning"),
        said=_("From %(first)s on %(since)s to %(last)s on %(until)s.")
        % {
            "first": first.total,
            "since": marks[0],
            "last": last.total,
            "until": marks[-1],
        },
        shown=Drawn(drawn),
        table=Table(
            _("The barometer at each time"),
            (
                pgettext("barometer", "Day"),
                pgettext("barometer", "Points"),
                pgettext("barometer", "Level"),
                _("Confidence, of 100"),
            ),
            tuple(
                Line(
                    mark,
                    (str(one.total), _level(one), str(one.confidence)),
                )
                for mark, one in zip(marks, states, strict=True)
            ),
        ),
        meta=_("points of 100; the first state, then one a month and on request"),
    )


def _level(state: State) -> str:
    return "—" if state.level is None else str(names.LEVELS[Level(state.level)])
