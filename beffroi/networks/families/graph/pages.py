"""The Pages that a person manages, and what they may do on each.

https://developers.facebook.com/docs/pages-api/getting-started (read on 2026-11-22)
"""

from __future__ import annotations

from collections.abc import Iterator

from beffroi.networks import shapes
from beffroi.networks.families.graph.client import Graph
from beffroi.networks.families.graph.tokens import TokenReport
from beffroi.networks.shapes import Record

#: Without these two, nobody can be asked which Pages there are.
NEEDED = ("pages_show_list", "pages_read_engagement")
#: Without this one, Pages that belong to a business portfolio are left out of the list of Pages.
OF_PORTFOLIOS = "business_management"

#: What the person must be allowed to do on the Page.
TASKS = ("CREATE_CONTENT", "MODERATE", "MESSAGING", "ANALYZE")
_ALL_TASKS = frozenset({"MANAGE", "FULL_CONTROL"})
#: How Pages of the newer kind may write the same names.
_NEW_PAGES = "PROFILE_PLUS_"


def read_pages(
    person: Graph, report: TokenReport, *, fields: str, scopes: tuple[str, ...]
) -> Iterator[Record]:
    """Yield the Pages for which the person allowed `scopes`: the list may hold others too.

    `fields` are asked besides the id, the token and the tasks of each.
    """
    asked = f"id,access_token,tasks,{fields}"
    for listed in person.pages("/me/accounts", fields=asked, limit="100"):
        for page in listed.items:
            page_id = shapes.optional_text(page, "id") or ""
            has_token = bool(shapes.optional_text(page, "access_token"))
            if has_token and all(report.allows(scope, page_id) for scope in scopes):
                yield page


def tasks_of(page: Record) -> tuple[str, ...]:
    """Return what the person may do on a Page."""
    told = page.get("tasks")
    found = [str(one).removeprefix(_NEW_PAGES) for one in told] if isinstance(told, list) else []
    has_all = bool(_ALL_TASKS.intersection(found))
    return TASKS if has_all else tuple(name for name in TASKS if name in found)
