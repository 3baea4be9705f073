"""The assistant over HTTP: seven screens of one form each, saved one by one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beffroi.coaching.plan import assistant
from beffroi.coaching.plan.sheets.aims import AimsSheet
from beffroi.coaching.plan.sheets.audience import AudienceSheet
from beffroi.coaching.plan.sheets.content import ContentSheet
from beffroi.coaching.plan.sheets.means import MeansSheet
from beffroi.coaching.plan.sheets.measure import MeasureSheet
from beffroi.coaching.plan.sheets.networks import NetworksSheet
from beffroi.coaching.plan.sheets.sheet import Around, Sheet
from beffroi.coaching.plan.sheets.tone import ToneSheet
from beffroi.core.clock import utc_now
from beffroi.strategy.actions import BadDays, GoalHasEnded, TooManyGoals
from beffroi.strategy.plan import actions
from beffroi.strategy.plan.actions import SavedMeanwhile, StepsMissing
from beffroi.strategy.plan.queries import Plan, plan_of
from beffroi.strategy.plan.rules import step_after
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_manage = requires(Permission.MANAGE_COMPANY)
form_methods = require_http_methods(["GET", "HEAD", "POST"])
#: A number that a hidden field holds; longer ones come from nobody.
_DIGITS_MAX = 9


@form_methods
@may_manage
def aims(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask what networks should bring."""
    return _step(request, AimsSheet)


@form_methods
@may_manage
def audience(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask whom the company speaks to."""
    return _step(request, AudienceSheet)


@form_methods
@may_manage
def networks(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask where the company is, and why."""
    return _step(request, NetworksSheet)


@form_methods
@may_manage
def content(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask of what it speaks."""
    return _step(request, ContentSheet)


@form_methods
@may_manage
def means(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask with what means."""
    return _step(request, MeansSheet)


@form_methods
@may_manage
def tone(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask how it speaks."""
    return _step(request, ToneSheet)


@form_methods
@may_manage
def measure(request: WorkspaceRequest) -> HttpResponseBase:
    """Ask how anybody will know."""
    return _step(request, MeasureSheet)


def _step(request: WorkspaceRequest, kind: type[Sheet]) -> HttpResponseBase:
    plan = plan_of(request.workspace)
    around = Around(request.workspace, request.user, request.role, plan, utc_now())
    if request.method != "POST":
        return _show(request, kind(around), plan)
    sheet = kind(around, request.POST)
    if not sheet.is_valid():
        # The page that comes back has seen what is kept now: whoever mends it must know.
        if _seen(request) != plan.seen(sheet.step):
            sheet.general.append(_saved_meanwhile())
        return _show(request, sheet, plan, status=422)
    try:
        sheet.save(seen=_seen(request))
    except SavedMeanwhile:
        sheet.general.append(_saved_meanwhile())
        return _show(request, sheet, plan_of(request.workspace), status=422)
    except (BadDays, GoalHasEnded, TooManyGoals):  # on the page of goals, meanwhile
        messages.warning(request, _("The goals changed meanwhile. Look at them again."))
        return redirect("plan_aims")
    return _go_on(request, sheet)


def _go_on(request: WorkspaceRequest, sheet: Sheet) -> HttpResponseBase:
    """Lead to the next screen, to the page for whoever finishes later, or agree on the whole."""
    if isinstance(sheet, ContentSheet) and sheet.offers_pass:
        messages.warning(
            request, _("Offers are planned above one post in four: people turn away from more.")
        )
    if "later" in request.POST:
        messages.success(request, _("Kept. Go on whenever you like."))
        return redirect("strategy")
    after = step_after(sheet.step)
    if after is not None:
        return redirect(assistant.url_of(after))
    try:
        actions.agree(request.workspace, actor=request.user, now=utc_now())
    except StepsMissing as error:
        messages.info(request, _("This step is kept. One is still to be filled in: this one."))
        return redirect(assistant.url_of(error.steps[0]))
    messages.success(request, _("Your strategy is agreed. It is read again in six months."))
    return redirect("strategy")


def _show(
    request: WorkspaceRequest, sheet: Sheet, plan: Plan, *, status: int = 200
) -> HttpResponse:
    way = assistant.way(request.workspace, plan, sheet.step)
    context = {
        "sheet": sheet,
        "way": way,
        "left": assistant.minutes_in_words(way.minutes_left),
        "seen": plan.seen(sheet.step),
        "step_template": f"plan/steps/{sheet.step.value}.html",
    }
    return render(request, "plan/step.html", context, status=status)


def _saved_meanwhile() -> str:
    return _(
        "Somebody saved this step meanwhile, perhaps you in another tab. What you wrote"
        " stands below: compare it with what is kept, then save it again."
    )


def _seen(request: WorkspaceRequest) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS_MAX else 0
