"""Two posts held against each other, in sentences and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels.queries import network_name
from beffroi.company.wording import day_in_words
from beffroi.insight.queries import PostFigures
from beffroi.insight.rules import Counted
from beffroi.insight.working.gathering import life_of, local_day
from beffroi.insight.working.pairs import EVIDENCE_NEEDED, Told, hold
from beffroi.insight.working.rules import interactions
from beffroi.metrics.comparing import Leader, Variant
from beffroi.metrics.ranges import Interval
from beffroi.workspaces.models import Workspace

#: The select stays short enough to be read.
CHOICES_MAX = 200
_TITLE_MAX = 60
_EVIDENCE_SHOWN_MAX = 1000


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two posts: what it gained so far, and between what its rate lies."""

    title: str
    rate: str
    gained: str
    between: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """What one look tells."""

    day: int
    first: str
    second: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two posts, as a page shows them."""

    sides: tuple[Side, Side]
    verdict: str
    advice: str
    is_decided: bool
    rows: Sequence[DayRow]


def choices(posts: Sequence[PostFigures], workspace: Workspace) -> list[tuple[PostFigures, str]]:
    """Return the posts that can be held against another one, with their titles, newest first."""
    fit = [one for one in posts if _can_be_held(one)][:CHOICES_MAX]
    return [(one, _choice(one, workspace)) for one in fit]


def compared(first: PostFigures, second: PostFigures, workspace: Workspace) -> Pair:
    """Return what two posts tell of each other so far. Two queries."""
    told = hold(life_of(first, workspace), life_of(second, workspace))
    both = [_sum(told, place) for place in (0, 1)]
    titles = [_title(first), _title(second)]
    left, right = (
        _side(title, variant, rate)
        for title, variant, rate in zip(titles, both, told.found.rates, strict=True)
    )
    verdict, advice = _verdict(told, titles)
    return Pair((left, right), verdict, advice, told.is_decided, _rows(told))


def _can_be_held(one: PostFigures) -> bool:
    totals = {counted: total.value for counted, total in one.totals.items()}
    return bool(totals.get(Counted.IMPRESSIONS)) and interactions(totals) is not None


def _choice(one: PostFigures, workspace: Workspace) -> str:
    return _("%(day)s, %(network)s: %(title)s") % {
        "day": day_in_words(local_day(one.delivery, workspace)),
        "network": network_name(one.delivery.channel.network),
        "title": _title(one),
    }


def _title(one: PostFigures) -> str:
    content = one.delivery.content
    words = " ".join((content.get("title") or content["text"]).split())
    if len(words) > _TITLE_MAX:
        words = f"{words[:_TITLE_MAX].rsplit(' ', 1)[0].rstrip(' .,;:!?')}…"
    return words or _("Without words")


def _sum(told: Told, place: int) -> Variant:
    every = [(one.look.first, one.look.second)[place] for one in told.looks]
    return Variant(sum(one.successes for one in every), sum(one.trials for one in every))


def _side(title: str, variant: Variant, rate: Interval | None) -> Side:
    if variant.rate is None or rate is None:
        return Side(title, "—", "", "")
    between = _("between %(low)s and %(high)s") % {
        "low": _percent(rate.low),
        "high": _percent(rate.high),
    }
    return Side(title, _percent(variant.rate), _gained(variant), between)


def _verdict(told: Told, titles: Sequence[str]) -> tuple[str, str]:
    if not told.looks:
        return (
            _("Nothing can be told yet."),
            _("Their network has not told, day by day, what both gained."),
        )
    words = {"evidence": _evidence(told.found.evidence), "needed": EVIDENCE_NEEDED}
    if told.found.leader is Leader.NONE:
        return (
            _("It cannot be decided yet."),
            _(
                "The evidence is %(evidence)s, and %(needed)s is needed. You may look as often as"
                " you like: looking does not make chance a winner."
            )
            % words,
        )
    better = titles[0] if told.found.leader is Leader.FIRST else titles[1]
    return (
        _("It is decided: “%(title)s” does better.") % {"title": better},
        _("The evidence has reached %(needed)s, after which it stays so.") % words,
    )


def _rows(told: Told) -> list[DayRow]:
    return [
        DayRow(one.day, _gained(one.look.first), _gained(one.look.second), _evidence(one.evidence))
        for one in told.looks
    ]


def _gained(variant: Variant) -> str:
    said = ngettext("%(part)s of %(of)s display", "%(part)s of %(of)s displays", variant.trials)
    return said % {
        "part": number_format(variant.successes, force_grouping=True),
        "of": number_format(variant.trials, force_grouping=True),
    }


def _evidence(value: float) -> str:
    if value >= _EVIDENCE_SHOWN_MAX:
        return _("over %(number)s") % {
            "number": number_format(_EVIDENCE_SHOWN_MAX, force_grouping=True)
        }
    return str(number_format(value, 1))


def _percent(share: float) -> str:
    return f"{number_format(share * 100, 1)}\u00a0%"
