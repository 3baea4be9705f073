"""What Google's refusals mean, the same for each of its interfaces. Pure.

https://developers.google.com/youtube/v3/docs/errors and
https://cloud.google.com/apis/design/errors (read 2026-11-22). Older interfaces name the reason in
`error.errors[0].reason`, newer ones in an ErrorInfo among `error.details`; some answers have both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from beffroi.networks import shapes
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    NoAccount,
    NotFound,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
)
from beffroi.networks.json_text import JSON

#: Quotas begin anew at midnight there.
_QUOTA_ZONE = ZoneInfo("America/Los_Angeles")
_CODE = re.compile(r"[\w.:-]{1,60}")

#: Makes the error of a reason from its detail.
Make = Callable[[str], NetworkError]


class StaleAccess(AccessRevoked):
    """The token is refused: a renewed one may pass. Nothing took effect."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What one refusal says: `reasons` from the most telling on, and the quota that it hit."""

    status: str
    reasons: tuple[str, ...]
    quota_limit: str

    @property
    def text(self) -> str:
        """The codes alone, for a log: a message may repeat what we sent."""
        return " ".join(filter(None, (self.status, *self.reasons)))


def read_refusal(data: JSON) -> Refusal | None:
    """Return what an error's body says, None when it is no error of Google's."""
    error = data.get("error") if isinstance(data, dict) else None
    if not isinstance(error, dict):
        return None
    infos = [one for one in _records(error.get("details")) if "reason" in one]
    told = [*infos, *_records(error.get("errors"))]
    limits = [shapes.inner(one, "metadata").get("quota_limit_value") for one in infos]
    return Refusal(
        status=_code(error.get("status")),
        reasons=tuple(filter(None, (_code(one.get("reason")) for one in told))),
        quota_limit=next((str(limit) for limit in limits if limit is not None), ""),
    )


def name_refusal(
    refusal: Refusal,
    detail: str,
    *,
    now: datetime,
    retry_after_seconds: int,
    special: Mapping[str, Make],
) -> NetworkError | None:
    """Return the error that a refusal is, None to leave it to the HTTP status.

    `special` names the reasons of one interface, and comes before what all of them share.
    """
    for reason in refusal.reasons:
        if reason in special:
            return special[reason](detail)
    if refusal.quota_limit == "0":  # a project that was never approved may make no call at all
        return ReviewRequired(detail)
    codes = {*refusal.reasons, refusal.status}
    if codes & _QUOTA:
        return QuotaExhausted(detail, until=next_quota_day(now))
    if codes & _RATE:
        return RateLimited(detail, retry_after_seconds=retry_after_seconds)
    for code in (*refusal.reasons, refusal.status):
        if code in _COMMON:
            return _COMMON[code](detail)
    return None


def next_quota_day(now: datetime) -> datetime:
    """Return when today's quota begins anew: the next midnight in Los Angeles, in UTC."""
    tomorrow = now.astimezone(_QUOTA_ZONE).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), _QUOTA_ZONE).astimezone(UTC)


_QUOTA = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
_RATE = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"}
)
_COMMON: Mapping[str, Make] = {
    "authError": StaleAccess,
    "invalidCredentials": StaleAccess,
    "ACCESS_TOKEN_EXPIRED": StaleAccess,
    "UNAUTHENTICATED": StaleAccess,
    "youtubeSignupRequired": NoAccount,
    "insufficientPermissions": PermissionLost,
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": PermissionLost,
    "forbidden": PermissionLost,
    "accessNotConfigured": AppMisconfigured,
    "SERVICE_DISABLED": AppMisconfigured,
    "CONSUMER_INVALID": AppMisconfigured,
    "channelClosed": PolicyBlocked,
    "channelSuspended": PolicyBlocked,
    "accountClosed": PolicyBlocked,
    "authenticatedUserAccountClosed": PolicyBlocked,
    "authenticatedUserAccountSuspended": PolicyBlocked,
    "backendError": NetworkUnavailable,
    "processingFailure": NetworkUnavailable,
    "ABORTED": NetworkUnavailable,
    "UNAVAILABLE": NetworkUnavailable,
    "INTERNAL": NetworkUnavailable,
    "NOT_FOUND": NotFound,
    "PERMISSION_DENIED": PermissionLost,
}


def _records(data: JSON) -> list[shapes.Record]:
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _code(value: JSON) -> str:
    return value if isinstance(value, str) and _CODE.fullmatch(value) else ""
