"""Shops over HTTP: connecting one, what it calls, its tables."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from beffroi.archives.tables import actions as tables
from beffroi.archives.tables.actions import CannotTake
from beffroi.archives.tables.sentences import explain
from beffroi.core.bodies import takes
from beffroi.core.clock import utc_now
from beffroi.core.crypto import CryptoError
from beffroi.sales import access, call_words, calling, calls, queries, tabling, trying
from beffroi.sales import shops as actions
from beffroi.sales.forms import SecretForm, ShopForm, TableForm
from beffroi.sales.models import Shop
from beffroi.sales.orders.software import Software
from beffroi.sales.orders.tables import FILE_BYTES_MAX
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.middleware import comes_signed_in
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_CHANNELS)
#: What a form adds around the file.
_FORM_BYTES = 100_000
#: Names in the session the shop whose secret is to be shown, once; the secret itself stays sealed.
_SHOW_SECRET_OF = "show_secret_of_shop"  # noqa: S105 - a shop, not its secret


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def shops(request: WorkspaceRequest) -> HttpResponseBase:
    """Show the shops; connect one."""
    form = ShopForm(request.POST) if request.method == "POST" else ShopForm()
    if form.is_bound and form.is_valid():
        shop, _secret = actions.connect(
            request.workspace,
            name=form.cleaned_data["name"],
            software=form.cleaned_data["software"],
            actor=request.user,
            now=utc_now(),
        )
        request.session[_SHOW_SECRET_OF] = shop.pk
        return redirect("shop", shop.pk)
    context = {"form": form, "shops": queries.shops_of(request.workspace)}
    return render(request, "sales/shops.html", context, status=422 if form.errors else 200)


@require_GET
@may_manage
def one(request: WorkspaceRequest, shop_id: int) -> HttpResponse:
    """Show how a shop tells its orders, and what it told; a new secret is shown once.

    Not to HEAD, which would take the secret and show it to nobody.
    """
    return _page(request, access.shop(request.workspace, shop_id))


@require_POST
@may_manage
def secret(request: WorkspaceRequest, shop_id: int) -> HttpResponseBase:
    """Make a new secret, or keep the one that the shop made."""
    shop = access.shop(request.workspace, shop_id)
    if shop.software != Software.SHOPIFY:
        actions.new_secret(shop, actor=request.user, now=utc_now())
        request.session[_SHOW_SECRET_OF] = shop.pk
        return redirect("shop", shop.pk)
    form = SecretForm(request.POST)
    if not form.is_valid():
        return _page(request, shop, secret_form=form)
    given = form.cleaned_data["secret"]
    actions.use_secret(shop, given, actor=request.user, now=utc_now())
    messages.success(request, _("The secret is kept."))
    return redirect("shop", shop.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def trial(request: WorkspaceRequest, shop_id: int) -> HttpResponseBase:
    """Show the last calls of a shop and what became of them; try its connection."""
    shop = access.shop(request.workspace, shop_id)
    if request.method == "POST":
        trying.try_out(shop, now=utc_now())
        return redirect("shop_trial", shop.pk)
    context = {
        "shop": shop,
        "rows": call_words.rows_of(shop),
        "command": call_words.command(_address(shop)),
        "kept": calling.CALLS_KEPT,
    }
    return render(request, "sales/shop_trial.html", context)


@require_POST
@may_manage
def _table(request: WorkspaceRequest, shop_id: int) -> HttpResponseBase:
    """Take a table of orders: a job reads it, its page says how far."""
    shop = access.shop(request.workspace, shop_id)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, shop, table_form=form)
    file = form.cleaned_data["file"]
    try:
        row = tables.start(
            request.workspace,
            kind=tabling.KIND,
            subject_id=shop.pk,
            chunks=file.chunks(),
            name=file.name,
            bytes_max=FILE_BYTES_MAX,
            actor=request.user,
            now=utc_now(),
        )
    except CannotTake as error:
        form.add_error("file", explain(error.problem))
        return _page(request, shop, table_form=form)
    return redirect("table", row.pk)


table = takes(FILE_BYTES_MAX + _FORM_BYTES, is_for=comes_signed_in)(_table)


@require_POST
@may_manage
def remove(request: WorkspaceRequest, shop_id: int) -> HttpResponseBase:
    """Listen to a shop no more."""
    shop = access.shop(request.workspace, shop_id)
    actions.disconnect(shop, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The shop is disconnected. What it told stays counted."),
        extra_tags=f"undo:{reverse('shop_return', args=[shop.pk])}",
    )
    return redirect("shops")


@require_POST
@may_manage
def bring_back(request: WorkspaceRequest, shop_id: int) -> HttpResponseBase:
    """Listen to a shop again."""
    shop = access.shop(request.workspace, shop_id)
    actions.reconnect(shop, actor=request.user, now=utc_now())
    messages.success(request, _("The shop is back."))
    return redirect("shop", shop.pk)


def _hook(request: HttpRequest, shop_token: str) -> HttpResponse:
    """Take what a shop tells: 200 once it is kept or can never be, 403 where it is forged."""
    shop = calls.shop_at(shop_token)
    if shop is None:
        raise Http404
    try:
        body = request.read()  # bounded by the address, not as a form is
    except OSError:  # the caller went away
        return HttpResponse(status=400)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        is_genuine = calls.hear(shop, headers=headers, body=body, now=utc_now())
    except CryptoError:  # no key opens its secret: it tells again later
        return HttpResponse(status=503)
    return HttpResponse(status=200 if is_genuine else 403)


def _is_shop(request: HttpRequest, shop_token: str) -> bool:
    return calls.shop_at(shop_token) is not None


hook = takes(calls.BODY_BYTES_MAX, is_for=_is_shop)(public(csrf_exempt(require_POST(_hook))))


def _address(shop: Shop) -> str:
    return settings.PUBLIC_URL + reverse("shop_hook", args=[shop.token])


def _page(
    request: WorkspaceRequest,
    shop: Shop,
    *,
    secret_form: SecretForm | None = None,
    table_form: TableForm | None = None,
) -> HttpResponse:
    context = {
        "shop": shop,
        "told": queries.told_by(shop),
        "address": _address(shop),
        "secret": _secret_to_show(request, shop),
        "secret_form": secret_form or SecretForm(),
        "table_form": table_form or TableForm(),
    }
    is_wrong = (secret_form and secret_form.errors) or (table_form and table_form.errors)
    return render(request, "sales/shop.html", context, status=422 if is_wrong else 200)


def _secret_to_show(request: WorkspaceRequest, shop: Shop) -> str:
    if request.session.get(_SHOW_SECRET_OF) != shop.pk:
        return ""
    del request.session[_SHOW_SECRET_OF]
    return actions.secrets_of(shop)[0]
