"""Three goals to begin with, made from what a company did lately. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from beffroi.strategy.rules import OPEN_MAX, Aim, Days, Measure

#: How long they look back and go on: a month for what people do, eight weeks for money.
MONTH, EIGHT_WEEKS, QUARTER = 30, 56, 90
#: Of a hundred messages: the usual aim, and what to aim at once that is reached.
_IN_TIME, _IN_TIME_NEXT = 90, 95
_A_QUARTER_MORE, _A_TENTH_MORE = Fraction(5, 4), Fraction(11, 10)
_REVIEWS_MIN, _POSTS_MIN, _POSTS_MORE, _SALES = 3, 8, 2, 10
_TEN_UNITS = 1_000


@dataclass(frozen=True, slots=True)
class Lately:
    """What a company did; None is unknown. Of 30 days, but reviews of 90 and margin of 56.

    `due` are messages that were to be answered, None for those who may not see them.
    """

    due: int | None = None
    in_time: int = 0
    reviews: int | None = None
    margin_cents: int | None = None
    visits: int | None = None
    posts: int = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """A goal that can be taken as it is."""

    aim: Aim
    measure: Measure
    target: int
    days: Days


def ready(lately: Lately, *, today: date) -> list[Ready]:
    """Return three goals, those that rest on facts of their own first."""
    return list(_all(lately, today))[:OPEN_MAX]


def _all(lately: Lately, today: date) -> Iterator[Ready]:
    month = Days(today, today + timedelta(days=MONTH - 1))
    weeks = Days(today, today + timedelta(days=EIGHT_WEEKS - 1))
    if lately.due is not None:
        yield Ready(Aim.SERVICE, Measure.ON_TIME, _in_time(lately.due, lately.in_time), month)
    if lately.reviews is not None:
        usual = ceil(Fraction(lately.reviews * MONTH, QUARTER) * _A_QUARTER_MORE)
        yield Ready(Aim.IMAGE, Measure.REVIEWS, max(usual, _REVIEWS_MIN), month)
    if lately.margin_cents is not None and lately.margin_cents > 0:
        tens = ceil(lately.margin_cents * _A_TENTH_MORE / _TEN_UNITS)
        yield Ready(Aim.SALES, Measure.MARGIN, tens * _TEN_UNITS, weeks)
    if lately.visits:
        yield Ready(Aim.AWARENESS, Measure.VISITS, ceil(lately.visits * _A_QUARTER_MORE), month)
    many = lately.posts + _POSTS_MORE if lately.posts >= _POSTS_MIN else _POSTS_MIN
    yield Ready(Aim.AWARENESS, Measure.POSTS, many, month)
    yield Ready(Aim.SALES, Measure.SALES, _SALES, weeks)
    yield Ready(Aim.PROSPECTING, Measure.CONTACTS, _SALES, weeks)


def _in_time(due: int, in_time: int) -> int:
    return _IN_TIME_NEXT if due and 100 * in_time >= _IN_TIME * due else _IN_TIME
