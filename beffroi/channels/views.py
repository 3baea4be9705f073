"""Channels over HTTP."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
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
from beffroi.channels.rules import Health, server_name
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

_BEGUN = "channel-consent"


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
        "silent_count": sum(row.health is Health.SILENT for row in present),
        "former": rows[len(present) :],
        "choices": queries.network_choices(),
        "may_manage": may(request.role, Permission.MANAGE_CHANNELS),
    }
    return render(request, "channels/channels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def connect(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Ask for what the network needs, and connect or lead to its consent page."""
    return _connection_page(request, _choice(network), again=None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def reconnect(request: WorkspaceRequest, channel_id: int) -> HttpResponse:
    """Connect a known channel again. What is filled in comes from us, never from a link."""
    channel = access.channel(request.workspace, channel_id)
    return _connection_page(request, _choice(channel.network), again=channel)


@require_safe
@requires(Permission.MANAGE_CHANNELS)
def consent(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Lead on to the network's own page: a link, since our policy lets no form leave."""
    begun = _begun(request, network)
    if begun is None:
        return redirect("channel_connect", network=network)
    context = {
        "pending": begun.pending,
        "again": begun.again,
        "choice": _choice(network),
        "server": server_name(begun.pending.origin),
    }
    return render(request, "channels/consent.html", context)


@require_safe
@requires(Permission.MANAGE_CHANNELS)
def returned(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Come back from the network's consent page with a code, or with a no."""
    begun, state = _begun(request, network), request.GET.get("state", "")
    if begun is None or not actions.is_answer_to(begun.pending, state):
        messages.warning(
            request,
            _("Nothing was connected: this answer is not to a question of ours. Start again here."),
        )
        return redirect("channels")
    del request.session[_BEGUN]
    code = request.GET.get("code", "")
    if not code:
        messages.warning(request, _("Nothing was connected: the permission was not given."))
        return redirect("channels")
    try:
        channel = actions.finish_consent(
            workspace=request.workspace,
            actor=request.user,
            pending=begun.pending,
            state=state,
            code=code,
            again=begun.again,
            now=timezone.now(),
        )
    except FAILURES as error:
        server = server_name(begun.pending.origin)
        problem = explain_connection(error, server=server, with_password=False)
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


def _connection_page(
    request: WorkspaceRequest, choice: NetworkChoice, *, again: Channel | None
) -> HttpResponse:
    known = {"address": again.origin, "identifier": again.handle} if again else None
    kind = PasswordConnectionForm if choice.asks_password else ServerForm
    form = kind(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        response = _try(request, choice, form, again=again)
        if response is not None:
            return response
    context = {
        "choice": choice,
        "again": again,
        "form": form,
        "steps": [f"channels/steps/{choice.key}.html", "channels/steps/other.html"],
    }
    return render(request, "channels/connect.html", context, status=422 if form.errors else 200)


def _choice(network: str) -> NetworkChoice:
    for choice in queries.network_choices():
        if choice.key == network:
            return choice
    raise Http404


def _try(
    request: WorkspaceRequest, choice: NetworkChoice, form: Form, *, again: Channel | None
) -> HttpResponse | None:
    """Connect, or lead to the consent page; None when the form now says what went wrong."""
    data, now = form.cleaned_data, timezone.now()
    try:
        if choice.asks_password:
            channel = actions.connect_with_password(
                workspace=request.workspace,
                actor=request.user,
                network=choice.key,
                again=again,
                now=now,
                **data,
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
            error, server=server_name(data["address"]), with_password=choice.asks_password
        )
        form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)
        return None
    request.session[_BEGUN] = {
        "workspace": request.workspace.pk,
        "channel": again.pk if again else None,
        "consent": asdict(pending),
    }
    return redirect("channel_consent", network=choice.key)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a person went to the network's page for; `again` is the channel to bring back."""

    pending: actions.PendingConsent
    again: Channel | None


def _begun(request: WorkspaceRequest, network: str) -> _Begun | None:
    """Return what was begun in this session, for this network and this workspace."""
    stored = request.session.get(_BEGUN)
    if not stored or stored["workspace"] != request.workspace.pk:
        return None
    pending = actions.PendingConsent(**stored["consent"])
    if pending.network != network:
        return None
    channel_id = stored["channel"]
    again = access.channel(request.workspace, channel_id) if channel_id else None
    return _Begun(pending, again)


def _return_address(network: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('channel_returned', kwargs={'network': network})}"


def _connected(request: WorkspaceRequest, channel: Channel) -> HttpResponse:
    messages.success(request, _("%(handle)s is connected.") % {"handle": channel.handle})
    return redirect("channels")
