"""What a refusal of Google's shows to be wrong with a channel. Pure."""

from __future__ import annotations

from datetime import datetime

from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NoAccount,
    NotFound,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    ReviewRequired,
)

_CONSENT_URL = "https://console.cloud.google.com/auth/audience"
_CODES: tuple[tuple[type[NetworkError], DiagnosisCode], ...] = (
    (PermissionLost, DiagnosisCode.SCOPE_MISSING),
    (NoAccount, DiagnosisCode.ROLE_MISSING),
    (NotFound, DiagnosisCode.ROLE_MISSING),
    (AccessRevoked, DiagnosisCode.ACCESS_LOST),
    (ReviewRequired, DiagnosisCode.REVIEW_REQUIRED),
    (QuotaExhausted, DiagnosisCode.QUOTA_EXHAUSTED),
    (AppMisconfigured, DiagnosisCode.APP_MISCONFIGURED),
    (PolicyBlocked, DiagnosisCode.RESTRICTED),
)


def name_finding(error: NetworkError) -> list[Diagnosis]:
    """Return the finding that an error is, none when it says nothing of the channel."""
    codes = [code for kind, code in _CODES if isinstance(error, kind)]
    return [Diagnosis(codes[0], detail=error.detail)] if codes else []


def testing_mode(ends_at: datetime | None) -> list[Diagnosis]:
    """Return that a consent was given to an app in testing: only such a one has an end."""
    if ends_at is None:
        return []
    return [Diagnosis(DiagnosisCode.TESTING_MODE, ends_at.date().isoformat(), _CONSENT_URL)]
