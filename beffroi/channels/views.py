"""Channels over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.channels import access, actions, queries
from beffroi.channels.forms import PasswordConnectionForm, ServerForm
from beffroi.channels.messages import FAILURES, explain_connection
from beffroi.channels.models import Channel
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

_PENDING = "channel-consent"


@require_safe
@requires(Permission.SEE_CHANNELS)
def channels(request: WorkspaceRequest) -> HttpResponse:
    """List the channels and their health."""
    context = {
        "rows": queries.channel_rows(request.workspace),
        "choices": queries.network_choices(),
    }
    return render(request, "channels/channels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def connect(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Ask for what the network needs, and connect or lead to its consent page."""
    choice = next((choice for choice in queries.network_choices() if choice.key == network), None)
    if choice is None:
        raise Http404
    form: PasswordConnectionForm | ServerForm
    if choice.asks_password:
        form = PasswordConnectionForm(request.POST or None, initial=_known(request))
    else:
        form = ServerForm(request.POST or None, initial=_known(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        response = _try(request, choice, form)
        if response is not None:
            return response
    if form.errors:
        status = 422
    return render(request, "channels/connect.html", {"choice": choice, "form": form}, status=status)


def _known(request: HttpRequest) -> dict[str, str]:
    """Fill the form in for a channel that is connected again: `?address=…&identifier=…`."""
    return {name: request.GET[name] for name in ("address", "identifier") if name in request.GET}


def _try(
    request: WorkspaceRequest, choice: queries.NetworkChoice, form: Any
) -> HttpResponse | None:
    data = form.cleaned_data
    now = timezone.now()
    try:
        if choice.asks_password:
            channel = actions.connect_with_password(
                workspace=request.workspace, actor=request.user, network=choice.key, now=now, **data
            )
            return _connected(request, channel)
        pending = actions.begin_consent(
            network=choice.key,
            address=data["address"],
            redirect_uri=_return_address(choice.key),
            now=now,
        )
    except FAILURES as error:
        form.add_error(None, explain_connection(error, server=data["address"]))
        return None
    request.session[_PENDING] = asdict(pending)
    return redirect("channel_consent", network=choice.key)


@require_safe
@requires(Permission.MANAGE_CHANNELS)
def consent(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Lead on to the network's own page: a link, since our policy lets no form leave."""
    pending = _pending(request, network)
    if pending is None:
        return redirect("channel_connect", network=network)
    return render(
        request,
        "channels/consent.html",
        {"pending": pending, "name": queries.network_name(network)},
    )


@require_safe
@requires(Permission.MANAGE_CHANNELS)
def returned(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Come back from the network's consent page with a code, or with a no."""
    pending = _pending(request, network)
    request.session.pop(_PENDING, None)
    code = request.GET.get("code", "")
    if pending is None or not code:
        messages.warning(request, _("Nothing was connected: the permission was not given."))
        return redirect("channels")
    try:
        channel = actions.finish_consent(
            workspace=request.workspace,
            actor=request.user,
            pending=pending,
            state=request.GET.get("state", ""),
            code=code,
            now=timezone.now(),
        )
    except FAILURES as error:
        messages.warning(request, explain_connection(error, server=pending.origin))
        return redirect("channels")
    return _connected(request, channel)


@require_POST
@requires(Permission.MANAGE_CHANNELS)
def disconnect(request: WorkspaceRequest, channel_id: int) -> HttpResponse:
    """Forget a channel's access; its history stays."""
    channel = access.channel(request.workspace, channel_id)
    actions.disconnect(channel=channel, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("%(handle)s is disconnected. Its history stays, nothing more leaves.")
        % {"handle": channel.handle},
    )
    return redirect("channels")


def _pending(request: HttpRequest, network: str) -> actions.PendingConsent | None:
    stored = request.session.get(_PENDING)
    if not stored or stored["network"] != network:
        return None
    return actions.PendingConsent(**stored)


def _return_address(network: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('channel_returned', kwargs={'network': network})}"


def _connected(request: HttpRequest, channel: Channel) -> HttpResponse:
    messages.success(request, _("%(handle)s is connected.") % {"handle": channel.handle})
    return redirect("channels")
