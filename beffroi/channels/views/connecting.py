"""The ways to connect a channel, for the first time and again."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.channels import access, actions, consents, queries
from beffroi.channels.data_use import rules_in_words
from beffroi.channels.forms import form_for
from beffroi.channels.messages import FAILURES, explain_connection
from beffroi.channels.models import Channel, Grant
from beffroi.channels.queries import NetworkChoice
from beffroi.channels.rules import Way, server_name
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

_BEGUN = "channel-consent"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def connect(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Ask for what the network needs, and connect or lead to its consent page."""
    return _connection_page(request, choice_of(network), again=None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def reconnect(request: WorkspaceRequest, channel_id: int) -> HttpResponse:
    """Connect a known channel again. What is filled in comes from us, never from a link."""
    channel = access.channel(request.workspace, channel_id)
    return _connection_page(request, choice_of(channel.network), again=channel)


@require_safe
@requires(Permission.MANAGE_CHANNELS)
def consent(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Lead on to the network's own page: a link, since our policy lets no form leave."""
    begun = _begun(request, network)
    if begun is None:
        return redirect("channel_connect", network=network)
    choice = choice_of(network)
    context = {
        "pending": begun.pending,
        "again": begun.again,
        "choice": choice,
        "server": _asked_on(choice, begun.pending),
    }
    return render(request, "channels/consent.html", context)


@require_safe
@requires(Permission.MANAGE_CHANNELS)
def returned(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Come back from the network's consent page with a code, or with a no."""
    begun, state = _begun(request, network), request.GET.get("state", "")
    if begun is None or not consents.is_answer_to(begun.pending, state):
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
        outcome = consents.finish(
            workspace=request.workspace,
            actor=request.user,
            pending=begun.pending,
            state=state,
            code=code,
            again=begun.again,
            now=utc_now(),
        )
    except FAILURES as error:
        choice = choice_of(network)
        server = _asked_on(choice, begun.pending)
        messages.warning(request, explain_connection(error, server=server, way=choice.way).sentence)
        return redirect("channels")
    if isinstance(outcome, Grant):
        return redirect("channel_choose", network=network)
    return _connected(request, outcome)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_CHANNELS)
def choose(request: WorkspaceRequest, network: str) -> HttpResponse:
    """Let choose which of the accounts that a yes opened are connected."""
    choice, now = choice_of(network), utc_now()
    offer = queries.offer(
        workspace=request.workspace, actor=request.user, network=choice.key, now=now
    )
    if offer is None:
        messages.warning(request, _("This choice is no longer open. Start again here."))
        return redirect("channels")
    if request.method != "POST":
        return render(request, "channels/choose.html", {"choice": choice, "offer": offer})
    chosen = request.POST.getlist("account")
    if not chosen:
        context = {"choice": choice, "offer": offer, "is_empty": True}
        return render(request, "channels/choose.html", context, status=422)
    channels = consents.choose(offer.grant, chosen, actor=request.user, now=now)
    sentence = ngettext(
        "%(count)s channel is connected.", "%(count)s channels are connected.", len(channels)
    )
    messages.success(request, sentence % {"count": len(channels)})
    return redirect("channels")


def choice_of(network: str) -> NetworkChoice:
    """Return the network of an address, or raise Http404."""
    for choice in queries.network_choices():
        if choice.key == network:
            return choice
    raise Http404


def return_address(network: str) -> str:
    """Return where the network's consent page leads back to."""
    return f"{settings.PUBLIC_URL}{reverse('channel_returned', kwargs={'network': network})}"


def _connection_page(
    request: WorkspaceRequest, choice: NetworkChoice, *, again: Channel | None
) -> HttpResponse:
    is_without_app = choice.way is Way.HOME and not queries.has_app(request.workspace, choice.key)
    if is_without_app:
        return redirect("network_app", network=choice.key)
    known = {"address": queries.address_of(again), "identifier": again.handle} if again else None
    form = form_for(choice)(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        response = _try(request, choice, form, again=again)
        if response is not None:
            return response
    context = {
        "choice": choice,
        "again": again,
        "form": form,
        "asked_on": queries.asked_on(request.workspace, choice.key),
        "data_rules": rules_in_words(choice.key),
        "steps": [
            f"channels/steps/{choice.key}.html",
            f"channels/steps/by_{choice.way.value}.html",
        ],
    }
    return render(request, "channels/connect.html", context, status=422 if form.errors else 200)


def _try(
    request: WorkspaceRequest, choice: NetworkChoice, form: Form, *, again: Channel | None
) -> HttpResponse | None:
    """Connect, or lead to the consent page; None when the form now says what went wrong."""
    address = form.cleaned_data.get("address", "")
    try:
        if choice.way in {Way.PASSWORD, Way.ADDRESS}:
            return _connected(request, _connect_now(request, choice, form, again=again))
        pending = consents.begin(
            workspace=request.workspace,
            network=choice.key,
            address=address,
            redirect_uri=return_address(choice.key),
            now=utc_now(),
        )
    except FAILURES as error:
        server = server_name(address) if address else choice.name
        problem = explain_connection(error, server=server, way=choice.way)
        form.add_error(problem.field if problem.field in form.fields else None, problem.sentence)
        return None
    request.session[_BEGUN] = {
        "workspace": request.workspace.pk,
        "channel": again.pk if again else None,
        "consent": asdict(pending),
    }
    return redirect("channel_consent", network=choice.key)


def _connect_now(
    request: WorkspaceRequest, choice: NetworkChoice, form: Form, *, again: Channel | None
) -> Channel:
    connect_by = (
        actions.connect_with_password if choice.way is Way.PASSWORD else actions.connect_address
    )
    return connect_by(
        workspace=request.workspace,
        actor=request.user,
        network=choice.key,
        again=again,
        now=utc_now(),
        **form.cleaned_data,
    )


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a person went to the network's page for; `again` is the channel to bring back."""

    pending: consents.PendingConsent
    again: Channel | None


def _begun(request: WorkspaceRequest, network: str) -> _Begun | None:
    """Return what was begun in this session, for this network and this workspace."""
    stored = request.session.get(_BEGUN)
    if not stored or stored["workspace"] != request.workspace.pk:
        return None
    pending = consents.PendingConsent(**stored["consent"])
    if pending.network != network:
        return None
    channel_id = stored["channel"]
    again = access.channel(request.workspace, channel_id) if channel_id else None
    return _Begun(pending, again)


def _asked_on(choice: NetworkChoice, pending: consents.PendingConsent) -> str:
    """Return what to call the site whose page leads back here."""
    if choice.way is Way.HOME:
        return pending.asked_on or choice.name
    return server_name(pending.origin)


def _connected(request: WorkspaceRequest, channel: Channel) -> HttpResponse:
    messages.success(request, _("%(handle)s is connected.") % {"handle": channel.called})
    return redirect("channels")
