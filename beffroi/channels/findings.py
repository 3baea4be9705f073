"""What keeps a channel from working whole: as it is kept, and as one refusal tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from beffroi.channels.models import Channel
from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NotLinked,
    PermissionLost,
    QuotaExhausted,
    ReadersRefused,
    ReviewRequired,
    SourceGone,
    VersionRetired,
)

#: Over by themselves: told where the channel is looked at, but nobody is asked to do anything.
_PASSING = frozenset({DiagnosisCode.QUOTA_EXHAUSTED})
#: Nothing is missing, it only comes later: told on the channel's own page alone.
_MILD = frozenset({DiagnosisCode.NOT_TOLD_AT_ONCE})
#: Why an access is over that a person took back through their network, and that we deleted.
WITHDRAWN = "withdrawn"
#: What a refusal says of the whole channel. The first that fits counts.
_CODES: tuple[tuple[type[NetworkError], DiagnosisCode], ...] = (
    (NotLinked, DiagnosisCode.LINK_MISSING),
    (PermissionLost, DiagnosisCode.ROLE_MISSING),
    (SourceGone, DiagnosisCode.SOURCE_GONE),
    (AccessRevoked, DiagnosisCode.ACCESS_LOST),
    (ReadersRefused, DiagnosisCode.READERS_REFUSED),
    (ReviewRequired, DiagnosisCode.REVIEW_REQUIRED),
    (AppMisconfigured, DiagnosisCode.APP_MISCONFIGURED),
    (VersionRetired, DiagnosisCode.VERSION_RETIRED),
)


def of_refusal(error: NetworkError) -> Diagnosis | None:
    """Return what `error` says of the whole channel, None when it says nothing."""
    if isinstance(error, QuotaExhausted) and error.until is None:  # no day will open it again
        return Diagnosis(DiagnosisCode.CREDITS_EXHAUSTED)
    if isinstance(error, AccessRevoked) and error.detail == WITHDRAWN:
        return Diagnosis(DiagnosisCode.CONSENT_WITHDRAWN)
    return next((Diagnosis(code) for kind, code in _CODES if isinstance(error, kind)), None)


def findings_of(channel: Channel) -> list[Diagnosis]:
    """Return what was last found; a code that is no longer known is left out."""
    known = {code.value for code in DiagnosisCode}
    return [
        Diagnosis(DiagnosisCode(one["code"]), one["detail"], one["url"])
        for one in channel.findings
        if one["code"] in known
    ]


def has(channel: Channel, code: DiagnosisCode) -> bool:
    """Tell whether `code` is among what was last found."""
    return any(one.code is code for one in findings_of(channel))


def to_settle(found: Iterable[Diagnosis]) -> list[Diagnosis]:
    """Return the findings about which somebody can do something."""
    return [one for one in missing(found) if one.code not in _PASSING]


def missing(found: Iterable[Diagnosis]) -> list[Diagnosis]:
    """Return the findings that keep a channel from working whole."""
    return [one for one in found if one.code not in _MILD]


def beside_known(channel: Channel, error: NetworkError) -> list[dict[str, Any]]:
    """Return the findings of `channel` with what `error` adds in front, as they are kept."""
    known, told = findings_of(channel), of_refusal(error)
    new = [told] if told and all(one.code is not told.code for one in known) else []
    return [to_json(one) for one in (*new, *known)]


def to_json(found: Diagnosis) -> dict[str, Any]:
    """Return a finding as it is kept."""
    return {"code": found.code.value, "detail": found.detail, "url": found.url}
