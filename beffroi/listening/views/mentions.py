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
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from beffroi.channels.queries import network_name
from beffroi.core.clock import utc_now
from beffroi.core.keyset import parse_cursor
from beffroi.inbox import understood_words
from beffroi.listening import answering, setting_aside
from beffroi.listening.models import Mention, Watch
from beffroi.listening.pages import address, pages
from beffroi.listening.room import export, filters, listing
from beffroi.listening.room.filters import Filters, Period
from beffroi.listening.room.health import health
from beffroi.listening.room.listing import Row
from beffroi.listening.room.overview import watches_of
from beffroi.workspaces.access import WorkspaceRequest, requires
from beffroi.workspaces.rules import Permission, may

#: So much of a message is enough to remember why it gave an idea.
_IDEA_MAX = 300


@dataclass(frozen=True)
class Chip:
    """One choice of a filter, as a link."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Shown:
    """A mention of the list with what can be done about it."""

    row: Row
    #: The conversation in which it stands, None for none.
    conversation: int | None
    can_answer: bool
    group_url: str
    #: What a post that is made of it starts from.
    idea: str


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
        "rows": _shown(request, page.rows, wanted),
        "is_further": after is not None,
        "more": _address(wanted, after=str(page.next)) if page.next else "",
        "here": request.get_full_path(),
        "export_url": f"{reverse('mentions_export')}?{wanted.query}",
        "whole_url": _address(wanted.but(group=None)),
        "may_watch": may(request.role, Permission.MANAGE_WATCHES),
        "may_write": may(request.role, Permission.WRITE_POSTS),
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
    messages.success(
        request,
        words % {"count": count},
        extra_tags=f"undo:{reverse('mention_take_back', args=[row.pk])}",
    )
    return redirect(_back(request))


@require_POST
@requires(Permission.MANAGE_WATCHES)
def take_back(request: WorkspaceRequest, mention_id: int) -> HttpResponseBase:
    """Let a mention and its like count again."""
    setting_aside.take_back(_mention(request, mention_id))
    messages.success(request, _("It counts again."))
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


def _back(request: WorkspaceRequest) -> str:
    """Return the list from which somebody came, with its filters."""
    came_from = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts=None)
    return came_from if is_ours and came_from.startswith("/listening/") else reverse("mentions")


def _shown(request: WorkspaceRequest, rows: Sequence[Row], wanted: Filters) -> list[Shown]:
    may_answer = may(request.role, Permission.ANSWER)
    networks = answering.can_answer(request.workspace) if rows and may_answer else frozenset()
    talks = answering.conversations(request.workspace, [row.mention for row in rows])
    return [
        Shown(
            row=row,
            conversation=talks.get(row.mention.pk),
            can_answer=row.mention.network in networks,
            group_url=_address(Filters(period=Period.ALL, group=row.group)),
            idea=_idea(row.mention),
        )
        for row in rows
    ]


def _idea(mention: Mention) -> str:
    words = _("“%(text)s”") % {"text": Truncator(mention.text).chars(_IDEA_MAX)}
    return "\n".join(part for part in (words, mention.url) if part)


def _chips(
    wanted: Filters, watches: Sequence[Watch], networks: Sequence[str]
) -> list[tuple[str, list[Chip]]]:
    """Return each filter with its choices."""
    named = [(one.name, one.pk) for one in watches]
    groups: list[tuple[str, str, list[tuple[str, Any]]]] = [
        (_("Period"), "period", _periods()),
        (_("Watch"), "watch", [(_("All watches"), None), *named]),
        (pgettext("messages", "Tone"), "tone", [(_("All tones"), ""), *_labels("tones")]),
        (_("What they want"), "intent", [(_("All intents"), ""), *_labels("intents")]),
        (_("Language"), "language", [(_("All languages"), ""), *_languages()]),
    ]
    if len(networks) > 1:
        places = [(network_name(key), key) for key in networks]
        groups.insert(2, (_("Network"), "network", [(_("All networks"), ""), *places]))
    chips = [
        (label, [_chip(wanted, name, value, words) for words, value in choices])
        for label, name, choices in groups
    ]
    more = [
        _switch(wanted, "to_check", _("Tone to check")),
        _switch(wanted, "set_aside", _("Set aside")),
    ]
    return [*chips, (_("More"), more)]


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
    return Chip(label, _address(wanted.but(**{name: value, "group": None})), is_current)


def _switch(wanted: Filters, name: str, label: str) -> Chip:
    is_on = bool(getattr(wanted, name))
    return Chip(label, _address(wanted.but(**{name: not is_on, "group": None})), is_on)


def _address(wanted: Filters, *, after: str = "") -> str:
    """Return the address of the list with these filters."""
    from_there = f"after={after.replace('+', '%2B')}" if after else ""
    query = "&".join(part for part in (wanted.query, from_there) if part)
    return f"{reverse('mentions')}?{query}" if query else reverse("mentions")
