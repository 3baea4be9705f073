"""Short links that the door leaves to pages: those that lead elsewhere than before, or nowhere."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from beffroi.links.addressing import host_of
from beffroi.links.queries import open_link
from beffroi.links.rules import split_code
from beffroi.workspaces.access import public


@require_safe
@public
def follow(request: HttpRequest, link_code: str) -> HttpResponse:
    """Say to anybody where a link leads by now, and let them go there; without any cookie.

    A sign that closed a sentence may have come along: some networks take it for a part of the link.
    """
    code, rest = split_code(link_code)
    if code and rest and not rest[0].isalnum():
        return redirect("link", link_code=code)
    link = open_link(link_code)
    if link is None:
        raise Http404
    context = {"link": link, "host": host_of(link.target), "brand": link.workspace.name}
    response = render(request, "links/elsewhere.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
