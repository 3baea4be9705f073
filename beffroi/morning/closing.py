"""Says why a link of a mail acts no more, and what to do."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from beffroi.morning.acts.contract import Deed
from beffroi.morning.models import ActLink
from beffroi.morning.rules import Closed
from beffroi.web import times


def explain(closed: Closed, link: ActLink) -> tuple[str, str]:
    """Return a title and a sentence."""
    if closed is Closed.USED and link.used_at is not None:
        zone = link.morning.workspace.zone
        sentence = _("%(what)s, on %(day)s at %(time)s. A link acts once; nothing was done again.")
        values = {
            "what": _deeds()[Deed(link.deed)],
            "day": date_format(link.used_at.astimezone(zone), "j F"),
            "time": times.hour(link.used_at, zone=zone),
        }
        return _("It is done already"), sentence % values
    return {
        Closed.EXPIRED: (
            _("This link is over"),
            _("It acted for 48 hours. What waits is on Today, with its buttons."),
        ),
        Closed.NOT_ALLOWED: (
            _("This is no longer yours to decide"),
            _("Your role here has changed. Whoever runs this workspace can give it back to you."),
        ),
        Closed.GONE: (
            _("It is no longer there"),
            _("What this link was about was deleted. There is nothing left to do."),
        ),
        Closed.CHANGED: (
            _("It changed since the mail left"),
            _("So that you say yes only to what you read, this link does nothing. Read it anew."),
        ),
        Closed.SETTLED: (
            _("It is settled already"),
            _("You or a colleague dealt with it. There is nothing left to do."),
        ),
    }.get(closed, (_("This link is over"), ""))


def _deeds() -> dict[Deed, str]:
    return {
        Deed.APPROVE: _("You approved this post"),
        Deed.SEND_BACK: _("You sent this post back as a draft"),
        Deed.ANSWER: _("You published this answer"),
        Deed.SETTLE: _("You settled this without an answer"),
        Deed.RELEASE: _("You let this leave"),
        Deed.GIVE_UP: _("You gave this up"),
    }
