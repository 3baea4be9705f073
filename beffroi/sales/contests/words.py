"""What is asked for, doubted and left out of a contest, in words that people read."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.sales.contests.rules import Doubt, LeftOut, Missing

MISSING: Final[dict[Missing, Promise]] = {
    Missing.ADDRESS: _("Your postal address: the rules name who organises."),
    Missing.CONTACT: _("An e-mail or a phone number at which you are reached."),
    Missing.DATES: _("From when until when one can take part."),
    Missing.WHO: _("Who may take part, and where they live."),
    Missing.HOW: _("How one takes part."),
    Missing.PRIZES: _("What can be won, and what it is worth."),
    Missing.DRAW: _("When the draw is held."),
    Missing.TOLD: _("How winners are told."),
}
#: What is said on the pages of the company rather than in the form of the contest.
FROM_COMPANY: Final = frozenset({Missing.ADDRESS, Missing.CONTACT})
DOUBTS: Final[dict[Doubt, Promise]] = {
    Doubt.SHARE: _(
        "You seem to ask people to share, to tag or to mention. Facebook forbids to make this a"
        " condition: ask for a comment or an answer instead."
    ),
    Doubt.PAY: _(
        "You seem to ask people to buy something. A draw must be free: say how one takes part"
        " without a purchase."
    ),
}
LEFT_OUT: Final[dict[LeftOut, Promise]] = {
    LeftOut.TWICE: pgettext_lazy("entry", "Twice"),
    LeftOut.EARLY: pgettext_lazy("entry", "Before the beginning"),
    LeftOut.LATE: pgettext_lazy("entry", "After the end"),
    LeftOut.COLLEAGUE: pgettext_lazy("entry", "Colleague"),
    LeftOut.MISTAKE: pgettext_lazy("entry", "Added by mistake"),
    LeftOut.ASKED: pgettext_lazy("entry", "Erased, as they asked"),
}
#: What a person may say of an entry.
REASONS: Final = (LeftOut.COLLEAGUE, LeftOut.MISTAKE)
