"""The crisis file, over HTTP."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from beffroi.company import access, holding, queries
from beffroi.company import crisis as actions
from beffroi.company.crisis import TooManyContacts
from beffroi.company.crisis_forms import ContactForm, HoldingForm
from beffroi.company.models import CONTACTS_MAX
from beffroi.company.pages import links
from beffroi.core.clock import utc_now
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)

_FULL = gettext_lazy("There are %(most)d contacts already. Remove one first.")


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def crisis(request: WorkspaceRequest) -> HttpResponseBase:
    """Show the crisis file; POST keeps the holding message, or puts an example in its field."""
    if request.method != "POST":
        return _page(request)
    if request.POST.get("example") in dict(settings.LANGUAGES):
        facts = queries.facts_of(request.workspace)
        text = holding.example(facts, language=request.POST["example"])
        return _page(request, holding_form=HoldingForm(initial={"text": text}))
    form = HoldingForm(request.POST)
    if not form.is_valid():
        return _page(request, holding_form=form)
    actions.say_holding_message(
        request.workspace, text=form.cleaned_data["text"], actor=request.user, now=utc_now()
    )
    messages.success(request, _("The holding message is saved. It leaves only when you send it."))
    return redirect("company_crisis")


@require_POST
@may_manage
def new_contact(request: WorkspaceRequest) -> HttpResponseBase:
    """Put somebody in the crisis file."""
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            actions.add_contact(
                request.workspace, details=form.details(), actor=request.user, now=utc_now()
            )
        except TooManyContacts:
            form.add_error(None, str(_FULL) % {"most": CONTACTS_MAX})
        else:
            messages.success(request, _("The contact is in the crisis file."))
            return redirect(f"{reverse('company_crisis')}#contacts")
    return _page(request, contact_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def contact(request: WorkspaceRequest, contact_id: int) -> HttpResponseBase:
    """Show and change one contact."""
    row = access.crisis_contact(request.workspace, contact_id)
    form = ContactForm(request.POST or None, contact=row)
    if request.method == "POST" and form.is_valid():
        actions.change_contact(row, details=form.details(), actor=request.user, now=utc_now())
        messages.success(request, _("The contact is changed."))
        return redirect(f"{reverse('company_crisis')}#contacts")
    context = {"form": form, "contact": row, "pages": links(reverse("company_crisis"))}
    status = 422 if form.errors else 200
    return render(request, "company/crisis_contact.html", context, status=status)


@require_POST
@may_manage
def remove_contact(request: WorkspaceRequest, contact_id: int) -> HttpResponseBase:
    """Take somebody out of the crisis file."""
    row = access.crisis_contact(request.workspace, contact_id)
    actions.remove_contact(row, actor=request.user, now=utc_now())
    messages.success(
        request,
        _("The contact is removed."),
        extra_tags=f"undo:{reverse('company_contact_return', args=[row.pk])}",
    )
    return redirect(f"{reverse('company_crisis')}#contacts")


@require_POST
@may_manage
def return_contact(request: WorkspaceRequest, contact_id: int) -> HttpResponseBase:
    """Undo the removal of a contact."""
    row = access.crisis_contact(request.workspace, contact_id)
    try:
        actions.bring_contact_back(row, actor=request.user, now=utc_now())
    except TooManyContacts:
        messages.warning(request, str(_FULL) % {"most": CONTACTS_MAX})
    else:
        messages.success(request, _("The contact is back."))
    return redirect(f"{reverse('company_crisis')}#contacts")


def _page(
    request: WorkspaceRequest,
    *,
    holding_form: HoldingForm | None = None,
    contact_form: ContactForm | None = None,
) -> HttpResponse:
    """Show the two forms; one of them may come back with its faults, or with an example."""
    plan = queries.crisis_of(request.workspace)
    context = {
        "plan": plan,
        "holding": holding_form or HoldingForm(initial={"text": plan.holding_message}),
        "form": contact_form or ContactForm(),
        "is_full": len(plan.contacts) >= CONTACTS_MAX,
        "languages": settings.LANGUAGES,
        "pages": links(reverse("company_crisis")),
    }
    has_faults = any(one is not None and one.errors for one in (holding_form, contact_form))
    return render(request, "company/crisis.html", context, status=422 if has_faults else 200)
