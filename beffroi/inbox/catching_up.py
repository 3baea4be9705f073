"""Catches up with what came before something was kept, a little at a time."""

from __future__ import annotations

from collections.abc import Callable

from beffroi.inbox import rules


def catch_up(batch: Callable[[], int]) -> int:
    """Do batches until one is not full, or `rules.INDEX_AT_ONCE` are done. Return how many.

    `batch` does `rules.INDEX_BATCH` at most, in a transaction of its own: others read and write
    between.
    """
    done = 0
    while done < rules.INDEX_AT_ONCE:
        several = batch()
        done += several
        if several < rules.INDEX_BATCH:
            break
    return done
