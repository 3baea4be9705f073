"""From a person's yes to an access for them, and for each page that they administer.

https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow and
https://learn.microsoft.com/en-us/linkedin/shared/authentication/programmatic-refresh-tokens
(read on 2026-11-22). Only native apps, let in one by one, may use PKCE: the secret does its work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from beffroi.networks import hosts, shapes
from beffroi.networks.contracts import Access, Connection, DeveloperApp, Profile
from beffroi.networks.errors import (
    AccessRevoked,
    ContentRefused,
    NoAccount,
    NotFound,
    PermissionLost,
    UnexpectedResponse,
)
from beffroi.networks.linkedin import restli
from beffroi.networks.linkedin.client import Calls, Reader
from beffroi.networks.linkedin.declaration import (
    COMMUNITY_SCOPES,
    HOME,
    MEMBER_SCOPES,
    SIGN_IN_HOST,
)
from beffroi.networks.linkedin.paging import read_pages
from beffroi.networks.shapes import Record

_TOKEN_PATH = "/oauth/v2/accessToken"  # noqa: S105 - an address
_YES = frozenset({"yes", "oui", "true", "1"})


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code or a refresh token was traded for."""

    token: str
    expires_at: datetime | None
    refresh_token: str
    refresh_ends_at: datetime | None
    scopes: tuple[str, ...]

    @property
    def ends_at(self) -> datetime | None:
        """When only a new consent helps: a refresh token outlives the access tokens it gives."""
        return self.refresh_ends_at if self.refresh_token else self.expires_at


def wanted_scopes(app: DeveloperApp) -> tuple[str, ...]:
    """Return what to ask a person for: what the operator says that the app was given.

    `community` holds nothing, a yes, or the very scopes that the developer portal shows.
    """
    words = app.extra.get("community", "").replace(",", " ").split()
    if not words:
        return MEMBER_SCOPES
    return COMMUNITY_SCOPES if words[0].lower() in _YES else tuple(words)


def holds(scopes: frozenset[str], wanted: str) -> bool:
    """Tell whether `wanted` was granted, under its older name or under its newer one."""
    return wanted in scopes or f"{wanted}_feed" in scopes


def authorize_url(app: DeveloperApp, *, redirect_uri: str, state: str) -> str:
    """Return the address where a person says yes."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "scope": " ".join(wanted_scopes(app)),
    }
    origin = hosts.beside(app.origin, home=HOME, host=SIGN_IN_HOST)
    return f"{origin}/oauth/v2/authorization?{urlencode(query, quote_via=quote)}"


def exchange(calls: Calls, app: DeveloperApp, *, redirect_uri: str, code: str) -> Grant:
    """Trade the code for tokens."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
    grant = _granted(calls, form)
    return grant if grant.scopes else replace(grant, scopes=wanted_scopes(app))


def renew(calls: Calls, app: DeveloperApp, access: Access) -> Access:
    """Return a working access. The refresh token stays, and its year is not counted anew."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": access.secrets["refresh_token"],
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
    grant = _granted(calls, form)
    secrets = {
        **access.secrets,
        "access_token": grant.token,
        "refresh_token": grant.refresh_token or access.secrets["refresh_token"],
        "expires_at": grant.expires_at.isoformat() if grant.expires_at else "",
    }
    return replace(access, secrets=secrets, ends_at=grant.refresh_ends_at or access.ends_at)


def read_connections(calls: Calls, grant: Grant) -> list[Connection]:
    """Return the member, then each page. `calls` are made with the new token."""
    scopes = frozenset(grant.scopes)
    member = read_member(calls, scopes)
    found = []
    if holds(scopes, "w_member_social"):
        found.append(Connection(member, _access(calls, grant, member.account_id)))
    if holds(scopes, "w_organization_social"):
        for urn in administered(calls):
            profile = _organization(calls, urn)
            access = _access(calls, grant, urn, member=member.account_id)
            found.append(Connection(profile, access))
    if not found and holds(scopes, "w_organization_social"):
        raise NoAccount("the person administers no page")
    if not found:
        raise AccessRevoked("the person allowed less than what is needed")
    return found


def read_member(calls: Reader, scopes: frozenset[str]) -> Profile:
    """Return who consented: apps with the community product are refused the sign-in product."""
    if "openid" in scopes:
        data = shapes.record(calls.read("GET", "/v2/userinfo").data, "userinfo")
        return _member(shapes.text(data, "sub"), shapes.optional_text(data, "name") or "", "")
    data = shapes.record(calls.read("GET", "/v2/me").data, "me")
    names = [shapes.optional_text(data, f"localized{part}Name") for part in ("First", "Last")]
    vanity = shapes.optional_text(data, "vanityName") or ""
    return _member(shapes.text(data, "id"), " ".join(filter(None, names)), vanity)


def administered(calls: Reader) -> Iterator[str]:
    """Yield the URN of each page that the member administers, as its own people approved."""
    asked = {"q": "roleAssignee", "role": "ADMINISTRATOR", "state": "APPROVED"}
    for page in read_pages(calls, "/rest/organizationAcls", asked, key="organization"):
        yield from filter(None, map(_administers, page))


def _administers(element: Record) -> str:
    """Return which page a role is for, "" when it is another role than was asked for."""
    is_one = element.get("role") == "ADMINISTRATOR" and element.get("state") == "APPROVED"
    urn = shapes.optional_text(element, "organization") or ""
    return urn if is_one and urn.startswith("urn:li:organization:") else ""


def _organization(calls: Calls, urn: str) -> Profile:
    number = urn.rpartition(":")[2]
    try:
        answer = calls.read("GET", f"/rest/organizations/{restli.key(number)}")
        data = shapes.record(answer.data, "organization")
    except (NotFound, PermissionLost):  # a page without a name is still one to publish on
        data = {}
    vanity = shapes.optional_text(data, "vanityName") or number
    return Profile(
        account_id=urn,
        handle=vanity,
        display_name=shapes.optional_text(data, "localizedName") or vanity,
        url=f"https://www.linkedin.com/company/{restli.key(vanity)}/",
        kind="organization",
    )


def _member(number: str, name: str, vanity: str) -> Profile:
    return Profile(
        account_id=f"urn:li:person:{number}",
        handle=vanity or name or number,
        display_name=name or vanity or number,
        url=f"https://www.linkedin.com/in/{restli.key(vanity)}/" if vanity else "",
        kind="person",
    )


def _access(calls: Calls, grant: Grant, account_id: str, *, member: str = "") -> Access:
    kept = {
        "access_token": grant.token,
        "refresh_token": grant.refresh_token,
        "expires_at": grant.expires_at.isoformat() if grant.expires_at else "",
        "scopes": " ".join(grant.scopes),
        "member": member,
    }
    return Access(
        origin=calls.origin,
        account_id=account_id,
        secrets={name: value for name, value in kept.items() if value},
        ends_at=grant.ends_at,
    )


def _granted(calls: Calls, form: dict[str, str]) -> Grant:
    try:
        data = shapes.record(calls.post_form(_TOKEN_PATH, form).data, "token")
    except ContentRefused as error:
        if error.field == "address":
            raise
        raise AccessRevoked(error.detail) from error  # a code or a token that is not known
    token = shapes.optional_text(data, "access_token")
    if not token:
        raise UnexpectedResponse("no access token")
    return Grant(
        token=token,
        expires_at=_after(calls, data, "expires_in"),
        refresh_token=shapes.optional_text(data, "refresh_token") or "",
        refresh_ends_at=_after(calls, data, "refresh_token_expires_in"),
        scopes=tuple((shapes.optional_text(data, "scope") or "").replace(",", " ").split()),
    )


def _after(calls: Calls, data: Record, key: str) -> datetime | None:
    seconds = shapes.whole(data, key)
    return None if seconds is None else calls.now() + timedelta(seconds=min(seconds, 10**9))
