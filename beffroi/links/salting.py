"""The salts under which visitors are told apart: one a day, thrown away when it is over. No Django.

With it goes all that could tell who came: the digests of that day cannot be made again.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_BYTES = 32
_NAME = "salt-{:%Y-%m-%d}"


class Salts:
    """Salts by UTC day, kept in a folder so that a restart within the day changes nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._day = -1
        self._salt = b""

    def of(self, at: float) -> bytes:
        """Return the salt of the day of this moment, in seconds since 1970."""
        day = int(at // 86_400)
        if day != self._day:
            self._salt, self._day = self._read_or_make(at), day
        return self._salt

    def _read_or_make(self, at: float) -> bytes:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / _NAME.format(datetime.fromtimestamp(at, UTC))
        own = path.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        with suppress(FileExistsError):
            os.link(own, path)  # whole, or another process was first
        own.unlink()
        return path.read_bytes()


def throw_away(folder: Path, *, now: datetime) -> None:
    """Remove the salts of days that are over; `now` is aware."""
    today = _NAME.format(now.astimezone(UTC))
    for path in folder.glob("salt-*"):
        if path.name.split(".")[0] < today:
            path.unlink(missing_ok=True)
