"""How people are told of alerts, over HTTP: their choice, an address; and anybody's devices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.mailing import mail_is_set
from beffroi.listening.models import AlertChoice, AlertHook, AlertNotice, PushDevice
from beffroi.listening.telling import hooks, pushing
from beffroi.listening.telling.calls import messages_of
from beffroi.listening.telling.forms import ChoiceForm, DeviceForm, HookForm
from beffroi.listening.telling.rules import Way
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, device_of

_CALLS_SHOWN = 5


@require_safe
@requires(Permission.MANAGE_COMPANY)
def telling(request: WorkspaceRequest) -> HttpResponse:
    """Show how somebody is told, and which address of the workspace is called."""
    return _page(request)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def chosen(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep of which alerts somebody is told."""
    form = ChoiceForm(request.POST, row=_choice(request))
    if not form.is_valid():
        return _page(request, choice=form)
    AlertChoice.objects.update_or_create(
        user=request.user, workspace=request.workspace, defaults=form.cleaned_data
    )
    messages.success(request, _("Saved."))
    return redirect("alert_telling")


@require_POST
@requires(Permission.SEE_POSTS)
def device_added(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep the browser that speaks as a device of its person."""
    form = DeviceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This browser handed over nothing that can be used."))
    name = ", ".join(part for part in device_of(request.headers.get("User-Agent", "")) if part)
    pushing.add(request.user, form.subscription, name=name, now=utc_now())
    messages.success(request, _("Notices will show on this device."))
    return _back(request)


@require_POST
@requires(Permission.SEE_POSTS)
def device_removed(request: WorkspaceRequest, push_device_id: int) -> HttpResponseBase:
    """Forget a device of one's own."""
    get_object_or_404(PushDevice, pk=push_device_id, user=request.user).delete()
    messages.success(request, _("No notice will show on that device any more."))
    return _back(request)


@require_POST
@requires(Permission.MANAGE_COMPANY)
def hook_kept(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep which address is called, or with `do=forget` none; a new secret is shown once."""
    if request.POST.get("do") == "forget":
        hooks.forget(request.workspace, actor=request.user, now=utc_now())
        messages.success(request, _("No address is called any more."))
        return redirect("alert_telling")
    form = HookForm(request.POST, row=_hook(request))
    if not form.is_valid():
        return _page(request, hook=form)
    secret = hooks.keep(
        request.workspace,
        address=form.cleaned_data["address"],
        is_on=form.cleaned_data["is_on"],
        actor=request.user,
        now=utc_now(),
    )
    messages.success(request, _("Saved."))
    return _page(request, secret=secret) if secret else redirect("alert_telling")


def _back(request: WorkspaceRequest) -> HttpResponseBase:
    """Lead back to the page of settings on which somebody looked at their devices."""
    came_from = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts=None)
    is_settings = is_ours and came_from.startswith("/workspace/")
    return redirect(came_from if is_settings else "today")


def _choice(request: WorkspaceRequest) -> AlertChoice:
    rows = AlertChoice.objects.filter(user=request.user, workspace=request.workspace)
    return rows.first() or AlertChoice()


def _hook(request: WorkspaceRequest) -> AlertHook | None:
    return AlertHook.objects.filter(workspace=request.workspace).first()


def _page(
    request: WorkspaceRequest,
    *,
    choice: ChoiceForm | None = None,
    hook: HookForm | None = None,
    secret: str = "",
) -> HttpResponse:
    row = _hook(request)
    calls = AlertNotice.objects.filter(workspace=request.workspace, way=Way.HOOK.value)
    context = {
        "choice": choice or ChoiceForm(row=_choice(request)),
        "has_mail": mail_is_set(),
        "push_key": pushing.public_key(),
        "devices": pushing.devices_of(request.user),
        "hook_row": row,
        "hook": hook or HookForm(row=row),
        "secret": secret,
        "calls": messages_of(calls.select_related("event").order_by("-pk")[:_CALLS_SHOWN]),
    }
    is_wrong = bool((choice and choice.errors) or (hook and hook.errors))
    return render(
        request, "listening/alerts/telling.html", context, status=422 if is_wrong else 200
    )
