"""Keeps a visible call from being made by whoever slept before it: somebody else may have made it.

A machine may be suspended at any moment; nearest to the call is where it is seen last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_timely: ContextVar[Callable[[], bool]] = ContextVar("is_timely", default=lambda: True)


@contextmanager
def acting_while(is_timely: Callable[[], bool]) -> Iterator[None]:
    """Have visible calls made in this block only while `is_timely`, which each asks first."""
    before = _is_timely.set(is_timely)
    try:
        yield
    finally:
        _is_timely.reset(before)


def may_act() -> bool:
    """Tell whether a visible call may still be made; always outside of such a block."""
    return _is_timely.get()()
