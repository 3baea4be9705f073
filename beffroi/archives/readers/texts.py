"""Texts, dates and identifiers as exports write them, made fit to keep. Pure."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from beffroi.networks.html_text import read_html

TEXT_LENGTH_MAX = 20_000
_NAME_LENGTH_MAX = 255
_URL_LENGTH_MAX = 1000
_ID_LENGTH_MAX = 190
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_MILLISECONDS_FROM = 100_000_000_000
_FRACTION = re.compile(r"(\.\d{6})\d+")
_X_MOMENT = "%a %b %d %H:%M:%S %z %Y"
_LOOSE_MOMENTS = (
    "%Y-%m-%d %H:%M:%S UTC",
    "%Y-%m-%d %H:%M UTC",
    "%d %b %Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%y, %I:%M %p",
)


def clean(value: Any) -> str:
    """Return a text that every database takes: no NUL, no half of a pair, not without end."""
    if not isinstance(value, str):
        return ""
    text = value.replace("\0", "").strip()[:TEXT_LENGTH_MAX]
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def repaired(value: Any) -> str:
    """Return a text of Meta's exports: UTF-8 that was written as if it were Latin-1 (`Ã©`)."""
    if not isinstance(value, str):
        return ""
    try:
        return clean(value.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return clean(value)


def plain_text(value: Any) -> str:
    """Return the words of a piece of HTML, its paragraphs as lines."""
    return clean(read_html(clean(value)))


def name(value: Any) -> str:
    """Return a name on one line."""
    return " ".join(clean(value).split())[:_NAME_LENGTH_MAX]


def address(value: Any) -> str:
    """Return a web address, or nothing when it is none that fits."""
    text = clean(value)
    is_web = text.startswith(("https://", "http://"))
    return text if is_web and len(text) <= _URL_LENGTH_MAX else ""


def identifier(value: Any) -> str:
    """Return the network's own id; a very long one is replaced by its hash."""
    text = clean(str(value) if isinstance(value, int) else value)
    return text if len(text) <= _ID_LENGTH_MAX else made_id(text)


def made_id(*parts: object) -> str:
    """Return an id for what has none in its export: the same content gives the same id."""
    joined = "\x1f".join(str(part) for part in parts)
    return "~" + hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()[:32]


def moment(value: Any) -> datetime | None:
    """Return an instant in UTC, however it is written; None when it is none or absurd.

    Without a zone it is taken as UTC, which is what the exports that leave it out mean.
    """
    found = _from_number(value) if isinstance(value, int | float) else _from_text(clean(value))
    return found if found and _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _from_number(value: float) -> datetime | None:
    try:
        seconds = value / 1000 if abs(value) >= _MILLISECONDS_FROM else value
        return _EPOCH + timedelta(seconds=seconds) if seconds > 0 else None
    except (OverflowError, ValueError):
        return None


def _from_text(text: str) -> datetime | None:
    if text.isascii() and text.isdigit() and len(text) >= 9:
        return _from_number(float(text[:18]))
    try:
        return _aware(datetime.fromisoformat(_FRACTION.sub(r"\1", text)))
    except (ValueError, OverflowError):
        pass
    for shape in (_X_MOMENT, *_LOOSE_MOMENTS):
        try:
            return _aware(datetime.strptime(text, shape))  # noqa: DTZ007 made aware at once
        except (ValueError, OverflowError):
            continue
    try:
        return _aware(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _aware(found: datetime) -> datetime:
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def whole(value: Any) -> int | None:
    """Return a count; None when there is none. "1 234", "1,234" and 12.0 are counts."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        value = re.sub(r"[\s,\u202f\u00a0]", "", value)
    try:
        number = int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number < 2**62 else None


def rating(value: Any) -> int | None:
    """Return stars from 1 to 5; None for anything else."""
    number = whole(value)
    return number if number is not None and 1 <= number <= 5 else None
