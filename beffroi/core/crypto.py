"""Secrets at rest: sealed in the database under keys of a file apart, never in a backup."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
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
    "SealedValue",
    "Tampered",
    "fingerprint",
    "open_sealed",
    "register_sealed",
    "register_sealed_values",
    "rotate",
    "seal",
]


@dataclass(frozen=True)
class SealedValue:
    """A sealed value where it lies.

    `replace` puts another token in its place, unless somebody changed it meanwhile; it tells
    whether it did.
    """

    token: bytes
    bound_to: str
    replace: Callable[[bytes], bool]


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: values sealed anew, and values that no key opens."""

    sealed_anew: int
    unreadable: int


_sources: list[Callable[[], Iterator[SealedValue]]] = []


def seal(plaintext: bytes, *, bound_to: str) -> bytes:
    """Return a token that only this installation opens, and only for the same `bound_to`."""
    return _keyring_or_new().seal(plaintext, bound_to=bound_to)


def open_sealed(token: bytes, *, bound_to: str) -> bytes:
    """Return what was sealed; raises KeyMissing, Tampered."""
    return _keyring().open(token, bound_to=bound_to)


def fingerprint(text: str, *, purpose: str) -> str:
    """Return a digest that tells whether a text is the same, and nothing else without the key."""
    return _keyring_or_new().fingerprint(text, purpose=purpose)


def register_sealed(model: type[Model], field: str, bound_to: Callable[[Any], str]) -> None:
    """Have rotations seal a column anew; `bound_to` tells what binds the value of a row."""
    register_sealed_values(partial(_column_values, model, field, bound_to))


def register_sealed_values(read: Callable[[], Iterator[SealedValue]]) -> None:
    """Have rotations seal anew what `read` finds, where it is no column of its own."""
    _sources.append(read)


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
        sealed_anew += sum(_seal_anew(value, keyring) for value in stale)
    return Rotation(sealed_anew, unreadable_count())


def unreadable_count() -> int:
    """Return how many sealed values no key of the file opens."""
    keyring = _keyring()
    return sum(not _opens(keyring, value) for value in _sealed())


def _sealed() -> Iterator[SealedValue]:
    for read in _sources:
        yield from read()


def _column_values(
    model: type[Model], field: str, bound_to: Callable[[Any], str]
) -> Iterator[SealedValue]:
    rows = model._default_manager.exclude(**{field: None}).order_by("pk")
    for row in rows.iterator():
        if token := bytes(getattr(row, field)):
            yield SealedValue(token, bound_to(row), partial(_replace_in, row, field, token))


def _replace_in(row: Model, field: str, before: bytes, after: bytes) -> bool:
    unchanged = type(row)._default_manager.filter(pk=row.pk, **{field: before})
    return bool(unchanged.update(**{field: after}))


def _stale(keyring: Keyring) -> Iterator[SealedValue]:
    for value in _sealed():
        if _opens(keyring, value) and not keyring.is_current(value.token):
            yield value


def _opens(keyring: Keyring, value: SealedValue) -> bool:
    try:
        keyring.open(value.token, bound_to=value.bound_to)
    except CryptoError:
        return False
    return True


def _seal_anew(value: SealedValue, keyring: Keyring) -> bool:
    """Replace the value, unless somebody just wrote another one."""
    plaintext = keyring.open(value.token, bound_to=value.bound_to)
    return value.replace(keyring.seal(plaintext, bound_to=value.bound_to))


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
