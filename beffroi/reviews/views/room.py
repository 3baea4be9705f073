"""The room of reviews over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beffroi.archives.queries import received_reviews
from beffroi.channels.models import Channel
from beffroi.channels.queries import network_name
from beffroi.company.queries import terms_of
from beffroi.company.waiting import Terms
from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.inbox import understood_words
from beffroi.reviews import filters, queries, sentences
from beffroi.reviews.filters import Answered, Filters, Period, Rated
from beffroi.reviews.overview import overview
from beffroi.reviews.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True)
class Chip:
    """One choice of a filter, as a link."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Shown:
    """A review of the list with what is said of it."""

    row: queries.Row
    network_name: str
    delay: str
    left_out: str
    #: What its text says of which aspects: name, colour and picture.
    aspects: list[tuple[str, str, str]]
    #: Whether it is the first of the page that waits: one button stands out.
    is_next: bool


@require_safe
@requires(Permission.SEE_INBOX)
def reviews(request: WorkspaceRequest) -> HttpResponse:
    """List reviews of all sources below their figures; `?after=` is for more."""
    now, workspace = utc_now(), request.workspace
    wanted = filters.read(request.GET)
    channels = queries.sources(workspace)
    if wanted.source is not None and wanted.source not in {one.pk for one in channels}:
        wanted = wanted.but(source=None)  # gone since, or never ours
    after = parse_cursor(request.GET.get("after", ""))
    terms = terms_of(workspace)
    page = queries.page(workspace, wanted, now=now, after=after)
    chips = _chips(wanted, channels)
    seen = overview(workspace, wanted, channels=channels, terms=terms, now=now)
    context: dict[str, Any] = {
        "filters": wanted,
        "overview": seen,
        "oldest": seen.oldest(now),
        "drawn": list(zip(seen.chart.columns, seen.labels, strict=True)),
        "series": sentences.SERIES,
        "chips": chips,
        "chosen": " · ".join(chip.label for _label, of in chips for chip in of if chip.is_current),
        "has_any": bool(channels),
        "archived": 0 if channels else received_reviews(workspace),
        "rows": _shown(page.rows, terms),
        "is_further": after is not None,
        "more": _address(wanted, after=str(page.next)) if page.next else "",
        "pages": pages(request),
        "may_answer": may(request.role, Permission.ANSWER),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
    }
    return render(request, "reviews/room.html", context)


def _shown(rows: Sequence[queries.Row], terms: Terms) -> list[Shown]:
    waiting = (
        row for row in rows if row.answered_at is None and row.can_answer and not row.is_settled
    )
    first = next(waiting, None)
    return [
        Shown(
            row=row,
            network_name=network_name(row.network),
            delay=sentences.length(row.delay(terms)),
            left_out=str(sentences.REASONS[row.left_out_as]) if row.left_out_as else "",
            aspects=_aspects(row.aspects),
            is_next=row is first,
        )
        for row in rows
    ]


def _aspects(said: Mapping[str, str]) -> list[tuple[str, str, str]]:
    looks = {"+": ("ok", "smile"), "=": ("", "meh"), "-": ("bad", "frown")}
    names = understood_words.aspects()
    known = [key for key in names if said.get(key) in looks]
    return [(names[key], *looks[said[key]]) for key in known]


def _chips(wanted: Filters, channels: list[Channel]) -> list[tuple[str, list[Chip]]]:
    """Return each filter with its choices."""
    groups: list[tuple[str, str, list[tuple[str, Any]]]] = [
        (_("Period"), "period", [(str(label), one) for one, label in _periods()]),
        (_("Answered or not"), "answered", [(_("All"), None), *_answered()]),
        (_("Stars"), "rated", [(_("All stars"), None), *_rated()]),
    ]
    if len(channels) > 1:
        named = [(one.display_name or network_name(one.network), one.pk) for one in channels]
        groups.insert(1, (_("Source"), "source", [(_("All sources"), None), *named]))
    return [
        (label, [_chip(wanted, name, value, words) for words, value in choices])
        for label, name, choices in groups
    ]


def _chip(wanted: Filters, name: str, value: Any, label: str) -> Chip:
    is_current = getattr(wanted, name) == value
    return Chip(label, _address(wanted.but(**{name: value})), is_current)


def _periods() -> list[tuple[Period, str]]:
    return [
        (Period.MONTH, _("30 days")),
        (Period.QUARTER, _("90 days")),
        (Period.YEAR, _("12 months")),
        (Period.ALL, _("Since the beginning")),
    ]


def _answered() -> list[tuple[str, Answered]]:
    return [(_("Not answered"), Answered.NO), (_("Answered"), Answered.YES)]


def _rated() -> list[tuple[str, Rated]]:
    return [
        (_("Content"), Rated.GOOD),
        (_("Discontent"), Rated.BAD),
        *((f"{one.value} ★", one) for one in list(Rated)[:5]),
    ]


def _address(wanted: Filters, *, after: str = "") -> str:
    """Return the address of the list with these filters."""
    from_there = f"after={after.replace('+', '%2B')}" if after else ""
    query = "&".join(part for part in (wanted.query, from_there) if part)
    return f"{reverse('reviews')}?{query}" if query else reverse("reviews")
