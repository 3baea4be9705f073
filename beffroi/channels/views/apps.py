"""The developer apps that people make on vendors' sites, and the door for vendors' webhooks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from beffroi.channels import actions, queries, webhooks
from beffroi.channels.forms import NetworkAppForm
from beffroi.channels.rules import Way
from beffroi.channels.views.connecting import choice_of, return_address
from beffroi.core.bodies import takes
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def network_app(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Say how the app is made on the vendor's site, and take what that site shows."""
    choice = choice_of(network)
    if choice.way is not Way.HOME:
        return redirect("channel_connect", network=network)
    told = queries.app_page(request.workspace, network)
    form = NetworkAppForm(
        request.POST if request.method == "POST" else None,
        initial={"client_id": told.client_id, "login": told.login},
        extras=told.extras,
        logins=told.logins,
    )
    if form.is_valid():
        actions.save_network_app(
            network=network,
            workspace=request.workspace,
            actor=request.user,
            client_id=form.cleaned_data["client_id"],
            client_secret=form.cleaned_data["client_secret"],
            extra=form.extra,
            now=utc_now(),
        )
        messages.success(request, _("The app is kept. Now connect your account."))
        return redirect("network_app", network=network)  # where the addresses to give it are
    context = {
        "choice": choice,
        "told": told,
        "form": form,
        "return_address": return_address(network),
    }
    return render(request, "channels/network_app.html", context, status=422 if form.errors else 200)


def _webhook(request: HttpRequest, network: str, token: str) -> HttpResponse:
    """Answer a vendor: its check of our address, or what it has to tell."""
    door = webhooks.open_door(network, token)
    if door is None:
        raise Http404
    if request.method == "GET":
        answer = webhooks.shake_hands(door, query=request.GET.dict(), now=utc_now())
        if answer is None:
            raise Http404
        return HttpResponse(answer.body, content_type=answer.media_type)
    try:
        body = request.read()  # bounded by the address, not as a form is
    except OSError:  # the caller went away
        return HttpResponse(status=400)
    headers = {name.lower(): value for name, value in request.headers.items()}
    is_taken = webhooks.receive(door, headers=headers, body=body, now=utc_now())
    return HttpResponse(status=200 if is_taken else 403)


def _is_door(request: HttpRequest, network: str, token: str) -> bool:
    return webhooks.open_door(network, token) is not None


webhook = takes(webhooks.BODY_BYTES_MAX, is_for=_is_door)(
    public(csrf_exempt(require_http_methods(["GET", "POST"])(_webhook)))
)
