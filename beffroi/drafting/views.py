"""The language model of a workspace, over HTTP."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beffroi.core.clock import utc_now
from beffroi.drafting import actions, asking, queries
from beffroi.drafting.asking import CannotDraft
from beffroi.drafting.forms import LanguageModelForm
from beffroi.drafting.messages import explain
from beffroi.drafting.models import LanguageModel
from beffroi.suggestions.understanding import nearest_language
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)


@dataclass(frozen=True)
class Trial:
    """How a trial went: what the model wrote, else why there is nothing."""

    text: str = ""
    seconds: int = 0
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def language_model(request: WorkspaceRequest) -> HttpResponse:
    """Show and change which model is asked for drafts; `do=forget` forgets it and its key."""
    row = queries.model_of(request.workspace)
    if request.method == "POST" and request.POST.get("do") == "forget":
        if row is not None:
            actions.forget(row, actor=request.user, now=utc_now())
            messages.success(request, _("The model and its key are forgotten."))
        return redirect("language_model")
    form = LanguageModelForm(request.POST if request.method == "POST" else None, row=row)
    if form.is_valid():
        kept = actions.keep(request.workspace, wish=form.wish(), actor=request.user, now=utc_now())
        messages.success(request, _said(row, kept))
        return redirect("language_model")
    return _page(request, form, row)


@require_POST
@may_manage
def tried(request: WorkspaceRequest) -> HttpResponse:
    """Ask the kept model a made-up question and show what it says."""
    row = queries.model_of(request.workspace)
    if row is None:
        return redirect("language_model")
    return _page(request, LanguageModelForm(row=row), row, trial=_trial(request, row))


def _trial(request: WorkspaceRequest, row: LanguageModel) -> Trial:
    started = time.monotonic()
    language = nearest_language(request.user.language)
    try:
        found = actions.try_out(row, language=language, now=utc_now())
    except CannotDraft as error:
        return Trial(problem=explain(error))
    return Trial(found.text, seconds=math.ceil(time.monotonic() - started))


def _said(before: LanguageModel | None, kept: LanguageModel) -> str:
    if before is not None and before.sealed and not kept.sealed:
        return _(
            "Saved. The former key was for another server and is forgotten: type one if needed."
        )
    return _("Saved. Try it once before your team uses it.")


def _page(
    request: WorkspaceRequest,
    form: LanguageModelForm,
    row: LanguageModel | None,
    *,
    trial: Trial | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "is_of_this_house": row is not None and asking.is_of_this_house(row),
        "trial": trial,
    }
    status = 422 if form.errors else 200
    return render(request, "drafting/language_model.html", context, status=status)
