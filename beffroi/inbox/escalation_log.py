"""The journal of what was brought before the crisis team: who, when, how long; nobody's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.channels.queries import network_name
from beffroi.core.keyset import Cursor
from beffroi.core.spreadsheets import lines_of
from beffroi.inbox.models import Escalation
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert; `lasted` until it was settled, or until now."""

    row: Escalation
    network: str
    lasted: timedelta
    #: How many were told, and how many mails did not leave.
    told: int
    given_up: int

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.row.closed_at is None


@dataclass(frozen=True, slots=True)
class Journal:
    """One page: what is open first, on the first page; then what was settled, newest first."""

    open: tuple[Entry, ...]
    closed: tuple[Entry, ...]
    next: Cursor | None


def journal(workspace: Workspace, *, now: datetime, after: Cursor | None = None) -> Journal:
    """Return one page. Two queries, one for a page that is not the first."""
    rows = _rows(workspace)
    standing = [] if after else list(rows.filter(closed_at=None))
    closed = rows.filter(closed_at__isnull=False)
    if after:
        same_instant = Q(raised_at=after.at, pk__lt=after.id)
        closed = closed.filter(Q(raised_at__lt=after.at) | same_instant)
    found = list(closed[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Journal(
        open=tuple(_entry(row, now=now) for row in standing),
        closed=tuple(_entry(row, now=now) for row in shown),
        next=Cursor(shown[-1].raised_at, shown[-1].pk) if len(found) > PAGE_SIZE else None,
    )


def as_csv(workspace: Workspace, *, now: datetime, link: Callable[[int], str]) -> Iterator[str]:
    """Write all of it, a line at a time, as spreadsheets of the reader's language open it.

    `link` returns the address of a conversation, by its id.
    """
    # Asked now: once lines are on their way, the reader's language is no longer known.
    is_french = (get_language() or "fr").startswith("fr")
    return lines_of(_cells(_head(), workspace, now=now, link=link), is_french=is_french)


def _head() -> tuple[str, ...]:
    return (
        _("Alerted on"),
        _("Alerted by"),
        _("Network"),
        _("Channel"),
        _("People told"),
        _("Mails that did not leave"),
        _("Settled on"),
        _("Settled by"),
        _("Minutes"),
        _("Conversation"),
    )


def _cells(
    head: tuple[str, ...], workspace: Workspace, *, now: datetime, link: Callable[[int], str]
) -> Iterator[tuple[object, ...]]:
    yield head
    for row in _rows(workspace).iterator(chunk_size=200):
        entry = _entry(row, now=now)
        yield (
            _instant(row.raised_at, workspace),
            row.raised_by or "",
            entry.network,
            row.conversation.channel.called,
            entry.told,
            entry.given_up,
            _instant(row.closed_at, workspace) if row.closed_at else "",
            row.closed_by or "",
            int(entry.lasted / timedelta(minutes=1)) if row.closed_at else "",
            link(row.conversation_id),
        )


def _rows(workspace: Workspace) -> QuerySet[Escalation]:
    rows = Escalation.objects.filter(workspace=workspace)
    rows = rows.select_related("raised_by", "closed_by", "conversation__channel")
    told = Count("notices", filter=Q(notices__told_at__isnull=False))
    given_up = Count("notices", filter=Q(notices__given_up_at__isnull=False))
    return rows.annotate(told=told, given_up=given_up).order_by("-raised_at", "-id")


def _entry(row: Escalation, *, now: datetime) -> Entry:
    return Entry(
        row=row,
        network=network_name(row.conversation.channel.network),
        lasted=(row.closed_at or now) - row.raised_at,
        told=getattr(row, "told", 0),
        given_up=getattr(row, "given_up", 0),
    )


def _instant(moment: datetime, workspace: Workspace) -> str:
    return moment.astimezone(workspace.zone).strftime("%Y-%m-%d %H:%M")
