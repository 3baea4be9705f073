"""What an error of a network means for a source that is read. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.listening.sources.pacing import Trouble
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NotFound,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
    SourceGone,
    UnexpectedResponse,
)

#: The first that fits counts: narrower kinds stand before wider ones.
_TROUBLES: tuple[tuple[type[Exception], Trouble], ...] = (
    (SourceGone, Trouble.GONE),
    (NotFound, Trouble.MISSING),
    (QuotaExhausted, Trouble.BUDGET),
    (PolicyBlocked, Trouble.REFUSED),
    (AccessRevoked, Trouble.REFUSED),
    (ReviewRequired, Trouble.REFUSED),
    (ContentRefused, Trouble.UNREADABLE),
    (UnexpectedResponse, Trouble.UNREADABLE),
)


def trouble_of(error: Exception) -> Trouble:
    """Name what an error means; most often, to try again later."""
    found = (trouble for kind, trouble in _TROUBLES if isinstance(error, kind))
    return next(found, Trouble.UNAVAILABLE)


def asked_pause(error: Exception, *, now: datetime) -> timedelta | None:
    """Return how long an error asks to wait, None where it does not say."""
    if isinstance(error, RateLimited):
        return timedelta(seconds=error.retry_after_seconds)
    if isinstance(error, QuotaExhausted) and error.until is not None:
        return max(error.until - now, timedelta())
    return None
