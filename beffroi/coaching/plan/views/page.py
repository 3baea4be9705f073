"""The one page over HTTP: read, printed, read again after six months."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.coaching.plan import assistant, printing
from beffroi.coaching.plan import page as pages
from beffroi.coaching.plan.views import templates
from beffroi.core.clock import utc_now
from beffroi.printing import words as printing_words
from beffroi.printing.answers import pdf_file
from beffroi.printing.errors import PrintingFailed
from beffroi.strategy.plan import actions
from beffroi.strategy.plan.actions import StepsMissing
from beffroi.strategy.plan.queries import plan_of
from beffroi.strategy.plan.rules import STEP_MINUTES
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_see
def one_page(request: WorkspaceRequest) -> HttpResponse:
    """Show the strategy on one page, or what it is good for where nobody has begun."""
    plan = plan_of(request.workspace)
    if plan.strategy is None:
        context = templates.block(request) | {
            "may_manage": may(request.role, Permission.MANAGE_COMPANY),
            "minutes": sum(STEP_MINUTES.values()),
        }
        return render(request, "plan/empty.html", context)
    context = pages.one_page(request.workspace, plan, role=request.role, now=utc_now())
    return render(request, "plan/page.html", context | templates.block(request))


@require_safe
@may_see
def pdf(request: WorkspaceRequest) -> HttpResponseBase:
    """Give the page as a PDF."""
    plan = plan_of(request.workspace)
    if plan.strategy is None:
        return redirect("strategy")
    try:
        content = printing.printed(request.workspace, plan, role=request.role, now=utc_now())
    except PrintingFailed as error:
        messages.error(request, printing_words.sentence(error))
        return redirect("strategy")
    return pdf_file(content, name=printing.file_name(request.workspace))


@require_safe
@may_manage
def review(request: WorkspaceRequest) -> HttpResponseBase:
    """Show what changed since the strategy was agreed, and let it be agreed anew."""
    plan = plan_of(request.workspace)
    if plan.strategy is None or plan.missing:
        return redirect("strategy")
    context = pages.review(request.workspace, plan, role=request.role, now=utc_now())
    return render(request, "plan/review.html", context)


@require_POST
@may_manage
def agree(request: WorkspaceRequest) -> HttpResponseBase:
    """Agree on the strategy as it stands."""
    try:
        actions.agree(request.workspace, actor=request.user, now=utc_now())
    except StepsMissing as error:
        messages.info(request, _("One step is still to be filled in: this one."))
        return redirect(assistant.url_of(error.steps[0]))
    messages.success(request, _("Your strategy is agreed. It is read again in six months."))
    return redirect("strategy")
