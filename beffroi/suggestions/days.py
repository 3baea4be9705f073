"""Which days a message names: “demain”, “samedi”, “le 24 décembre”, “on Sundays”. Pure.

What cannot be told for sure is told as a period, of which nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from beffroi.suggestions import lexicon

#: More days than this are no question about a day.
DAYS_MAX = 2
_WEEK = 7

_WEEKDAYS = {
    name: number
    for names in (
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
}
_MONTHS = {
    name: number
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
#: Feasts that fall on the same date each year, the longest names first.
_FEASTS = {
    "christmas eve": (12, 24),
    "new year.?s eve": (12, 31),
    "new year.?s day": (1, 1),
    "boxing day": (12, 26),
    "christmas(?: day)?": (12, 25),
    "(?:le )?(?:jour de )?noel": (12, 25),
    "(?:le )?(?:jour de l.an|nouvel an|premier de l.an)": (1, 1),
    "(?:le )?quatorze juillet": (7, 14),
    "(?:a )?la toussaint": (11, 1),
    "(?:l.)?armistice": (11, 11),
    "(?:l.)?assomption": (8, 15),
}
_WEEKDAY = "|".join(_WEEKDAYS)
_MONTH = "|".join(_MONTHS)
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
#: A number that stands before one of these is no day.
_NO_DAY = r"(?! ?(?:[€%:]|[.,]\d|(?:h|heures?|euros?|am|pm|rue|place|avenue|personnes?)\b))"
_KINDS = {name: lexicon.entry("days", name) for name in ("today", "now", "past", "period")}
_TOKEN = re.compile(
    r"\b(?:(?P<after>apres[- ]demain|day after tomorrow)"
    rf"|(?P<past>{_KINDS['past']})\b"
    r"|(?P<tomorrow>demain|tomorrow)\b"
    rf"|(?P<date>(?:le |on )?(?:(?:{_WEEKDAY}) )?(?:le |du |au |the )?"
    rf"{_DAY} (?:of )?(?P<month>{_MONTH})\b)"
    rf"|(?P<us>(?P<usmonth>{_MONTH}) (?:the )?(?P<usday>\d{{1,2}})(?:st|nd|rd|th)?\b(?! \d))"
    rf"|(?P<feast>{'|'.join(_FEASTS)})\b"
    rf"|(?P<period>{_KINDS['period']})\b"
    r"|(?:le|du|au|on) (?P<slashed>\d{1,2}/\d{1,2}(?:/\d{2,4})?)\b"
    rf"|(?P<alone>(?:le(?: (?:{_WEEKDAY}))?|{_WEEKDAY}) (?P<number>\d{{1,2}})\b{_NO_DAY})"
    r"|(?P<every>(?:(?:tous )?les|chaque|le|every|each) )?"
    rf"(?P<weekday>{_WEEKDAY})(?P<plural>s?)\b(?P<next> prochaine?\b)?"
    r"|(?P<weekend>(?:(?P<theweekend>les?|at|on) )?week[- ]?ends?)\b"
    rf"|(?P<inmonth>(?:en|in|debut|fin|mi) (?:{_MONTH}))\b"
    rf"|(?P<today>{_KINDS['today']})|(?P<now>{_KINDS['now']}))"
)


@dataclass(frozen=True, order=True)
class Named:
    """A day that a message names; `is_weekly` when it means that weekday of every week."""

    day: date
    is_weekly: bool = False


@dataclass(frozen=True)
class Heard:
    """What a message says of days: those of which something can be said, and whether it says any.

    `has_period`: it names a time of the year of which an ordinary week tells nothing.
    """

    days: tuple[Named, ...] = ()
    has_day: bool = False
    has_period: bool = False


def days_in(bare: str, *, said_on: date) -> Heard:
    """Return the days that a text names, in small letters without accents, by the day it was said.

    None where it names more than `DAYS_MAX`, or a period.
    """
    tokens = list(_TOKEN.finditer(_with_months(bare)))
    telling = [token for token in tokens if not token["now"]] or tokens
    found = tuple(dict.fromkeys(day for token in telling for day in _named(token, said_on)))
    has_period = any(token["period"] or token["inmonth"] for token in tokens)
    is_vague = has_period or any(
        token["slashed"] and not _slashed(token, said_on) for token in tokens
    )
    if is_vague or len(found) > DAYS_MAX:
        found = ()
    return Heard(found, has_day=bool(tokens), has_period=has_period)


def _with_months(bare: str) -> str:
    """Give the first of two dates the month of the second: “le 24 et le 31 décembre”."""
    return re.sub(
        rf"\b(\d{{1,2}}) (et|ou|and|or) (le |the )?(\d{{1,2}}) ({_MONTH})\b",
        r"\1 \5 \2 \3\4 \5",
        bare,
    )


def _named(token: re.Match[str], said_on: date) -> Iterator[Named]:
    if token["today"] or token["now"]:
        yield Named(said_on)
    elif token["tomorrow"]:
        yield Named(said_on + timedelta(1))
    elif token["after"]:
        yield Named(said_on + timedelta(2))
    elif token["weekday"]:
        is_weekly = bool(token["every"] or token["plural"])
        since = said_on + timedelta(1) if token["next"] else said_on
        yield Named(_coming(_WEEKDAYS[token["weekday"]], since), is_weekly)
    elif token["weekend"]:
        first = _coming(5, said_on)
        is_weekly = token["theweekend"] in {"le", "les", "at"}
        yield from (Named(first, is_weekly), Named(first + timedelta(1), is_weekly))
    else:
        day = _dated(token, said_on)
        yield from [Named(day)] if day else []


def _dated(token: re.Match[str], said_on: date) -> date | None:
    if token["date"]:
        return _next(_MONTHS[token["month"]], int(token["day"]), said_on)
    if token["us"]:
        return _next(_MONTHS[token["usmonth"]], int(token["usday"]), said_on)
    if token["feast"]:
        written = next(name for name in _FEASTS if re.fullmatch(name, token["feast"]))
        return _next(*_FEASTS[written], said_on)
    if token["slashed"]:
        return _slashed(token, said_on)
    if token["alone"]:
        return _next_of_month(int(token["number"]), said_on)
    return None


def _coming(weekday: int, said_on: date) -> date:
    return said_on + timedelta((weekday - said_on.weekday()) % _WEEK)


def _slashed(token: re.Match[str], said_on: date) -> date | None:
    """Return a date of digits, None where day and month could be either."""
    day, month = (int(part) for part in token["slashed"].split("/")[:2])
    if month > 12 or (day <= 12 and day != month):
        return None
    return _next(month, day, said_on)


def _next(month: int, day: int, said_on: date) -> date | None:
    for year in (said_on.year, said_on.year + 1):
        found = _made(year, month, day)
        if found is not None and found >= said_on:
            return found
    return None


def _next_of_month(day: int, said_on: date) -> date | None:
    following = (said_on.replace(day=1) + timedelta(31)).replace(day=1)
    for first in (said_on, following):
        found = _made(first.year, first.month, day)
        if found is not None and found >= said_on:
            return found
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
