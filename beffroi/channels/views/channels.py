"""The channels of a workspace, and the way out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.channels import access, actions, diagnosing, queries
from beffroi.channels.advice import advise
from beffroi.channels.findings import findings_of, missing
from beffroi.channels.rules import Health
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_CHANNELS)
def channels(request: WorkspaceRequest) -> HttpResponse:
    """List the channels and their health."""
    rows = queries.channel_rows(request.workspace, now=utc_now())
    present = [row for row in rows if row.health is not Health.DISCONNECTED]
    context = {
        "rows": present,
        "lost_count": sum(row.is_lost and not row.is_gone for row in present),
        "closed_count": sum(row.is_gone or row.health is Health.REFUSED for row in present),
        "ending_count": sum(row.health is Health.ENDING for row in present),
        "well_count": sum(row.health is Health.WELL for row in present),
        "silent_count": sum(row.health is Health.SILENT for row in present),
        "former": rows[len(present) :],
        "choices": queries.network_choices(),
        "may_manage": may(request.role, Permission.MANAGE_CHANNELS),
    }
    return render(request, "channels/channels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def doctor(request: WorkspaceRequest, channel_id: int) -> HttpResponse:
    """Say what keeps a channel from working whole; a POST asks the network now."""
    channel = access.channel(request.workspace, channel_id)
    if request.method == "POST":
        if diagnosing.diagnose(channel, clock=utc_now) is None and channel.is_connected:
            messages.info(request, _("This network does not tell more than what is shown here."))
        return redirect("channel_doctor", channel_id=channel.pk)
    row = queries.channel_row(channel, now=utc_now())
    found = findings_of(channel)
    grave = missing(found)
    context = {
        "row": row,
        "advices": [advise(one, channel, name=row.network_name) for one in grave],
        "notes": [advise(one, channel, name=row.network_name) for one in found if one not in grave],
    }
    return render(request, "channels/doctor.html", context)


@require_POST
@requires(Permission.MANAGE_CHANNELS)
def noted(request: WorkspaceRequest, channel_id: int) -> HttpResponse:
    """Take note of what keeps a channel from working whole: its card leaves the day."""
    channel = access.channel(request.workspace, channel_id)
    actions.note_findings(channel=channel, actor=request.user, now=utc_now())
    messages.success(request, _("Noted. The page Channels goes on saying it."))
    return redirect("today")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def disconnect(request: WorkspaceRequest, channel_id: int) -> HttpResponse:
    """Say what disconnecting means; a POST forgets the access. The history stays."""
    channel = access.channel(request.workspace, channel_id)
    if request.method != "POST":
        row = queries.channel_row(channel, now=utc_now())
        return render(request, "channels/disconnect.html", {"row": row})
    actions.disconnect(channel=channel, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("%(handle)s is disconnected. Its history stays, nothing more leaves.")
        % {"handle": channel.called},
    )
    return redirect("channels")
