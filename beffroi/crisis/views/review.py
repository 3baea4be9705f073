"""What remains of a room: its log as a table, and what was learned."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.spreadsheets import lines_of
from beffroi.crisis import access, actions, reading, rules, words
from beffroi.crisis.forms import ReviewForm
from beffroi.crisis.models import Room
from beffroi.crisis.talks import talks
from beffroi.listening.pages import pages
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

_LOG_MAX = 2000


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_INBOX)
def review(request: WorkspaceRequest, crisis_room_id: int) -> HttpResponseBase:
    """Show what the log tells and what was learned; POST keeps the latter."""
    room = access.room(request.workspace, crisis_room_id)
    if room.is_open:
        messages.info(request, _("The room is open: close it first, then write what you learned."))
        return redirect("crisis_room", crisis_room_id=room.pk)
    if request.method != "POST":
        known = {name: getattr(room, name) for name in ("went_well", "went_wrong", "to_change")}
        return _page(request, room, ReviewForm(initial=known))
    if not may(request.role, Permission.ANSWER):
        messages.warning(request, _("You may read here. An editor, a manager or an owner writes."))
        return redirect("crisis_review", crisis_room_id=room.pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, room, form, status=422)
    actions.learn(room, **form.cleaned_data, actor=request.user, now=utc_now())
    messages.success(request, _("Kept: it is here when it happens again."))
    return redirect("crisis_review", crisis_room_id=room.pk)


@require_safe
@requires(Permission.SEE_INBOX)
def exported(request: WorkspaceRequest, crisis_room_id: int) -> StreamingHttpResponse:
    """Download the log as a table for spreadsheets."""
    room = access.room(request.workspace, crisis_room_id)
    # Asked now: once lines are on their way, the reader's language is no longer known.
    is_french = (get_language() or "fr").startswith("fr")
    table = list(_table(room))
    headers = {"Content-Disposition": f'attachment; filename="beffroi-crisis-{room.pk}.csv"'}
    return StreamingHttpResponse(
        lines_of(table, is_french=is_french),
        content_type="text/csv; charset=utf-8",
        headers=headers,
    )


def _table(room: Room) -> Iterator[tuple[object, ...]]:
    yield _("When"), _("What"), _("Who")
    for line in reversed(reading.log(room, limit=_LOG_MAX)):
        at = line.at.astimezone(room.workspace.zone).strftime("%Y-%m-%d %H:%M")
        yield at, line.sentence, line.by or ""


def _page(
    request: WorkspaceRequest, room: Room, form: ReviewForm, *, status: int = 200
) -> HttpResponse:
    now = utc_now()
    facts = reading.facts_of(room, now=now)
    names = words.steps()
    context = {
        "room": room,
        "facts": facts,
        "delays": [(names[step], span) for step, span in facts.delays.items()],
        "log": tuple(reversed(reading.log(room, limit=_LOG_MAX))),
        "form": form,
        "due_at": (room.closed_at or now) + rules.REVIEW_WITHIN,
        "is_promise_late": room.owed_at is not None and room.owed_at < now,
        "left": talks(room, viewer=request.user, now=now).left,
        "may_work": may(request.role, Permission.ANSWER),
        "may_open": may(request.role, Permission.MANAGE_COMPANY),
        "pages": pages(request),
    }
    return render(request, "crisis/review.html", context, status=status)
