"""How an agency looks, over HTTP: its own page, and what pages of its clients draw on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.branding import actions, queries
from beffroi.branding.forms import BrandForm, LogoForm, refusal
from beffroi.branding.logos import LogoRefused
from beffroi.branding.models import Brand
from beffroi.branding.rules import DARK, LIGHT, clean_colour, is_readable
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import AgencyRequest, public, requires_in_agency
from beffroi.workspaces.rules import Permission

_FOR_EVER = "public, max-age=31536000, immutable"
_SHADE = 6


@require_http_methods(["GET", "HEAD", "POST"])
@requires_in_agency(Permission.MANAGE_PEOPLE)
def brand(request: AgencyRequest) -> HttpResponseBase:
    """Show, and keep, how an agency looks where its clients read."""
    form = BrandForm(request.POST if request.method == "POST" else None, brand=_brand(request))
    if not form.is_valid():
        return _page(request, form=form)
    actions.keep(request.agency, form.wish(), actor=request.user, now=utc_now())
    messages.success(request, _("Saved: what your clients read from now on looks like this."))
    return redirect("agency_brand", agency_id=request.agency.pk)


@require_POST
@requires_in_agency(Permission.MANAGE_PEOPLE)
def logo_kept(request: AgencyRequest) -> HttpResponseBase:
    """Keep a logo, or with `do=remove` none."""
    if request.POST.get("do") == "remove":
        actions.remove_logo(request.agency, actor=request.user, now=utc_now())
        messages.success(request, _("No logo is shown any more; your name stands in its place."))
        return redirect("agency_brand", agency_id=request.agency.pk)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["logo"].read()
            actions.keep_logo(request.agency, content, actor=request.user, now=utc_now())
        except LogoRefused as error:
            form.add_error("logo", refusal(error))
        else:
            messages.success(request, _("This is your logo from now on."))
            return redirect("agency_brand", agency_id=request.agency.pk)
    return _page(request, logo_form=form)


@require_safe
@public
def logo(request: HttpRequest, logo_digest: str) -> HttpResponse:
    """Show a logo to whoever reads a page that bears it."""
    row = queries.public_logo(logo_digest)
    if row is None or row.logo is None:
        raise Http404
    response = HttpResponse(bytes(row.logo), content_type=row.logo_type)
    response["Cache-Control"] = _FOR_EVER
    return response


@require_safe
@public
def sheet(request: HttpRequest, light_shade: str, dark_shade: str) -> HttpResponse:
    """Give pages two shades of one colour: all is in the address."""
    light, dark = clean_colour(light_shade), clean_colour(dark_shade)
    if not light or not dark or {len(light_shade), len(dark_shade)} != {_SHADE}:
        raise Http404
    text = f":root{{--brand:light-dark({light},{dark})}}"
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = _FOR_EVER
    return response


def _brand(request: AgencyRequest) -> Brand:
    found = Brand.objects.filter(agency=request.agency).defer("logo").first()
    return found or Brand(agency=request.agency)


def _page(
    request: AgencyRequest, *, form: BrandForm | None = None, logo_form: LogoForm | None = None
) -> HttpResponse:
    row = _brand(request)
    look = queries.look(request.agency, row)
    context = {
        "agency": request.agency,
        "form": form or BrandForm(brand=row),
        "logo_form": logo_form or LogoForm(),
        "look": look,
        "colour": row.colour,
        "is_light": bool(row.colour) and not is_readable(row.colour, on=LIGHT),
        "is_dark": bool(row.colour) and not is_readable(row.colour, on=DARK),
    }
    return render(request, "branding/brand.html", context)
