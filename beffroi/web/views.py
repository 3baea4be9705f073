"""Home, welcome, preferences, style guide and error pages."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from beffroi.core.clock import utc_now
from beffroi.delivery.queries import current_pause
from beffroi.web import actions, messages, queries, styleguide
from beffroi.web.cards import Clock
from beffroi.web.context import keep_counts
from beffroi.web.errors import (
    FORM_EXPIRED,
    GONE_FOR_SENDERS,
    GONE_FOR_STRANGERS,
    error_page,
    refusal,
)
from beffroi.web.preferences import THEME_COOKIE, THEMES, is_language, keep
from beffroi.web.rules import CARDS_SHOWN, COUNT_MAX
from beffroi.workspaces import ended
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.models import User
from beffroi.workspaces.rules import Permission, may

#: In the session: the day on which a person goes on after their quarter of an hour.
_LONGER = "today_longer"


@public
@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """Show Today to those who are in, the welcome page on an empty installation, else the door."""
    if request.user.is_authenticated:
        return today(request)
    if queries.is_empty_installation():
        return render(request, "web/welcome.html")
    return redirect(settings.LOGIN_URL)


@requires(Permission.SEE_POSTS)
def today(request: WorkspaceRequest) -> HttpResponse:
    """Show what waits, the most urgent in front (or `?card=…`), until it is enough for today.

    A few cards, or with `?cards=all` as many as are counted.
    """
    now, is_whole = utc_now(), request.GET.get("cards") == "all"
    shown = COUNT_MAX if is_whole else CARDS_SHOWN
    day = queries.today(
        request.workspace, user=request.user, role=request.role, now=now, shown=shown
    )
    keep_counts(request, day.by_room)
    context: dict[str, Any] = {
        "day": day,
        "figures": messages.figures(day.acts),
        "pause": current_pause(request.workspace),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    if not day.cards and not day.has_channels:
        return render(request, "web/today/first.html", context)
    if not day.cards or (day.is_over and not _goes_on(request, now=now)):
        context |= {
            "at_the_end": messages.figures_at_the_end(day.acts) if day.minutes else [],
            "put_off": queries.put_off_count(
                request.workspace, user=request.user, role=request.role, now=now
            ),
        }
        return render(request, "web/today/over.html", context)
    front = next((one for one in day.cards if one.key == request.GET.get("card")), day.cards[0])
    context |= {
        "card": front,
        "is_whole": is_whole,
        "front": queries.front(front, clock=Clock(now, request.workspace.zone)),
        "others": [one for one in day.cards if one is not front],
        "done_at": now + timedelta(minutes=day.minutes.planned) if day.minutes else None,
    }
    return render(request, "web/today/today.html", context)


@require_POST
@requires(Permission.SEE_POSTS)
def go_on(request: WorkspaceRequest) -> HttpResponse:
    """Show cards for the rest of the day, though it is enough."""
    request.session[_LONGER] = _this_day(request, now=utc_now())
    return redirect("today")


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language on this device, and with the account of whoever is signed in."""
    chosen = request.POST.get("language", "")
    if not is_language(chosen):
        return error_page(request, 400)
    if isinstance(request.user, User):
        actions.choose_language(user=request.user, language=chosen)
    response = _back(request)
    keep(response, cookie=settings.LANGUAGE_COOKIE_NAME, value=chosen)
    return response


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme on this device."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return error_page(request, 400)
    response = _back(request)
    keep(response, cookie=THEME_COOKIE, value=chosen)
    return response


@public
@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; closed on ordinary installations."""
    if not settings.STYLEGUIDE:
        raise Http404
    return render(request, "web/styleguide.html", styleguide.samples())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a 400; what was too much in a form is not misunderstood, it is too heavy."""
    if isinstance(exception, RequestDataTooBig):
        return refusal(request, 413, settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a 403."""
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Explain a 404: to strangers who came for a public page, to whoever sent a form."""
    policy = getattr(getattr(request.resolver_match, "func", None), "policy", None)
    if policy is None:
        return error_page(request, 404)
    if not policy.signed_in:
        return error_page(request, 404, explanation=GONE_FOR_STRANGERS)
    is_sent = request.method == "POST"
    return error_page(request, 404, explanation=GONE_FOR_SENDERS if is_sent else None)


def broken(request: HttpRequest) -> HttpResponse:
    """Explain a 500; an absent or locked database asks to come back in a moment."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    page = error_page(request, 503 if is_away else 500)
    if is_away:
        page.headers["Retry-After"] = "30"
    return page


def csrf_failure(request: HttpRequest, reason: str = "", **_details: Any) -> HttpResponse:
    """Explain a form that was refused because its token is missing or old.

    To a page of ours, what was written goes back, with a token that is good.
    """
    if _is_from_here(request):
        is_signed_in = request.user.is_authenticated
        if ended.is_fragment(request):
            return ended.fresh_fragment(request) if is_signed_in else ended.fragment(request)
        if ended.holds_words(request):
            return ended.page(request, status=403)
    return error_page(request, 403, explanation=FORM_EXPIRED)


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser says that a page of this very installation sends this."""
    ours = {*settings.CSRF_TRUSTED_ORIGINS, f"{request.scheme}://{request.get_host()}"}
    return request.headers.get("Origin") in ours and hasattr(request, "user")


def _goes_on(request: WorkspaceRequest, *, now: datetime) -> bool:
    return bool(request.session.get(_LONGER) == _this_day(request, now=now))


def _this_day(request: WorkspaceRequest, *, now: datetime) -> str:
    """Name the day in the workspace: going on is for this one only."""
    return f"{request.workspace.pk} {now.astimezone(request.workspace.zone).date()}"


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Lead back to the page that holds the form, never to another site."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(target if is_ours else "/")
