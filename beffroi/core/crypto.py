"""Secrets at rest: sealed in the database under keys of a file apart, never in a backup."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model

from beffroi.core.sealing import (
    CryptoError,
    KeyFileUnreadable,
    KeyMissing,
    Keyring,
    Tampered,
    new_key,
    read_keys,
    write_keys,
)

__all__ = [
    "CryptoError",
    "KeyFileUnreadable",
    "KeyMissing",
    "Tampered",
    "open_sealed",
    "register_sealed",
    "rotate",
    "seal",
]


@dataclass(frozen=True)
class SealedColumn:
    """A column of sealed values, and what binds each to its row."""

    model: type[Model]
    field: str
    bound_to: Callable[[Any], str]


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: values sealed anew, and values that no key opens."""

    sealed_anew: int
    unreadable: int


_columns: list[SealedColumn] = []


def seal(plaintext: bytes, *, bound_to: str) -> bytes:
    """Return a token that only this installation opens, and only for the same `bound_to`."""
    return _keyring_or_new().seal(plaintext, bound_to=bound_to)


def open_sealed(token: bytes, *, bound_to: str) -> bytes:
    """Return what was sealed; raises KeyMissing, Tampered."""
    return _keyring().open(token, bound_to=bound_to)


def register_sealed(model: type[Model], field: str, bound_to: Callable[[Any], str]) -> None:
    """Have rotations seal a column anew; `bound_to` tells what binds the value of a row."""
    _columns.append(SealedColumn(model, field, bound_to))


def rotate() -> Rotation:
    """Seal every secret under a new key.

    After an interruption, call again: it goes on with the key that is there. Older keys stay in the
    file, since older backups need them.
    """
    keyring = _keyring_or_new()
    if not any(_stale(keyring)):
        keyring = Keyring((*keyring.keys, new_key()))
        _replace(_file(), write_keys(keyring))
    sealed_anew = 0
    while stale := list(_stale(keyring)):  # again for those that somebody wrote meanwhile
        sealed_anew += sum(_seal_anew(column, row, keyring) for column, row in stale)
    return Rotation(sealed_anew, unreadable_count())


def unreadable_count() -> int:
    """Return how many sealed values no key of the file opens."""
    keyring = _keyring()
    return sum(
        not _opens(keyring, _token(column, row), column.bound_to(row)) for column, row in _sealed()
    )


def _sealed() -> Iterator[tuple[SealedColumn, Model]]:
    for column in _columns:
        rows = column.model._default_manager.exclude(**{column.field: None}).order_by("pk")
        for row in rows.iterator():
            if _token(column, row):
                yield column, row


def _stale(keyring: Keyring) -> Iterator[tuple[SealedColumn, Model]]:
    for column, row in _sealed():
        token = _token(column, row)
        if _opens(keyring, token, column.bound_to(row)) and not keyring.is_current(token):
            yield column, row


def _token(column: SealedColumn, row: Model) -> bytes:
    return bytes(getattr(row, column.field))


def _opens(keyring: Keyring, token: bytes, bound_to: str) -> bool:
    try:
        keyring.open(token, bound_to=bound_to)
    except CryptoError:
        return False
    return True


def _seal_anew(column: SealedColumn, row: Model, keyring: Keyring) -> bool:
    """Replace the value, unless somebody just wrote another one."""
    before, bound_to = _token(column, row), column.bound_to(row)
    after = keyring.seal(keyring.open(before, bound_to=bound_to), bound_to=bound_to)
    unchanged = column.model._default_manager.filter(pk=row.pk, **{column.field: before})
    return bool(unchanged.update(**{column.field: after}))


def _file() -> Path:
    return Path(settings.SECRET_FILE)


def _keyring() -> Keyring:
    file = _file()
    try:
        status = file.stat()
    except FileNotFoundError:
        return Keyring(())
    return _read(file, status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=4)
def _read(file: Path, _changed_ns: int, _inode: int) -> Keyring:
    return read_keys(file.read_text())


def _keyring_or_new() -> Keyring:
    keyring = _keyring()
    if keyring.keys:
        return keyring
    _create(_file(), write_keys(Keyring((new_key(),))))
    return _keyring()


def _create(file: Path, text: str) -> None:
    """Write the file whole, unless another process was first."""
    draft = _draft(file, text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(file.parent)


def _replace(file: Path, text: str) -> None:
    _draft(file, text).replace(file)
    _sync_folder(file.parent)


def _draft(file: Path, text: str) -> Path:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
