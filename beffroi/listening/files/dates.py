"""Dates of tables, which most often tell no zone, nor which number is the month. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from beffroi.archives.readers.texts import moment

_LONGEST = 80
_FIRST_YEAR = 1990
_TIME = r"(?:[\s,T]+(?:a\s+)?(\d{1,2})\s?[:h]\s?(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([ap]\.?m\.?)?)?"
_NUMBERS = re.compile(rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}|\d\d){_TIME}")
_WORDS = re.compile(rf"(?:[a-z]+\.?,?\s+)?(\d{{1,2}})(?:er)?\s+([a-z]+)\.?\s+(\d{{4}}){_TIME}")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTHS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec")
_ENGLISH = {"feb": 2, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8}


def is_month_first(dates: Iterable[str]) -> bool:
    """Tell whether a table writes the month before the day: one date that proves it is enough.

    As most of the world does not, where none proves anything the day comes first.
    """
    found = [read for text in dates if (read := _NUMBERS.fullmatch(_plain(text)))]
    return any(int(read[2]) > 12 for read in found) and not any(int(read[1]) > 12 for read in found)


def read_date(
    text: str, *, zone: tzinfo, now: datetime, month_first: bool = False
) -> datetime | None:
    """Return an instant in UTC; a date without a zone is of `zone`. None for what is none.

    A day without an hour is noted at noon, or at its beginning while noon is to come.
    Nothing is dated in the future: what says so is no date.
    """
    plain = _plain(text)
    numbers, words = _NUMBERS.fullmatch(plain), _WORDS.fullmatch(plain)
    found: datetime | None
    try:
        if numbers:
            first, second = int(numbers[1]), int(numbers[2])
            day, month = (second, first) if month_first else (first, second)
            found = _local(_year(numbers[3]), month, day, numbers.groups()[3:], zone, now)
        elif words and _month(words[2]):
            year, time = int(words[3]), words.groups()[3:]
            found = _local(year, _month(words[2]), int(words[1]), time, zone, now)
        else:
            found = _other(text.strip()[:_LONGEST], zone, now)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and found.year >= _FIRST_YEAR and found <= now else None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.strip()[:_LONGEST].casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))


def _other(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    """Read ISO 8601, and whatever exports are known to write."""
    if day := _DAY.fullmatch(text):
        return _of_day(*map(int, day.groups()), zone=zone, now=now)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return moment(text)
    aware = found.replace(tzinfo=zone) if found.tzinfo is None else found
    return aware.astimezone(UTC)


def _local(
    year: int, month: int, day: int, time: tuple[str | None, ...], zone: tzinfo, now: datetime
) -> datetime:
    hour, minute, second, half = time
    if hour is None:
        return _of_day(year, month, day, zone=zone, now=now)
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half[0] == "p" else 0)
    local = datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=zone)
    return local.astimezone(UTC)


def _of_day(year: int, month: int, day: int, *, zone: tzinfo, now: datetime) -> datetime:
    noon = datetime(year, month, day, 12, tzinfo=zone).astimezone(UTC)
    return noon if noon <= now else datetime(year, month, day, tzinfo=zone).astimezone(UTC)


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _month(name: str) -> int:
    """Return the number of a month in French or English, 0 for no month."""
    by_french = (place for place, start in enumerate(_MONTHS, 1) if name.startswith(start))
    by_english = (number for start, number in _ENGLISH.items() if name.startswith(start))
    return next(by_french, 0) or next(by_english, 0)
