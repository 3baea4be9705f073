"""Notes on days over HTTP: those of a year, writing and removing one, hiding ready ones."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.periods import Period
from beffroi.insight.notes import access, actions
from beffroi.insight.notes.forms import NoteForm
from beffroi.insight.notes.queries import notes_between
from beffroi.insight.notes.rules import EARLIEST, Noted
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_see = requires(Permission.SEE_POSTS)
may_write = requires(Permission.WRITE_POSTS)


@require_safe
@may_see
def notes(request: WorkspaceRequest) -> HttpResponse:
    """Show the notes of a year, this one where the address names none."""
    return _page(request, NoteForm(today=_today(request)), year=_year(request))


@require_POST
@may_write
def new(request: WorkspaceRequest) -> HttpResponseBase:
    """Keep a note."""
    form = NoteForm(request.POST, today=_today(request))
    if not form.is_valid():
        return _page(request, form, year=_today(request).year)
    day = form.cleaned_data["note_day"]
    row = actions.write(
        request.workspace,
        day=day,
        words=form.cleaned_data["note_words"],
        key=form.cleaned_data["note_key"],
        actor=request.user,
        now=utc_now(),
    )
    _say(
        request, _("The note stands on the charts."), undo=reverse("day_note_remove", args=[row.pk])
    )
    return _back(day.year)


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def change(request: WorkspaceRequest, day_note_id: int) -> HttpResponseBase:
    """Change the day or the words of a note."""
    row = access.day_note(request.workspace, day_note_id)
    form = NoteForm(request.POST or None, today=_today(request), note=row)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "note": row}
        return render(request, "notes/change.html", context, status=422 if form.errors else 200)
    day = form.cleaned_data["note_day"]
    actions.change(
        row,
        day=day,
        words=form.cleaned_data["note_words"],
        actor=request.user,
        now=utc_now(),
    )
    messages.success(request, _("The note is changed."))
    return _back(day.year)


@require_POST
@may_write
def remove(request: WorkspaceRequest, day_note_id: int) -> HttpResponseBase:
    """Take a note off the charts."""
    row = access.day_note(request.workspace, day_note_id)
    actions.remove(row, actor=request.user, now=utc_now())
    _say(request, _("The note is removed."), undo=reverse("day_note_return", args=[row.pk]))
    return _back(row.day.year)


@require_POST
@may_write
def bring_back(request: WorkspaceRequest, day_note_id: int) -> HttpResponseBase:
    """Undo a removal."""
    row = access.day_note(request.workspace, day_note_id)
    actions.bring_back(row, actor=request.user, now=utc_now())
    messages.success(request, _("The note is back."))
    return _back(row.day.year)


@require_POST
@may_write
def hide(request: WorkspaceRequest) -> HttpResponseBase:
    """Take a ready note off the charts, or all of a year."""
    year = _year(request)
    if keys := _named(request, year=year):
        actions.hide(request.workspace, keys, actor=request.user, now=utc_now())
        messages.success(request, _("Hidden. The note stays here, and can be shown again."))
    return _back(year)


@require_POST
@may_write
def show(request: WorkspaceRequest) -> HttpResponseBase:
    """Have a ready note stand on the charts again, or all of a year."""
    year = _year(request)
    if keys := _named(request, year=year):
        actions.show(request.workspace, keys, actor=request.user, now=utc_now())
        messages.success(request, _("It stands on the charts again."))
    return _back(year)


def _named(request: WorkspaceRequest, *, year: int) -> list[str]:
    """Return the keys that a form names: one, or all that are ready; only those that there are."""
    known = [one.key for one in _of_year(request, year) if one.is_ready]
    wanted = request.POST.get("key", "")
    return [key for key in known if wanted in ("all", key)]


def _page(request: WorkspaceRequest, form: NoteForm, *, year: int) -> HttpResponse:
    found = _of_year(request, year)
    this_year = _today(request).year
    context = {
        "form": form,
        "year": year,
        "before": year - 1 if year > EARLIEST.year else None,
        "after": year + 1 if year <= this_year else None,
        "written": [one for one in found if not one.is_ready],
        "ready": [one for one in found if one.is_ready],
        "any_shown": any(one.is_ready and not one.is_hidden for one in found),
        "any_hidden": any(one.is_hidden for one in found),
        "may_write": may(request.role, Permission.WRITE_POSTS),
    }
    return render(request, "notes/notes.html", context, status=422 if form.errors else 200)


def _of_year(request: WorkspaceRequest, year: int) -> list[Noted]:
    period = Period(date(year, 1, 1), date(year, 12, 31))
    sees_inbox = may(request.role, Permission.SEE_INBOX)
    found = notes_between(request.workspace, period, sees_inbox=sees_inbox)
    return found[::-1]


def _year(request: WorkspaceRequest) -> int:
    """Return the year of an address or a form; this one for anything that is none."""
    today = _today(request)
    typed = request.POST.get("year") or request.GET.get("year", "")
    try:
        year = int(typed[:4])
    except ValueError:
        return today.year
    return year if EARLIEST.year <= year <= today.year + 1 else today.year


def _today(request: WorkspaceRequest) -> date:
    return utc_now().astimezone(request.workspace.zone).date()


def _back(year: int) -> HttpResponseBase:
    return redirect(f"{reverse('day_notes')}?year={year}")


def _say(request: WorkspaceRequest, sentence: str, *, undo: str) -> None:
    messages.success(request, sentence, extra_tags=f"undo:{undo}")
