"""What the room of reviews reads: all sources in one list, and the rows of its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from beffroi.channels.models import Channel
from beffroi.company.rules import Kind
from beffroi.company.waiting import Terms
from beffroi.core.keyset import Cursor
from beffroi.delivery.rules import Status
from beffroi.inbox import naming, pressing
from beffroi.inbox.models import Answer, Conversation, Feedback, FeedbackQuerySet
from beffroi.networks.contracts import FeedbackKind
from beffroi.reviews import figures
from beffroi.reviews.filters import Answered, Filters, Rated
from beffroi.workspaces.models import Workspace

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A review in the list. `answered_at` is our first published answer, None for none."""

    id: int
    conversation_id: int
    channel_id: int
    network: str
    place: str
    name: str
    text: str
    url: str
    stars: int | None
    recommends: bool | None
    written_at: datetime
    edited_at: datetime | None
    can_answer: bool
    aspects: Mapping[str, str]
    #: What it says, in the labels of `language.sources`.
    tone: str
    intent: str
    urgency: str
    wants_check: bool
    #: Until when a first answer is promised, while the author waits.
    due_at: datetime | None
    #: Where its conversation stands in the inbox.
    status: str
    left_out_as: str | None
    sent_at: datetime | None
    heard_at: datetime | None

    @property
    def who(self) -> str:
        """Who wrote, as screens show it."""
        return naming.shown(self.name, network=self.network)

    @property
    def is_calm(self) -> bool:
        """Whether it praises: late is no alarm."""
        return pressing.is_calm(self)

    @property
    def is_settled(self) -> bool:
        """Whether somebody said that nothing more is to do about it."""
        return self.status == Conversation.Status.DONE

    @property
    def answered_at(self) -> datetime | None:
        """When our first answer was there for all."""
        return _first(self.sent_at, self.heard_at)

    def delay(self, terms: Terms) -> timedelta | None:
        """Return how long its author waited for it, by `terms`; None: no answer yet."""
        at = self.answered_at
        if at is None:
            return None
        kind = _kind(intent=self.intent, urgency=self.urgency)
        return terms.waited(kind, since=self.written_at, until=at)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list, newest first, and where the next begins."""

    rows: tuple[Row, ...]
    next: Cursor | None


def reviews_of(workspace: Workspace) -> FeedbackQuerySet:
    """Return the reviews whose words are kept; who deleted theirs, or had them erased, is out."""
    rows = Feedback.objects.there().filter(workspace=workspace, is_ours=False)
    return rows.filter(kind=FeedbackKind.REVIEW.value)


def sources(workspace: Workspace) -> list[Channel]:
    """Return the channels that have reviews, by name. One query."""
    of_channel = reviews_of(workspace).filter(channel=OuterRef("pk"))
    rows = Channel.objects.filter(Exists(of_channel), workspace=workspace)
    return list(rows.order_by("network", "display_name", "id"))


def facts(workspace: Workspace, *, since: datetime | None) -> list[figures.Review]:
    """Return what figures need of the reviews since then (None: of all). One query."""
    rows = reviews_of(workspace)
    rows = rows if since is None else rows.filter(written_at__gte=since)
    values = rows.annotate(sent_at=_sent_at(), heard_at=_heard_at()).values_list(
        "channel_id",
        "written_at",
        "stars",
        "recommends",
        "can_answer",
        "aspects",
        "intent",
        "urgency",
        "conversation__status",
        "sent_at",
        "heard_at",
    )
    return [
        figures.Review(
            source=source,
            written_at=written_at,
            stars=stars,
            recommends=recommends,
            answered_at=_first(sent_at, heard_at),
            kind=_kind(intent=intent, urgency=urgency),
            can_answer=can_answer,
            aspects=aspects,
            is_settled=status == Conversation.Status.DONE,
        )
        for (
            source,
            written_at,
            stars,
            recommends,
            can_answer,
            aspects,
            intent,
            urgency,
            status,
            sent_at,
            heard_at,
        ) in values
    ]


def page(
    workspace: Workspace, filters: Filters, *, now: datetime, after: Cursor | None = None
) -> Page:
    """Return one page of the reviews that the filters ask for, newest first. One query."""
    rows = chosen(workspace, filters, now=now)
    if after is not None:
        earlier = Q(written_at=after.at, id__lt=after.id)
        rows = rows.filter(Q(written_at__lt=after.at) | earlier, written_at__lte=after.at)
    ordered = rows.annotate(sent_at=_sent_at(), heard_at=_heard_at()).order_by("-written_at", "-id")
    found = list(ordered.values_list(*_COLUMNS)[: PAGE_SIZE + 1])
    shown = tuple(Row(*values) for values in found[:PAGE_SIZE])
    is_more = len(found) > PAGE_SIZE
    return Page(shown, Cursor(shown[-1].written_at, shown[-1].id) if is_more else None)


def chosen(workspace: Workspace, filters: Filters, *, now: datetime) -> QuerySet[Feedback]:
    """Return the workspace's reviews that the filters ask for."""
    rows: QuerySet[Feedback] = reviews_of(workspace)
    if since := filters.period.since(now):
        rows = rows.filter(written_at__gte=since)
    if filters.source is not None:
        rows = rows.filter(channel_id=filters.source)
    if filters.rated is not None:
        rows = rows.filter(_rated(filters.rated))
    if filters.answered is not None:
        is_answered = Exists(_sent()) | Exists(_heard())
        rows = rows.filter(is_answered if filters.answered is Answered.YES else ~is_answered)
    return rows


def first_answer(review: Feedback) -> datetime | None:
    """Return when our first answer to one review was published. One query."""
    row = Feedback.objects.filter(pk=review.pk).annotate(sent_at=_sent_at(), heard_at=_heard_at())
    sent_at, heard_at = row.values_list("sent_at", "heard_at").get()
    return _first(sent_at, heard_at)


def _rated(rated: Rated) -> Q:
    if rated is Rated.GOOD:
        return Q(stars__gte=4) | Q(stars__isnull=True, recommends=True)
    if rated is Rated.BAD:
        return Q(stars__lte=2) | Q(stars__isnull=True, recommends=False)
    return Q(stars=int(rated.value))


def _sent_at() -> Subquery:
    """Return when our first answer was published, as we sent it."""
    ordered = _sent().order_by("delivery__published_at")
    return Subquery(ordered.values("delivery__published_at")[:1])


def _heard_at() -> Subquery:
    """Return when our first answer was written, as the network shows it: given elsewhere too."""
    return Subquery(_heard().order_by("written_at", "id").values("written_at")[:1])


def _sent() -> QuerySet[Answer]:
    """Return answers that somebody wrote and that are still there."""
    return Answer.objects.filter(
        conversation=OuterRef("conversation"),
        is_automatic=False,
        delivery__taken_away_at__isnull=True,
        delivery__status=Status.PUBLISHED.value,
        delivery__published_at__gte=OuterRef("written_at"),
    )


def _heard() -> QuerySet[Feedback]:
    """Return answers of ours that all can read: not one that the network rejected, nor what left
    by itself, as the network shows it back.
    """
    automatic = Answer.objects.filter(
        conversation=OuterRef("conversation"),
        is_automatic=True,
        delivery__remote_id=OuterRef("remote_id"),
    )
    rows = Feedback.objects.there().filter(
        conversation=OuterRef("conversation"),
        is_ours=True,
        is_hidden=False,
        written_at__gte=OuterRef("written_at"),
    )
    return rows.filter(~Exists(automatic))


def _kind(*, intent: str, urgency: str) -> Kind:
    """Return which of the company's promises a review falls under."""
    return pressing.Plea(intent=intent, urgency=urgency, is_review=True).kind


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)


_COLUMNS = (
    "id",
    "conversation_id",
    "channel_id",
    "channel__network",
    "channel__display_name",
    "author_name",
    "text",
    "url",
    "stars",
    "recommends",
    "written_at",
    "edited_at",
    "can_answer",
    "aspects",
    "tone",
    "intent",
    "urgency",
    "wants_check",
    "conversation__due_at",
    "conversation__status",
    "left_out__reason",
    "sent_at",
    "heard_at",
)
