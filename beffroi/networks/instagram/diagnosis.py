"""What keeps a channel from working whole, asked of Instagram itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from beffroi.networks.contracts import Access, Diagnosis, DiagnosisCode
from beffroi.networks.errors import (
    AccessRevoked,
    AppMisconfigured,
    NetworkError,
    NetworkUnavailable,
    NotLinked,
    PermissionLost,
    PolicyBlocked,
    QuotaExhausted,
    RateLimited,
    ReviewRequired,
    VersionRetired,
)
from beffroi.networks.instagram import declaration, quota
from beffroi.networks.instagram.client import Account

_APPS = "https://developers.facebook.com/apps/"

_CODES: tuple[tuple[type[NetworkError], DiagnosisCode], ...] = (
    (NotLinked, DiagnosisCode.LINK_MISSING),
    (PermissionLost, DiagnosisCode.SCOPE_MISSING),
    (AccessRevoked, DiagnosisCode.ACCESS_LOST),
    (QuotaExhausted, DiagnosisCode.QUOTA_EXHAUSTED),
    (PolicyBlocked, DiagnosisCode.RESTRICTED),
    (ReviewRequired, DiagnosisCode.REVIEW_REQUIRED),
    (VersionRetired, DiagnosisCode.VERSION_RETIRED),
    (AppMisconfigured, DiagnosisCode.APP_MISCONFIGURED),
)


def diagnose(account: Account, access: Access, *, public_url: str) -> list[Diagnosis]:
    """Return what is wrong, the worst alone when nothing else can be asked."""
    lost = _ask(account.check_link, "") or _ask(lambda: _check_version(account), "")
    if lost is not None and lost.code is not DiagnosisCode.VERSION_RETIRED:
        return [_at_page(lost, account) if account.page_id else lost]
    found = [*([lost] if lost else []), *_abilities(account, access), *_never_granted(access)]
    if not _is_public(public_url):
        found.append(Diagnosis(DiagnosisCode.PUBLIC_ADDRESS_NEEDED, public_url))
    return list(dict.fromkeys(found))


def _check_version(account: Account) -> None:
    """Raise VersionRetired when another version answers: nothing else would tell."""
    if not account.is_answered_as_asked():
        raise VersionRetired("another version answers")


def _abilities(account: Account, access: Access) -> Iterator[Diagnosis]:
    own = f"/{account.id}"
    probes: tuple[tuple[str, Callable[[], object]], ...] = (
        (declaration.PUBLISH, lambda: quota.check(account)),
        (
            declaration.MESSAGES,
            lambda: account.page(
                f"/{account.speaker}/conversations", platform="instagram", limit="1"
            ),
        ),
        (
            declaration.INSIGHTS,
            lambda: account.page(
                f"{own}/insights", metric="reach", period="day", metric_type="total_value"
            ),
        ),
    )
    for scope, probe in probes:
        found = _ask(probe, declaration.PAGE_NAMES[scope] if account.page_id else scope)
        if found is not None:
            may = declaration.PAGE_TASKS[scope] in access.secrets.get("tasks", "").split(",")
            yield _at_page(found, account) if account.page_id and not may else found


def _ask(probe: Callable[[], object], scope: str) -> Diagnosis | None:
    """Ask, and return the refusal as a finding. What is only missing today is none."""
    try:
        probe()
    except (NetworkUnavailable, RateLimited):
        raise
    except NetworkError as error:
        for kind, code in _CODES:
            if isinstance(error, kind):
                is_scope = code is DiagnosisCode.SCOPE_MISSING
                return Diagnosis(code, scope if is_scope else "", _APPS if is_scope else "")
    return None


def _at_page(lost: Diagnosis, account: Account) -> Diagnosis:
    """Say what it takes on the side of the Page: a link, or a role for who said yes."""
    if lost.code is DiagnosisCode.SCOPE_MISSING:
        roles = account.page_site("/settings?tab=profile_access")
        return Diagnosis(DiagnosisCode.ROLE_MISSING, url=roles)
    if lost.code is DiagnosisCode.LINK_MISSING:
        return Diagnosis(lost.code, url=account.page_site(f"/{account.page_id}"))
    return lost


def _never_granted(access: Access) -> Iterator[Diagnosis]:
    granted = access.secrets.get("permissions", "")
    wanted = declaration.PAGE_SCOPES if access.secrets.get("page") else declaration.SCOPES
    for scope in wanted if granted else ():
        if scope not in granted.split(","):
            yield Diagnosis(DiagnosisCode.SCOPE_MISSING, scope, _APPS)


def _is_public(url: str) -> bool:
    """Tell whether Instagram can be expected to reach an address: a name, and https."""
    try:
        split = urlsplit(url)
        host = split.hostname or ""
    except ValueError:
        return False
    is_name = any(one.isalpha() for one in host.rpartition(".")[2]) and "." in host
    return split.scheme == "https" and is_name and not host.endswith((".local", ".localhost"))
