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
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.channels import access, actions, queries
from beffroi.channels.forms import PasswordConnectionForm, ServerForm
from beffroi.channels.messages import FAILURES, explain_connection
from beffroi.channels.models import Channel
from beffroi.channels.queries import NetworkChoice
from beffroi.channels.rules import Health
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

_PENDING = "channel-consent"


@require_safe
@requires(Permission.SEE_CHANNELS)
def channels(request: WorkspaceRequest) -> HttpResponse:
    """List the channels and their health."""
    rows = queries.channel_rows(request.workspace, now=timezone.now())
    present = [row for row in rows if row.health is not Health.DISCONNECTED]
    context = {
        "rows": present,
        "lost_count": sum(row.is_lost for row in present),
        "well_count": sum(row.health is Health.WELL for row in present),
        "former": rows[len(present) :],
        "choices": queries.network_choices(),
        "may_manage": may(request.role, Permission.MANAGE_CHANNELS),
    }
    return render(request, "channels/channels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def connect(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Ask for what the network needs, and connect or lead to its consent page."""
    choice = _choice(network)
    form: PasswordConnectionForm | ServerForm
    if choice.asks_password:
        form = PasswordConnectionForm(request.POST or None, initial=_known(request))
    else:
        form = ServerForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        response = _try(request, choice, form)
        if response is not None:
            return response
    context = {
        "choice": choice,
        "form": form,
        "steps": [f"channels/steps/{choice.key}.html", "channels/steps/other.html"],
    }
    return render(request, "channels/connect.html", context, status=422 if form.errors else 200)


def _choice(network: str) -> NetworkChoice:
    for choice in queries.network_choices():
        if choice.key == network:
            return choice
    raise Http404


def _known(request: HttpRequest) -> dict[str, str]:
    """Fill the form in for a channel that is connected again: `?address=…&identifier=…`."""
    return {name: request.GET[name] for name in ("address", "identifier") if name in request.GET}


def _try(request: WorkspaceRequest, choice: NetworkChoice, form: Any) -> HttpResponse | None:
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
        problem = explain_connection(
            error, server=data["address"], with_password=choice.asks_password
        )
        form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)
        return None
    request.session[_PENDING] = {"workspace": request.workspace.pk, "consent": asdict(pending)}
    return redirect("channel_consent", network=choice.key)


@require_safe
@requires(Permission.MANAGE_CHANNELS)
def consent(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Lead on to the network's own page: a link, since our policy lets no form leave."""
    pending = _pending(request, network)
    if pending is None:
        return redirect("channel_connect", network=network)
    context = {
        "pending": pending,
        "choice": _choice(network),
        "server": pending.origin.partition("://")[2],
    }
    return render(request, "channels/consent.html", context)


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
        problem = explain_connection(error, server=pending.origin, with_password=False)
        messages.warning(request, problem.sentence)
        return redirect("channels")
    return _connected(request, channel)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def disconnect(request: WorkspaceRequest, channel_id: int) -> HttpResponse:
    """Say what disconnecting means; a POST forgets the access. The history stays."""
    channel = access.channel(request.workspace, channel_id)
    if request.method != "POST":
        row = queries.channel_row(channel, now=timezone.now())
        return render(request, "channels/disconnect.html", {"row": row})
    actions.disconnect(channel=channel, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("%(handle)s is disconnected. Its history stays, nothing more leaves.")
        % {"handle": channel.handle},
    )
    return redirect("channels")


def _pending(request: WorkspaceRequest, network: str) -> actions.PendingConsent | None:
    """Return what was begun in this session, for this network and this workspace."""
    stored = request.session.get(_PENDING)
    if not stored or stored["workspace"] != request.workspace.pk:
        return None
    pending = actions.PendingConsent(**stored["consent"])
    return pending if pending.network == network else None


def _return_address(network: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('channel_returned', kwargs={'network': network})}"


def _connected(request: WorkspaceRequest, channel: Channel) -> HttpResponse:
    messages.success(request, _("%(handle)s is connected.") % {"handle": channel.handle})
    return redirect("channels")
