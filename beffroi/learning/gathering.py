"""Reads the facts of a workspace by which lessons are offered, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from beffroi.channels.models import Channel
from beffroi.company.models import Charter
from beffroi.company.queries import crisis_of
from beffroi.inbox import queries as inbox
from beffroi.inbox.models import Conversation, Escalation
from beffroi.inbox.rules import NAMELESS
from beffroi.learning import gestures, moments
from beffroi.learning.moments import NEGATIVE_STARS, Facts
from beffroi.listening.alerting.queries import open_alerts
from beffroi.listening.models import Watch
from beffroi.networks.contracts import FeedbackKind, MediaKind
from beffroi.publishing.models import Post, PostFile
from beffroi.publishing.states import Stage
from beffroi.reviews.models import ReviewLink
from beffroi.sales.models import Cost, Offer
from beffroi.sales.rules import OfferKind
from beffroi.strategy.models import Goal
from beffroi.workspaces.models import User, Workspace
from beffroi.workspaces.rules import Permission, Role, may

#: Of what waits in the inbox, so much is looked at, what presses most first.
_WAITING_READ = 100
_WEEK = timedelta(days=7)
_QUESTION = "question"
_NEGATIVE = "negative"


def facts_of(workspace: Workspace, *, user: User, role: Role, now: datetime) -> Facts:
    """Return what is known now. The number of queries is the same however much there is."""
    found = _posts(workspace, now=now) | _offers(workspace, now=now)
    found |= {"has_second_step": gestures.has_second_step(user)}
    if may(role, Permission.SEE_CHANNELS):
        found |= _channels(workspace)
    if may(role, Permission.SEE_INBOX):
        found |= _waiting(workspace, now=now) | _listening(workspace)
    return Facts(today=now.astimezone(workspace.zone).date(), **found)


def at_hand(lesson: str, *, workspace: Workspace, role: Role, now: datetime) -> Conversation | None:
    """Return the conversation on which a lesson can be practised now, if one waits.

    None for whoever may not answer, and for lessons about something else. One query at most.
    """
    suits = _PRACTISED_ON.get(lesson)
    if suits is None or not may(role, Permission.ANSWER):
        return None
    rows = inbox.waiting_conversations(workspace, now=now).select_related("channel")
    return next((row for row in rows[:_WAITING_READ] if suits(row)), None)


def _waiting(workspace: Workspace, *, now: datetime) -> dict[str, Any]:
    """Read once what waits for an answer: reviews, questions, wishes about data."""
    rows = list(inbox.waiting_conversations(workspace, now=now)[:_WAITING_READ])
    asking = next((row for row in rows if moments.asks_for_data(row.excerpt)), None)
    found: dict[str, Any] = {
        "questions": sum(_is_question(row) for row in rows),
        "asks_for_data": None if asking is None else _name(asking),
    }
    bad = [row for row in rows if _is_bad_review(row)]
    newest = max(bad, key=lambda row: (row.last_feedback_at, row.pk), default=None)
    if newest is not None:
        found |= {"reviewer": _name(newest), "stars": newest.stars or 0}
    return found


def _is_bad_review(row: Conversation) -> bool:
    """Tell whether a conversation is a negative review; by its tone where a site has no stars."""
    if row.kind != FeedbackKind.REVIEW.value:
        return False
    return row.tone == _NEGATIVE if row.stars is None else row.stars <= NEGATIVE_STARS


def _is_question(row: Conversation) -> bool:
    return row.intent == _QUESTION


#: Lessons whose exercise is an answer to somebody, by what they must have written.
_PRACTISED_ON: dict[str, Callable[[Conversation], bool]] = {
    "first-negative-review": _is_bad_review,
    "answer-a-question": _is_question,
}


def _name(row: Conversation) -> str:
    """Return who writes, "" for whoever has no name: the sentence says “somebody”."""
    return "" if row.person_name == NAMELESS else row.person_name


def _listening(workspace: Workspace) -> dict[str, Any]:
    team_is_alerted = Escalation.objects.filter(workspace=workspace, closed_at=None).exists()
    return {
        "is_alerted": team_is_alerted or open_alerts(workspace).exists(),
        "has_watch": Watch.objects.filter(workspace=workspace, removed_at=None).exists(),
        "has_charter": Charter.objects.filter(workspace=workspace, is_public=True).exists(),
        "has_crisis_file": crisis_of(workspace).is_ready,
        "has_review_link": ReviewLink.objects.filter(workspace=workspace, removed_at=None).exists(),
    }


def _channels(workspace: Workspace) -> dict[str, Any]:
    networks = Channel.objects.present().filter(workspace=workspace)
    keys = set(networks.values_list("network", flat=True))
    return {
        "has_channels": bool(keys),
        "has_linkedin": "linkedin" in keys,
        "has_reviews": "google_business" in keys,
    }


def _posts(workspace: Workspace, *, now: datetime) -> dict[str, Any]:
    posts = Post.objects.filter(workspace=workspace)
    stages = [Stage.SUBMITTED.value, Stage.SCHEDULED.value]
    planned = posts.filter(stage__in=stages, planned_at__gte=now, planned_at__lt=now + _WEEK)
    bare = PostFile.objects.filter(post__workspace=workspace, alt_text="")
    bare = bare.filter(file__kind=MediaKind.IMAGE.value).exclude(
        post__stage=Stage.DELETED.value,
    )
    unsent = bare.exclude(post__stage=Stage.SCHEDULED.value, post__planned_at__lt=now)
    first = unsent.select_related("post").order_by("-post__changed_at", "-id").first()
    return {
        "has_goal": Goal.objects.filter(workspace=workspace, ended_at=None).exists(),
        "planned": planned.count(),
        "undescribed": None if first is None else first.post.title,
    }


def _offers(workspace: Workspace, *, now: datetime) -> dict[str, Any]:
    today = now.astimezone(workspace.zone).date()
    rows = Offer.objects.filter(workspace=workspace, removed_at=None, last_day__gte=today)
    soon = list(rows.select_related("contest").order_by("first_day", "id")[:20])
    cuts = [row for row in soon if row.kind == OfferKind.DISCOUNT.value]
    bare = [row for row in soon if row.kind == OfferKind.CONTEST.value and not _has_rules(row)]
    found: dict[str, Any] = {
        "has_costs": Cost.objects.filter(workspace=workspace, removed_at=None).exists()
    }
    if cuts:
        found |= {"offer": cuts[0].name, "offer_from": cuts[0].first_day}
    if bare:
        found |= {"bare_contest": bare[0].name}
    return found


def _has_rules(offer: Offer) -> bool:
    contest = getattr(offer, "contest", None)
    return contest is not None and contest.published_at is not None
