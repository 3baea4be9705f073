"""The inbox over HTTP."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels.data_use import rules_in_words
from beffroi.channels.queries import network_name
from beffroi.core.clock import utc_now
from beffroi.core.gone import Gone
from beffroi.inbox import (
    access,
    actions,
    deeds,
    drafting,
    moderating,
    notes,
    presence,
    queries,
    rules,
    saved_answers,
    suggesting,
    sweeping,
    talks,
    wakes,
)
from beffroi.inbox.automation import journal
from beffroi.inbox.automation.sentences import did
from beffroi.inbox.escalations import Alarm
from beffroi.inbox.filters import Standing
from beffroi.inbox.forms import ANSWER_MAX, AnswerForm, ReportForm
from beffroi.inbox.listing import listing
from beffroi.inbox.messages import explain, gaps_in_words
from beffroi.inbox.models import Conversation, Feedback, RuleAct, Sweep
from beffroi.inbox.naming import within_sentence
from beffroi.inbox.people import suppression, who
from beffroi.inbox.team_messages import keys
from beffroi.inbox.views.escalations import alarm_context
from beffroi.suggestions.understanding import nearest_language
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: The fields of a form that tell what its page showed, in the order of `actions.Seen`.
_SEEN = ("seen", "heard", "told")


@require_safe
@requires(Permission.SEE_INBOX)
def inbox(request: WorkspaceRequest) -> HttpResponse:
    """List conversations: `filters.Filters` narrow them, `?q=` searches, `?after=` is for more."""
    context = _list(request)
    if request.headers.get("HX-Request") == "true" and "after" in request.GET:
        return render(request, "inbox/_rows.html", context | {"is_more": True})
    return render(request, "inbox/inbox.html", context)


@require_safe
@requires(Permission.SEE_INBOX)
def conversation(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Show one conversation beside the list; `?all` for all of a long one."""
    return page(request, access.conversation(request.workspace, conversation_id))


@require_POST
@requires(Permission.ANSWER)
def answer(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Answer; it leaves at once, by the rules of every delivery."""
    row = access.conversation(request.workspace, conversation_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, row, form)
    try:
        actions.answer(
            row,
            text=form.cleaned_data["text"],
            actor=request.user,
            now=utc_now(),
            seen=actions.Seen(*(form.cleaned_data[name] for name in _SEEN)),
            suggestion=form.cleaned_data["suggestion"],
        )
    except actions.CannotAnswer as error:
        form.add_error("text", explain(error, name=network_name(row.channel.network)))
        return page(request, row, form, overtaken=error if error.is_overtaken else None)
    presence.leave(row, user=request.user)
    messages.success(
        request, _("Your answer leaves now. The network’s confirmation will show here.")
    )
    return _back(request, reverse("conversation", args=[row.pk]))


@require_safe
@requires(Permission.SEE_INBOX)
def following(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Go to who presses most after this one, then to the first; to the list when nobody waits."""
    row = access.conversation(request.workspace, conversation_id)
    found = queries.following(row, now=utc_now())
    if found is None:
        messages.success(request, _("Nobody waits for an answer any more."))
        return redirect("inbox")
    return redirect("conversation", conversation_id=found)


@require_POST
@requires(Permission.ANSWER)
def done(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Settle a conversation."""
    row = access.conversation(request.workspace, conversation_id)
    now = utc_now()
    deed = deeds.settle(actor=request.user, now=now)
    try:
        done = sweeping.sweep(request.workspace, [row.pk], deed, actor=request.user, now=now)
    except sweeping.CannotSweep as error:
        raise Gone(f"conversation {row.pk}") from error
    name = within_sentence(row.person_name, otherwise=_("this person"))
    messages.success(
        request,
        _("Done. It comes back if %(name)s writes again.") % {"name": name},
        extra_tags=f"undo:{_undoing(request, done)}" if done.rows else "",
    )
    return _back(request, reverse("inbox"))


@require_POST
@requires(Permission.ANSWER)
def reopened(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Undo « done »."""
    row = access.conversation(request.workspace, conversation_id)
    actions.reopen(row, actor=request.user, now=utc_now())
    messages.success(request, _("It is back among those to answer."))
    return _back(request, reverse("conversation", args=[row.pk]))


@require_POST
@requires(Permission.ANSWER)
def counted(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Count what is typed, as the network does, and name what is left to fill in: a fragment."""
    row = access.conversation(request.workspace, conversation_id)
    text = request.POST.get("text", "")[:ANSWER_MAX]
    count = actions.count_answer(row, text, to=actions.last_feedback(row))
    context = {"count": count, "gaps": gaps_in_words(rules.gaps_in(text))}
    return render(request, "inbox/_counted.html", context)


def _list(request: WorkspaceRequest, *, also: int = 0) -> dict[str, Any]:
    shown = listing(request.workspace, request.GET, user=request.user, now=utc_now(), also=also)
    return {
        "listing": shown,
        "page": shown.page,
        "shows_done": shown.filters.status is Standing.DONE,
        "search": shown.search,
        "filters": shown.kept,
        "more": shown.more,
        "may_answer": may(request.role, Permission.ANSWER),
        "keys": keys(),
    }


def page(
    request: WorkspaceRequest,
    row: Conversation,
    form: AnswerForm | None = None,
    *,
    overtaken: actions.CannotAnswer | None = None,
    report: ReportForm | None = None,
    reported_id: int | None = None,
) -> HttpResponse:
    """Show a conversation; with `form`, what is in the answer box, and why it could not leave.

    `overtaken` when something was said since the page was opened: that is seen from now on.
    `report` is what could not be reported of `reported_id`, and why.
    """
    name = network_name(row.channel.network)
    about = reported_id or rules.typed_id(request.GET.get("report", ""))
    talk = talks.talk(row, name=name, everything="all" in request.GET or about is not None)
    able = moderating.abilities(row.channel) if row.channel.is_connected else frozenset()
    if form is None:
        form = AnswerForm(initial=_prepared(request, row, talk))
    text = form["text"].value() or ""
    now = utc_now()
    until = row.snoozed_until
    shown = _list(request, also=row.pk)
    closed = _why_closed(talk.newest, name=name)
    alarms = alarm_context(request, row)
    context = shown | {
        "labels": shown["listing"].labels,
        "writer": shown["listing"].writer,
        "wakes": wakes.offered(now, request.workspace.zone),
        "chosen": [row.pk],
        "notes": list(notes.of(row)),
        "acts": _acts(row, now=now),
        **alarms,
        "snoozed_until": until if until and until > now else None,
        "news_in_seconds": talk.news_in_seconds(now=now),
        "conversation": row,
        "talk": talk,
        "person": talks.person(row),
        "objects": suppression.objection(who.of(row)) is not None,
        "origin": talks.origin(row),
        "network_name": name,
        "data_rules": rules_in_words(row.channel.network),
        "form": form,
        "closed": closed,
        **_moderation(row, able=able),
        "report": report or ReportForm(),
        "reporting": _reporting(request, talk, about, able=able, is_sent=report is not None),
        "count": actions.count_answer(row, text, to=talk.newest),
        "gaps": gaps_in_words(rules.gaps_in(text)),
        "is_untouched": rules.is_put(text, form["put"].value() or ""),
        "offer": suggesting.Offer()
        if closed
        else _offer(request, row, talk, now=now, alarm=alarms["alarm"]),
        "overtaken": overtaken,
        "seen": _seen(request, talk) if overtaken is None else _seen_on(talk),
        "is_from_today": _is_from_today(request),
    }
    is_refused = form.errors or report is not None
    return render(request, "inbox/inbox.html", context, status=422 if is_refused else 200)


def _moderation(row: Conversation, *, able: frozenset[str]) -> dict[str, Any]:
    """Return what can be done on the network about what was said, and since when who is blocked."""
    return {
        "can_hide": "hide" in able,
        "can_remove": "remove" in able,
        "can_block": "block" in able and moderating.can_be_blocked(row.person_id),
        "can_report": "report" in able,
        "reports_there": moderating.takes_reports_itself(row.channel),
        "blocked_at": getattr(row, "blocked_at", None),
    }


def _reporting(
    request: WorkspaceRequest,
    talk: talks.Talk,
    about: int | None,
    *,
    able: frozenset[str],
    is_sent: bool,
) -> talks.Line | None:
    """Return the line of which the form to report it is shown, if it can be.

    What was sent is shown again in any case: its words are a person's.
    """
    if not is_sent and not ("report" in able and may(request.role, Permission.ANSWER)):
        return None
    return next((one for one in talk.lines if one.id == about and one.can_be_reported), None)


def _acts(row: Conversation, *, now: datetime) -> list[tuple[RuleAct, str, bool]]:
    """Return what rules did, each in words and whether it can be undone; mostly without a query."""
    acts = journal.of_conversation(row) if getattr(row, "met_a_rule", False) else []
    return [
        (act, did(act.done, rule=act.rule.name), journal.can_be_undone(act, now=now))
        for act in acts
    ]


def _prepared(request: WorkspaceRequest, row: Conversation, talk: talks.Talk) -> dict[str, str]:
    """Return what stands in the answer box at first: what failed, was prepared or saved."""
    if talk.unsent is not None:
        return {"text": talk.unsent.text, "suggestion": talk.unsent.suggestion}
    chosen = rules.typed_id(request.GET.get("saved", ""))
    if chosen is None or not may(request.role, Permission.ANSWER):
        return {}
    saved = access.saved_answer(request.workspace, chosen)
    return {"text": saved_answers.for_conversation(saved, row, writer=request.user)}


def _offer(
    request: WorkspaceRequest,
    row: Conversation,
    talk: talks.Talk,
    *,
    now: datetime,
    alarm: Alarm | None,
) -> suggesting.Offer:
    """Return what stands beside the answer box, nothing where nobody can answer."""
    may_answer = may(request.role, Permission.ANSWER) and row.channel.is_connected
    if talk.newest is None or not may_answer or row.status == Conversation.Status.DONE:
        return suggesting.Offer()
    message = suggesting.asked(
        row,
        talk.newest,
        writer=request.user,
        now=now,
        was_answered=talk.was_answered,
        holding=alarm.plan.holding_message if alarm else None,
    )
    language = nearest_language(request.user.language)
    offer = suggesting.offer(row, message, language=language)
    return replace(offer, may_draft=not offer.is_held and drafting.is_offered(row, message))


def _seen_on(talk: talks.Talk) -> actions.Seen:
    return actions.Seen(talk.last_answer_id, talk.last_heard_id, talk.last_told_id)


def _seen(request: WorkspaceRequest, talk: talks.Talk) -> actions.Seen:
    """Return what the writer saw: what the page of a form said that comes back."""
    now_there = _seen_on(talk)
    if request.method != "POST":
        return now_there
    ids = (rules.typed_id(request.POST.get(name, "")) for name in _SEEN)
    pairs = zip(ids, astuple(now_there), strict=True)
    return actions.Seen(*(there if seen is None else seen for seen, there in pairs))


def _why_closed(target: Feedback | None, *, name: str) -> str:
    """Say why the network takes no answer, nothing when it does."""
    closed = actions.why_closed(target, now=utc_now()) if target else None
    return explain(actions.CannotAnswer(closed.value), name=name) if closed else ""


def _back(request: WorkspaceRequest, address: str) -> HttpResponseRedirectBase:
    """Return to where the conversation was settled."""
    return redirect("today" if _is_from_today(request) else address)


def _undoing(request: WorkspaceRequest, done: Sweep) -> str:
    address = reverse("inbox_sweep_undo", args=[done.pk])
    return f"{address}?from=today" if _is_from_today(request) else address


def _is_from_today(request: WorkspaceRequest) -> bool:
    """Tell whether a card of the day's page was settled: its form, or its undoing, says so."""
    return "today" in {request.POST.get("from"), request.GET.get("from")}
