"""The moderation charter, over HTTP: where it is made, and where strangers read it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.company import access, charters, clauses, queries, wording
from beffroi.company.charter_forms import CharterForm
from beffroi.company.models import Charter
from beffroi.company.pages import links
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def charter(request: WorkspaceRequest) -> HttpResponseBase:
    """Show and change the charter; `publish` among the fields publishes it as well."""
    found = queries.charter_of(request.workspace)
    form = CharterForm(request.POST or None, charter=found)
    if request.method == "POST" and form.is_valid():
        written = charters.write(
            request.workspace,
            wishes=form.wishes(),
            is_indexed=form.cleaned_data["is_indexed"],
            actor=request.user,
            now=utc_now(),
        )
        _publish_if_asked(request, written)
        return redirect("company_charter")
    return _page(request, form, found)


def _publish_if_asked(request: WorkspaceRequest, written: Charter) -> None:
    if "publish" not in request.POST:
        messages.success(request, _("Saved. Nothing changes for your customers until you publish."))
        return
    version = charters.publish(written, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("Version %(number)s of your charter is published.") % {"number": version.number},
    )


@require_POST
@may_manage
def preview(request: WorkspaceRequest) -> HttpResponse:
    """Show how the charter would read with what is in the form; nothing is kept."""
    form = CharterForm(request.POST, charter=None)
    if not form.is_valid():
        return HttpResponse(status=204)
    text = charters.text_for(request.workspace, wishes=form.wishes())
    return render(request, "company/_charter_text.html", {"text": text, "level": 3})


@require_POST
@may_manage
def withdraw(request: WorkspaceRequest) -> HttpResponse:
    """Take the charter away from strangers."""
    found = access.charter(request.workspace)
    charters.withdraw(found, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("Your charter is no longer public. Its address answers that there is nothing."),
        extra_tags=f"undo:{reverse('company_charter_return')}",
    )
    return redirect("company_charter")


@require_POST
@may_manage
def bring_back(request: WorkspaceRequest) -> HttpResponse:
    """Undo the withdrawal."""
    found = access.charter(request.workspace)
    if charters.bring_back(found, actor=request.user, now=utc_now()):
        messages.success(request, _("Your charter is public again, at the same address."))
    return redirect("company_charter")


@require_safe
@public
def published(request: HttpRequest, charter_address: str) -> HttpResponse:
    """Show a published charter to anybody, in its own language, without any cookie."""
    version = queries.public_charter(charter_address)
    if version is None:
        raise Http404
    text = clauses.Text(version.language, version.title, clauses.from_json(version.content))
    zone, is_indexed = version.charter.workspace.zone, version.charter.is_indexed
    with translation.override(version.language):
        published_on = wording.day_in_words(version.published_at.astimezone(zone).date())
        context = {
            "text": text,
            "version": version,
            "published_on": published_on,
            "is_indexed": is_indexed,
        }
        response = render(request, "company/published.html", context)
    response["Content-Language"] = version.language
    response["Cache-Control"] = "no-cache"  # what is withdrawn is gone at once
    if not is_indexed:
        response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: WorkspaceRequest, form: CharterForm, found: Charter | None) -> HttpResponse:
    facts, promise = queries.facts_of(request.workspace), queries.promise_of(request.workspace)
    wishes = form.wishes() if form.is_bound and form.is_valid() else charters.wishes_of(found)
    text = clauses.text_of(facts, promise=promise, wishes=wishes)
    versions = queries.versions_of(found) if found else []
    shown = versions[0] if found and found.is_public else None
    address = reverse("charter", args=[found.address]) if found else ""
    context = {
        "form": form,
        "text": text,
        "missing": clauses.missing(facts),
        "shown": shown,
        "is_published_so": shown is not None and charters.says(shown, text=text),
        "versions": versions,
        "public_address": address,
        "public_url": f"{settings.PUBLIC_URL}{address}",
        "pages": links(reverse("company_charter")),
    }
    return render(request, "company/charter.html", context, status=422 if form.errors else 200)
