"""Templates of an agency over HTTP: kept from one client's strategy, begun with at another's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from beffroi.company.fields import OneLine
from beffroi.core.clock import utc_now
from beffroi.strategy.models import StrategyTemplate
from beffroi.strategy.plan import templates
from beffroi.strategy.plan.actions import SavedMeanwhile
from beffroi.strategy.plan.rules import NAME_MAX
from beffroi.strategy.plan.templates import (
    TEMPLATES_MAX,
    NameTaken,
    NothingToKeep,
    TooManyTemplates,
)
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.models import Agency
from beffroi.workspaces.rules import Permission, may

may_manage = requires(Permission.MANAGE_COMPANY)


class NameForm(forms.Form):
    """What a template is called."""

    called = OneLine(
        label=gettext_lazy("Keep it as a template, called"),
        max_length=NAME_MAX,
        required=True,
        help_text=gettext_lazy(
            "For instance: Food shops. Whom to reach, networks, subjects, minutes and tone are"
            " kept; people, money and goals are not."
        ),
    )


def block(request: WorkspaceRequest) -> dict[str, Any]:
    """Return what the page shows of templates: nothing but to people of the agency."""
    agency = _agency_of(request)
    if agency is None:
        return {"templates": None}
    return {"templates": templates.templates_of(agency), "template_form": NameForm()}


@require_POST
@may_manage
def keep(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep the strategy of this client as a template."""
    agency = _own_agency(request)
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.warning(request, " ".join(map(str, form.errors["called"])))
        return redirect("strategy")
    name = form.cleaned_data["called"]
    try:
        made = templates.keep(agency, request.workspace, name, actor=request.user, now=utc_now())
    except NameTaken:
        messages.warning(request, _name_taken(name))
    except NothingToKeep:
        messages.warning(request, _("Nothing of this strategy can serve another client yet."))
    except TooManyTemplates:
        messages.warning(request, _too_many())
    else:
        undo = reverse("strategy_template_remove", args=[made.pk])
        messages.success(
            request,
            _("Kept. Other clients of your agency can begin with it."),
            extra_tags=f"undo:{undo}",
        )
    return redirect("strategy")


@require_POST
@may_manage
def begin(request: WorkspaceRequest, template_id: int) -> HttpResponseBase:
    """Fill what nobody said yet with a template."""
    template = _template(request, template_id)
    try:
        filled = templates.begin_with(
            request.workspace, template, actor=request.user, now=utc_now()
        )
    except SavedMeanwhile:
        messages.warning(request, _("Somebody saves this strategy at this moment. Try again."))
        return redirect("strategy")
    if filled:
        said = ngettext(
            "%(count)s step is filled in. Read it, and say the rest.",
            "%(count)s steps are filled in. Read them, and say the rest.",
            len(filled),
        )
        messages.success(request, said % {"count": len(filled)})
    else:
        messages.info(request, _("All that this template says was said already: nothing changed."))
    return redirect("strategy")


@require_POST
@may_manage
def remove(request: WorkspaceRequest, template_id: int) -> HttpResponseBase:
    """Keep a template no more."""
    template = _template(request, template_id)
    templates.remove(request.workspace, template, actor=request.user, now=utc_now())
    undo = reverse("strategy_template_return", args=[template.pk])
    messages.success(request, _("The template is removed."), extra_tags=f"undo:{undo}")
    return redirect("strategy")


@require_POST
@may_manage
def bring_back(request: WorkspaceRequest, template_id: int) -> HttpResponseBase:
    """Keep it again."""
    template = _template(request, template_id)
    try:
        templates.bring_back(request.workspace, template, actor=request.user, now=utc_now())
    except NameTaken:
        messages.warning(request, _name_taken(template.name))
    except TooManyTemplates:
        messages.warning(request, _too_many())
    else:
        messages.success(request, _("The template is back."))
    return redirect("strategy")


def _name_taken(name: str) -> str:
    return _("A template is called “%(name)s” already. Choose another name.") % {"name": name}


def _too_many() -> str:
    return _("%(count)s templates are kept already. Remove one first.") % {"count": TEMPLATES_MAX}


def _agency_of(request: WorkspaceRequest) -> Agency | None:
    if not may(request.role, Permission.MANAGE_COMPANY):
        return None
    return templates.agency_of(request.workspace, request.user)


def _own_agency(request: WorkspaceRequest) -> Agency:
    agency = _agency_of(request)
    if agency is None:  # a company of its own, or a client's own people
        raise Http404
    return agency


def _template(request: WorkspaceRequest, template_id: int) -> StrategyTemplate:
    rows = StrategyTemplate.objects.filter(agency=_own_agency(request), pk=template_id)
    found = rows.first()
    if found is None:
        raise Http404
    return found
