"""The sentences of the room: why a lesson is of use now, and what paths are called."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.learning.moments import Moment
from beffroi.learning.rules import PathKey

PATHS: dict[PathKey, str | Promise] = {
    PathKey.LEADS: gettext_lazy("I lead"),
    PathKey.WRITES: gettext_lazy("I write and answer"),
    PathKey.APPROVES: gettext_lazy("I approve"),
}
PATH_ICONS = {PathKey.LEADS: "flag", PathKey.WRITES: "pencil", PathKey.APPROVES: "user-check"}


def reason(moment: Moment) -> str:
    """Return why a lesson is of use now, as one sentence without a full stop."""
    if moment.reason == "review":
        return _review(moment)
    if moment.reason == "questions":
        count = moment.number
        return ngettext(
            "%(count)s question waits for an answer",
            "%(count)s questions wait for an answer",
            count,
        ) % {"count": count}
    if moment.reason == "offer" and moment.day is not None:
        day = date_format(moment.day, "j F")
        return _("For your offer “%(name)s” of %(day)s") % {"name": moment.who, "day": day}
    return _named(moment) if moment.who else _plain(moment.reason)


def _review(moment: Moment) -> str:
    if not moment.who:
        return ngettext(
            "Because somebody left %(count)s star",
            "Because somebody left %(count)s stars",
            moment.number,
        ) % {"count": moment.number}
    return ngettext(
        "Because %(who)s left %(count)s star",
        "Because %(who)s left %(count)s stars",
        moment.number,
    ) % {"who": moment.who, "count": moment.number}


def _named(moment: Moment) -> str:
    sentences = {
        "bad_review": _("%(who)s left a negative review"),
        "data": _("%(who)s seems to ask about their data"),
        "contest": _("The rules of “%(who)s” are not published yet"),
        "picture": _("A description is missing from “%(who)s”"),
    }
    return sentences[moment.reason] % {"who": moment.who}


def _plain(reason: str) -> str:
    return {
        "alert": _("An alert is open"),
        "asking": _("Your profile has reviews, and nobody is asked for one yet"),
        "bad_review": _("Somebody left a negative review"),
        "charter": _("Your channels have no moderation charter yet"),
        "costs": _("You have an offer, and no cost noted to hold it against"),
        "crisis_file": _("Your crisis file is not ready yet"),
        "data": _("Somebody seems to ask about their data"),
        "first_steps": _("No channel is connected yet: the time to choose"),
        "goal": _("No goal is set yet"),
        "linkedin": _("Your LinkedIn is connected"),
        "nothing_planned": _("No post is planned for the next seven days"),
        "picture": _("A description is missing from a post"),
        "second_step": _("Your own access has no second step yet"),
        "watch": _("You listen to nothing yet"),
    }[reason]
