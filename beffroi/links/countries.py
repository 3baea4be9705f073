"""The country of an address, read from a file of this installation; the address goes nowhere."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from maxminddb import MODE_MEMORY, InvalidDatabaseError, Reader, open_database

logger = logging.getLogger(__name__)

#: Where the makers of such files put the code: most of them, then ip-location-db.
_NESTED, _FLAT = ("country", "registered_country"), "country_code"
_CODE_LENGTH = 2
#: What the library raises where a file is none, or is broken inside.
_BROKEN = (InvalidDatabaseError, ValueError, TypeError, LookupError, OverflowError, RecursionError)


class Unreadable(ValueError):
    """There is no such file, or it is none of this kind."""


class Countries:
    """Tells countries by a file; without one, or with a broken one, every country is unknown."""

    def __init__(self, path: Path | None) -> None:
        self._reader: Reader | None = None
        if path is not None:
            try:
                self._reader = _opened(path)
            except Unreadable:
                logger.warning("Countries of visitors stay unknown: %s cannot be read.", path)

    def of(self, address: str) -> str:
        """Return the country of an address (ISO 3166, two letters), "" where it is unknown."""
        if self._reader is None:
            return ""
        try:
            return _code(self._reader.get(address))
        except _BROKEN:  # which an address that is none raises, too
            return ""


def made_at(path: Path) -> datetime:
    """Return when a file of countries was made. Raises Unreadable."""
    with _opened(path) as reader:
        return datetime.fromtimestamp(reader.metadata().build_epoch, UTC)


def _opened(path: Path) -> Reader:
    """Read the whole file, some megabytes: one that is replaced below our feet harms nobody."""
    try:
        return open_database(path, MODE_MEMORY)
    except (OSError, *_BROKEN) as error:
        raise Unreadable from error


def _code(found: object) -> str:
    if not isinstance(found, Mapping):
        return ""
    code = found.get(_FLAT)
    for name in _NESTED:
        nested = found.get(name)
        if not code and isinstance(nested, Mapping):
            code = nested.get("iso_code")
    known = code.upper() if isinstance(code, str) else ""
    return known if len(known) == _CODE_LENGTH and known.isascii() and known.isalpha() else ""
