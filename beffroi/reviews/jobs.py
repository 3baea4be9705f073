"""Work of this app that needs no one's screen: requests by mail, and forgetting addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from beffroi.core.clock import Clock
from beffroi.core.jobs import job, on_quarantine, periodic
from beffroi.core.mailing import Fate, MailServerAway, mail_is_set
from beffroi.reviews import asking, mails


@job(asking.SEND)
def send_request(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Mail one request: at most once, whatever happens on the way."""
    if not mail_is_set():
        asking.give_up(payload["request_id"])
        return None
    request = asking.begin(payload["request_id"])
    if request is None:
        return None
    fate = mails.send_request(request)
    if fate is Fate.TAKEN:
        asking.note_sent(request, now=clock())
    elif fate is Fate.REFUSED:
        asking.note_not_sent(request)
    elif fate is Fate.UNKNOWN:
        asking.note_doubtful(request)
    else:
        asking.put_back(request)
        raise MailServerAway
    return None


@on_quarantine(asking.SEND)
def give_up_sending(payload: Mapping[str, Any], *, clock: Clock) -> None:
    """Let the page say that the mail did not leave, or that nobody knows."""
    asking.give_up(payload["request_id"])


@periodic("reviews.forget", every=timedelta(days=1))
def forget(payload: Mapping[str, Any], *, clock: Clock) -> datetime | None:
    """Erase addresses that were kept for sending."""
    asking.erase_addresses(now=clock())
    return None
