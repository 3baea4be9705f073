"""Reads from an answer's headers when a network wants to be called again. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: When the network says nothing, or names an instant that is past.
_USUAL_WAIT = 60
_LONGEST_WAIT = 24 * 3600

_HEADERS = ("retry-after", "ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")

#: Numbers above this are instants in seconds since 1970, those below are durations.
_FIRST_EPOCH = 1_000_000_000


def retry_after_seconds(headers: Mapping[str, str], *, now: datetime) -> int:
    """Return how long to wait after a 429: between 1 second and a day.

    Reads seconds, HTTP dates, seconds since 1970 and ISO 8601, from Retry-After first. Instants
    are counted from the server's own Date when it sends one, so that its clock may be wrong.
    """
    server_now = _http_date(headers.get("date", "")) or now
    for name in _HEADERS:
        seconds = _seconds(headers.get(name, "").strip(), now=server_now)
        if seconds is not None and seconds > 0:
            return min(math.ceil(seconds), _LONGEST_WAIT)
    return _USUAL_WAIT


def _seconds(value: str, *, now: datetime) -> float | None:
    if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", value):
        number = float(value)
        return number - now.timestamp() if number >= _FIRST_EPOCH else number
    instant = _http_date(value) or _iso_date(value)
    return None if instant is None else (instant - now).total_seconds()


def _http_date(value: str) -> datetime | None:
    try:
        return _in_utc(parsedate_to_datetime(value))
    except (ValueError, TypeError, OverflowError):
        return None


def _iso_date(value: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return None


def _in_utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
