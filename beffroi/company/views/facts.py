"""What the company says of itself, over HTTP."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beffroi.company import access, actions, queries
from beffroi.company.forms import (
    ClosureForm,
    HolidaysForm,
    HoursForm,
    IdentityForm,
    PoliciesForm,
)
from beffroi.company.models import Company
from beffroi.company.pages import links
from beffroi.company.promise_forms import PromiseForm
from beffroi.company.public_holidays import next_holidays
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)
form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _company(request: WorkspaceRequest) -> Company:
    return queries.company_of(request.workspace) or Company(workspace=request.workspace)


def _page(request: WorkspaceRequest, template: str, **context: object) -> HttpResponse:
    form = context.get("form")
    status = 422 if getattr(form, "errors", None) else 200
    shown = {**context, "pages": links(request.path)}
    return render(request, f"company/{template}.html", shown, status=status)


@form_methods
@may_manage
def identity(request: WorkspaceRequest) -> HttpResponseBase:
    """Show and change who the company is to its customers."""
    form = IdentityForm(request.POST or None, company=_company(request))
    if request.method == "POST" and form.is_valid():
        actions.say_identity(
            request.workspace, identity=form.identity(), actor=request.user, now=utc_now()
        )
        messages.success(request, _("Saved. Answers and your charter use it from now on."))
        return redirect("company")
    return _page(request, "identity", form=form)


@form_methods
@may_manage
def policies(request: WorkspaceRequest) -> HttpResponseBase:
    """Show and change the short texts about how the company works."""
    form = PoliciesForm(request.POST or None, company=_company(request))
    if request.method == "POST" and form.is_valid():
        actions.say_policies(
            request.workspace, policies=form.cleaned_data, actor=request.user, now=utc_now()
        )
        messages.success(request, _("Saved. Answers can say it in your words."))
        return redirect("company_policies")
    return _page(request, "policies", form=form)


@form_methods
@may_manage
def promise(request: WorkspaceRequest) -> HttpResponseBase:
    """Show and change within what delays answers are promised; “try” shows what they would mean."""
    form = PromiseForm(request.POST or None, promise=queries.promise_of(request.workspace))
    is_tried = request.POST.get("do") == "try"
    if request.method == "POST" and not is_tried and form.is_valid():
        actions.promise(request.workspace, delays=form.delays(), actor=request.user, now=utc_now())
        messages.success(
            request, _("Saved. What waits now and what comes next is due within these delays.")
        )
        return redirect("company_promise")
    calendar = queries.calendar_of(request.workspace)
    form.explain(calendar)
    return _page(request, "promise", form=form, are_hours_known=calendar.hours is not None)


@form_methods
@may_manage
def hours(request: WorkspaceRequest) -> HttpResponseBase:
    """Show when the company is open; change its ordinary week."""
    company = _company(request)
    form = HoursForm(request.POST or None, week=queries.week_of(company))
    if request.method == "POST" and form.is_valid():
        actions.say_hours(request.workspace, week=form.week, actor=request.user, now=utc_now())
        messages.success(request, _("Your opening hours are saved."))
        return redirect("company_hours")
    return _hours_page(request, company, form=form)


@require_POST
@may_manage
def holidays(request: WorkspaceRequest) -> HttpResponseBase:
    """Change whose public holidays count, and on which of them it is open."""
    company = _company(request)
    region = request.POST.get("region", "")
    form = _holidays_form(request, company, region=region)
    if not form.is_valid():
        return _hours_page(request, company, holidays=form)
    actions.say_holidays(
        request.workspace,
        region=form.cleaned_data["region"],
        open_holidays=form.cleaned_data["open_holidays"],
        actor=request.user,
        now=utc_now(),
    )
    messages.success(request, _("Your public holidays are saved."))
    return redirect(f"{reverse('company_hours')}#holidays")


@require_POST
@may_manage
def new_closure(request: WorkspaceRequest) -> HttpResponseBase:
    """Close for some days."""
    now = utc_now()
    form = ClosureForm(request.POST, today=now.astimezone(request.workspace.zone).date())
    if form.is_valid():
        try:
            actions.add_closure(request.workspace, **form.cleaned_data, actor=request.user, now=now)
        except actions.TooManyClosures:
            form.add_error(
                None, _("There are sixty closures to come already: remove some of them first.")
            )
        else:
            messages.success(request, _("Noted: these days count as closed."))
            return redirect(f"{reverse('company_hours')}#closures")
    return _hours_page(request, _company(request), closure=form)


@require_POST
@may_manage
def remove_closure(request: WorkspaceRequest, closure_id: int) -> HttpResponseBase:
    """Open as on other days."""
    row = access.closure(request.workspace, closure_id)
    actions.remove_closure(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The closure is removed."),
        extra_tags=f"undo:{reverse('company_closure_return', args=[row.pk])}",
    )
    return redirect(f"{reverse('company_hours')}#closures")


@require_POST
@may_manage
def return_closure(request: WorkspaceRequest, closure_id: int) -> HttpResponseBase:
    """Undo the removal of a closure."""
    row = access.closure(request.workspace, closure_id)
    actions.bring_closure_back(row, actor=request.user, now=utc_now())
    messages.success(request, _("The closure is back."))
    return redirect(f"{reverse('company_hours')}#closures")


def _holidays_form(request: WorkspaceRequest, company: Company, *, region: str) -> HolidaysForm:
    """Return the form for a region: ticks of the one before are left out, not refused."""
    today = utc_now().astimezone(request.workspace.zone).date()
    coming = next_holidays(region, today=today, language=get_language() or "fr")
    if request.method != "POST" or "region" not in request.POST:
        return HolidaysForm(company=company, holidays=coming)
    data = request.POST.copy()
    known = {one.key for one in coming}
    data.setlist("open_holidays", [key for key in data.getlist("open_holidays") if key in known])
    return HolidaysForm(data, company=company, holidays=coming)


def _hours_page(
    request: WorkspaceRequest,
    company: Company,
    *,
    form: HoursForm | None = None,
    holidays: HolidaysForm | None = None,
    closure: ClosureForm | None = None,
) -> HttpResponse:
    """Show the three forms; one of them may come back with its faults."""
    today = utc_now().astimezone(request.workspace.zone).date()
    region = company.holiday_region
    context = {
        "form": form or HoursForm(week=queries.week_of(company)),
        "holidays": holidays or _holidays_form(request, company, region=region),
        "closure": closure or ClosureForm(today=today),
        "closures": queries.coming_closures(request.workspace, today=today),
        "pages": links(reverse("company_hours")),
    }
    has_faults = any(one is not None and one.errors for one in (form, holidays, closure))
    return render(request, "company/hours.html", context, status=422 if has_faults else 200)
