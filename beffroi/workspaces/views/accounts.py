"""What belongs to a person alone: profile, ways to sign in, devices."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.workspaces import actions, queries
from beffroi.workspaces.access import SignedInRequest, signed_in
from beffroi.workspaces.forms import ProfileForm
from beffroi.workspaces.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: SignedInRequest) -> HttpResponseBase:
    """Change one's name and language."""
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(user=request.user, **form.cleaned_data)
        with translation.override(request.user.language):
            messages.success(request, _("Your profile has been changed."))
        return redirect("profile")
    return render(request, "workspaces/profile.html", {"form": form})


@require_safe
@signed_in
def security(request: SignedInRequest) -> HttpResponseBase:
    """Show how one signs in, and where one is signed in."""
    ways = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    codes = _first(ways, Authenticator.Type.RECOVERY_CODES)
    context = {
        "passkeys": [way for way in ways if way.type == Authenticator.Type.WEBAUTHN],
        "authenticator_app": _first(ways, Authenticator.Type.TOTP),
        "recovery_codes": codes,
        "codes_left": queries.unused_codes(codes) if codes else 0,
        "devices": queries.devices_of(request.user, current_key=request.session.session_key),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "workspaces/account.html", context)


@require_POST
@signed_in
def end_session(request: SignedInRequest, session_id: int) -> HttpResponseBase:
    """Sign out one device of one's own."""
    get_object_or_404(UserSession, user=request.user, pk=session_id).end()
    messages.success(request, _("The device has been signed out."))
    return redirect("account")


@require_POST
@signed_in
def end_other_sessions(request: SignedInRequest) -> HttpResponseBase:
    """Sign out every device but this one."""
    actions.end_other_sessions(user=request.user, kept_key=request.session.session_key or "")
    messages.success(request, _("All other devices have been signed out."))
    return redirect("account")


def _first(ways: list[Authenticator], kind: str) -> Authenticator | None:
    return next((way for way in ways if way.type == kind), None)
