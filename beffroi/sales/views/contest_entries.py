"""Who takes part in a contest, over HTTP: the list, adding, leaving out, passing a prize on."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from beffroi.core.clock import utc_now
from beffroi.sales import access
from beffroi.sales.contests import clearing, deciding, entering, problems, queries, words
from beffroi.sales.contests.forms import EntriesForm, EntryTableForm
from beffroi.sales.contests.problems import CannotGoOn
from beffroi.sales.contests.rules import LeftOut, key_of
from beffroi.sales.contests.showing import TableRead
from beffroi.sales.models import Contest
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

may_write = requires(Permission.WRITE_POSTS)
may_manage = requires(Permission.MANAGE_COMPANY)
_ON_A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@may_write
def entries(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Show who takes part; add more."""
    contest = access.contest(request.workspace, offer_id)
    now = utc_now()
    zone, ends_at = request.workspace.zone, contest.ends_at
    form = EntriesForm(request.POST or None, zone=zone, now=now, ends_at=ends_at)
    if request.method == "POST" and form.is_valid():
        _add(request, contest, form)
        return redirect("contest_entries", offer_id)
    return page(request, contest, form=form)


@require_POST
@may_write
def leave_out(request: WorkspaceRequest, offer_id: int, contest_entry_id: int) -> HttpResponseBase:
    """Have an entry not be drawn, for one of the reasons that a person may give."""
    entry = access.contest_entry(request.workspace, offer_id, contest_entry_id)
    why = {one.value: one for one in words.REASONS}.get(
        request.POST.get("why_left_out", ""), LeftOut.MISTAKE
    )
    now = utc_now()
    if _do(request, lambda: entering.leave_out(entry, why=why, actor=request.user, now=now)):
        again = reverse("contest_entry_return", args=[offer_id, entry.pk])
        messages.success(request, _("This entry is left out."), extra_tags=f"undo:{again}")
    return redirect("contest_entries", offer_id)


@require_POST
@may_write
def count_again(
    request: WorkspaceRequest, offer_id: int, contest_entry_id: int
) -> HttpResponseBase:
    """Undo that an entry was left out."""
    entry = access.contest_entry(request.workspace, offer_id, contest_entry_id)
    if _do(request, lambda: entering.count_again(entry, actor=request.user, now=utc_now())):
        messages.success(request, _("This entry counts again."))
    return redirect("contest_entries", offer_id)


@require_POST
@may_manage
def erase(request: WorkspaceRequest, offer_id: int, contest_entry_id: int) -> HttpResponseBase:
    """Erase who somebody is, because they ask."""
    entry = access.contest_entry(request.workspace, offer_id, contest_entry_id)
    entering.erase(entry, actor=request.user, now=utc_now())
    messages.success(request, _("Erased: who that was is known no more."))
    return redirect("contest_entries", offer_id)


@require_POST
@may_manage
def erase_late(request: WorkspaceRequest, offer_id: int) -> HttpResponseBase:
    """Erase who everybody is that came too late."""
    found = access.contest(request.workspace, offer_id)
    count = clearing.erase_late(found, actor=request.user, now=utc_now())
    said = ngettext(
        "Erased: who the %(count)s person was that came too late is known no more.",
        "Erased: who the %(count)s people were that came too late is known no more.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("contest_entries", offer_id)


@require_POST
@may_write
def pass_over(request: WorkspaceRequest, offer_id: int, contest_entry_id: int) -> HttpResponseBase:
    """Give a prize to the next substitute."""
    entry = access.contest_entry(request.workspace, offer_id, contest_entry_id)
    deciding.pass_over(entry, actor=request.user, now=utc_now())
    back = reverse("contest_entry_give_back", args=[offer_id, entry.pk])
    messages.success(
        request, _("Passed over: the next substitute has the prize."), extra_tags=f"undo:{back}"
    )
    return redirect("contest", offer_id)


@require_POST
@may_write
def give_back(request: WorkspaceRequest, offer_id: int, contest_entry_id: int) -> HttpResponseBase:
    """Undo that somebody was passed over."""
    entry = access.contest_entry(request.workspace, offer_id, contest_entry_id)
    deciding.give_back(entry, actor=request.user, now=utc_now())
    messages.success(request, _("They have their prize again."))
    return redirect("contest", offer_id)


def _add(request: WorkspaceRequest, contest: Contest, form: EntriesForm) -> None:
    typed, at = form.cleaned_data["entrants"], form.cleaned_data["entered_at"]
    try:
        made = entering.add(contest, typed, entered_at=at, actor=request.user, now=utc_now())
    except CannotGoOn as error:
        messages.warning(request, problems.words(error))
        return
    counted = sum(not entry.left_out for entry in made)
    left_out = len(made) - counted
    said = ngettext("%(count)s person counts.", "%(count)s people count.", counted)
    if left_out:
        more = ngettext(
            "%(count)s is left out: the list says why.",
            "%(count)s are left out: the list says why.",
            left_out,
        )
        messages.success(request, f"{said % {'count': counted}} {more % {'count': left_out}}")
        return
    messages.success(request, said % {"count": counted})


def _do(request: WorkspaceRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except CannotGoOn as error:
        messages.warning(request, problems.words(error))
        return False
    return True


def page(
    request: WorkspaceRequest,
    contest: Contest,
    *,
    form: EntriesForm | None = None,
    table_form: EntryTableForm | None = None,
    table: TableRead | None = None,
) -> HttpResponse:
    """Show who takes part, and what became of a table that was given."""
    now, zone = utc_now(), request.workspace.zone
    form = form or EntriesForm(zone=zone, now=now, ends_at=contest.ends_at)
    table_form = table_form or EntryTableForm(zone=zone, now=now, ends_at=contest.ends_at)
    named = request.GET.get("named", "").replace("\0", "")[:80]
    pages = Paginator(queries.entries_of(contest, named=key_of(named)), _ON_A_PAGE)
    counts = queries.counts_of(contest)
    may_erase = may(request.role, Permission.MANAGE_COMPANY)
    context = {
        "form": form,
        "table_form": table_form,
        "table": table,
        "offer": contest.offer,
        "contest": contest,
        "counts": counts,
        "left_out": [(words.LEFT_OUT[why], many) for why, many in counts.left_out.items()],
        "page": pages.get_page(request.GET.get("page")),
        "named": named,
        "reasons": [(one.value, words.LEFT_OUT[one]) for one in words.REASONS],
        "is_open": contest.frozen_at is None and contest.erased_at is None,
        "kept_until": entering.kept_until(contest),
        "may_manage": may_erase,
        "late": clearing.late_count(contest) if may_erase else 0,
    }
    status = 422 if form.errors or table_form.errors else 200
    return render(request, "sales/contest_entries.html", context, status=status)
