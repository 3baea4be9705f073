"""Takes values out of JSON that a server wrote. A shape it lacks is UnexpectedResponse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from beffroi.networks.errors import UnexpectedResponse
from beffroi.networks.json_text import JSON

Record = dict[str, JSON]

#: What the columns of counts hold on every database, and those of the largest whole numbers.
_COUNT_MAX = 2**31 - 1
_WHOLE_MAX = 2**63 - 1


def record(data: JSON, about: str) -> Record:
    """Return `data` as an object; `about` names it in the error."""
    if not isinstance(data, dict):
        raise UnexpectedResponse(f"{about}: not an object")
    return data


def records(data: JSON, about: str) -> list[Record]:
    """Return the objects of a list, leaving out what is none."""
    if not isinstance(data, list):
        raise UnexpectedResponse(f"{about}: not a list")
    return [item for item in data if isinstance(item, dict)]


def text(data: Record, key: str) -> str:
    """Return a text, or a number as text: forks write some ids as numbers."""
    value = optional_text(data, key)
    if value is None:
        raise UnexpectedResponse(f"no text under {key}")
    return value


def optional_text(data: Record, key: str) -> str | None:
    """Return a text, None when it is absent or something else."""
    value = data.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def whole(data: Mapping[str, JSON], key: str) -> int | None:
    """Return a whole number that is not negative and can be stored, None when there is none."""
    value = data.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= _WHOLE_MAX else None


def count(data: Mapping[str, JSON], key: str) -> int | None:
    """Return how many people or gestures there were, None when nobody could be so many."""
    value = whole(data, key)
    return value if value is not None and value <= _COUNT_MAX else None


def instant(data: Record, key: str) -> datetime:
    """Return an aware UTC instant."""
    value = optional_instant(data, key)
    if value is None:
        raise UnexpectedResponse(f"no instant under {key}")
    return value


def optional_instant(data: Record, key: str) -> datetime | None:
    """Return an aware UTC instant, None when it is absent or not readable."""
    try:
        found = datetime.fromisoformat(optional_text(data, key) or "")
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def inner(data: Record, *keys: str) -> Record:
    """Follow `keys` through objects; an empty one where the path ends early."""
    for key in keys:
        found = data.get(key)
        data = found if isinstance(found, dict) else {}
    return data
