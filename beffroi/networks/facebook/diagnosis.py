"""What keeps a Page from working whole, as Facebook answers now.

https://developers.facebook.com/docs/facebook-login/guides/access-tokens/debugging (read on
2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator

from beffroi.networks.contracts import Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    PermissionLost,
    PolicyBlocked,
    RateLimited,
    ReviewRequired,
    VersionRetired,
)
from beffroi.networks.facebook.client import Page
from beffroi.networks.facebook.connect import SCOPES
from beffroi.networks.families.graph.pages import TASKS
from beffroi.networks.families.graph.tokens import TokenReport
from beffroi.networks.families.graph.version import VERSION, is_served

APPS = "https://developers.facebook.com/apps/"
_ROLE_LOST = 492
_ROLES = "settings?tab=profile_access"

#: A call for each right that the vendor approves apart, and the scope that allows it.
_PROBES = (
    ("published_posts", "pages_read_engagement", {"fields": "id", "limit": "1"}),
    ("visitor_posts", "pages_read_user_content", {"fields": "id", "limit": "1"}),
    (
        "conversations",
        "pages_messaging",
        {"platform": "messenger", "fields": "id", "limit": "1"},
    ),
)
_NAMES: tuple[tuple[type[NetworkError], DiagnosisCode], ...] = (
    (PermissionLost, DiagnosisCode.REVIEW_REQUIRED),
    (AccessRevoked, DiagnosisCode.ACCESS_LOST),
    (AppMisconfigured, DiagnosisCode.APP_MISCONFIGURED),
    (PolicyBlocked, DiagnosisCode.RESTRICTED),
    (ReviewRequired, DiagnosisCode.REVIEW_REQUIRED),
    (VersionRetired, DiagnosisCode.VERSION_RETIRED),
)


def diagnose(page: Page, *, public_url: str) -> list[Diagnosis]:
    """Return what is missing, the gravest first."""
    try:
        report = page.read_token()
    except (NetworkUnavailable, RateLimited):
        raise
    except NetworkError as error:
        return [_named(error)]
    if not report.is_valid or _is_over(page, report):
        return [_lost(page, report)]
    return [*_of_rights(page, report), *_of_calls(page, report), *_of_address(public_url)]


def _is_over(page: Page, report: TokenReport) -> bool:
    """Tell whether the ninety days are over for which a person lets an app read."""
    ends = [one for one in (report.ends_at, report.data_ends_at) if one is not None]
    return any(one <= page.graph.now() for one in ends)


def _lost(page: Page, report: TokenReport) -> Diagnosis:
    if report.subcode == _ROLE_LOST:
        return Diagnosis(
            DiagnosisCode.ROLE_MISSING, url=page.address("settings?tab=profile_access")
        )
    return Diagnosis(DiagnosisCode.ACCESS_LOST)


def _of_rights(page: Page, report: TokenReport) -> Iterator[Diagnosis]:
    scopes = [scope for scope in SCOPES if not report.allows(scope, page.id)]
    if scopes:
        yield Diagnosis(DiagnosisCode.SCOPE_MISSING, detail=", ".join(scopes))
    tasks = [task for task in TASKS if task not in page.tasks.split(",")]
    if tasks:
        yield Diagnosis(
            DiagnosisCode.ROLE_MISSING,
            detail=", ".join(tasks),
            url=page.address(_ROLES),
        )


def _of_calls(page: Page, report: TokenReport) -> Iterator[Diagnosis]:
    """Make a harmless call for each right. Refused though the person allowed it: not approved."""
    told: set[DiagnosisCode] = set()
    for edge, scope, params in _PROBES:
        if not report.allows(scope, page.id):
            continue
        finding = _probe(page, edge, params)
        if finding is not None and finding.code not in told:
            told.add(finding.code)
            yield finding


def _probe(page: Page, edge: str, params: dict[str, str]) -> Diagnosis | None:
    try:
        answer = page.graph.read("GET", f"/{page.id}/{edge}", params=params)
    except (NetworkUnavailable, RateLimited):
        raise
    except NetworkError as error:
        return _named(error)
    if not is_served(answer.headers):
        return Diagnosis(DiagnosisCode.VERSION_RETIRED, detail=VERSION.name)
    return None


def _of_address(public_url: str) -> Iterator[Diagnosis]:
    """Answers under old posts are told by webhooks alone, and those want an address with TLS."""
    if not public_url.startswith("https://"):
        yield Diagnosis(DiagnosisCode.NOT_TOLD_AT_ONCE)


def _named(error: NetworkError) -> Diagnosis:
    for kind, code in _NAMES:
        if isinstance(error, kind):
            return Diagnosis(code, url=APPS if code is DiagnosisCode.REVIEW_REQUIRED else "")
    return Diagnosis(DiagnosisCode.APP_MISCONFIGURED, url=APPS)
