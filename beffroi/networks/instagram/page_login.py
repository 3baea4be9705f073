"""The other way in: Facebook's login. The Page that is linked with an account speaks for it.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-facebook-login/ (read on
2026-11-27). A Page's token has no end of its own, and is never extended. The account keeps the
number that it has with Instagram's login, so a channel may change from one way to the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from beffroi.networks import shapes
from beffroi.networks.contracts import Access, Connection, DeveloperApp, Profile
from beffroi.networks.declarations import LOGIN
from beffroi.networks.errors import AccessRevoked, NoAccount, NotLinked, PermissionLost
from beffroi.networks.families.graph import pages, tokens
from beffroi.networks.families.graph.client import Graph
from beffroi.networks.families.graph.tokens import TokenReport
from beffroi.networks.hosts import beside
from beffroi.networks.instagram.client import at_facebook
from beffroi.networks.instagram.declaration import (
    BASIC,
    BY_PAGE,
    DECLARATION,
    HOME,
    PAGE_NAMES,
    PAGE_SCOPES,
    PAGE_TASKS,
    PUBLISH,
)
from beffroi.networks.shapes import Record

#: Without these, a channel could not even publish. The others are missed one by one.
NEEDED = (*pages.NEEDED, PAGE_NAMES[BASIC], PAGE_NAMES[PUBLISH])

_FIELDS = "name,instagram_business_account{id,username,name}"


def is_of_facebook(app: DeveloperApp) -> bool:
    """Tell whether an app was made for Facebook's login."""
    return app.extra.get(LOGIN) == BY_PAGE


def authorize_url(app: DeveloperApp, *, redirect_uri: str, state: str, challenge: str) -> str:
    """Return the address where a person says yes."""
    return tokens.dialog_url(
        replace(app, origin=at_facebook(app.origin)),
        redirect_uri=redirect_uri,
        state=state,
        scopes=DECLARATION.logins[BY_PAGE].scopes,
        challenge=challenge,
    )


def connections(person: Graph, app: DeveloperApp, *, report: TokenReport) -> Sequence[Connection]:
    """Return an access to each account that a Page of theirs is linked with.

    Raises AccessRevoked when they allowed too little, NoAccount when they chose no Page, NotLinked
    when none of those has a professional account, PermissionLost when they may publish with none.
    """
    missing = [scope for scope in NEEDED if scope not in report.scopes]
    if missing:
        raise AccessRevoked(f"the person did not allow {', '.join(missing)}")
    listed = list(pages.read_pages(person, report, fields=_FIELDS, scopes=pages.NEEDED))
    if not listed:
        raise NoAccount("the person manages no Page, or chose none")
    linked = [page for page in listed if _is_linked(page, report)]
    if not linked:
        raise NotLinked("no Page is linked with a professional account that they chose")
    usable = [page for page in linked if PAGE_TASKS[PUBLISH] in pages.tasks_of(page)]
    if not usable:
        raise PermissionLost("the person may publish with none of their Pages")
    return [_connection(page, app, report=report) for page in usable]


def _is_linked(page: Record, report: TokenReport) -> bool:
    """Tell whether a Page has a professional account, which the person chose as well."""
    return bool(_account_id(page)) and {*NEEDED} <= {*_allowed(page, report)}


def _allowed(page: Record, report: TokenReport) -> Iterator[str]:
    """Yield what was allowed: some permissions name the Page, others its account."""
    around = (shapes.text(page, "id"), _account_id(page))
    for scope in PAGE_SCOPES:
        if any(report.allows(scope, one) for one in around):
            yield scope


def _account_id(page: Record) -> str:
    linked = shapes.inner(page, "instagram_business_account")
    return shapes.optional_text(linked, "id") or ""


def _connection(page: Record, app: DeveloperApp, *, report: TokenReport) -> Connection:
    linked, account_id = shapes.inner(page, "instagram_business_account"), _account_id(page)
    handle = shapes.optional_text(linked, "username") or account_id
    name = shapes.optional_text(linked, "name") or shapes.optional_text(page, "name") or handle
    site = beside(app.origin, home=HOME, host="www.instagram.com")
    access = Access(
        origin=app.origin,
        account_id=account_id,
        secrets={
            "access_token": shapes.text(page, "access_token"),
            "page": shapes.text(page, "id"),
            "tasks": ",".join(pages.tasks_of(page)),
            "permissions": ",".join(_allowed(page, report)),
        },
        ends_at=report.data_ends_at,
    )
    profile = Profile(account_id, handle, display_name=name, url=f"{site}/{handle}/")
    return Connection(profile, access, consented_by=report.person_id)
