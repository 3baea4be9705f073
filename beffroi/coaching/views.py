"""The barometer over HTTP: how a company stands, what it says, who may read it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.coaching import actions, companies, printing, queries, showing
from beffroi.coaching.forms import SaidForm
from beffroi.coaching.untold import untold
from beffroi.coaching.words.asking import GROUPS, first_open
from beffroi.core.clock import utc_now
from beffroi.printing import words as printing_words
from beffroi.printing.answers import pdf_file
from beffroi.printing.errors import PrintingFailed
from beffroi.strategy.barometer.steps import next_steps
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: It says how customers are answered: for those who may see what they write.
may_see = requires(Permission.SEE_INBOX)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_see
def barometer(request: WorkspaceRequest) -> HttpResponse:
    """Show how the company stands now, how it came there, and what to do next."""
    now = utc_now()
    found = queries.now_of(request.workspace, now=now)
    takes_part = queries.takes_part(request.workspace)
    cohort = queries.cohort_of(request.workspace, now=now) if takes_part else None
    may_change = may(request.role, Permission.MANAGE_COMPANY)
    shared = queries.share_of(request.workspace) if may_change else None
    left = first_open(queries.answers_of(request.workspace)) if may_change else ""
    context: dict[str, Any] = {
        "measured_at": now,
        "summary": showing.summary(found.state),
        "untold": untold(found.state, role=request.role, left=left),
        "dimensions": showing.dimensions(found.state),
        "steps": showing.steps(next_steps(found.state), role=request.role),
        "population": companies.population(found),
        "group": companies.group(found),
        "gap": companies.gap(found),
        "history": companies.history(
            queries.history_of(request.workspace), zone=request.workspace.zone
        ),
        "takes_part": takes_part,
        "cohort": cohort,
        "bands": companies.bands(cohort) if cohort else [],
        "cohort_least": queries.COHORT_LEAST,
        "may_change": may_change,
        "left": left,
        "share": shared,
        "share_url": _share_url(request, shared.token) if shared else "",
    }
    return render(request, "coaching/barometer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def said(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask what nobody can measure, and keep the answers: all that was ticked, at each button."""
    kept = queries.answers_of(request.workspace)
    form = SaidForm(request.POST or None, said=kept)
    if request.method == "POST" and form.is_valid():
        actions.answer(request.workspace, form.choices(), actor=request.user, now=utc_now())
        after = request.POST.get("after", "")
        if after in {one.key for one in GROUPS}:
            return redirect(f"{reverse('barometer_answers')}#{after}")
        messages.success(request, _("Your answers are kept. You can change them at any time."))
        return redirect("barometer")
    last = max(kept.values(), key=lambda row: row.answered_at, default=None)
    context = {"form": form, "last": last, "kept": len(kept), "left": first_open(kept)}
    return render(request, "coaching/said.html", context, status=422 if form.errors else 200)


@require_POST
@may_manage
def keep(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep how the company stands now, to be held beside what comes."""
    try:
        actions.keep(request.workspace, actor=request.user, now=utc_now())
    except actions.TooLittleKnown:
        messages.warning(request, _say_too_little())
    else:
        messages.success(request, _("Kept. It stands in the history from now on."))
    return redirect("barometer")


@require_POST
@may_manage
def share(request: WorkspaceRequest) -> HttpResponseBase:
    """Have it read by whoever has its address."""
    language = get_language() or "fr"
    try:
        actions.share(request.workspace, language=language, actor=request.user, now=utc_now())
    except actions.TooLittleKnown:
        messages.warning(request, _say_too_little())
    else:
        messages.success(request, _("Whoever has the address below reads it, until you withdraw."))
    return redirect(reverse("barometer") + "#share")


@require_POST
@may_manage
def withdraw(request: WorkspaceRequest) -> HttpResponseBase:
    """Let nobody read it by its address any more."""
    actions.withdraw(request.workspace, actor=request.user, now=utc_now())
    messages.success(request, _("Withdrawn: its address says that it is gone."))
    return redirect("barometer")


@require_POST
@may_manage
def join_cohort(request: WorkspaceRequest) -> HttpResponseBase:
    """Lend the level to the others who take part."""
    actions.join_cohort(request.workspace, actor=request.user, now=utc_now())
    messages.success(request, _("You take part. Only your level counts, without your name."))
    return redirect(reverse("barometer") + "#cohort")


@require_POST
@may_manage
def leave_cohort(request: WorkspaceRequest) -> HttpResponseBase:
    """Take the level back."""
    actions.leave_cohort(request.workspace, actor=request.user, now=utc_now())
    messages.success(request, _("You take part no more: your level counts for nobody."))
    return redirect(reverse("barometer") + "#cohort")


@require_safe
@may_see
def pdf(request: WorkspaceRequest) -> HttpResponseBase:
    """Give the barometer as a PDF of one page."""
    now, role = utc_now(), request.role
    found = queries.now_of(request.workspace, now=now)
    left = first_open(queries.answers_of(request.workspace))
    try:
        content = printing.printed(request.workspace, found, role=role, left=left, now=now)
    except PrintingFailed as error:
        messages.error(request, printing_words.sentence(error))
        return redirect("barometer")
    return pdf_file(content, name=printing.file_name(request.workspace, now=now))


def _share_url(request: WorkspaceRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("public_barometer", args=[token]))


def _say_too_little() -> str:
    return _("Too little is known to give a level: what to answer or connect stands below.")
