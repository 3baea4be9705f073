"""What keeps a channel from working whole, as YouTube's own answers show it."""

from __future__ import annotations

from beffroi.networks import shapes
from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    NoAccount,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
)
from beffroi.networks.youtube.client import Client

_CONSENT_URL = "https://console.cloud.google.com/auth/audience"
_CODES: tuple[tuple[type[NetworkError], DiagnosisCode], ...] = (
    (PermissionLost, DiagnosisCode.SCOPE_MISSING),
    (NoAccount, DiagnosisCode.ROLE_MISSING),
    (AccessRevoked, DiagnosisCode.ACCESS_LOST),
    (ReviewRequired, DiagnosisCode.REVIEW_REQUIRED),
    (QuotaExhausted, DiagnosisCode.QUOTA_EXHAUSTED),
    (AppMisconfigured, DiagnosisCode.APP_MISCONFIGURED),
    (PolicyBlocked, DiagnosisCode.RESTRICTED),
)


def diagnose(client: Client) -> list[Diagnosis]:
    """Return what is wrong. Raises NetworkUnavailable and RateLimited only."""
    try:
        found = client.items("/channels", part="id", mine="true")
    except (NetworkUnavailable, RateLimited):
        raise
    except NetworkError as error:
        return [*_named(error), *_testing(client)]
    is_there = any(one.get("id") == client.channel_id for one in found)
    missing = [] if is_there else [Diagnosis(DiagnosisCode.ROLE_MISSING)]
    return [*missing, *_testing(client)]


def long_uploads_allowed(client: Client) -> bool:
    """Tell whether the channel takes videos of more than fifteen minutes."""
    found = client.items("/channels", part="status", id=client.channel_id)
    status = shapes.inner(found[0], "status") if found else {}
    return shapes.optional_text(status, "longUploadsStatus") == "allowed"


def _named(error: NetworkError) -> list[Diagnosis]:
    codes = [code for kind, code in _CODES if isinstance(error, kind)]
    return [Diagnosis(codes[0], detail=error.detail)] if codes else []


def _testing(client: Client) -> list[Diagnosis]:
    """Only a consent given to an app in testing has an end."""
    ends_at = client.consent_ends_at
    if ends_at is None:
        return []
    return [Diagnosis(DiagnosisCode.TESTING_MODE, ends_at.date().isoformat(), _CONSENT_URL)]
