"""The facts by which an exercise counts as done: one question to the database each.

What somebody did counts from the day before they began the lesson, or from yesterday where they did
not begin; what stands there counts as it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from beffroi.company.models import Charter, Company
from beffroi.company.queries import crisis_of
from beffroi.core.models import AuditEntry
from beffroi.inbox.models import Answer, SavedAnswer
from beffroi.links.models import Link
from beffroi.links.rules import Source
from beffroi.listening.models import Competitor, Watch
from beffroi.networks.contracts import MediaKind
from beffroi.publishing.models import Post, PostFile
from beffroi.publishing.states import Stage
from beffroi.reviews.models import ReviewLink
from beffroi.sales.models import Contest, Cost, Offer
from beffroi.strategy.models import Goal
from beffroi.workspaces.models import User, Workspace

#: Whoever does it, and then reads the lesson, has done it too.
LOOKS_BACK = timedelta(days=1)

Gesture = Callable[[Workspace, User, datetime], bool]


def is_done(gesture: str, *, workspace: Workspace, user: User, since: datetime) -> bool:
    """Tell whether a fact shows that somebody did the exercise; False for one without a fact."""
    return gesture in GESTURES and GESTURES[gesture](workspace, user, since)


def _answer_sent(workspace: Workspace, user: User, since: datetime) -> bool:
    return _answers(workspace, user, since).exists()


def _review_answered(workspace: Workspace, user: User, since: datetime) -> bool:
    rated = Q(feedback__stars__isnull=False) | Q(feedback__recommends__isnull=False)
    return _answers(workspace, user, since).filter(rated).exists()


def _saved_answer_kept(workspace: Workspace, user: User, since: datetime) -> bool:
    rows = SavedAnswer.objects.filter(workspace=workspace, changed_by=user, deleted_at=None)
    return rows.filter(changed_at__gte=since).exists()


def _post_written(workspace: Workspace, user: User, since: datetime) -> bool:
    return _posts(workspace, user, since).exists()


def _post_planned(workspace: Workspace, user: User, since: datetime) -> bool:
    stages = [Stage.SUBMITTED.value, Stage.SCHEDULED.value]
    return _posts(workspace, user, since).filter(stage__in=stages, planned_at__gte=since).exists()


def _picture_added(workspace: Workspace, user: User, since: datetime) -> bool:
    return _pictures(workspace, user, since).exists()


def _picture_described(workspace: Workspace, user: User, since: datetime) -> bool:
    return _pictures(workspace, user, since).exclude(alt_text="").exists()


def _link_made(workspace: Workspace, user: User, since: datetime) -> bool:
    rows = Link.objects.filter(workspace=workspace, source=Source.HAND.value)
    return rows.filter(made_at__gte=since).exists()


def _offer_made(workspace: Workspace, user: User, since: datetime) -> bool:
    rows = Offer.objects.filter(workspace=workspace, made_by=user, removed_at=None)
    return rows.filter(made_at__gte=since).exists()


def _contest_begun(workspace: Workspace, user: User, since: datetime) -> bool:
    rows = Contest.objects.filter(offer__workspace=workspace, offer__removed_at=None)
    return rows.filter(changed_at__gte=since).exists()


def _cost_noted(workspace: Workspace, user: User, since: datetime) -> bool:
    rows = Cost.objects.filter(workspace=workspace, noted_by=user, removed_at=None)
    return rows.filter(noted_at__gte=since).exists()


def _goal_set(workspace: Workspace, user: User, since: datetime) -> bool:
    return Goal.objects.filter(workspace=workspace, made_by=user, made_at__gte=since).exists()


def _watch_made(workspace: Workspace, user: User, since: datetime) -> bool:
    rows = Watch.objects.filter(workspace=workspace, made_by=user, removed_at=None)
    return rows.filter(made_at__gte=since).exists()


def _competitor_followed(workspace: Workspace, user: User, since: datetime) -> bool:
    rows = Competitor.objects.filter(workspace=workspace, added_by=user, removed_at=None)
    return rows.filter(added_at__gte=since).exists()


def _drill_begun(workspace: Workspace, user: User, since: datetime) -> bool:
    """Look into the trail: the room of crises lies beside this one, not below."""
    rows = AuditEntry.objects.filter(workspace_id=workspace.pk, actor_id=user.pk, at__gte=since)
    return rows.filter(action="crisis.opened", detail__drill="yes").exists()


def _review_link_kept(workspace: Workspace, user: User, since: datetime) -> bool:
    return ReviewLink.objects.filter(workspace=workspace, removed_at=None).exists()


def _hours_told(workspace: Workspace, user: User, since: datetime) -> bool:
    return Company.objects.filter(workspace=workspace, week__isnull=False).exists()


def _charter_public(workspace: Workspace, user: User, since: datetime) -> bool:
    return Charter.objects.filter(workspace=workspace, is_public=True).exists()


def _crisis_ready(workspace: Workspace, user: User, since: datetime) -> bool:
    return crisis_of(workspace).is_ready


def _second_step(workspace: Workspace, user: User, since: datetime) -> bool:
    return has_second_step(user)


def has_second_step(user: User) -> bool:
    """Tell whether signing in as this person takes a second step. One query."""
    kinds = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def _answers(workspace: Workspace, user: User, since: datetime) -> QuerySet[Answer]:
    return Answer.objects.filter(workspace=workspace, author=user, written_at__gte=since)


def _posts(workspace: Workspace, user: User, since: datetime) -> QuerySet[Post]:
    rows = Post.objects.filter(workspace=workspace, author=user, changed_at__gte=since)
    return rows.exclude(stage=Stage.DELETED.value)


def _pictures(workspace: Workspace, user: User, since: datetime) -> QuerySet[PostFile]:
    rows = PostFile.objects.filter(post__workspace=workspace, file__kind=MediaKind.IMAGE.value)
    mine = Q(post__author=user) | Q(file__added_by=user)
    return rows.filter(mine, post__changed_at__gte=since)


#: By the names that `lessons/contents.toml` gives them.
GESTURES: dict[str, Gesture] = {
    "answer_sent": _answer_sent,
    "charter_public": _charter_public,
    "competitor_followed": _competitor_followed,
    "contest_begun": _contest_begun,
    "cost_noted": _cost_noted,
    "crisis_ready": _crisis_ready,
    "drill_begun": _drill_begun,
    "goal_set": _goal_set,
    "hours_told": _hours_told,
    "link_made": _link_made,
    "offer_made": _offer_made,
    "picture_added": _picture_added,
    "picture_described": _picture_described,
    "post_planned": _post_planned,
    "post_written": _post_written,
    "review_answered": _review_answered,
    "review_link_kept": _review_link_kept,
    "saved_answer_kept": _saved_answer_kept,
    "second_step": _second_step,
    "watch_made": _watch_made,
}
