"""What keeps a channel from working whole, from LinkedIn's own answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    NotFound,
    PermissionLost,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
    UnexpectedResponse,
    VersionRetired,
)
from beffroi.networks.linkedin.client import Api
from beffroi.networks.linkedin.connect import administered, holds, read_member
from beffroi.networks.linkedin.places import Place
from beffroi.networks.linkedin.webhooks import subscription_path

_PORTAL = "https://www.linkedin.com/developers/apps"
_OF_A_PAGE = ("r_organization_social", "w_organization_social", "rw_organization_admin")
_CODES: tuple[tuple[type[NetworkError], DiagnosisCode], ...] = (
    (ReviewRequired, DiagnosisCode.REVIEW_REQUIRED),
    (PermissionLost, DiagnosisCode.REVIEW_REQUIRED),
    (AccessRevoked, DiagnosisCode.ACCESS_LOST),
    (VersionRetired, DiagnosisCode.VERSION_RETIRED),
    (QuotaExhausted, DiagnosisCode.QUOTA_EXHAUSTED),
    (AppMisconfigured, DiagnosisCode.APP_MISCONFIGURED),
)


def diagnose_member(api: Api) -> Sequence[Diagnosis]:
    """Return what keeps a member's channel from publishing."""
    missing = _missing(api, ("w_member_social",))
    return [*missing, *(_found(lambda: _see_member(api)) or _found(lambda: _see_version(api)))]


def diagnose_organization(api: Api, *, public_url: str) -> Sequence[Diagnosis]:
    """Return what keeps a page's channel from working whole."""
    missing = _missing(api, _OF_A_PAGE)
    if missing:
        return missing  # everything else would only repeat it
    role = _found(lambda: _see_role(api))
    return role or [*_webhooks(public_url), *_found(lambda: _see_subscription(api))]


def _missing(api: Api, wanted: Sequence[str]) -> list[Diagnosis]:
    names = [one for one in wanted if not holds(api.scopes, one)]
    detail = " ".join(names)
    return [Diagnosis(DiagnosisCode.SCOPE_MISSING, detail, _PORTAL)] if names else []


def _found(look: Callable[[], Iterator[Diagnosis]]) -> list[Diagnosis]:
    """Return what `look` finds; a refusal is a finding, being cut off is not."""
    try:
        return list(look())
    except (NetworkUnavailable, RateLimited):
        raise
    except UnexpectedResponse as error:
        raise NetworkUnavailable(error.detail) from error
    except NetworkError as error:
        codes = [code for kind, code in _CODES if isinstance(error, kind)]
        return [Diagnosis(code, url=_PORTAL) for code in codes[:1]]


def _see_member(api: Api) -> Iterator[Diagnosis]:
    read_member(api, api.scopes)
    yield from ()


def _see_version(api: Api) -> Iterator[Diagnosis]:
    """Ask for a post that never was: who may read nothing is told so, unless the version ended."""
    with suppress(NotFound, PermissionLost):
        api.read("GET", Place("urn:li:share:0").path)
    yield from ()


def _see_role(api: Api) -> Iterator[Diagnosis]:
    if api.actor not in administered(api):
        yield Diagnosis(DiagnosisCode.ROLE_MISSING, "ADMINISTRATOR")


def _webhooks(public_url: str) -> list[Diagnosis]:
    split = urlsplit(public_url)
    is_public = split.scheme == "https" and "." in (split.hostname or "")
    return [] if is_public else [Diagnosis(DiagnosisCode.NOT_TOLD_AT_ONCE)]


def _see_subscription(api: Api) -> Iterator[Diagnosis]:
    """Ask for our subscription: a new app is refused webhooks until its second review."""
    try:
        api.read("GET", subscription_path(api))
    except NotFound:
        pass  # not asked for yet, which is no fault
    except PermissionLost:
        yield Diagnosis(DiagnosisCode.REVIEW_REQUIRED, "webhooks", _PORTAL)
