"""A barometer over HTTP for those who have its address and no account: no session, no cookie."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from beffroi.branding.queries import look_of
from beffroi.coaching import keeping, queries, showing
from beffroi.coaching.models import Share
from beffroi.company.queries import called
from beffroi.strategy.barometer.rules import whole
from beffroi.workspaces.access import public

_GONE = 410


@require_safe
@public
def barometer(request: HttpRequest, barometer_token: str) -> HttpResponse:
    """Show the last state without the figures it was read from; one that was withdrawn is gone."""
    row = queries.shared(barometer_token)
    with translation.override(row.language):
        context = _context(row) if row.withdrawn_at is None else None
        if context is None:
            gone = {"look": look_of(row.workspace)}
            response = render(request, "coaching/gone.html", gone, status=_GONE)
        else:
            response = render(request, "coaching/public.html", context)
    response["Content-Language"] = row.language
    response["Cache-Control"] = "no-cache"  # what is withdrawn is gone at once
    response["X-Robots-Tag"] = "noindex"
    return response


def _context(row: Share) -> dict[str, Any] | None:
    state = queries.last_states([row.workspace_id]).get(row.workspace_id)
    if state is None:
        return None
    measured = whole(keeping.from_json(state.scores))
    return {
        "language": row.language,
        "company": called(row.workspace),
        "look": look_of(row.workspace),
        "measured_at": state.taken_at.astimezone(row.workspace.zone).date(),
        "summary": showing.summary(measured),
        "dimensions": showing.dimensions(measured, with_parts=False),
    }
