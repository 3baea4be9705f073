"""Drops for good what the team deleted long ago, and what is of no more use."""

from __future__ import annotations

from datetime import datetime, timedelta

from beffroi.inbox import presence
from beffroi.inbox.automation import answers, journal
from beffroi.inbox.keeping import DELETED_KEPT
from beffroi.inbox.models import Label, Note, Nudge, Rule, SavedAnswer, SavedView, Sweep

#: Undone or not, what a sweep remembers is of no use after half an hour.
_SWEEPS_KEPT = timedelta(days=1)


def clear(*, now: datetime) -> None:
    """Drop it."""
    long_ago = now - DELETED_KEPT
    for model in (Label, Note, Rule, SavedAnswer, SavedView):
        model._default_manager.filter(deleted_at__lte=long_ago).delete()
    Nudge.objects.filter(seen_at__lte=long_ago).delete()
    Sweep.objects.filter(done_at__lte=now - _SWEEPS_KEPT).delete()
    journal.clear(now=now)
    answers.clear(now=now)
    presence.forget(now=now)
