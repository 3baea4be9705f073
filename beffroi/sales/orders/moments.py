"""When an order was made, of dates that often tell no zone, nor which number is the month. Pure.

An hour that a shop's clock shows twice is taken as the first of both, one that it never shows as
that much after the leap: both are said (`Note`), since neither can be known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from beffroi.sales.orders.problems import Problem, Refused

#: Nobody who sells today kept orders of before.
FIRST_YEAR = 2000
#: Clocks of shops are wrong, and some tell their own hour as UTC: no zone is further than 14 hours.
FUTURE_TOLERATED = timedelta(days=1)
_LENGTH_MAX = 64
_NOON = 12
_TIME = (
    r"(?:[\s,T]+(?:a\s+|at\s+)?(\d{1,2})\s?[:h]\s?(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"\s*([ap]\.?m\.?)?)?"
)
_NUMBERS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d\d){_TIME}")
_DAY_WORDS = re.compile(
    rf"(?:[a-z]+\.?,?\s+)?(\d{{1,2}})(?:er)?\s+([a-z]+)\.?,?\s+(\d{{4}}){_TIME}"
)
_WORDS_DAY = re.compile(rf"([a-z]+)\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_TIME}")
_ISO_DAY = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_ZONE_APART = re.compile(r"\s+([+-]\d\d:?\d\d)$")
_FRACTION = re.compile(r"([.,]\d{6})\d+")
_MONTHS = {
    "jan": 1, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6,
    "jun": 6, "juil": 7, "jul": 7, "aou": 8, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


class Order(StrEnum):
    """Which of the first two numbers is the month."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Note(StrEnum):
    """What had to be decided to read a moment."""

    REPEATED = "repeated"  # an hour that came twice: taken as the first
    SKIPPED = "skipped"  # an hour that never was: taken after the leap
    DAY_ONLY = "day_only"  # noon, or the day's beginning while noon is to come


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC, and what had to be decided."""

    at: datetime
    note: Note | None = None


def read_moment(text: str, *, zone: tzinfo, now: datetime, order: Order | None = None) -> Moment:
    """Read a date as people and programs write it; without a zone it is of `zone`.

    `order` is that of the rest of the table. Raises Refused: for none, for one that may be two
    days, and for what is after tomorrow or before FIRST_YEAR.
    """
    if not text.strip():
        raise Refused(Problem.NO_DATE)
    try:
        found = _read(text, zone, now, order)
    except (ValueError, OverflowError):
        raise Refused(Problem.BAD_DATE, text) from None
    return checked(found, now=now, detail=text)


def read_utc(text: str, *, now: datetime) -> datetime:
    """Read what a program writes in UTC, with its zone or without. Raises Refused."""
    return read_moment(text, zone=UTC, now=now).at


def checked(moment: Moment, *, now: datetime, detail: str) -> Moment:
    """Return a moment in which an order can have been made. Raises Refused."""
    if moment.at > now + FUTURE_TOLERATED:
        raise Refused(Problem.FUTURE, detail)
    if moment.at.year < FIRST_YEAR:
        raise Refused(Problem.TOO_OLD, detail)
    return moment


def order_of(texts: Iterable[str]) -> Order | None:
    """Return where the month stands in a table; None where no date proves it, or two differ."""
    proven: set[Order] = set()
    for text in texts:
        found = _NUMBERS.fullmatch(_plain(text))
        if found and not (int(found[1]) > 12 and int(found[3]) > 12):
            if int(found[1]) > 12:
                proven.add(Order.DAY_FIRST)
            if int(found[3]) > 12:
                proven.add(Order.MONTH_FIRST)
        if len(proven) > 1:
            return None
    return proven.pop() if proven else None


def _plain(text: str) -> str:
    if len(text) > _LENGTH_MAX:
        return ""
    folded = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def _read(text: str, zone: tzinfo, now: datetime, order: Order | None) -> Moment:
    plain = _plain(text)
    if found := _NUMBERS.fullmatch(plain):
        number, month = _day_and_month(int(found[1]), int(found[3]), order, text)
        return _local(date(_year(found[4]), month, number), found.groups()[4:], zone, now)
    if found := _DAY_WORDS.fullmatch(plain):
        day = date(int(found[3]), _month(found[2]), int(found[1]))
        return _local(day, found.groups()[3:], zone, now)
    if found := _WORDS_DAY.fullmatch(plain):
        day = date(int(found[3]), _month(found[1]), int(found[2]))
        return _local(day, found.groups()[3:], zone, now)
    if found := _ISO_DAY.fullmatch(plain):
        return _local(date.fromisoformat(plain.replace("/", "-")), (None,) * 4, zone, now)
    return _iso(plain, zone)


def _day_and_month(first: int, second: int, order: Order | None, text: str) -> tuple[int, int]:
    """Return the day and the month. Raises Refused where they cannot be told apart."""
    if first > 12 or second > 12 or first == second:
        return (first, second) if first > 12 or first == second else (second, first)
    if order is None:
        raise Refused(Problem.AMBIGUOUS_DATE, text)
    return (first, second) if order is Order.DAY_FIRST else (second, first)


def _iso(plain: str, zone: tzinfo) -> Moment:
    text = _ZONE_APART.sub(r"\1", plain.upper().removesuffix(" UTC").removesuffix(" GMT"))
    is_utc = text != plain.upper() and plain.endswith(("utc", "gmt"))
    if not _ISO.fullmatch(text):
        raise ValueError("no date")
    found = datetime.fromisoformat(_FRACTION.sub(r"\1", text))
    if found.tzinfo is not None:
        return Moment(found.astimezone(UTC))
    return Moment(found.replace(tzinfo=UTC)) if is_utc else of_wall(found, zone)


def _local(day: date, clock: tuple[str | None, ...], zone: tzinfo, now: datetime) -> Moment:
    hour, minute, second, half = clock
    if hour is None:
        noon = of_wall(datetime.combine(day, time(_NOON)), zone).at
        begin = of_wall(datetime.combine(day, time()), zone).at
        return Moment(noon if noon <= now else begin, Note.DAY_ONLY)
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError("no hour of a half day")
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    return of_wall(datetime.combine(day, time(hours, int(minute or 0), int(second or 0))), zone)


def of_wall(wall: datetime, zone: tzinfo) -> Moment:
    """Return the instant at which the clocks of `zone` show this, a datetime without zone."""
    first = wall.replace(tzinfo=zone, fold=0)
    at = first.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != wall:
        return Moment(at, Note.SKIPPED)
    is_twice = first.utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset()
    return Moment(at, Note.REPEATED if is_twice else None)


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _month(name: str) -> int:
    """Return the number of a month in French or English, 0 for no month."""
    starts = (number for start, number in _MONTHS.items() if name.startswith(start))
    return next(starts, 0)
