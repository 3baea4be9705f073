"""The list of conversations as a person sees it: filters, views, and what is shown of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict

from beffroi.core.keyset import Cursor, parse_cursor
from beffroi.inbox import filter_words, filtering, labelling, presence, queries, saved_views
from beffroi.inbox.filtering import VIEWS, Looking, View
from beffroi.inbox.filters import Filters, parse
from beffroi.workspaces.models import User, Workspace

#: What the addresses of the inbox say besides filters.
_OTHERS = frozenset({"q", "after", "all", "from", "saved", "report"})
SEARCH_MAX = 100


@dataclass(frozen=True, slots=True)
class Tab:
    """A view above the list; `count` is what of it is to do."""

    view: View
    address: str
    is_current: bool
    count: int

    @property
    def shown_count(self) -> str:
        """The count as people read it."""
        limit = filtering.COUNT_MAX
        return str(self.count) if self.count < limit else f"{limit - 1}+"


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list. `kept` is what every link of it takes along, `more` the next page."""

    page: queries.Page
    filters: Filters
    search: str
    tabs: tuple[Tab, ...]
    said: tuple[filter_words.Said, ...]
    passed_over: str
    kept: str
    more: str
    #: How the reader called these very filters, "" where they did not.
    called: str = ""
    #: Of the conversation beside the list: its labels, and who else writes an answer just now.
    labels: tuple[queries.Badge, ...] = ()
    writer: str = ""

    @property
    def title(self) -> str:
        """How the list is called: by its view, or by where its conversations stand."""
        current = next((tab for tab in self.tabs if tab.is_current), None)
        if current is not None:
            return str(current.view.name)
        if self.called:
            return self.called
        return filter_words.standings()[self.filters.status]

    @property
    def key(self) -> str:
        """The key of the view that it is, "" for one of nobody else."""
        return next((tab.view.key for tab in self.tabs if tab.is_current), "")


def listing(
    workspace: Workspace, asked: QueryDict, *, user: User, now: datetime, also: int = 0
) -> Listing:
    """Return the page of the list that an address asks for.

    The labels and the writers of the conversation `also`, which stands beside it, are read along.
    """
    parsed = parse(dict(asked.lists()), besides=_OTHERS)
    filters = parsed.filters
    search = asked.get("q", "").strip()[:SEARCH_MAX]
    looking = Looking(user.pk, now, workspace.zone)
    page = _page(
        workspace, filters, search, after=parse_cursor(asked.get("after", "")), looking=looking
    )
    ids = {*(row.id for row in page.rows), also}
    labels = labelling.borne(workspace, ids)
    writers = presence.writers(workspace, besides=user, now=now)
    rows = (
        replace(row, labels=labels.get(row.id, ()), writer=writers.get(row.id, ""))
        for row in page.rows
    )
    page = replace(page, rows=tuple(rows))
    more = _address(filters, search, after=str(page.next)) if page.next else ""
    current = next((tab for tab in VIEWS if tab.filters == filters), None)
    return Listing(
        page=page,
        filters=filters,
        search=search,
        tabs=_tabs(current, search, filtering.counts(workspace, looking=looking)),
        said=tuple(filter_words.said(filters, workspace=workspace)) if current is None else (),
        passed_over=filter_words.passed_over(parsed),
        kept=_address(filters, search),
        more=more,
        called=saved_views.name_of(workspace, filters, user=user) if current is None else "",
        labels=labels.get(also, ()),
        writer=writers.get(also, ""),
    )


def _page(
    workspace: Workspace,
    filters: Filters,
    search: str,
    *,
    after: Cursor | None,
    looking: Looking,
) -> queries.Page:
    among = filtering.chosen(workspace, filters, looking=looking)
    if filtering.is_by_pressing(filters) and not search:
        return queries.pressing_page(among, after=after)
    return queries.page(
        workspace,
        status=filtering.status_of(filters.status),
        among=among,
        search=search,
        after=after or filtering.beginning(filters, looking=looking),
    )


def _tabs(current: View | None, search: str, counts: Mapping[str, int]) -> tuple[Tab, ...]:
    return tuple(
        Tab(view, _address(view.filters, search), view is current, counts.get(view.key, 0))
        for view in VIEWS
    )


def _address(filters: Filters, search: str, *, after: str = "") -> str:
    """Return the part of an address after the path: “?status=done&q=pain”."""
    pairs = [*filters.pairs, *(("q", search),) * bool(search), *(("after", after),) * bool(after)]
    return f"?{urlencode(pairs)}" if pairs else ""
