"""From the composer's form to the actions: keeps what was typed, then does what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.publishing import actions
from beffroi.publishing.forms import PostForm
from beffroi.publishing.models import Post
from beffroi.publishing.rules import Finding
from beffroi.publishing.states import Stage
from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True, slots=True)
class Saved:
    """The post, what keeps it from leaving, and whether what was typed is kept all the same."""

    post: Post
    findings: Sequence[Finding] = ()
    is_kept: bool = True


@transaction.atomic
def save(
    request: WorkspaceRequest, row: Post | None, form: PostForm, *, intent: str, now: datetime
) -> Saved:
    """Keep what a valid form holds, then do what the pressed button says.

    What was typed is kept even when the post cannot leave, except for a post that is scheduled
    already: that one stays as it was. Raises AlreadyLeft, ChangedMeanwhile and NotADraft.
    """
    try:
        post = _keep(request, row, form, intent=intent, now=now)
    except actions.CannotSchedule as error:
        assert row is not None  # noqa: S101 - creating a draft never raises it
        return Saved(row, error.findings, is_kept=False)
    try:
        _go_on(request, post, intent=intent, now=now)
    except actions.CannotSchedule as error:
        return Saved(_fresh(post), error.findings)
    return Saved(_fresh(post))


def saved_sentence(post: Post, *, was: str = "") -> str:
    """Say what saving did; `was` is the stage before, if there was one."""
    if was == Stage.SCHEDULED.value and post.stage == Stage.DRAFT.value:
        return _("It will not leave: it is a draft again.")
    return {
        Stage.DRAFT: _("The draft is saved."),
        Stage.SUBMITTED: _("The post waits for a yes. Nothing leaves before."),
        Stage.SCHEDULED: _("The post is scheduled. You can change it until it leaves."),
    }[Stage(post.stage)]


def _keep(
    request: WorkspaceRequest, row: Post | None, form: PostForm, *, intent: str, now: datetime
) -> Post:
    draft = form.to_draft()
    if row is None:
        return actions.create_post(
            workspace=request.workspace,
            actor=request.user,
            draft=draft,
            key=form.cleaned_data["key"],
            now=now,
        )
    # The page of a new post knows no version: it has seen the first at most.
    seen_version = form.cleaned_data["version"] or 1
    if intent == "draft":
        actions.change_to_draft(
            row, actor=request.user, draft=draft, seen_version=seen_version, now=now
        )
    else:
        actions.change_post(
            row,
            actor=request.user,
            may_approve=may(request.role, Permission.APPROVE_POSTS),
            draft=draft,
            seen_version=seen_version,
            now=now,
        )
    return row


def _go_on(request: WorkspaceRequest, post: Post, *, intent: str, now: datetime) -> None:
    if intent == "schedule" and may(request.role, Permission.APPROVE_POSTS):
        actions.schedule_post(post, actor=request.user, now=now)
    elif intent != "draft":
        actions.submit_post(post, actor=request.user, now=now)


def _fresh(post: Post) -> Post:
    post.refresh_from_db()
    return post
