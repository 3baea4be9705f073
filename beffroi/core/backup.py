"""Backup and restore of everything that Beffroi keeps, except the key file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

AfterRestore = Callable[[datetime], None]

_after_restore: list[AfterRestore] = []


def register_after_restore(hook: AfterRestore) -> None:
    """Have `hook(now)` run in the restored database, before anything else works with it."""
    _after_restore.append(hook)
