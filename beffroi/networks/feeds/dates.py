"""Dates as feeds write them: as in mails, as in ISO 8601, and in French. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 80
_FIRST_YEAR = 1990
_MONTHS = {
    "janv": "Jan",
    "jan": "Jan",
    "fevr": "Feb",
    "fev": "Feb",
    "mars": "Mar",
    "avr": "Apr",
    "mai": "May",
    "juin": "Jun",
    "juil": "Jul",
    "aout": "Aug",
    "sept": "Sep",
    "oct": "Oct",
    "nov": "Nov",
    "dec": "Dec",
}
_FRENCH = re.compile(
    r"(?:[a-z]+\.?,?\s+)?(\d{1,2})(?:er)?\s+([a-z]+)\.?\s+(\d{4})(?:,?\s+(?:a\s+)?(.*))?"
)
_TIME = re.compile(r"(\d{1,2})\s?[:h]\s?(\d\d)(?::(\d\d))?\s*([+-]\d{4}|[a-z]{0,5})?")


def parse_date(text: str) -> datetime | None:
    """Return an aware UTC instant, None for what is no date or is absurd."""
    text = " ".join(text[:_LONGEST].split())
    for read in (_as_in_mails, datetime.fromisoformat, _in_french):
        try:
            found = read(text)
            aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return aware if aware.year >= _FIRST_YEAR else None
    return None


def _as_in_mails(text: str) -> datetime:
    return parsedate_to_datetime(text)


def _in_french(text: str) -> datetime:
    """Read « dim., 22 nov. 2026 09:00:00 +0100 » and « 1er novembre 2026 à 9h00 »."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    found = _FRENCH.fullmatch(plain)
    if found is None:
        raise ValueError("this is no date")
    day, month, year, rest = found.groups()
    return parsedate_to_datetime(f"{day} {_month(month)} {year} {_time(rest or '')}")


def _month(name: str) -> str:
    known = [english for french, english in _MONTHS.items() if name.startswith(french)]
    if not known:
        raise ValueError("this is no month")
    return known[0]


def _time(text: str) -> str:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return "00:00:00 +0000"
    hours, minutes, seconds, zone = found.groups()
    return f"{hours}:{minutes}:{seconds or '00'} {(zone or '+0000').upper()}"
