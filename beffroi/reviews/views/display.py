"""The public page of reviews over HTTP: where it is set, and where strangers read it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.company.queries import facts_of
from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.reviews import displaying, sentences
from beffroi.reviews.displaying import PublicPage
from beffroi.reviews.forms import DisplayForm
from beffroi.reviews.models import Display
from beffroi.reviews.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)
#: As many as the list for programs holds.
_LISTED_MAX = 200


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def display(request: WorkspaceRequest) -> HttpResponseBase:
    """Show and change the public page; `publish` among the fields publishes it as well."""
    found = displaying.display_of(request.workspace)
    website = "" if found else facts_of(request.workspace).website
    form = DisplayForm(request.POST or None, display=found, website=website)
    if request.method == "POST" and form.is_valid():
        now = utc_now()
        written = displaying.write(request.workspace, form.wishes(), actor=request.user, now=now)
        if "publish" in request.POST:
            displaying.publish(written, actor=request.user, now=now)
            messages.success(request, _("Your reviews are public at the address below."))
        else:
            messages.success(request, _("Saved."))
        return redirect("review_display")
    return _page(request, form, found)


@require_POST
@may_manage
def withdraw(request: WorkspaceRequest) -> HttpResponseBase:
    """Take the page away from strangers."""
    found = _own(request)
    displaying.withdraw(found, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The page is no longer public. Its address answers that there is nothing."),
        extra_tags=f"undo:{reverse('review_display_return')}",
    )
    return redirect("review_display")


@require_POST
@may_manage
def bring_back(request: WorkspaceRequest) -> HttpResponseBase:
    """Undo the withdrawal."""
    displaying.publish(_own(request), actor=request.user, now=utc_now())
    messages.success(request, _("The page is public again, at the same address."))
    return redirect("review_display")


@require_safe
@public
def published(request: HttpRequest, display_address: str) -> HttpResponse:
    """Show the reviews to anybody, in the page's language, without any cookie."""
    found = _public(display_address)
    after = parse_cursor(request.GET.get("after", ""))
    with translation.override(found.language):
        page = displaying.read(found, after=after)
        context = {
            "page": page,
            "language": found.language,
            "zone": found.workspace.zone,
            "is_further": after is not None,
            "left_out": _left_out(page),
            "address": found.address,
        }
        response = render(request, "reviews/published.html", context)
    response["Content-Language"] = found.language
    response["Cache-Control"] = "no-cache"  # what is erased or withdrawn is gone at once
    response["X-Robots-Tag"] = "noindex"
    _let_frame(response, found.sites)
    return response


@require_safe
@public
def listed(request: HttpRequest, display_address: str) -> JsonResponse:
    """Give programs what the page says: the newest reviews and all that must stand beside them."""
    found = _public(display_address)
    with translation.override(found.language):
        content = _content(displaying.read(found, size=_LISTED_MAX))
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: WorkspaceRequest, form: DisplayForm, found: Display | None) -> HttpResponse:
    shown = found if found is not None and found.is_public else None
    address = reverse("public_reviews", args=[found.address]) if found else ""
    context = {
        "form": form,
        "display": found,
        "shown": shown,
        "public_address": settings.PUBLIC_URL + address,
        "frame": _frame(settings.PUBLIC_URL + address),
        "count": displaying.shown_of(request.workspace).count(),
        "withheld": displaying.withheld(request.workspace),
        "left_out": [
            (sentences.REASONS[reason], number)
            for reason, number in displaying.left_out_counts(request.workspace)
        ],
        "pages": pages(request),
    }
    return render(request, "reviews/display.html", context, status=422 if form.errors else 200)


def _frame(address: str) -> str:
    """Return what a site pastes to show the page; templates escape it."""
    title = pgettext("room", "Reviews")
    return f'<iframe src="{address}" title="{title}" width="100%" height="700"></iframe>'


def _own(request: WorkspaceRequest) -> Display:
    found = displaying.display_of(request.workspace)
    if found is None:
        raise Http404
    return found


def _public(address: str) -> Display:
    found = displaying.public_display(address)
    if found is None:
        raise Http404
    return found


def _let_frame(response: HttpResponse, sites: list[str]) -> None:
    """Let the company's own sites show this page in a frame, and nobody else."""
    if not sites:
        return
    setattr(response, "_csp_replace", {"frame-ancestors": sites})  # noqa: B010 - as django-csp has it
    response.xframe_options_exempt = True


def _left_out(page: PublicPage) -> list[tuple[str, int]]:
    return [(str(sentences.REASONS[reason]), number) for reason, number in page.left_out]


def _content(page: PublicPage) -> dict[str, Any]:
    return {
        "company": page.company,
        "order": _("From the newest to the oldest; no other order can be chosen."),
        "control": _("Reviews are not checked before they are published."),
        "counterpart": _("Nothing is given for a review."),
        "charter": settings.PUBLIC_URL + reverse("charter", args=[page.charter_address])
        if page.charter_address
        else None,
        "count": page.count,
        "not_shown": [{"count": n, "reason": reason} for reason, n in _left_out(page)],
        "kept_by_their_source": [
            {"source": one.name, "count": one.count, "url": one.url or None}
            for one in page.withheld
        ],
        "reviews": [
            {
                "author": one.author,
                "text": one.text,
                "stars": one.stars,
                "recommends": one.recommends,
                "source": one.network,
                "url": one.url or None,
                "published_at": one.written_at.isoformat(),
                "changed_at": one.edited_at.isoformat() if one.edited_at else None,
                "experience_on": None,
            }
            for one in page.reviews
        ],
    }
