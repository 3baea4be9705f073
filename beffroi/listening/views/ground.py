"""By what right a workspace listens, over HTTP: where it is weighed, and what comes of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.company.queries import facts_of
from beffroi.core.clock import utc_now
from beffroi.listening import access, grounds, notice, record, weighing, wording
from beffroi.listening.ground_forms import GroundForm
from beffroi.listening.grounds import InUse
from beffroi.listening.models import Ground, Watch
from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, public, requires
from beffroi.workspaces.rules import Permission

_LANGUAGES = dict(settings.LANGUAGES)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_COMPANY)
def ground(request: WorkspaceRequest) -> HttpResponseBase:
    """Show and weigh by what right the workspace listens; the first time it leads to a watch."""
    found = grounds.ground_of(request.workspace)
    facts = facts_of(request.workspace)
    form = GroundForm(request.POST or None, ground=found, facts=facts)
    if request.method == "POST" and form.is_valid():
        try:
            grounds.weigh(request.workspace, form.weighed(), actor=request.user, now=utc_now())
        except InUse as used:
            names = ", ".join(f"“{wording.PURPOSES[one].name}”" for one in used.purposes)
            form.add_error(
                "purposes",
                _("Watches are there for %(purposes)s. Change or remove them first.")
                % {"purposes": names},
            )
        else:
            messages.success(request, _("Weighed and kept, with your name and the day."))
            if said := form.too_short:
                messages.warning(
                    request,
                    _("Very short: %(questions)s An authority would ask for more than that.")
                    % {"questions": " ".join(f"“{one}”" for one in said)},
                )
            has_watch = Watch.objects.there().filter(workspace=request.workspace).exists()
            return redirect("listening_ground" if has_watch else "watch_new")
    return _page(request, form, found)


@require_safe
@requires(Permission.SEE_INBOX)
def balancing(request: WorkspaceRequest) -> HttpResponse:
    """Show the balancing test as it was accepted, to read or to print."""
    found = access.ground(request.workspace)
    context = {
        "ground": found,
        "answers": [(weighing.asked(key), found.balancing.get(key, "")) for key in weighing.KEYS],
        "purposes": [wording.PURPOSE_SENTENCES[one] for one in grounds.purposes_of(found)],
        "legal_ground": wording.LEGITIMATE_INTEREST,
        "company": facts_of(request.workspace).name,
        "pages": pages(request),
    }
    return render(request, "listening/balancing.html", context)


@require_safe
@requires(Permission.SEE_INBOX)
def processing(request: WorkspaceRequest) -> HttpResponse:
    """Show the record of processing, to read or to print."""
    made = record.of(access.ground(request.workspace), now=utc_now())
    return render(request, "listening/record.html", {"record": made, "pages": pages(request)})


@require_safe
@requires(Permission.SEE_INBOX)
def processing_file(request: WorkspaceRequest) -> HttpResponse:
    """Give the record of processing as a file."""
    made = record.of(access.ground(request.workspace), now=utc_now())
    response = HttpResponse(made.as_json(), content_type="application/json; charset=utf-8")
    name = f"listening-record-{made.made_at:%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@public
def public_notice(request: HttpRequest, notice_address: str) -> HttpResponse:
    """Tell anybody what is read, in their language or the one they ask for, without any cookie."""
    found = grounds.public_ground(notice_address)
    if found is None:
        raise Http404
    asked = request.GET.get("language", "")
    language = asked if asked in _LANGUAGES else get_language_from_request(request)
    with translation.override(language):
        context = {
            "text": notice.text_of(found, language=language),
            "others": [(key, name) for key, name in settings.LANGUAGES if key != language],
        }
        response = render(request, "listening/notice.html", context)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: WorkspaceRequest, form: GroundForm, found: Ground | None) -> HttpResponse:
    address = reverse("listening_notice", args=[found.address]) if found else ""
    context = {
        "form": form,
        "ground": found,
        "is_stale": found is not None and grounds.is_stale(found, now=utc_now()),
        "claims_consent": found is not None and grounds.claims_consent(found),
        "public_url": f"{settings.PUBLIC_URL}{address}",
        "pages": pages(request),
    }
    return render(request, "listening/ground.html", context, status=422 if form.errors else 200)
