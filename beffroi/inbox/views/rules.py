"""Rules over HTTP: their list, their form, their trial, their journal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.inbox import access
from beffroi.inbox.automation import answers, journal, loading, sentences, trying, writing
from beffroi.inbox.automation.forms import (
    ConditionsForm,
    five,
    offered_actions,
    typed_draft,
    typed_filters,
)
from beffroi.inbox.automation.journal import CannotUndo
from beffroi.inbox.automation.writing import CannotSwitch
from beffroi.inbox.filters import Filters
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Rule
from beffroi.inbox.views.restoring import changed, take_back
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: A page of a trial proves for so long that somebody saw it.
_TRIAL_COUNTS_FOR = 24 * 60 * 60
_SALT = "inbox.rule.tried"


@require_safe
@requires(Permission.ANSWER)
def rules(request: WorkspaceRequest) -> HttpResponse:
    """List the rules in their order, and the two automatic answers."""
    loaded = loading.load(request.workspace)
    kept = answers.of(request.workspace, language=request.user.language)
    lede = _("What is sorted by itself as it arrives. Nothing leaves in public without you.")
    if any(one.is_on for one in kept.values()):
        lede = _("What is sorted by itself as it arrives, and what you let leave alone.")
    context = {
        "title": _("Rules"),
        "lede": lede,
        "rules": sentences.told(loaded, workspace=request.workspace),
        "on_count": sum(one.row.is_on for one in loaded),
        "answers": [(kept[kind], name) for kind, name in sentences.names_of_answers().items()],
        "may_set_answers": may(request.role, Permission.MANAGE_COMPANY),
    }
    return render(request, "inbox/rules/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER)
def new_rule(request: WorkspaceRequest) -> HttpResponse:
    """Write a rule; POST keeps it, off."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER)
def rule(request: WorkspaceRequest, rule_id: int) -> HttpResponse:
    """Show a rule to change it; POST changes or deletes it."""
    row = access.rule(request.workspace, rule_id)
    if request.method == "POST" and request.POST.get("do") == "delete":
        writing.delete(row, actor=request.user, now=utc_now())
        undo = reverse("inbox_rule_restoration", args=[row.pk])
        messages.success(request, _("The rule is deleted."), extra_tags=f"undo:{undo}")
        return redirect("inbox_rules")
    return _form(request, row)


@require_POST
@requires(Permission.ANSWER)
def restored(request: WorkspaceRequest, rule_id: int) -> HttpResponse:
    """Take a deleted rule back, off."""
    row = access.rule(request.workspace, rule_id)
    take_back(request, row, kind="rule", done=_("The rule is back, and off."))
    return redirect("inbox_rules")


@require_POST
@requires(Permission.ANSWER)
def moved(request: WorkspaceRequest, rule_id: int) -> HttpResponse:
    """Move a rule up or down by one."""
    row = access.rule(request.workspace, rule_id)
    by = {"up": -1, "down": 1}.get(request.POST.get("do", ""))
    if by is not None:
        writing.move(row, by=by)
    return redirect(f"{reverse('inbox_rules')}#rule-{row.pk}")


@require_POST
@requires(Permission.ANSWER)
def switched(request: WorkspaceRequest, rule_id: int) -> HttpResponse:
    """Switch a rule off, or on with the proof that its trial was seen."""
    row = access.rule(request.workspace, rule_id)
    if request.POST.get("do") != "on":
        writing.switch_off(row, actor=request.user, now=utc_now())
        messages.success(request, _("The rule is off."))
        return redirect("inbox_rules")
    version = _tried_version(row, request.POST.get("tried", ""))
    try:
        writing.switch_on(row, tried_version=version, actor=request.user, now=utc_now())
    except CannotSwitch as error:
        messages.warning(request, sentences.explain_switch(error))
        return redirect("inbox_rule_trial", rule_id=row.pk)
    messages.success(
        request, _("The rule is on: it looks at what arrives from now on. What is past stays.")
    )
    return redirect("inbox_rules")


@require_safe
@requires(Permission.ANSWER)
def trial(request: WorkspaceRequest, rule_id: int) -> HttpResponse:
    """Show what a rule would have done in the last thirty days."""
    row = access.rule(request.workspace, rule_id)
    if row.deleted_at is not None:
        return redirect("inbox_rules")
    tried = trying.try_out(row, now=utc_now())
    [told] = sentences.told([loading.load_one(row)], workspace=request.workspace)
    context = {
        "title": _("A trial of “%(name)s”") % {"name": row.name},
        "lede": _("What this rule would have done in the last 30 days. Nothing was changed."),
        "rule": row,
        "told": told,
        "trial": tried,
        "would": [(sentences.does(one.action), one) for one in tried.would],
        "proof": signing.dumps([row.pk, row.version], salt=_SALT),
    }
    return render(request, "inbox/rules/trial.html", context)


@require_safe
@requires(Permission.ANSWER)
def done_by(request: WorkspaceRequest, rule_id: int) -> HttpResponse:
    """Tell what a rule did, newest first; `?after=` is for more."""
    row = access.rule(request.workspace, rule_id)
    acts, more = journal.of_rule(row, after=parse_cursor(request.GET.get("after", "")))
    now = utc_now()
    context = {
        "title": _("What “%(name)s” did") % {"name": row.name},
        "rule": row,
        "acts": [
            (act, sentences.did_in_journal(act.done), journal.can_be_undone(act, now=now))
            for act in acts
        ],
        "more": str(more) if more else "",
        "kept_days": journal.ACTS_KEPT.days,
    }
    return render(request, "inbox/rules/journal.html", context)


@require_POST
@requires(Permission.ANSWER)
def undone(request: WorkspaceRequest, act_id: int) -> HttpResponse:
    """Undo what a rule did to a conversation."""
    act = access.act(request.workspace, act_id)
    try:
        journal.undo(act, actor=request.user, now=utc_now())
    except CannotUndo as error:
        messages.warning(request, sentences.explain_undo(error))
    else:
        messages.success(request, _("What the rule did here is undone."))
    return redirect("conversation", conversation_id=act.conversation_id)


def _form(request: WorkspaceRequest, row: Rule | None) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            kept = _keep(request, row)
        except CannotKeep as error:
            problem = sentences.explain_writing(error)
        else:
            done = _("The rule is kept. Here is what it would have done.")
            messages.success(request, changed(row, done))
            return redirect("inbox_rule_trial", rule_id=kept.pk)
    typed = _typed(request) if problem else _kept(row)
    context = {
        "title": row.name if row else _("A new rule"),
        "rule": row,
        "conditions": ConditionsForm(request.workspace, typed.pop("filters")),
        "groups": offered_actions(request.workspace),
        "problem": problem,
        "typed": typed,
    }
    return render(request, "inbox/rules/form.html", context, status=422 if problem else 200)


def _keep(request: WorkspaceRequest, row: Rule | None) -> Rule:
    draft, now = typed_draft(request.POST), utc_now()
    if row is None:
        return writing.make(request.workspace, draft, actor=request.user, now=now)
    return writing.change(row, draft, actor=request.user, now=now)


def _typed(request: WorkspaceRequest) -> dict[str, Any]:
    posted = request.POST
    return {
        "name": posted.get("name", ""),
        "filters": typed_filters(posted),
        "words": posted.get("words", ""),
        "words_are": posted.get("words_are", ""),
        "stops": "stops" in posted,
        "actions": five(posted.getlist("action")),
    }


def _kept(row: Rule | None) -> dict[str, Any]:
    if row is None:
        return {"filters": Filters(), "words_are": "any", "actions": five([])}
    loaded = loading.load_one(row) if row.deleted_at is None else None
    actions = [writing.written(one) for one in loaded.actions] if loaded else []
    return {
        "name": row.name,
        "filters": loaded.filters if loaded else Filters(),
        "words": row.words,
        "words_are": row.words_are,
        "stops": row.stops,
        "actions": five(actions),
    }


def _tried_version(row: Rule, proof: str) -> int:
    """Return the version whose trial a page has shown; 0 for none, or too long ago."""
    try:
        rule_id, version = signing.loads(proof, salt=_SALT, max_age=_TRIAL_COUNTS_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return 0
    return int(version) if rule_id == row.pk else 0
