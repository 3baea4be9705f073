"""Competitors over HTTP: who is followed, how they publish, what they offer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.inbox.rules import typed_id
from beffroi.listening import grounds, sentences
from beffroi.listening.competing import actions, queries, words
from beffroi.listening.competing.actions import CannotFollow
from beffroi.listening.competing.forms import CompetitorForm
from beffroi.listening.models import Competitor, CompetitorPost, Source
from beffroi.listening.pages import address, pages
from beffroi.listening.watching import CannotWatch
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

_EXCERPT_MAX = 300


@require_safe
@requires(Permission.SEE_INBOX)
def competitors(request: WorkspaceRequest) -> HttpResponse:
    """Compare the competitors that are followed."""
    found = queries.rows_of(request.workspace, now=utc_now())
    rows = [
        (row, words.a_week(row.pace), words.reactions(row.pace), words.when(row.pace))
        for row in found
    ]
    context = _context(request) | {"rows": rows, "most": actions.COMPETITORS_MAX}
    return render(request, "listening/competitors/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_WATCHES)
def competitor_new(request: WorkspaceRequest) -> HttpResponse:
    """Ask for a name, and follow it."""
    ground = grounds.ground_of(request.workspace)
    form = CompetitorForm(request.POST if request.method == "POST" else None)
    if ground is not None and form.is_valid():
        try:
            row, is_new = actions.follow(
                ground, form.terms[0], form.terms, actor=request.user, now=utc_now()
            )
        except CannotFollow as error:
            form.add_error(None, words.REFUSALS[error.problem]())
        except CannotWatch as error:
            for one in error.refusals:
                form.add_error(None, sentences.refusal(one))
        else:
            said = _("“%(name)s” is followed already: here it is.")
            if is_new:
                said = _("“%(name)s” is followed from now on.")
            messages.success(request, said % {"name": row.name})
            return redirect("competitor", competitor_id=row.pk)
    context = _context(request) | {
        "form": form,
        "ground": ground,
        "ground_url": address("listening_ground"),
    }
    status = 422 if form.errors else 200
    return render(request, "listening/competitors/new.html", context, status=status)


@require_safe
@requires(Permission.SEE_INBOX)
def competitor(request: WorkspaceRequest, competitor_id: int) -> HttpResponse:
    """Show one competitor: how it publishes, what it offers, what worked."""
    row = _competitor(request, competitor_id)
    found = queries.seen(row, now=utc_now())
    context = _context(request) | {
        "seen": found,
        "a_week": words.a_week(found.pace),
        "reactions": words.reactions(found.pace),
        "when": words.when(found.pace),
        "formats": words.formats(found.pace),
        "best": [(post, _idea(post)) for post in found.best],
        "offers": [
            (one, words.OFFERS[one.offer.kind.value], _idea(one.post)) for one in found.offers
        ],
        "free": actions.free_sources(request.workspace),
        "sources_url": address("listening_sources"),
        "new_post": address("post_new"),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "listening/competitors/one.html", context)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def read_from(request: WorkspaceRequest, competitor_id: int) -> HttpResponseBase:
    """Say that one of the workspace's sources is where the competitor writes."""
    row = _competitor(request, competitor_id)
    key = typed_id(request.POST.get("source", ""))
    source = Source.objects.there().filter(workspace=request.workspace, pk=key or 0).first()
    try:
        if source is None:
            raise CannotFollow("not_own")
        actions.read_from(row, source)
    except CannotFollow as error:
        messages.warning(request, words.REFUSALS[error.problem]())
    else:
        messages.success(request, _("Its posts are counted from its next reading on."))
    return redirect("competitor", competitor_id=row.pk)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def leave_source(request: WorkspaceRequest, competitor_id: int) -> HttpResponseBase:
    """Say that a source is not the competitor's."""
    row = _competitor(request, competitor_id)
    key = typed_id(request.POST.get("source", ""))
    if key is not None:
        actions.leave_source(row, key)
        messages.success(request, _("It no longer counts as its own."))
    return redirect("competitor", competitor_id=row.pk)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def stop(request: WorkspaceRequest, competitor_id: int) -> HttpResponseBase:
    """Follow a competitor no more."""
    row = _competitor(request, competitor_id)
    actions.stop(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("“%(name)s” is no longer followed.") % {"name": row.name},
        extra_tags=f"undo:{reverse('competitor_resume', args=[row.pk])}",
    )
    return redirect("competitors")


@require_POST
@requires(Permission.MANAGE_WATCHES)
def resume(request: WorkspaceRequest, competitor_id: int) -> HttpResponseBase:
    """Follow it again."""
    row = _competitor(request, competitor_id)
    try:
        actions.resume(row, actor=request.user, now=utc_now())
    except CannotFollow as error:
        messages.warning(request, words.REFUSALS[error.problem]())
    else:
        messages.success(request, _("It is followed again."))
    return redirect("competitors")


def _competitor(request: WorkspaceRequest, competitor_id: int) -> Competitor:
    rows = Competitor.objects.filter(workspace=request.workspace)
    return get_object_or_404(rows.select_related("watch", "workspace"), pk=competitor_id)


def _idea(post: CompetitorPost) -> str:
    quoted = _("“%(text)s”") % {"text": post.text[:_EXCERPT_MAX]}
    return "\n".join(part for part in (quoted, post.url) if part)


def _context(request: WorkspaceRequest) -> dict[str, object]:
    return {
        "pages": pages(request),
        "may_watch": may(request.role, Permission.MANAGE_WATCHES),
    }
