"""What pages show of proposals, and what others may count. Access is the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, QuerySet, Sum

from beffroi.channels import gateway
from beffroi.links.actions import short_address
from beffroi.links.models import VisitCount
from beffroi.links.rules import Visitor
from beffroi.networks import registry
from beffroi.networks.declarations import ShareWindow
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.relays import rules
from beffroi.relays.models import Board, Proposal
from beffroi.relays.rules import Window
from beffroi.workspaces.models import Workspace

ENDED_MAX, POSTS_MAX = 20, 8
#: A month, as the barometer asks whether colleagues had something to share lately.
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal as the company sees it; `visits` None: its link is not counted."""

    proposal: Proposal
    visits: int | None


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposal as a colleague reads it: `text` is all that is pasted."""

    proposal: Proposal
    text: str
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Recent:
    """What was proposed in the last thirty days, and what came of it."""

    proposals: int
    shares_told: int


def board_of(workspace: Workspace) -> Board | None:
    """Return the page of a workspace, if one was begun. One query."""
    return Board.objects.filter(workspace=workspace).first()


def public_board(address: str) -> Board | None:
    """Return the page that is open at this address, if any. One query."""
    rows = Board.objects.select_related("workspace")
    return rows.filter(address=address, is_open=True, workspace__closed_at=None).first()


def open_rows(workspace: Workspace, *, now: datetime) -> list[Row]:
    """Return what is proposed today, the latest first. Two queries."""
    return _rows(_open(workspace, today=workspace.day_at(now)))


def ended_rows(workspace: Workspace, *, now: datetime) -> list[Row]:
    """Return what is proposed no more, the latest first. Two queries."""
    current = _open(workspace, today=workspace.day_at(now)).values("pk")
    rows = _all(workspace).exclude(pk__in=current)
    return _rows(rows.order_by("-made_at", "-id")[:ENDED_MAX])


def offered(board: Board, *, now: datetime) -> list[Offered]:
    """Return what colleagues may share today, the latest first. One query."""
    rows = _open(board.workspace, today=board.workspace.day_at(now))
    return [_offered(row, board) for row in rows]


def offered_one(board: Board, proposal_id: int, *, now: datetime) -> Proposal | None:
    """Return what a colleague speaks of, if it is proposed today. One query."""
    rows = _open(board.workspace, today=board.workspace.day_at(now))
    return rows.filter(pk=proposal_id).first()


def posts_to_propose(workspace: Workspace) -> list[Post]:
    """Return the latest posts that went out, the last one first. One query."""
    rows = Post.objects.filter(
        workspace=workspace, stage=Stage.SCHEDULED.value, variants__delivery__status="published"
    )
    return list(rows.distinct().order_by("-planned_at", "-id")[:POSTS_MAX])


def recent(workspace: Workspace, *, now: datetime) -> Recent:
    """Return what the last thirty days held. One query."""
    rows = Proposal.objects.filter(workspace=workspace, made_at__gt=now - RECENT)
    found = rows.aggregate(number=Count("pk"), told=Sum("shares_told"))
    return Recent(proposals=found["number"], shares_told=found["told"] or 0)


def _all(workspace: Workspace) -> QuerySet[Proposal]:
    return Proposal.objects.filter(workspace=workspace).select_related("link", "post", "made_by")


def _open(workspace: Workspace, *, today: date) -> QuerySet[Proposal]:
    rows = _all(workspace).filter(ended_at=None, last_day__gte=today)
    return rows.order_by("-made_at", "-id")


def _rows(proposals: QuerySet[Proposal]) -> list[Row]:
    found = list(proposals)
    visits = _visits([row.link_id for row in found if row.link_id])
    return [Row(row, visits.get(row.link_id, 0) if row.link_id else None) for row in found]


def _visits(links: Sequence[int]) -> dict[int, int]:
    counts = VisitCount.objects.filter(link__in=links, visitor=Visitor.PERSON.value)
    found = counts.values("link").annotate(all=Sum(F("visits"))).values_list("link", "all")
    return dict(found)


def _offered(proposal: Proposal, board: Board) -> Offered:
    page = short_address(proposal.link) if proposal.link else proposal.page
    text = rules.said(proposal.words, disclosure=board.disclosure, page=page)
    return Offered(proposal, text, rules.windows(text, page, _known()))


def _known() -> dict[str, tuple[str, ShareWindow]]:
    """Return the windows of networks that have one, in the order in which people see them."""
    declared = [one.declaration for one in map(gateway.network, registry.keys())]
    return {one.key: (one.name, one.share_window) for one in declared if one.share_window}
