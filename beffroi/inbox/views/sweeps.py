"""What is done to one or many conversations, over HTTP, and its undoing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.inbox import access, deeds, labelling, members, sweeping, wakes
from beffroi.inbox.deeds import CannotDo
from beffroi.inbox.filters import parse_query
from beffroi.inbox.models import Conversation
from beffroi.inbox.rules import typed_id
from beffroi.inbox.sweeping import CannotSweep, Deed
from beffroi.inbox.team_messages import explain_deed, explain_sweep, told
from beffroi.inbox.wakes import Wake
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

#: Beyond it a form was not made by our page; what it names is not even read.
_READ_MAX = 1000
#: So many of the chosen ones are named at once, the others when they are asked for.
_NAMED_AT_ONCE = 5


@require_safe
@requires(Permission.ANSWER)
def choices(request: WorkspaceRequest, conversation_id: int) -> HttpResponse:
    """Offer what can be done to a conversation: a page, or with `?only=` a menu."""
    row = access.conversation(request.workspace, conversation_id)
    labels = labelling.borne(request.workspace, [row.pk]).get(row.pk, ())
    context = _offered(request, [row.pk]) | {
        "conversation": row,
        "back": reverse("conversation", args=[row.pk]),
        "borne": [label.id for label in labels],
    }
    only = request.GET.get("only", "")
    if request.headers.get("HX-Request") == "true" and only in {"give", "label"}:
        return render(request, f"inbox/team/_{only}.html", context | {"is_menu": True})
    return render(request, "inbox/team/choices.html", context)


@require_POST
@requires(Permission.ANSWER)
def sweep(request: WorkspaceRequest) -> HttpResponse:
    """Do one thing to the chosen conversations; without a thing, ask which."""
    now = utc_now()
    ids = _chosen(request)
    if not request.POST.get("do") and 0 < len(ids) <= sweeping.AT_ONCE_MAX:
        context = _offered(request, ids) | _named(request, ids)
        return render(request, "inbox/team/choices.html", context)
    try:
        deed = _deed(request, now=now)
        done = sweeping.sweep(request.workspace, ids, deed, actor=request.user, now=now)
    except CannotDo as error:
        messages.warning(request, explain_deed(error))
    except CannotSweep as error:
        messages.warning(request, explain_sweep(error))
    else:
        undo = reverse("inbox_sweep_undo", args=[done.pk]) if done.rows else ""
        sentence = told(deed, len(done.rows))
        messages.success(request, sentence, extra_tags=f"undo:{undo}" if undo else "")
    return _back(request)


@require_POST
@requires(Permission.ANSWER)
def undone(request: WorkspaceRequest, sweep_id: int) -> HttpResponse:
    """Put back how the conversations stood, where nobody touched them since."""
    row = access.sweep(request.workspace, request.user, sweep_id)
    try:
        result = sweeping.undo(row, actor=request.user, now=utc_now())
    except CannotSweep as error:
        messages.warning(request, explain_sweep(error))
        return redirect("inbox")
    sentence = ngettext(
        "%(count)s message stands as before.",
        "%(count)s messages stand as before.",
        result.number,
    ) % {"count": result.number}
    if result.left:
        kept = ngettext(
            "%(count)s was changed by somebody meanwhile and stays as it is.",
            "%(count)s were changed by somebody meanwhile and stay as they are.",
            result.left,
        )
        messages.warning(request, f"{sentence} {kept % {'count': result.left}}")
    else:
        messages.success(request, sentence)
    if request.GET.get("from") == "today":
        return redirect("today")
    if len(row.rows) == 1:
        return redirect("conversation", conversation_id=row.rows[0]["id"])
    return redirect("inbox")


def _offered(request: WorkspaceRequest, ids: list[int]) -> dict[str, Any]:
    """Return what can be chosen for some conversations."""
    return {
        "title": ngettext(
            "What to do with this message", "What to do with these %(count)s messages", len(ids)
        )
        % {"count": len(ids)},
        "chosen": ids,
        "people": members.who_may(request.workspace, Permission.ANSWER).exclude(pk=request.user.pk),
        "labels": labelling.of(request.workspace),
        "wakes": wakes.offered(utc_now(), request.workspace.zone),
    }


def _named(request: WorkspaceRequest, ids: list[int]) -> dict[str, Any]:
    """Return whose messages are chosen, for the list in which they were ticked is out of sight."""
    found = Conversation.objects.filter(workspace=request.workspace, pk__in=ids)
    rows = list(found.select_related("channel").order_by("presses_at", "id"))
    return {
        "named": rows[:_NAMED_AT_ONCE],
        "others": rows[_NAMED_AT_ONCE:],
        "kept": request.POST.get("kept", ""),
    }


def _chosen(request: WorkspaceRequest) -> list[int]:
    typed = request.POST.getlist("chosen")[:_READ_MAX]
    numbers = (typed_id(one) for one in typed)
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _deed(request: WorkspaceRequest, *, now: datetime) -> Deed:
    """Return what is asked for: “done”, “give:7”, “snooze:monday”, “put:3”. Raises CannotDo."""
    kind, _colon, value = request.POST.get("do", "").partition(":")
    make = _MAKERS.get(kind)
    if make is None:
        raise CannotDo("unknown")
    return make(request, value, now)


def _settle(request: WorkspaceRequest, value: str, now: datetime) -> Deed:
    return deeds.settle(actor=request.user, now=now)


def _give(request: WorkspaceRequest, value: str, now: datetime) -> Deed:
    if value == "nobody":
        return deeds.take_back()
    user_id = request.user.pk if value == "me" else _number(value)
    note = request.POST.get("note", "")
    return deeds.give(request.workspace, user_id, note=note, actor=request.user, now=now)


def _snooze(request: WorkspaceRequest, value: str, now: datetime) -> Deed:
    if value == "now":
        return deeds.put_aside(None, now=now)
    try:
        choice = Wake(value)
        day = date.fromisoformat(request.POST.get("day", "")) if choice is Wake.DAY else None
    except ValueError as error:
        raise CannotDo("past") from error
    until = wakes.when(choice, now=now, zone=request.workspace.zone, day=day)
    if until is None:
        raise CannotDo("past")
    return deeds.put_aside(until, now=now)


def _put(request: WorkspaceRequest, value: str, now: datetime) -> Deed:
    return deeds.put_label(access.label(request.workspace, _number(value)))


def _take(request: WorkspaceRequest, value: str, now: datetime) -> Deed:
    return deeds.take_label(access.label(request.workspace, _number(value)))


_MAKERS: dict[str, Callable[[WorkspaceRequest, str, datetime], Deed]] = {
    "done": _settle,
    "give": _give,
    "snooze": _snooze,
    "put": _put,
    "take": _take,
}


def _number(value: str) -> int:
    number = typed_id(value)
    if number is None:
        raise CannotDo("unknown")
    return number


def _back(request: WorkspaceRequest) -> HttpResponse:
    """Return to the conversation, or to the list as it was narrowed."""
    back = typed_id(request.POST.get("back", ""))
    if back is not None:
        return redirect("conversation", conversation_id=back)
    query = parse_query(request.POST.get("kept", "").removeprefix("?")).query
    return redirect(f"{reverse('inbox')}{'?' if query else ''}{query}")
