"""The mail of a day: a person's cards in the order of Today, and what leaves without them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.core.mailing import dressed, sent_as
from beffroi.morning.lines import Line, line
from beffroi.morning.models import Morning, MorningWish
from beffroi.web import queries
from beffroi.web.cards import Clock
from beffroi.web.queries import Today
from beffroi.web.rules import CARDS_SHOWN, COUNT_MAX
from beffroi.workspaces.links import link_into
from beffroi.workspaces.rules import Role

_FOLDER = "morning/mails"
_SHEET = Path(__file__).parent / "static" / "morning" / "mail.css"


@transaction.atomic
def written(
    row: Morning, wish: MorningWish, *, role: Role, now: datetime
) -> EmailMultiAlternatives | None:
    """Return the mail that is about to leave, with its links made; None where nothing waits.

    Links of an earlier try are no more. Nothing is sent.
    """
    row.links.all().delete()
    with translation.override(row.user.language):
        day = queries.today(row.workspace, user=row.user, role=role, now=now, shown=COUNT_MAX)
        clock = Clock(now, row.workspace.zone)
        mine = [card for card in day.cards if card.is_mine]
        if not mine:
            return None
        lines = [line(card, morning=row, clock=clock) for card in mine[:CARDS_SHOWN]]
        return _mail(row, wish, day, lines, clock=clock)


def headline(day: Today) -> str:
    """Say how much waits, and how long what fits today takes: “4 cards, 11 minutes”."""
    cards = ngettext("%(shown)s card", "%(shown)s cards", day.mine) % {"shown": day.shown_mine}
    minutes = day.minutes.planned if day.minutes else 0
    if not minutes:  # the quarter of an hour is full, or routines alone wait
        return cards
    long = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return _("%(cards)s, %(minutes)s") % {"cards": cards, "minutes": long}


def _mail(
    row: Morning, wish: MorningWish, day: Today, lines: list[Line], *, clock: Clock
) -> EmailMultiAlternatives:
    told = {"company": row.workspace.name, "headline": headline(day)}
    subject = _("%(company)s: %(headline)s today") % told
    stopping = settings.PUBLIC_URL + reverse("morning_stop", args=[wish.token])
    context = _context(row, day, lines, clock=clock) | {
        "subject": subject,
        "headline": told["headline"],
        "stopping": stopping,
        "choosing": link_into(row.workspace_id, reverse("morning")),
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"{_FOLDER}/today.txt", context),
        from_email=sent_as(row.workspace.name),
        to=[row.user.email],
        headers={
            "List-Unsubscribe": f"<{stopping}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    html = render_to_string(f"{_FOLDER}/today.html", context)
    mail.attach_alternative(dressed(html, _SHEET.read_text()), "text/html")
    return mail


def _context(row: Morning, day: Today, lines: list[Line], *, clock: Clock) -> dict[str, Any]:
    """Return what the mail tells: the card in front, those behind it, what leaves by itself."""
    # A routine that ends tonight cannot be put off, but nothing breaks where it is left.
    settled = [card for card in day.cards if card.is_mine and card.ends_on is None]
    pressing = sum(not card.may_wait for card in settled)
    return {
        "language": translation.get_language(),
        "company": row.workspace.name,
        "person": row.user.name,
        "address": row.user.email,
        "front": lines[0],
        "others": lines[1:],
        "pressing": pressing,
        "more": max(0, day.mine - len(lines)),
        "today": link_into(row.workspace_id, reverse("today")),
        "leaving": [
            {"when": clock.near(one.post.planned_at), "title": one.post.title}
            for one in day.upcoming
            if one.post.planned_at
        ],
    }
