"""Work of this app that needs no one's screen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.core.leftovers import clear_leftovers
from beffroi.inbox.people import suppression
from beffroi.listening import confirming, people, retention, reviewing, vocabulary
from beffroi.listening.alerting import detecting
from beffroi.listening.telling import notices


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


@periodic("listening.look_all", every=timedelta(minutes=5))
def look_all(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Ask for a look wherever there may be reason to alert."""
    detecting.ask_all(now=clock())
    return None


@job(detecting.LOOK)
def look(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Look whether the watches of a workspace have reason to alert."""
    detecting.look_at(payload["workspace_id"], now=clock())
    return None


@periodic("listening.confirm", every=timedelta(minutes=1))
def confirm(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Ask networks for what was heard of them."""
    confirming.confirm(clock=clock)
    return None


@job(notices.TELL, attempts=10)
def tell(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Tell somebody, or an address, of a change of an alert."""
    notices.tell(payload["notice_id"], now=clock())
    return None


@on_quarantine(notices.TELL)
def give_up_telling(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let it be known that it was not told."""
    notices.give_up(payload["notice_id"], now=clock())


@periodic("listening.retain", every=timedelta(days=1))
def retain(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Let names go after a while, words at their term, and whoever was erased or objects."""
    done = retention.unname(now=clock()) + retention.erase_due(now=clock())
    done += sum(people.Mentions().erase_again(one, now=clock()) for one in suppression.workspaces())
    if done:
        clear_leftovers()
    return None


@periodic("listening.forget_removed", every=timedelta(minutes=10))
def forget_removed(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase what watches heard alone that were removed, once that can no longer be undone."""
    if retention.forget_removed(now=clock()):
        clear_leftovers()
    return None
