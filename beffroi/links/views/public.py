"""Short links as anybody sees them, where the door leaves them to pages: elsewhere, stopped, none.

No page here sets a cookie.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from beffroi.links.addressing import host_of
from beffroi.links.models import Link
from beffroi.links.queries import open_link
from beffroi.links.rules import KEPT_MONTHS, PERSON_DAY_MAX, split_code
from beffroi.workspaces.access import public

_GONE = 410


@require_safe
@public
def follow(request: HttpRequest, link_code: str) -> HttpResponse:
    """Say where a link leads by now, and let them go there; or that it leads nowhere any more.

    A sign that closed a sentence may have come along: some networks take it for a part of the link.
    """
    code, rest = split_code(link_code)
    if code and rest and not rest[0].isalnum():
        return redirect("link", link_code=code)
    link = _link(link_code)
    if link.stopped_at is not None:
        return _quiet(request, "links/stopped.html", link, status=_GONE)
    return _quiet(request, "links/elsewhere.html", link)


@require_safe
@public
def counting(request: HttpRequest, link_code: str) -> HttpResponse:
    """Say to anybody what is counted when a link is followed, and how not to be told apart."""
    return _quiet(request, "links/counting.html", _link(link_code))


def _link(code: str) -> Link:
    link = open_link(code)
    if link is None:
        raise Http404
    return link


def _quiet(request: HttpRequest, template: str, link: Link, *, status: int = 200) -> HttpResponse:
    context = {
        "link": link,
        "host": host_of(link.target),
        "brand": link.workspace.name,
        "kept_months": KEPT_MONTHS,
        "most_a_day": PERSON_DAY_MAX,
    }
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
