"""Trades a person's yes for an access to each Page that they chose and may manage.

https://developers.facebook.com/docs/pages-api/getting-started (read on 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.networks import shapes
from beffroi.networks.contracts import Access, Connection, DeveloperApp, Profile
from beffroi.networks.errors import AccessRevoked, NoAccount, PermissionLost
from beffroi.networks.families.graph import pages
from beffroi.networks.families.graph.client import Graph
from beffroi.networks.families.graph.pages import tasks_of
from beffroi.networks.families.graph.tokens import TokenReport
from beffroi.networks.shapes import Record

#: What is asked of the person; the first ones are what nothing works without.
NEEDED = (*pages.NEEDED, "pages_manage_posts")
SCOPES = (
    *NEEDED,
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
    "read_insights",
)
ASKED = (*SCOPES, pages.OF_PORTFOLIOS)

_FIELDS = "name,username,link,category"


def connections(person: Graph, app: DeveloperApp, *, report: TokenReport) -> Sequence[Connection]:
    """Return an access to each Page. `report` is what the person's token may do.

    Raises AccessRevoked when they allowed too little, NoAccount when they have no Page or chose
    none, PermissionLost when they may publish on none.
    """
    missing = [scope for scope in NEEDED if scope not in report.scopes]
    if missing:
        raise AccessRevoked(f"the person did not allow {', '.join(missing)}")
    listed = list(pages.read_pages(person, report, fields=_FIELDS, scopes=NEEDED))
    if not listed:
        raise NoAccount("the person manages no Page, or chose none")
    usable = [page for page in listed if "CREATE_CONTENT" in tasks_of(page)]
    if not usable:
        raise PermissionLost("the person may publish on none of their Pages")
    return [_connection(page, app, report=report) for page in usable]


def _connection(page: Record, app: DeveloperApp, *, report: TokenReport) -> Connection:
    page_id, name = shapes.text(page, "id"), shapes.optional_text(page, "name") or ""
    link = shapes.optional_text(page, "link") or f"https://www.facebook.com/{page_id}"
    return Connection(
        profile=Profile(
            account_id=page_id,
            handle=shapes.optional_text(page, "username") or name or page_id,
            display_name=name,
            url=link,
            kind="page",
        ),
        access=Access(
            origin=app.origin,
            account_id=page_id,
            secrets={
                "access_token": shapes.text(page, "access_token"),
                "tasks": ",".join(tasks_of(page)),
            },
            ends_at=report.data_ends_at,
        ),
        consented_by=report.person_id,
    )
