"""Where networks say that somebody withdraws or asks to be forgotten, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels import queries, withdrawing
from beffroi.channels.models import Withdrawal
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import public


def _withdrawal(request: HttpRequest, network: str, token: str) -> HttpResponse:
    """Drop the access that somebody gave through the app."""
    return _take(request, network, token, kind=Withdrawal.Kind.ACCESS)


def _data_deletion(request: HttpRequest, network: str, token: str) -> HttpResponse:
    """Forget somebody: the access that they gave, and what they wrote."""
    return _take(request, network, token, kind=Withdrawal.Kind.DATA)


def _forgotten(request: HttpRequest, code: str) -> HttpResponse:
    """Say to whoever has the code what was erased, and when."""
    done = withdrawing.find(code)
    if done is None:
        raise Http404
    context = {"done": done, "network_name": queries.network_name(done.network_app.network)}
    response = render(request, "channels/forgotten.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


withdrawal = public(csrf_exempt(require_POST(_withdrawal)))
data_deletion = public(csrf_exempt(require_POST(_data_deletion)))
forgotten = public(require_safe(_forgotten))

#: Told to the vendor's program, and to whoever reads its log.
_REFUSALS = {
    withdrawing.NotGenuine: (403, "This was not signed for this app, or does not say who asks."),
    withdrawing.OutOfTime: (400, "This was signed too long ago, or is of a time to come."),
}


def _take(request: HttpRequest, network: str, token: str, *, kind: Withdrawal.Kind) -> HttpResponse:
    door = withdrawing.open_door(network, token)
    if door is None:
        raise Http404
    try:
        form = request.POST.dict()
    except OSError:  # the caller went away
        return HttpResponse(status=400)
    try:
        done = withdrawing.take(door, form, kind=kind, now=utc_now())
    except tuple(_REFUSALS) as error:
        status, sentence = _REFUSALS[type(error)]
        return JsonResponse({"error": sentence}, status=status)
    page = f"{settings.PUBLIC_URL}{reverse('forgotten', kwargs={'code': done.code})}"
    return JsonResponse({"url": page, "confirmation_code": done.code})
