"""Names what Instagram refuses, beyond what all of Meta's networks share.

https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes/
(of 2026-06-02, read on 2026-11-22). Three names stay inside this package: what they mean depends
on the call.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from beffroi.networks.errors import (
    ContentRefused,
    MediaUnreachable,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    QuotaExhausted,
)
from beffroi.networks.families.graph.errors import Fault
from beffroi.networks.instagram.declaration import LIMITS


class NothingTaken(NetworkError):
    """A container is not ready, or no longer there: proof that publishing took no effect."""

    retryable = True


class SuspectedSpam(PolicyBlocked):
    """Instagram says that it restricts this activity; others saw the post live all the same."""


class NothingCounted(NetworkError):
    """Too few people saw it for Instagram to tell how many."""


_Make = Callable[[str], NetworkError]


def _media(detail: str) -> NetworkError:
    return ContentRefused(detail, field="media")


def _caption(detail: str) -> NetworkError:
    return ContentRefused(detail, field="text", limit=LIMITS.text_max)


def _answer(detail: str) -> NetworkError:
    return ContentRefused(detail, field="reply_to")


_BY_SUBCODE: dict[int, _Make] = {
    2207027: NothingTaken,
    2207006: NothingTaken,
    2207008: NothingTaken,
    2207020: NothingTaken,
    2207051: SuspectedSpam,
    2207050: PolicyBlocked,
    2207042: QuotaExhausted,
    2207003: MediaUnreachable,
    2207052: MediaUnreachable,
    2207077: MediaUnreachable,
    2207001: NetworkUnavailable,
    2207032: NetworkUnavailable,
    2207053: NetworkUnavailable,
    2207082: NetworkUnavailable,
    2207004: _media,
    2207005: _media,
    2207009: _media,
    2207023: _media,
    2207026: _media,
    2207028: _media,
    2207057: _media,
    2207010: _caption,
    2534014: _answer,  # the person cannot be found
    2534022: _answer,  # the window for answers is closed
}
#: A post from before the account was a professional one: nothing was counted then.
_BEFORE_PROFESSIONAL = 2108006
#: For a subcode that is missing, or newer than this list.
_BY_CODE: dict[int, _Make] = {
    9007: NothingTaken,
    24: NothingTaken,
    25: PolicyBlocked,
    9: QuotaExhausted,
    9004: MediaUnreachable,
    -2: MediaUnreachable,
    -1: NetworkUnavailable,
    36000: _media,
    36001: _media,
    36003: _media,
    352: _media,
    36004: _caption,
    551: _answer,  # the person takes no messages now
}


def name_fault(fault: Fault) -> NetworkError | None:
    """Name a fault as Instagram means it, None to leave it to the shared names."""
    is_small = fault.code == 10 and "enough viewers" in fault.message.lower()
    if is_small or fault.subcode == _BEFORE_PROFESSIONAL:
        return NothingCounted(fault.detail)
    make = _BY_SUBCODE.get(fault.subcode) or _BY_CODE.get(fault.code)
    return make(fault.detail) if make else None


def name_status(status: str, *, about: str) -> NetworkError:
    """Name why a container failed, from the words that come with its status.

    NotFound: nothing is wrong with the file, and only another container will help.
    """
    told = re.search(r"\b(2207\d{3})\b", status)
    detail = f"{about}: failed with {told[1] if told else 'no code'}"
    make = _BY_SUBCODE.get(int(told[1]), _media) if told else _media
    error = make(detail)
    return error if isinstance(error, ContentRefused | MediaUnreachable) else NotFound(detail)


class Settle(Protocol):
    """Says what a refused call means to its caller. `until` is for a quota that is spent."""

    def __call__(self, error: NetworkError, *, until: datetime) -> NetworkError:
        """Return the error to raise instead."""
        ...


def settle_act(error: NetworkError, *, until: datetime) -> NetworkError:
    """Settle a visible call. NothingTaken is left to who knows the container."""
    if isinstance(error, SuspectedSpam):
        return OutcomeUnknown(error.detail)
    if isinstance(error, QuotaExhausted):
        return QuotaExhausted(error.detail, until=error.until or until)
    return error


def settle_read(error: NetworkError, *, until: datetime) -> NetworkError:
    """Settle a call that nobody sees."""
    if isinstance(error, SuspectedSpam):
        return PolicyBlocked(error.detail)
    if isinstance(error, NothingTaken):
        return NetworkUnavailable(error.detail)
    return settle_act(error, until=until)
