"""How much of a quota the last answers say is spent, so that the next call stops short of it.

https://developers.facebook.com/docs/graph-api/overview/rate-limiting/ (read on 2026-11-22). The
vendor writes the time to wait in minutes, others saw seconds: it is read as minutes, the longer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from beffroi.networks.errors import RateLimited
from beffroi.networks.json_text import JSON

#: From this part of a quota on, in percent, nothing more is asked.
FULL = 95
#: How long to wait when the network does not say.
UNTOLD_WAIT_SECONDS = 600
_LONGEST_WAIT_SECONDS = 24 * 3600

_SHARES = ("call_count", "total_time", "total_cputime")


class Usage:
    """What is known of quotas, for as long as the process lives. Share one for each network.

    Safe between threads: each change is one assignment.
    """

    def __init__(self) -> None:
        self._full_until: dict[str, datetime] = {}

    def check(self, account: str, *, now: datetime) -> None:
        """Raise RateLimited when the quota of `account` is all but spent."""
        until = self._full_until.get(account)
        if until is None:
            return
        if until <= now:
            self._full_until.pop(account, None)
            return
        seconds = round((until - now).total_seconds()) + 1
        raise RateLimited("the quota is all but spent", retry_after_seconds=seconds)

    def note(self, account: str, headers: Mapping[str, str], *, now: datetime) -> None:
        """Remember what an answer to `account` says."""
        seconds = full_for_seconds(headers)
        if seconds:
            self._full_until[account] = now + timedelta(seconds=seconds)


def full_for_seconds(headers: Mapping[str, str]) -> int:
    """Return for how long to ask nothing, 0 when the quotas are not full."""
    waits = [0]
    for shares in _told(headers):
        regain = _number(shares.get("estimated_time_to_regain_access")) * 60
        is_full = max(_number(shares.get(name)) for name in _SHARES) >= FULL
        if is_full or regain:
            waits.append(regain or UNTOLD_WAIT_SECONDS)
    return min(max(waits), _LONGEST_WAIT_SECONDS)


def _told(headers: Mapping[str, str]) -> Iterator[dict[str, JSON]]:
    app = _parsed(headers.get("x-app-usage", ""))
    if isinstance(app, dict):
        yield app
    by_account = _parsed(headers.get("x-business-use-case-usage", ""))
    for uses in by_account.values() if isinstance(by_account, dict) else ():
        yield from (use for use in uses if isinstance(use, dict)) if isinstance(uses, list) else ()


def _parsed(text: str) -> JSON:
    try:
        found: JSON = json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
    return found


def _number(value: JSON | None) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return min(int(value), 10**6) if is_number and 0 < value < 10**9 else 0  # type: ignore[operator,arg-type]
