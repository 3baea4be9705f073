"""A contest over HTTP: its rules, closing its list, its draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.sales import access
from beffroi.sales.contests import (
    deciding,
    entering,
    facts,
    holding,
    problems,
    queries,
    rules,
    rules_text,
    words,
)
from beffroi.sales.contests.forms import ClauseForm, ContestForm
from beffroi.sales.contests.problems import CannotGoOn, Problem
from beffroi.sales.models import Contest, ContestVersion, Offer
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_write = requires(Permission.WRITE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)


@require_safe
@may_write
def contest(request: WorkspaceRequest, offer_id: int) -> HttpResponse:
    """Show how far a contest is, and its next step."""
    offer = access.contest_offer(request.workspace, offer_id)
    found = queries.contest_of(offer)
    context: dict[str, object] = {
        "offer": offer,
        "contest": found,
        "stage": queries.stage_of(found).value,
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
    }
    if found is not None:
        context |= _steps(found)
    return render(request, "sales/contest.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def contest_rules(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Show and change what a contest is, beside how its rules read."""
    offer = access.contest_offer(request.workspace, offer_id)
    found = queries.contest_of(offer)
    if request.method != "POST":
        return _rules_page(request, ContestForm(offer=offer, contest=found), offer, found)
    form = ContestForm(request.POST, offer=offer, contest=found)
    if not form.is_valid():
        return _rules_page(request, form, offer, found)
    try:
        holding.write(offer, form.wish(), actor=request.user, now=utc_now())
    except CannotGoOn as error:
        messages.warning(request, problems.words(error))
        return redirect("contest", offer.pk)
    messages.success(request, _("Kept. Nobody reads it until you publish."))
    return redirect("contest_rules", offer.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def clause(request: WorkspaceRequest, offer_id: int, clause_key: str) -> HttpResponseBase:
    """Show one clause in our words and in a person's own, and keep these."""
    found = access.contest(request.workspace, offer_id)
    if not rules_text.is_clause(clause_key):
        raise Http404
    ours = rules_text.clause_of(facts.told_of(found), clause_key)
    begin = found.own.get(clause_key) or rules_text.lines_of(ours)
    form = ClauseForm(request.POST or None, initial={"own_words": begin})
    if request.method == "POST" and form.is_valid():
        own = form.words_beside(ours)
        done = _do(
            request,
            lambda: holding.say_clause(
                found, clause_key, words=own, actor=request.user, now=utc_now()
            ),
        )
        if done:
            messages.success(request, _("Kept. Nobody reads it until you publish."))
        return redirect("contest_rules", offer_id)
    context = {
        "form": form,
        "offer": found.offer,
        "clause": ours,
        "language": found.language,
    }
    return render(request, "sales/contest_clause.html", context, status=422 if form.errors else 200)


@require_POST
@may_manage
def publish(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Show the rules to everybody."""
    found = access.contest(request.workspace, offer_id)
    if _do(request, lambda: holding.publish(found, actor=request.user, now=utc_now())):
        messages.success(request, _("The rules are published."))
    return redirect("contest", offer_id)


@require_POST
@may_manage
def withdraw(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Take the rules away from strangers."""
    found = access.contest(request.workspace, offer_id)
    if _do(request, lambda: holding.withdraw(found, actor=request.user, now=utc_now())):
        messages.success(
            request,
            _("The rules are no longer public. Their address answers that there is nothing."),
            extra_tags=f"undo:{reverse('contest_return', args=[offer_id])}",
        )
    return redirect("contest", offer_id)


@require_POST
@may_manage
def bring_back(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Undo the withdrawal."""
    found = access.contest(request.workspace, offer_id)
    if _do(request, lambda: holding.bring_back(found, actor=request.user, now=utc_now())):
        messages.success(request, _("The rules are public again, at the same address."))
    return redirect("contest", offer_id)


@require_POST
@may_manage
def freeze(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Close the list for good."""
    found = access.contest(request.workspace, offer_id)
    if _do(request, lambda: deciding.freeze(found, actor=request.user, now=utc_now())):
        messages.success(request, _("The list is closed, and its digest is public."))
    return redirect("contest", offer_id)


@require_POST
@may_manage
def draw(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Hold the draw, once."""
    found = access.contest(request.workspace, offer_id)
    if _do(request, lambda: deciding.draw(found, actor=request.user, now=utc_now())):
        messages.success(request, _("The draw is held. Tell the winners now."))
    return redirect("contest", offer_id)


def _do(request: WorkspaceRequest, act: Callable[[], object]) -> bool:
    """Act, or say in words why that cannot be; return whether it was done."""
    try:
        act()
    except CannotGoOn as error:
        messages.warning(request, problems.words(error))
        return False
    return True


def _steps(found: Contest) -> dict[str, object]:
    told = facts.told_of(found)
    now = utc_now()
    address = reverse("contest_public", args=[found.address])
    versions = queries.versions_of(found)
    return {
        "missing": _asked(told),
        "doubts": [words.DOUBTS[one] for one in rules.doubts(found.how)],
        "versions": versions,
        "is_changed": bool(found.published_at and found.changed_at > found.published_at),
        "public_address": address,
        "public_url": f"{settings.PUBLIC_URL}{address}",
        "counts": queries.counts_of(found),
        "outcome": queries.outcome_of(found),
        "is_over": holding.is_over(found, now=now),
        "too_late": _too_late(found, versions, now=now),
        "is_drawable": found.draw_at is not None and now >= found.draw_at,
        "kept_until": entering.kept_until(found),
        "currency": told.currency,
    }


def _too_late(found: Contest, versions: Sequence[ContestVersion], *, now: datetime) -> str:
    """Say that rules which nobody could read can no longer be published; "" where they can."""
    is_late = not versions and holding.is_over(found, now=now)
    return str(problems.WORDS[Problem.OVER]) if is_late else ""


def _asked(told: rules_text.Told) -> list[dict[str, object]]:
    return [
        {"words": words.MISSING[one], "is_of_company": one in words.FROM_COMPANY}
        for one in rules_text.missing(told)
    ]


def _rules_page(
    request: WorkspaceRequest, form: ContestForm, offer: Offer, found: Contest | None
) -> HttpResponse:
    kept = found or Contest(offer=offer)
    told = facts.told_of(kept)
    context = {
        "form": form,
        "offer": offer,
        "contest": found,
        "text": rules_text.text_of(told),
        "missing": _asked(told) if found else [],
        "doubts": [words.DOUBTS[one] for one in rules.doubts(kept.how)],
        "own": set(kept.own),
    }
    return render(request, "sales/contest_rules.html", context, status=422 if form.errors else 200)
