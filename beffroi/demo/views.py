"""The door of the demo: anybody enters as anybody, without a password, on this machine only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from beffroi.demo import networks, people, progress
from beffroi.web.actions import choose_language
from beffroi.workspaces.access import public
from beffroi.workspaces.models import User


@public
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Show who one can be, or how far the world has come; only that part for htmx."""
    is_part = request.headers.get("HX-Request") == "true"
    context = {
        "progress": progress.now,
        "first": people.FIRST,
        "others": people.OTHERS,
        "accounts": networks.TO_CONNECT,
    }
    return render(request, "demo/_inside.html" if is_part else "demo/door.html", context)


@public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Enter as the person whose address is `email`, in the language of the visitor."""
    if not progress.now.is_ready:
        return redirect("demo")
    wanted = request.POST.get("email", "")
    user = get_object_or_404(User, email__in=people.ADDRESSES, email=wanted)
    language = get_language()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    choose_language(user=user, language=language)
    return redirect("today")
