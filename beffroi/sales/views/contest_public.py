"""What anybody reads of a contest, without an account and without any cookie."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from beffroi.sales.contests import drawing, queries
from beffroi.sales.models import Contest
from beffroi.workspaces.access import public


@require_safe
@public
def published(request: HttpRequest, contest_address: str) -> HttpResponse:
    """Show the newest rules of a contest, and what lets its draw be checked."""
    return _page(request, _found(contest_address), number=None)


@require_safe
@public
def version(request: HttpRequest, contest_address: str, contest_version: int) -> HttpResponse:
    """Show the rules as they were published at one time."""
    return _page(request, _found(contest_address), number=contest_version)


@require_safe
@public
def entries(request: HttpRequest, contest_address: str) -> HttpResponse:
    """Give the closed list as digests; its SHA-256 is the one that was published."""
    contest = _found(contest_address)
    if contest.frozen_at is None:
        raise Http404
    content = drawing.list_file(queries.digests_of(contest))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{contest.address}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-cache"
    return response


def _page(request: HttpRequest, contest: Contest, *, number: int | None) -> HttpResponse:
    shown = queries.version_of(contest, number)
    if shown is None:
        raise Http404
    versions = queries.versions_of(contest)
    with translation.override(shown.language), timezone.override(contest.offer.workspace.zone):
        context = {
            "contest": contest,
            "text": queries.text_of(shown),
            "version": shown,
            "versions": versions,
            "is_newest": shown.number == versions[0].number,
            "count": len(queries.digests_of(contest)) if contest.frozen_at else 0,
            "first": queries.drawn_first(contest),
            "commands": drawing.commands(f"{contest.address}.csv", seed=contest.seed),
        }
        response = render(request, "sales/contest_published.html", context)
    response["Content-Language"] = shown.language
    response["Cache-Control"] = "no-cache"  # what is withdrawn is gone at once
    return response


def _found(address: str) -> Contest:
    contest = queries.public_contest(address)
    if contest is None:
        raise Http404
    return contest
