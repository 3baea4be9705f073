"""Work of this app that needs no one's screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import periodic
from beffroi.listening import reviewing, vocabulary


@periodic("listening.clean_words", every=timedelta(days=1))
def clean_words(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Drop counts of words that tell nothing any more."""
    vocabulary.clean(now=clock())
    return None


@periodic("listening.reviews", every=timedelta(minutes=5))
def take_reviews(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Take in what the inbox received of reviews, and let go of what it let go."""
    reviewing.take_reviews(now=clock())
    return None
