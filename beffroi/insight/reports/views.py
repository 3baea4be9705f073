"""Reports over HTTP, for those who make and approve them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.branding.queries import look_of
from beffroi.core.clock import utc_now
from beffroi.insight.reports import actions, mails, printing, queries, showing
from beffroi.insight.reports.facts import month_before
from beffroi.insight.reports.forms import MonthForm, RecipientForm, WordsForm
from beffroi.insight.reports.models import Report
from beffroi.printing import words as printing_words
from beffroi.printing.answers import pdf_file
from beffroi.printing.errors import PrintingFailed
from beffroi.workspaces.access import AgencyRequest, WorkspaceRequest, requires, requires_in_agency
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_write = requires(Permission.WRITE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_see
def reports(request: WorkspaceRequest) -> HttpResponse:
    """Show the reports, the newest first, and who receives them."""
    return _list(request)


@require_POST
@may_write
def make(request: WorkspaceRequest) -> HttpResponseBase:
    """Make the report of a month that is over."""
    now = utc_now()
    form = MonthForm(request.POST, today=now.astimezone(request.workspace.zone).date())
    if not form.is_valid():
        return _list(request, month_form=form)
    language, month = get_language() or "fr", form.cleaned_data["month"]
    try:
        row = actions.make(request.workspace, month, language=language, actor=request.user, now=now)
    except actions.AlreadyApproved:
        messages.warning(request, _say_approved())
        return redirect("reports")
    messages.success(request, _("Made, with what is known now. Read it before it is sent."))
    return redirect("report", report_id=row.pk)


@require_safe
@may_see
def one(request: WorkspaceRequest, report_id: int) -> HttpResponse:
    """Show a report as it will be read."""
    return _page(request, queries.report_of(request.workspace, report_id))


@require_POST
@may_write
def words(request: WorkspaceRequest, report_id: int) -> HttpResponseBase:
    """Keep what a person says in the place of the rules."""
    report = queries.report_of(request.workspace, report_id)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, report, form=form)
    typed = form.cleaned_data
    with translation.override(report.language):
        is_same = typed["report_words"].split() == showing.words_of(report).split()
        is_same_gestures = typed["report_gestures"] == showing.gestures_as_typed(report)
    try:
        actions.say(
            report,
            words=report.words if is_same else typed["report_words"],
            gestures=report.gestures if is_same_gestures else typed["report_gestures"],
            actor=request.user,
            now=utc_now(),
        )
    except actions.AlreadyApproved:
        messages.warning(request, _say_approved())
    else:
        messages.success(request, _("Kept."))
    return redirect("report", report_id=report.pk)


@require_POST
@may_manage
def approve(request: WorkspaceRequest, report_id: int) -> HttpResponseBase:
    """Approve a report, and send it to whoever receives it."""
    report = queries.report_of(request.workspace, report_id)
    try:
        count = actions.approve(report, actor=request.user, now=utc_now())
    except actions.NoMail:
        messages.error(request, _("Nothing was sent: this installation has no mail server."))
    except actions.AlreadyApproved:
        messages.warning(request, _("It is approved already: nothing leaves twice."))
    else:
        said = ngettext(
            "Approved. %(count)s mail leaves now.", "Approved. %(count)s mails leave now.", count
        ) % {"count": count}
        messages.success(request, said if count else _("Approved. It is read by its address."))
    return redirect("report", report_id=report.pk)


@require_POST
@may_manage
def send_again(request: WorkspaceRequest, report_id: int) -> HttpResponseBase:
    """Send a report once more to those whom no mail server took it for."""
    report = queries.report_of(request.workspace, report_id)
    try:
        count = actions.send_again(report, actor=request.user, now=utc_now())
    except actions.NoMail:
        messages.error(request, _("Nothing was sent: this installation has no mail server."))
    else:
        said = ngettext("%(count)s mail leaves again.", "%(count)s mails leave again.", count) % {
            "count": count
        }
        messages.success(request, said if count else _("Nobody misses it: nothing leaves twice."))
    return redirect("report", report_id=report.pk)


@require_POST
@may_manage
def withdraw(request: WorkspaceRequest, report_id: int) -> HttpResponseBase:
    """Let nobody read it on the web any more."""
    report = queries.report_of(request.workspace, report_id)
    actions.withdraw(report, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("Withdrawn: its address says that it is gone."),
        extra_tags=f"undo:{reverse('report_return', args=[report.pk])}",
    )
    return redirect("report", report_id=report.pk)


@require_POST
@may_manage
def give_back(request: WorkspaceRequest, report_id: int) -> HttpResponseBase:
    """Undo the withdrawal."""
    report = queries.report_of(request.workspace, report_id)
    actions.give_back(report, actor=request.user, now=utc_now())
    messages.success(request, _("Its address leads to it again."))
    return redirect("report", report_id=report.pk)


@require_safe
@may_see
def pdf(request: WorkspaceRequest, report_id: int) -> HttpResponseBase:
    """Give the report as a PDF."""
    report = queries.report_of(request.workspace, report_id)
    try:
        content = printing.printed(report)
    except PrintingFailed as error:
        messages.error(request, printing_words.sentence(error))
        return redirect("report", report_id=report.pk)
    return pdf_file(content, name=printing.file_name(report))


@require_POST
@may_manage
def new_recipient(request: WorkspaceRequest) -> HttpResponseBase:
    """Send reports to an address from now on."""
    form = RecipientForm(request.POST)
    if not form.is_valid():
        return _list(request, recipient_form=form)
    typed = form.cleaned_data
    try:
        actions.add_recipient(
            request.workspace,
            typed["email"],
            is_weekly=typed["weekly"],
            is_monthly=typed["monthly"],
            weekday=typed["weekday"] or 0,
            language=typed["language"],
            actor=request.user,
            now=utc_now(),
        )
    except actions.AddressTaken:
        form.add_error("email", _("This address receives reports already."))
        return _list(request, recipient_form=form)
    except actions.TooManyRecipients:
        words = _("%(most)s addresses at most: take one out first.")
        form.add_error("email", words % {"most": actions.RECIPIENTS_MAX})
        return _list(request, recipient_form=form)
    messages.success(request, _("Added."))
    return redirect("reports")


@require_POST
@may_manage
def remove_recipient(request: WorkspaceRequest, recipient_id: int) -> HttpResponseBase:
    """Erase an address."""
    row = queries.recipient_of(request.workspace, recipient_id)
    actions.remove_recipient(row, actor=request.user, now=utc_now())
    messages.success(request, _("Taken out: this address receives nothing more."))
    return redirect("reports")


@require_safe
@requires_in_agency(Permission.SEE_POSTS)
def of_agency(request: AgencyRequest) -> HttpResponse:
    """Show last month's reports of all clients."""
    month = month_before(utc_now().date())
    clients = queries.clients_of(request.agency, month)
    is_missing = any(row.report is None for row in clients)
    context = {
        "agency": request.agency,
        "month": month,
        "clients": clients,
        "may_make": is_missing and may(request.agency_role, Permission.WRITE_POSTS),
    }
    return render(request, "insight/reports/agency.html", context)


@require_POST
@requires_in_agency(Permission.WRITE_POSTS)
def make_all(request: AgencyRequest) -> HttpResponseBase:
    """Have last month's reports of all clients made, one after another."""
    now = utc_now()
    rows = queries.clients_of(request.agency, month_before(now.date()))
    missing = [row.workspace for row in rows if row.report is None]
    count = actions.ask_for_all(
        missing, language=get_language() or "fr", actor=request.user, now=now
    )
    words = ngettext(
        "%(count)s report is being made. It waits for you to read it.",
        "%(count)s reports are being made. They wait for you to read them.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("agency_reports", agency_id=request.agency.pk)


def sheets(report: Report) -> str:
    """Return the two sheets of a report as a page shows them, in its language."""
    with translation.override(report.language):
        return render_to_string(
            "insight/reports/_sheets.html", {"told": showing.shown(report), "report": report}
        )


def _say_approved() -> str:
    return _("This report is approved: what was approved is changed no more.")


def _list(
    request: WorkspaceRequest,
    *,
    month_form: MonthForm | None = None,
    recipient_form: RecipientForm | None = None,
) -> HttpResponse:
    today = utc_now().astimezone(request.workspace.zone).date()
    context = {
        "reports": queries.reports_of(request.workspace),
        "recipients": [
            (row, WEEKDAYS[row.weekday]) for row in queries.recipients_of(request.workspace)
        ],
        "month_form": month_form or MonthForm(today=today),
        "recipient_form": recipient_form or RecipientForm(initial={"language": get_language()}),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
    }
    is_wrong = any((month_form, recipient_form))
    return render(request, "insight/reports/list.html", context, status=422 if is_wrong else 200)


def _page(
    request: WorkspaceRequest, report: Report, *, form: WordsForm | None = None
) -> HttpResponse:
    receiving = [row for row in queries.recipients_of(request.workspace) if row.is_monthly]
    told = queries.mails_of(report)
    context: dict[str, Any] = {
        "report": report,
        "month": showing.month_and_year(report),
        "sheets": sheets(report),
        "look": look_of(report.workspace),
        "form": form or _words_form(report),
        "count": len(receiving),
        "mails": told,
        "refused": [one for one in told if one.can_leave_again],
        "public_url": mails.public_address(report),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
    }
    return render(request, "insight/reports/report.html", context, status=422 if form else 200)


def _words_form(report: Report) -> WordsForm:
    with translation.override(report.language):
        written = {
            "report_words": showing.words_of(report),
            "report_gestures": showing.gestures_as_typed(report),
        }
    return WordsForm(initial=written)
