"""The page of a person over HTTP, and what a team keeps of them."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels.data_use import rules_in_words
from beffroi.channels.queries import network_name
from beffroi.core.clock import utc_now
from beffroi.core.gone import Gone
from beffroi.inbox import access, data_rules
from beffroi.inbox.keeping import CannotKeep
from beffroi.inbox.models import Consent, Conversation
from beffroi.inbox.people import card, keeping, rules, who
from beffroi.inbox.people.messages import explain_keeping
from beffroi.inbox.people_forms import ConsentForm
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@require_safe
@requires(Permission.SEE_INBOX)
def person(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Show all that is held of the person of a conversation."""
    return _page(request, _somebody(request, conversation_id))


@require_POST
@requires(Permission.ANSWER)
def noted(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Keep the team's note about a person; what cannot be kept stays in its field."""
    row = _somebody(request, conversation_id)
    text = request.POST.get("note", "")
    try:
        keeping.note(who.of(row), text=text, actor=request.user, now=utc_now())
    except CannotKeep as error:
        problem = explain_keeping(error, name=network_name(row.channel.network))
        return _page(request, row, note=text, problem=problem)
    messages.success(request, _("The note is kept. Only the team reads it."))
    return redirect("inbox_person", conversation_id=row.pk)


@require_POST
@requires(Permission.ANSWER)
def consented(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Keep what a person agreed to."""
    row = _somebody(request, conversation_id)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    try:
        given = form.cleaned_data
        keeping.record_consent(who.of(row), **given, actor=request.user, now=utc_now())
    except CannotKeep as error:
        form.add_error(None, explain_keeping(error, name=network_name(row.channel.network)))
        return _page(request, row, form=form)
    messages.success(request, _("What the person agreed to is kept, with its day and its proof."))
    return redirect("inbox_person", conversation_id=row.pk)


@require_POST
@requires(Permission.ANSWER)
def consent_withdrawn(request: WorkspaceRequest, consent_id: int) -> HttpResponse:
    """Write down that a consent was taken back."""
    row = access.consent(request.workspace, consent_id)
    keeping.withdraw_consent(row, actor=request.user, now=utc_now())
    undo = reverse("inbox_consent_restoration", args=[row.pk])
    messages.success(
        request, _("Taken back, as of today. The proof stays."), extra_tags=f"undo:{undo}"
    )
    return _back(row)


@require_POST
@requires(Permission.ANSWER)
def consent_restored(request: WorkspaceRequest, consent_id: int) -> HttpResponse:
    """Undo that."""
    row = access.consent(request.workspace, consent_id)
    keeping.restore_consent(row, actor=request.user, now=utc_now())
    messages.success(request, pgettext("consent", "It counts again."))
    return _back(row)


@require_POST
@requires(Permission.ANSWER)
def objected(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Write down that a person objects to being followed, or no longer does (`do=lift`)."""
    row = _somebody(request, conversation_id)
    address = reverse("inbox_person_objection", args=[row.pk])
    if request.POST.get("do", request.GET.get("do")) == "lift":
        keeping.lift_objection(who.of(row), actor=request.user, now=utc_now())
        messages.success(request, _("The objection is lifted."))
    else:
        keeping.object_(who.of(row), actor=request.user, now=utc_now())
        messages.success(
            request,
            ngettext(
                "Noted. What this person writes is kept for %(count)s day after their last word.",
                "Noted. What this person writes is kept for %(count)s days after their last word.",
                rules.OBJECTED_KEPT.days,
            )
            % {"count": rules.OBJECTED_KEPT.days},
            extra_tags=f"undo:{address}?do=lift",
        )
    return redirect("inbox_person", conversation_id=row.pk)


def _somebody(request: WorkspaceRequest, conversation_id: int) -> Conversation:
    """Return a conversation whose person is still known, or raise Http404.

    Raises Gone for what is sent: the page that it comes from knew them.
    """
    row = access.conversation(request.workspace, conversation_id)
    if rules.is_somebody(row.person_id):
        return row
    if request.method == "POST":
        raise Gone(f"person of conversation {row.pk}")
    raise Http404


def _page(
    request: WorkspaceRequest,
    row: Conversation,
    *,
    form: ConsentForm | None = None,
    note: str | None = None,
    problem: str = "",
) -> HttpResponse:
    """Show the page; with `form` or `note` and `problem`, what could not be kept and why."""
    now = utc_now()
    shown = card.of(row, now=now)
    if note is None:
        note = shown.kept.note if shown.kept else ""
    today = now.astimezone(request.workspace.zone).date()
    is_refused = bool(problem or form)
    context = {
        "title": shown.name or pgettext("person", "Nobody known"),
        "back": reverse("conversation", args=[row.pk]),
        "conversation": row,
        "card": shown,
        "note": note,
        "note_problem": problem,
        "note_max": rules.NOTE_MAX,
        "form": form or ConsentForm(initial={"agreed_on": today}),
        "is_form_open": form is not None,
        "may_export_words": data_rules.may_export(shown.who.network),
        "data_rules": rules_in_words(shown.who.network),
        "may_answer": may(request.role, Permission.ANSWER),
        "may_manage": may(request.role, Permission.MANAGE_COMPANY),
        "objected_days": rules.OBJECTED_KEPT.days,
        "undo_minutes": rules.ERASURE_CAN_BE_UNDONE_FOR // timedelta(minutes=1),
    }
    status = 422 if is_refused else 200
    return render(request, "inbox/people/person.html", context, status=status)


def _back(row: Consent) -> HttpResponse:
    """Return to the person of a consent, or to the inbox when no word of theirs is left."""
    person_ = who.of_row(row.person)
    newest = who.conversations_of(person_).order_by("-last_feedback_at", "-id").first()
    if newest is None:
        return redirect("inbox")
    return redirect("inbox_person", conversation_id=newest.pk)
