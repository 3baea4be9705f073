"""Entries of a contest from comments and from tables, over HTTP."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beffroi.core.clock import utc_now
from beffroi.core.exporting.separated import as_csv
from beffroi.sales import access
from beffroi.sales.contests import gathering, problems, queries, showing, taking
from beffroi.sales.contests.forms import CommentsForm, EntryTableForm
from beffroi.sales.contests.problems import CannotGoOn
from beffroi.sales.models import Contest
from beffroi.sales.views import contest_entries
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission

may_write = requires(Permission.WRITE_POSTS)
_SHOWN_MAX = 10


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def comments(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Show which comments would be entries, then take them."""
    contest = access.contest(request.workspace, offer_id)
    if request.method != "POST":
        return _page(request, contest, CommentsForm(_asked(request)))
    form = CommentsForm(request.POST)
    if not form.is_valid():
        return _page(request, contest, form)
    try:
        taken = taking.take(
            contest,
            form.conditions,
            shown=_number(request.POST.get("shown", "")),
            actor=request.user,
            now=utc_now(),
        )
    except CannotGoOn as error:
        messages.warning(request, problems.words(error))
        return _page(request, contest, form)
    said = ngettext("%(count)s entry is added.", "%(count)s entries are added.", taken)
    messages.success(request, said % {"count": taken})
    return redirect("contest_entries", offer_id)


@require_safe
@may_write
def as_table(request: WorkspaceRequest, offer_id: int) -> StreamingHttpResponse:
    """Download all comments, and what becomes of each."""
    contest = access.contest(request.workspace, offer_id)
    form = CommentsForm(_asked(request))
    try:
        judged = gathering.look(contest, gathering.places_of(contest), form.conditions)
    except CannotGoOn:
        judged = []
    is_french = (get_language() or "fr").startswith("fr")
    lines = as_csv(showing.as_table(judged), is_french=is_french, zone=request.workspace.zone)
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="comments.csv"'},
    )


@require_POST
@may_write
def table(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Take a table of those who took part, and say of each other line why it added nobody."""
    contest = access.contest(request.workspace, offer_id)
    now = utc_now()
    form = EntryTableForm(request.POST, request.FILES, zone=request.workspace.zone, now=now)
    if not form.is_valid():
        return contest_entries.page(request, contest, table_form=form)
    file, at = form.cleaned_data["file"].file, form.cleaned_data["entered_at"]
    try:
        read = showing.take_table(contest, file, at=at, actor=request.user, now=now)
    except CannotGoOn as error:
        messages.warning(request, problems.words(error))
        return redirect("contest_entries", offer_id)
    return contest_entries.page(request, contest, table=read)


def _asked(request: WorkspaceRequest) -> dict[str, str]:
    """Return the conditions of an address; the usual ones where it says none."""
    given = {name: request.GET.get(name, "") for name in ("each", "words_asked", "friends")}
    return given | {"each": given["each"] or "person"}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _SHOWN_MAX else -1


def _page(request: WorkspaceRequest, contest: Contest, form: CommentsForm) -> HttpResponse:
    places = gathering.places_of(contest)
    conditions = form.conditions
    problem = ""
    found = None
    try:
        found = showing.found(gathering.look(contest, places, conditions), conditions)
    except CannotGoOn as error:
        problem = problems.words(error)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    context = {
        "form": form,
        "offer": contest.offer,
        "contest": contest,
        "stage": queries.stage_of(contest).value,
        "places": showing.places_in_words(places),
        "found": found,
        "problem": problem,
        "conditions": conditions,
        "given": given,
        "offer_url": reverse("offer", args=[contest.offer.pk]),
    }
    status = 422 if form.errors else 200
    return render(request, "sales/contest_comments.html", context, status=status)
