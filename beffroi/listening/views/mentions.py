"""The list of mentions over HTTP: filters, setting aside, answering, a table to download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels.queries import network_name
from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.inbox import understood_words
from beffroi.listening import answering, setting_aside, toning
from beffroi.listening.models import Mention, Watch
from beffroi.listening.pages import address, pages
from beffroi.listening.room import export, filters, listing, sentences
from beffroi.listening.room.filters import TO_CHECK, Filters, Period
from beffroi.listening.room.health import health
from beffroi.listening.room.offering import address_of, shown
from beffroi.listening.room.overview import watches_of
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may


@dataclass(frozen=True)
class Chip:
    """One choice of a filter, as a link."""

    label: str
    url: str
    is_current: bool


@require_safe
@requires(Permission.SEE_INBOX)
def mentions(request: WorkspaceRequest) -> HttpResponse:
    """List mentions, newest first, those that say the same folded; `?after=` is for more."""
    now, workspace = utc_now(), request.workspace
    wanted, watches = filters.read(request.GET), watches_of(workspace)
    if wanted.watch is not None and wanted.watch not in {one.pk for one in watches}:
        wanted = wanted.but(watch=None)  # gone since, or never ours
    after = parse_cursor(request.GET.get("after", ""))
    page = listing.page(workspace, wanted, now=now, after=after)
    chips = _chips(wanted, watches, listing.networks(workspace))
    context = {
        "pages": pages(request),
        "health": health(workspace, now=now),
        "new_watch": address("watch_new"),
        "watches": watches,
        "filters": wanted,
        "chips": chips,
        "chosen": " · ".join(chip.label for _label, of in chips for chip in of if chip.is_current),
        "rows": shown(workspace, page.rows, may_answer=may(request.role, Permission.ANSWER)),
        "is_further": after is not None,
        "more": address_of(wanted, after=str(page.next)) if page.next else "",
        "here": request.get_full_path(),
        "export_url": f"{reverse('mentions_export')}?{wanted.query}",
        "whole_url": address_of(wanted.but(group=None)),
        "may_watch": may(request.role, Permission.MANAGE_WATCHES),
        "may_write": may(request.role, Permission.WRITE_POSTS),
        "may_answer": may(request.role, Permission.ANSWER),
        "new_post": address("post_new"),
    }
    return render(request, "listening/mentions.html", context)


@require_safe
@requires(Permission.SEE_INBOX)
def exported(request: WorkspaceRequest) -> StreamingHttpResponse:
    """Download what the filters ask for as a table for spreadsheets."""
    now, workspace = utc_now(), request.workspace
    rows = listing.chosen(workspace, filters.read(request.GET), now=now)
    day = now.astimezone(workspace.zone).date().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="beffroi-mentions-{day}.csv"'}
    lines = export.as_csv(workspace, rows)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def set_aside(request: WorkspaceRequest, mention_id: int) -> HttpResponseBase:
    """Leave a mention and its like out of lists and figures."""
    row = _mention(request, mention_id)
    count = setting_aside.set_aside(row, by=request.user, now=utc_now())
    words = ngettext(
        "Set aside: it no longer counts.",
        "%(count)s mentions that say the same are set aside: they no longer count.",
        max(count, 1),
    )
    return _done(request, words % {"count": count}, undo="mention_take_back", row=row)


@require_POST
@requires(Permission.MANAGE_WATCHES)
def take_back(request: WorkspaceRequest, mention_id: int) -> HttpResponseBase:
    """Let a mention and its like count again."""
    setting_aside.take_back(_mention(request, mention_id))
    messages.success(request, _("It counts again."))
    return redirect(_back(request))


@require_POST
@requires(Permission.ANSWER)
def tone(request: WorkspaceRequest, mention_id: int) -> HttpResponseBase:
    """Take a person's word for the tone of a mention, and of its like."""
    row = _mention(request, mention_id)
    try:
        count = toning.say(row, request.POST.get("tone", ""), actor=request.user, now=utc_now())
    except toning.NoTone:
        messages.warning(request, _("Nothing was changed: its tone is known already."))
        return redirect(_back(request))
    words = ngettext(
        "Noted: its tone counts from now on.",
        "Noted for %(count)s mentions that say the same: their tone counts from now on.",
        count,
    )
    return _done(request, words % {"count": count}, undo="mention_tone_undo", row=row)


@require_POST
@requires(Permission.ANSWER)
def tone_undo(request: WorkspaceRequest, mention_id: int) -> HttpResponseBase:
    """Let the tone of a mention, and of its like, be to check again."""
    toning.take_back(_mention(request, mention_id), actor=request.user, now=utc_now())
    messages.success(request, _("Its tone is to be checked again."))
    return redirect(_back(request))


@require_POST
@requires(Permission.ANSWER)
def bring_in(request: WorkspaceRequest, mention_id: int) -> HttpResponseBase:
    """Ask for a mention in the inbox, where it is answered."""
    row = _mention(request, mention_id)
    try:
        channel = answering.bring_in(row, now=utc_now())
    except answering.CannotAnswer:
        words = _("No channel of yours can answer on %(network)s. Connect one, or answer there.")
        messages.warning(request, words % {"network": network_name(row.network)})
    else:
        words = _(
            "It is asked for through %(channel)s: within a minute you answer it in the inbox."
        )
        messages.success(request, words % {"channel": channel.called})
    return redirect(_back(request))


def _mention(request: WorkspaceRequest, mention_id: int) -> Mention:
    return get_object_or_404(Mention, workspace=request.workspace, pk=mention_id)


def _done(request: WorkspaceRequest, said: str, *, undo: str, row: Mention) -> HttpResponseBase:
    """Say what was done to a mention, with the address by which it is undone."""
    messages.success(request, said, extra_tags=f"undo:{reverse(undo, args=[row.pk])}")
    return redirect(_back(request))


def _back(request: WorkspaceRequest) -> str:
    """Return the list from which somebody came, with its filters."""
    came_from = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts=None)
    return came_from if is_ours and came_from.startswith("/listening/") else reverse("mentions")


def _chips(
    wanted: Filters, watches: Sequence[Watch], networks: Sequence[str]
) -> list[tuple[str, list[Chip]]]:
    """Return each filter with its choices."""
    named = [(one.name, one.pk) for one in watches]
    groups: list[tuple[str, str, list[tuple[str, Any]]]] = [
        (_("Period"), "period", _periods()),
        (_("Watch"), "watch", [(_("All watches"), None), *named]),
        (pgettext("messages", "Tone"), "tone", _tones()),
        (_("What they want"), "intent", [(_("All intents"), ""), *_labels("intents")]),
        (_("Language"), "language", [(_("All languages"), ""), *_languages()]),
    ]
    if len(networks) > 1:
        places = [(sentences.place(key), key) for key in networks]
        groups.insert(2, (_("Network"), "network", [(_("All networks"), ""), *places]))
    chips = [
        (label, [_chip(wanted, name, value, words) for words, value in choices])
        for label, name, choices in groups
    ]
    aside = _switch(wanted, "set_aside", pgettext("mentions", "Those set aside"))
    return [*chips, (_("More"), [aside])]


def _tones() -> list[tuple[str, str]]:
    return [(_("All tones"), ""), *_labels("tones"), (_("Tone to check"), TO_CHECK)]


def _labels(kind: str) -> list[tuple[str, str]]:
    known = {"tones": understood_words.tones, "intents": understood_words.intents}[kind]()
    return [(words, key) for key, words in known.items()]


def _periods() -> list[tuple[str, Period]]:
    return [
        (_("7 days"), Period.WEEK),
        (_("28 days"), Period.MONTH),
        (_("90 days"), Period.QUARTER),
        (_("All that is kept"), Period.ALL),
    ]


def _languages() -> list[tuple[str, str]]:
    return [
        (pgettext("language", "French"), "fr"),
        (pgettext("language", "English"), "en"),
        (pgettext("language", "Another, or unknown"), "other"),
    ]


def _chip(wanted: Filters, name: str, value: Any, label: str) -> Chip:
    is_current = getattr(wanted, name) == value
    return Chip(label, address_of(wanted.but(**{name: value, "group": None})), is_current)


def _switch(wanted: Filters, name: str, label: str) -> Chip:
    is_on = bool(getattr(wanted, name))
    return Chip(label, address_of(wanted.but(**{name: not is_on, "group": None})), is_on)
