"""From the composer's form to the actions: keeps what was typed, then does what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from beffroi.publishing import actions
from beffroi.publishing.forms import PostForm
from beffroi.publishing.models import Post
from beffroi.publishing.rules import Finding, Stage
from beffroi.workspaces.access import WorkspaceRequest
from beffroi.workspaces.rules import Permission, may


def save(
    request: WorkspaceRequest, row: Post | None, form: PostForm, *, intent: str, now: datetime
) -> tuple[Post, Sequence[Finding]]:
    """Keep what a valid form holds, then do what the pressed button says.

    Return the post and what keeps it from leaving. What was typed is kept even then, except for a
    post that is scheduled already: that one stays as it was. Raises AlreadyLeft, ChangedMeanwhile
    and NotADraft.
    """
    try:
        row = _keep(request, row, form, intent=intent, now=now)
        if intent == "schedule" and may(request.role, Permission.APPROVE_POSTS):
            actions.schedule_post(row, actor=request.user, now=now)
        elif intent != "draft":
            actions.submit_post(row, actor=request.user, now=now)
    except actions.CannotSchedule as error:
        assert row is not None  # noqa: S101 - creating a draft never raises it
        return row, error.findings
    finally:
        if row is not None:
            row.refresh_from_db()
    return row, ()


def saved_sentence(post: Post) -> str:
    """Say what saving did."""
    return {
        Stage.DRAFT: _("The draft is saved."),
        Stage.SUBMITTED: _("The post waits for a yes. Nothing leaves before."),
        Stage.SCHEDULED: _("The post is scheduled. You can change it until it leaves."),
    }[Stage(post.stage)]


def _keep(
    request: WorkspaceRequest, row: Post | None, form: PostForm, *, intent: str, now: datetime
) -> Post:
    draft, seen_version = form.to_draft(), form.cleaned_data["version"]
    if row is None:
        return actions.create_post(
            workspace=request.workspace,
            actor=request.user,
            draft=draft,
            key=form.cleaned_data["key"],
            now=now,
        )
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
