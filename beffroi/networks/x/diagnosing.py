"""What keeps a channel from working whole, as X's own answers show it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
)
from beffroi.networks.x import prices
from beffroi.networks.x.client import Session, data_of
from beffroi.networks.x.connect import missing_scopes
from beffroi.networks.x.declaration import CONSUMER_KEY, CONSUMER_SECRET

_CONSOLE = "https://console.x.com"

#: The first that fits names the finding.
_FINDINGS: tuple[tuple[type[NetworkError], DiagnosisCode, str], ...] = (
    (PermissionLost, DiagnosisCode.SCOPE_MISSING, ""),
    (AccessRevoked, DiagnosisCode.ACCESS_LOST, ""),
    (QuotaExhausted, DiagnosisCode.CREDITS_EXHAUSTED, _CONSOLE),
    (ReviewRequired, DiagnosisCode.REVIEW_REQUIRED, _CONSOLE),
    (AppMisconfigured, DiagnosisCode.APP_MISCONFIGURED, _CONSOLE),
    (PolicyBlocked, DiagnosisCode.RESTRICTED, "https://x.com"),
)


def diagnose(session: Session, *, public_url: str) -> Sequence[Diagnosis]:
    """Return what is missing; nothing: all is well."""
    return [*_of_the_app(session), *_of_the_access(session), *_of_the_address(public_url)]


def _of_the_app(session: Session) -> Iterator[Diagnosis]:
    try:
        extra = session.app().extra
    except AppMisconfigured:
        yield Diagnosis(DiagnosisCode.APP_MISCONFIGURED, url=_CONSOLE)
        return
    missing = [one for one in (CONSUMER_KEY, CONSUMER_SECRET) if not extra.get(one)]
    if missing:
        yield Diagnosis(DiagnosisCode.APP_MISCONFIGURED, ", ".join(missing), _CONSOLE)


def _of_the_access(session: Session) -> Iterator[Diagnosis]:
    missing = missing_scopes(session.granted)
    if missing:
        yield Diagnosis(DiagnosisCode.SCOPE_MISSING, ", ".join(missing))
    try:
        data_of(session.read("GET", "/2/users/me"), "user")
        session.pay_reads(prices.USER_READ, [session.account_id])
    except (NetworkUnavailable, RateLimited):
        raise
    except NetworkError as error:
        yield from _finding(error)


def _finding(error: NetworkError) -> Iterator[Diagnosis]:
    for kind, code, url in _FINDINGS:
        if isinstance(error, kind):
            yield Diagnosis(code, error.detail, url)
            return
    raise NetworkUnavailable(error.detail) from error


def _of_the_address(public_url: str) -> Iterator[Diagnosis]:
    """X calls back over HTTPS alone, at a name, without a port."""
    split = urlsplit(public_url)
    host = split.hostname or ""
    is_fit = split.scheme == "https" and "." in host and ":" not in split.netloc
    if not is_fit or _is_number(host):
        yield Diagnosis(DiagnosisCode.NOT_TOLD_AT_ONCE)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
