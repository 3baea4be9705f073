"""The page of one post over HTTP: written by some, read by others."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.bodies import takes
from beffroi.core.clock import utc_now
from beffroi.delivery.actions import AlreadyLeft
from beffroi.delivery.queries import current_pause
from beffroi.media import places
from beffroi.publishing import (
    access,
    actions,
    composer,
    queries,
    rework,
    rules,
    saving,
    sharing,
    short_links,
    stories,
)
from beffroi.publishing.addresses import calendar_address
from beffroi.publishing.calendar import parse_day, parse_hour
from beffroi.publishing.drafts import current_draft
from beffroi.publishing.forms import PostForm, parse_key
from beffroi.publishing.messages import clock_warning, too_late
from beffroi.publishing.models import Post
from beffroi.publishing.states import Stage
from beffroi.publishing.uploads import AT_ONCE_BYTES_MAX, keep_uploads
from beffroi.strategy.plan.queries import choosable_pillars
from beffroi.strategy.queries import choosable_campaigns
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.middleware import comes_signed_in
from beffroi.workspaces.rules import Permission, may

_TAKES_FILES = takes(AT_ONCE_BYTES_MAX, is_for=comes_signed_in)


@_TAKES_FILES
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_POSTS)
def post_new(request: WorkspaceRequest) -> HttpResponse:
    """Write a new post; `?day=2026-06-19&hour=09:00` plans it, `?pillar=3` says its subject.

    `?network=facebook`, as often as wanted, chooses the channels there, else all are chosen.

    What another app shares only fills it in: nothing is kept before the form is sent.

    The address holds the key of its page: whoever comes back to it through the browser's history
    finds the post that the page has made, and makes no second one.
    """
    if request.method == "POST":
        return _sent(request, None)
    key = parse_key(request.GET.get("key", ""))
    if key is None:
        query = request.GET.copy()
        query["key"] = str(uuid.uuid4())
        return redirect(f"{request.path}?{query.urlencode()}")
    if made := queries.post_of_form(request.workspace, key):
        return redirect("post", post_id=made.pk)
    channels = queries.composer_channels(request.workspace)
    shared = sharing.shared_of(request.GET)
    initial = {
        "text": shared.words if shared else "",
        "day": parse_day(request.GET.get("day", "")),
        "hour": parse_hour(request.GET.get("hour", "")),
        "networks": request.GET.getlist("network"),
        "key": key,
        "has_short_links": short_links.are_wanted(request.workspace),
        "pillar": _id(request.GET.get("pillar", "")),
    }
    form = PostForm(
        channels=channels,
        zone=request.workspace.zone,
        initial=initial,
        campaigns=choosable_campaigns(request.workspace),
        pillars=choosable_pillars(request.workspace),
    )
    return _page(request, None, form, shared=shared)


@_TAKES_FILES
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_POSTS)
def post(request: WorkspaceRequest, post_id: int) -> HttpResponse:
    """Show a post; whoever may write changes it, until it has left."""
    row = access.post(request.workspace, post_id)
    may_write = may(request.role, Permission.WRITE_POSTS)
    if request.method == "POST":
        return _sent(request, row) if may_write else HttpResponseNotAllowed(["GET", "HEAD"])
    if not may_write or not actions.is_editable(row):
        return _story(request, row)
    form = PostForm(
        channels=queries.composer_channels(request.workspace, also=queries.channel_ids(row)),
        zone=request.workspace.zone,
        draft=current_draft(row),
        initial={"version": row.version, "key": row.form_key},
        campaigns=choosable_campaigns(request.workspace, also=row.campaign_id),
        pillars=choosable_pillars(request.workspace, also=row.pillar_id),
    )
    return _page(request, row, form)


@require_POST
@requires(Permission.WRITE_POSTS)
def counts(request: WorkspaceRequest) -> HttpResponse:
    """Count and preview what is typed, as each network does: fragments."""
    form = _form(request, request.POST)
    row = queries.post_of_form(request.workspace, form.key_sent)
    context = composer.context(form, request.workspace, row=row, now=utc_now())
    return render(request, "publishing/_live.html", context)


@_TAKES_FILES
@require_POST
@requires(Permission.WRITE_POSTS)
def files(request: WorkspaceRequest) -> HttpResponse:
    """Keep files while the composer is open: fragments with their fields."""
    uploads = keep_uploads(request, now=utc_now())
    data = rework.apply(request.POST, intent="", added=uploads.files)
    form = _form(request, data)
    row = queries.post_of_form(request.workspace, form.key_sent)
    context = composer.context(form, request.workspace, row=row, now=utc_now())
    context["added"] = [item for item in context["files"] if item.file in uploads.files]
    context["file_errors"] = uploads.errors
    return render(request, "publishing/_added.html", context)


@require_safe
@requires(Permission.WRITE_POSTS)
def place(request: WorkspaceRequest) -> HttpResponse:
    """Say how it stands with what this person has sent: plain words for the composer."""
    if places.is_waiting(request.user.pk):
        words = _("Waiting for a place: videos are prepared one after another…")
    else:
        words = _("It has arrived and is being prepared…")
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _form(request: WorkspaceRequest, data: QueryDict) -> PostForm:
    sent = data.getlist("channels")
    named = [value for one in sent if (value := _id(one))]
    channels = queries.composer_channels(request.workspace, also=named)
    campaigns = choosable_campaigns(request.workspace, also=_id(data.get("campaign", "")))
    pillars = choosable_pillars(request.workspace, also=_id(data.get("pillar", "")))
    return PostForm(
        data,
        channels=channels,
        zone=request.workspace.zone,
        campaigns=campaigns,
        pillars=pillars,
    )


def _id(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def _sent(request: WorkspaceRequest, row: Post | None) -> HttpResponse:
    now, intent = utc_now(), request.POST.get("intent", "")
    uploads = keep_uploads(request, now=now)
    data = rework.apply(request.POST, intent=intent, added=uploads.files)
    form = _form(request, data)
    row = row or queries.post_of_form(request.workspace, form.key_sent)
    if intent not in rework.SAVING:
        status = 422 if uploads.errors else 200
        focus = rework.focus_of(intent)
        return _page(request, row, form, status=status, focus=focus, file_errors=uploads.errors)
    if uploads.errors or not form.is_valid():
        problems = composer.upload_advices(uploads.errors) + composer.form_advices(form)
        return _page(request, row, form, status=422, problems=problems, file_errors=uploads.errors)
    return _save(request, row, form, intent=intent, now=now)


def _save(
    request: WorkspaceRequest, row: Post | None, form: PostForm, *, intent: str, now: datetime
) -> HttpResponse:
    was = row.stage if row else ""
    try:
        saved = saving.save(request, row, form, intent=intent, now=now)
    except (AlreadyLeft, actions.NotADraft) as error:
        form = form.again(key=uuid.uuid4(), version="")
        return _page(request, None, form, status=409, too_late=too_late(error))
    except actions.ChangedMeanwhile:
        assert row is not None  # noqa: S101 - a new post has nothing to be overwritten
        row.refresh_from_db()
        return _page(request, row, form.again(version=row.version), status=409, is_conflict=True)
    if saved.findings:
        form = form.again(version=saved.post.version)
        problems = composer.problems(form, request.workspace, saved.findings)
        return _page(
            request, saved.post, form, status=422, problems=problems, is_kept=saved.is_kept
        )
    messages.success(request, saving.saved_sentence(saved.post, was=was))
    if warning := clock_warning(form.wall(), request.workspace.zone):
        messages.warning(request, warning)
    if saved.post.stage == Stage.DRAFT.value:
        return redirect("post", post_id=saved.post.pk)
    return redirect(calendar_address(saved.post))


def _page(
    request: WorkspaceRequest,
    row: Post | None,
    form: PostForm,
    *,
    status: int = 200,
    focus: str = "",
    **told: Any,
) -> HttpResponse:
    if focus in form.fields:
        form.fields[focus].widget.attrs["autofocus"] = True
    context = composer.context(form, request.workspace, row=row, now=utc_now()) | told
    context |= {
        "focus": focus,
        "may_approve": may(request.role, Permission.APPROVE_POSTS),
        "may_write": True,
        "pause": current_pause(request.workspace),
    }
    return render(request, "publishing/composer.html", context, status=status)


def _story(request: WorkspaceRequest, row: Post) -> HttpResponse:
    context = {
        "post": row,
        "story": stories.story(row),
        "may_approve": may(request.role, Permission.APPROVE_POSTS),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "kept_days": rules.DELETED_KEPT.days,
        "obstacles": queries.obstacles(row, now=utc_now()),
        "pause": current_pause(request.workspace),
    }
    return render(request, "publishing/post.html", context)
