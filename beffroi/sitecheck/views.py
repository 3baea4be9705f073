"""The website check over HTTP: asked by anybody, read in the background, shown for a day."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.sitecheck import actions, queries, wording
from beffroi.sitecheck.addresses import NotASite
from beffroi.sitecheck.bounding import TooMany
from beffroi.sitecheck.forms import SiteForm
from beffroi.sitecheck.models import SiteCheck
from beffroi.sitecheck.pages import result_page
from beffroi.sitecheck.visiting import REQUESTS_MAX, ROBOT, SECONDS_MAX
from beffroi.workspaces.access import WorkspaceRequest, current_workspace, public, requires
from beffroi.workspaces.rules import Permission

#: A page that waits asks again so often, also where no script runs.
_AGAIN_SECONDS = 2
_TOO_MANY, _UNREADABLE = 429, 422


@require_http_methods(["GET", "HEAD", "POST"])
@public
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for the address of a site, and have it read."""
    if request.method != "POST":
        return _quiet(request, "sitecheck/ask.html", {"form": SiteForm()})
    form = SiteForm(request.POST)
    if not form.is_valid():
        return _quiet(request, "sitecheck/ask.html", {"form": form}, status=_UNREADABLE)
    remote = get_adapter().get_client_ip(request)
    try:
        check = actions.ask(form.cleaned_data["site"], remote=remote, now=utc_now())
    except NotASite as error:
        form.add_error("site", wording.mistake(error))
        return _quiet(request, "sitecheck/ask.html", {"form": form}, status=_UNREADABLE)
    except TooMany as error:
        form.add_error(None, wording.too_many(error.who))
        return _quiet(request, "sitecheck/ask.html", {"form": form}, status=_TOO_MANY)
    return redirect("site_check_result", site_check_token=check.token)


@require_safe
@public
def result(request: HttpRequest, site_check_token: str) -> HttpResponseBase:
    """Show what was found, or that it is being read: then the page asks again by itself."""
    check = _check(site_check_token)
    if check.is_open:
        response = _quiet(request, "sitecheck/reading.html", {"check": check})
        response["Refresh"] = str(_AGAIN_SECONDS)
        return response
    context: dict[str, Any] = {
        "check": check,
        "form": SiteForm(site=check.address),
        "workspace": current_workspace(request),
        "may_sign_up": get_adapter().is_open_for_signup(request),
    }
    if check.state == SiteCheck.State.FAILED:
        return _quiet(request, "sitecheck/failed.html", context)
    page = result_page(check)
    template = "sitecheck/trouble.html" if page.trouble else "sitecheck/result.html"
    return _quiet(request, template, {**context, "page": page})


@require_POST
@requires(Permission.MANAGE_COMPANY)
def keep(request: WorkspaceRequest, site_check_token: str) -> HttpResponseBase:
    """Keep a result as the first state of the workspace, or as its newest."""
    check = _check(site_check_token)
    try:
        is_first = actions.take_over(
            check, workspace=request.workspace, actor=request.user, now=utc_now()
        )
    except actions.NothingToKeep:
        messages.error(request, _("There is nothing to keep yet: the site was not read."))
    else:
        said = _("Kept as the first state of your workspace.")
        again = _("Kept: the barometer reads it from now on. The first state stays beside it.")
        messages.success(request, said if is_first else again)
    return redirect("site_check_result", site_check_token=check.token)


@require_safe
@public
def robot(request: HttpRequest) -> HttpResponse:
    """Say to whoever finds our name in a log what we read, and how to keep us out."""
    lines = f"User-agent: {ROBOT}\nDisallow: /"
    context = {"lines": lines, "requests": REQUESTS_MAX, "seconds": int(SECONDS_MAX)}
    return render(request, "sitecheck/robot.html", context)


def _check(token: str) -> SiteCheck:
    found = queries.find(token, now=utc_now())
    if found is None:
        raise Http404
    return found


def _quiet(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
